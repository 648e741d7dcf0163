// The least that verifying a record can cost: its hashes and signature checks and nothing else, on so many threads.
//   checking_bound <threads> <signatures> <bytes signed> <entries> <bytes an entry> <blobs> <bytes a blob>
// Prints the seconds that it took.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "crypto/signing.hpp"
#include "ledger/log/tree.hpp"

namespace {

using namespace radslag;

constexpr std::size_t kKeys = 256, kStep = 64;

struct Signed {
  crypto::PublicKey key;
  std::string message;
  crypto::Signature signature;
};

struct Amounts {
  std::size_t signatures, signed_bytes, entries, entry_bytes, blobs, blob_bytes;
};

std::vector<Signed> some_signatures(std::size_t bytes) {
  std::vector<Signed> made;
  for (std::size_t i = 0; i < kKeys; ++i) {
    const auto key = crypto::SigningKey::generate();
    std::string message(bytes, static_cast<char>(i));
    const auto signature = key.sign(message);
    made.push_back({key.public_key(), std::move(message), signature});
  }
  return made;
}

/// Every i in [0, count), in steps that the threads take in turn.
template <class Work>
void share(std::atomic<std::size_t>& next, std::size_t count, const Work& work) {
  for (std::size_t begin = next.fetch_add(kStep); begin < count; begin = next.fetch_add(kStep)) {
    for (std::size_t i = begin; i < std::min(count, begin + kStep); ++i) work(i);
  }
}

double check(unsigned threads, const Amounts& amounts, const std::vector<Signed>& made) {
  std::atomic<std::size_t> signatures = 0, entries = 0, blobs = 0;
  const std::string blob(amounts.blob_bytes, 'b'), entry(amounts.entry_bytes, 'e');
  const auto work = [&] {
    log::Hash hash = log::empty_root();
    share(signatures, amounts.signatures, [&](std::size_t i) {
      const auto& one = made[i % kKeys];
      if (!crypto::verify(one.key, one.message, one.signature)) std::abort();
    });
    // A leaf, and the node above every two of nodes and leaves: as many nodes as leaves, but for one.
    share(entries, amounts.entries, [&](std::size_t) { hash = log::node_hash(log::leaf_hash(entry), hash); });
    share(blobs, amounts.blobs, [&](std::size_t) { hash[0] ^= crypto::sha256(blob)[0]; });
  };
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::thread> others;
  for (unsigned t = 1; t < threads; ++t) others.emplace_back(work);
  work();
  for (auto& thread : others) thread.join();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 8) {
    std::fprintf(stderr, "usage: checking_bound <threads> <signatures> <bytes signed> <entries> <bytes an entry> <blobs> <bytes a blob>\n");
    return 2;
  }
  const auto number = [&](int i) { return static_cast<std::size_t>(std::strtoull(argv[i], nullptr, 10)); };
  const Amounts amounts{number(2), number(3), number(4), number(5), number(6), number(7)};
  std::printf("%.3f\n", check(static_cast<unsigned>(number(1)), amounts, some_signatures(amounts.signed_bytes)));
}
