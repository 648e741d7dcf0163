// The least that casting a ballot can cost, without HTTP, JSON or rules: casting_bound <empty directory> [ballots] [threads]
//
// Threads verify an Ed25519 signature and hash blob and entry; one writer groups what is ready into durable commits of the real store.
// Prints ballots a second, the processor time of one ballot on all threads together, and what the signatures alone would allow.
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
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "ledger/log/tree.hpp"
#include "ledger/record/ballot.hpp"
#include "ledger/store/sqlite/sqlite_store.hpp"

namespace {

using namespace radslag;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kProjects = 83, kChoices = 5, kCommitEntries = 1'024, kCheckpointBytes = 200;

struct Prepared {
  crypto::PublicKey key{};
  crypto::Signature signature{};
  std::size_t signed_bytes = 0;  ///< of the blob, after its 32 random bytes
  std::string blob, entry;
};

record::Frozen round_of_a_city() {
  record::Frozen round;
  round.origin = "localhost:8080/log/rounds/bench";
  for (std::size_t i = 0; i < kProjects; ++i) {
    record::Project project;
    project.id = std::to_string(1'000 + i);
    round.definition.projects.push_back(project);
  }
  return round;
}

Prepared prepare(const record::Frozen& round, std::size_t number) {
  const auto key = crypto::SigningKey::generate();
  record::Choices choices;
  for (std::size_t i = 0; i < kChoices; ++i) choices.places.push_back(static_cast<std::uint16_t>(number % 10 + i * 16));
  auto blob = record::make_clear_ballot(round, key, choices);
  const auto content = std::string_view(blob).substr(record::blob_salt_bytes);
  constexpr std::string_view last_field = "signature ";
  const auto at = content.rfind(last_field);
  const auto signature = crypto::array_from_hex<64>(content.substr(at + last_field.size(), 128));
  if (!signature) throw std::logic_error("a ballot that does not end in its signature");
  Prepared ballot{key.public_key(), *signature, at, std::move(blob), {}};
  ballot.entry = record::encode_entry(494'122, record::encode_statement(record::Ballot{ballot.key, record::blob_digest(ballot.blob)}), {});
  return ballot;
}

bool verifies(const Prepared& ballot) {
  return crypto::verify(ballot.key, std::string_view(ballot.blob).substr(32, ballot.signed_bytes), ballot.signature);
}

/// Runs `work(i)` for 0 <= i < count on so many threads; returns the seconds that it took.
template <class Work>
double on_threads(unsigned threads, std::size_t count, const Work& work) {
  std::atomic<std::size_t> next = 0;
  std::vector<std::thread> running;
  const auto begin = Clock::now();
  for (unsigned t = 0; t < threads; ++t) {
    running.emplace_back([&] {
      for (std::size_t i = next++; i < count; i = next++) work(i);
    });
  }
  for (auto& thread : running) thread.join();
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// What has been checked and waits for the writer.
class Queue {
 public:
  void put(store::NewEntry entry, store::NewBlob blob) {
    const std::lock_guard lock(mutex_);
    entries_.push_back(std::move(entry));
    blobs_.push_back(std::move(blob));
    wake_.notify_one();
  }

  store::Batch take(std::uint64_t first) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return !entries_.empty(); });
    store::Batch batch{"rounds/bench", first, {}, {}, std::string(kCheckpointBytes, 'c')};
    const auto count = static_cast<std::ptrdiff_t>(std::min(entries_.size(), kCommitEntries));
    batch.entries.assign(std::move_iterator(entries_.begin()), std::move_iterator(entries_.begin() + count));
    batch.blobs.assign(std::move_iterator(blobs_.begin()), std::move_iterator(blobs_.begin() + count));
    entries_.erase(entries_.begin(), entries_.begin() + count);
    blobs_.erase(blobs_.begin(), blobs_.begin() + count);
    return batch;
  }

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<store::NewEntry> entries_;
  std::vector<store::NewBlob> blobs_;
};

double cast(store::Store& store, const std::vector<Prepared>& ballots, unsigned threads) {
  Queue queue;
  const auto begin = Clock::now();
  std::thread writer([&] {
    for (std::uint64_t size = 0; size < ballots.size();) {
      const auto batch = queue.take(size);
      store.append({batch});
      size += batch.entries.size();
    }
  });
  on_threads(threads, ballots.size(), [&](std::size_t i) {
    const auto& ballot = ballots[i];
    if (!verifies(ballot)) std::abort();
    const auto digest = crypto::sha256(ballot.blob);
    queue.put({ballot.entry, log::leaf_hash(ballot.entry), digest}, {digest, ballot.blob});
  });
  writer.join();
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: casting_bound <empty directory> [ballots] [threads]\n");
    return 2;
  }
  const std::size_t count = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 40'000;
  const auto threads = static_cast<unsigned>(argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 2);
  const auto round = round_of_a_city();
  std::vector<Prepared> ballots(count);
  on_threads(threads, count, [&](std::size_t i) { ballots[i] = prepare(round, i); });

  const auto store = store::SqliteStore::open(std::filesystem::path(argv[1]) / "bench.sqlite", {.create = true});
  const double signatures = on_threads(threads, count, [&](std::size_t i) {
    if (!verifies(ballots[i])) std::abort();
  });
  const auto processor_before = std::clock();
  const double all = cast(*store, ballots, threads);
  const double processor = static_cast<double>(std::clock() - processor_before) / CLOCKS_PER_SEC;
  const auto n = static_cast<double>(count);
  std::printf("ballots=%zu threads=%u blob_bytes=%zu signatures_per_second=%.0f processor_us=%.1f durable_per_second=%.0f\n", count,
              threads, ballots.front().blob.size(), n / signatures, processor / n * 1e6, n / all);
}
