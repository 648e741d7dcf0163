// The least that taking a signature can cost, without HTTP, forms or rules: signing_bound <empty directory> [signatures] [threads] [bytes]
//
// Threads verify two Ed25519 signatures of the registrar's (the carrier's and the attestation's, each over so many bytes) and hash the
// entry; one writer groups what is ready into durable commits of the real store. Prints signatures a second and the processor time of one.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <iterator>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "crypto/signing.hpp"
#include "ledger/log/tree.hpp"
#include "ledger/store/sqlite/sqlite_store.hpp"

namespace {

using namespace radslag;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kCommitEntries = 1'024, kCheckpointBytes = 200;

struct Prepared {
  std::string entry;
  crypto::Signature signature{};
};

/// What has been checked and waits for the writer.
class Queue {
 public:
  void put(store::NewEntry entry) {
    const std::lock_guard lock(mutex_);
    entries_.push_back(std::move(entry));
    wake_.notify_one();
  }

  store::Batch take(std::uint64_t first) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return !entries_.empty(); });
    store::Batch batch{"town", first, {}, {}, std::string(kCheckpointBytes, 'c')};
    const auto count = static_cast<std::ptrdiff_t>(std::min(entries_.size(), kCommitEntries));
    batch.entries.assign(std::move_iterator(entries_.begin()), std::move_iterator(entries_.begin() + count));
    entries_.erase(entries_.begin(), entries_.begin() + count);
    return batch;
  }

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<store::NewEntry> entries_;
};

double take_all(store::Store& store, const crypto::PublicKey& registrar, const std::vector<Prepared>& signatures, unsigned threads) {
  Queue queue;
  const auto begin = Clock::now();
  std::thread writer([&] {
    for (std::uint64_t size = 0; size < signatures.size();) {
      const auto batch = queue.take(size);
      store.append({batch});
      size += batch.entries.size();
    }
  });
  std::atomic<std::size_t> next = 0;
  const auto check = [&] {
    for (std::size_t i = next++; i < signatures.size(); i = next++) {
      const auto& one = signatures[i];
      for (int twice = 0; twice < 2; ++twice) {
        if (!crypto::verify(registrar, one.entry, one.signature)) std::abort();
      }
      queue.put({one.entry, log::leaf_hash(one.entry), crypto::sha256(one.entry)});
    }
  };
  std::vector<std::thread> running;
  for (unsigned t = 0; t < threads; ++t) running.emplace_back(check);
  for (auto& thread : running) thread.join();
  writer.join();
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: signing_bound <empty directory> [signatures] [threads] [bytes]\n");
    return 2;
  }
  const std::size_t count = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 20'000;
  const auto threads = static_cast<unsigned>(argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 2);
  const std::size_t bytes = argc > 4 ? std::strtoull(argv[4], nullptr, 10) : 2'000;
  const auto registrar = crypto::SigningKey::generate();
  std::vector<Prepared> signatures(count);
  for (std::size_t i = 0; i < count; ++i) {
    signatures[i].entry = std::to_string(i);
    signatures[i].entry.resize(std::max(bytes, signatures[i].entry.size()), 's');
    signatures[i].signature = registrar.sign(signatures[i].entry);
  }
  const auto store = store::SqliteStore::open(std::filesystem::path(argv[1]) / "bench.sqlite", {.create = true});
  const auto processor_before = std::clock();
  const double all = take_all(*store, registrar.public_key(), signatures, threads);
  const double processor = static_cast<double>(std::clock() - processor_before) / CLOCKS_PER_SEC;
  const auto n = static_cast<double>(count);
  std::printf("signatures=%zu threads=%u bytes=%zu processor_us=%.1f durable_per_second=%.0f\n", count, threads, bytes, processor / n * 1e6,
              n / all);
}
