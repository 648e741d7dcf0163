// The append path beside the least that it could cost: append_bench <empty directory> [ballots] [threads]
//
// Bound: threads verify an Ed25519 signature and hash blob and entry; one writer groups what is ready into durable commits of the real
// store, signs a checkpoint of each and swaps it into the real head store, durably. No rules, tree, queue of answers, or receipts.
// Measured: the same threads check ballots as the counter does and submit them to the Journal on such a store and head store; each gets its
// receipt, as text. Prints both in ballots a second and in processor time of one ballot, all threads together, and the ratios.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <mutex>
#include <semaphore>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "crypto/encoding.hpp"
#include "ledger/heads/sqlite/sqlite_heads.hpp"
#include "ledger/log/receipt.hpp"
#include "ledger/store/sqlite/sqlite_store.hpp"
#include "tests/support/house.hpp"

namespace {

using namespace radslag;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kCommitEntries = 1'024;
/// Submissions under way at once: the journal's queue has room for them.
constexpr std::ptrdiff_t kUnderWay = 2'048;
const std::string kOrigin = "radslag.example.se/log/rounds/parks-2026";

struct Prepared {
  crypto::PublicKey key{};
  crypto::Signature signature{};
  std::size_t signed_bytes = 0;  ///< of the blob, after its random bytes
  std::string blob, entry;
};

Prepared prepare(const record::Frozen& round, std::size_t number) {
  const auto key = testing::key_of("voter-" + std::to_string(number));
  auto blob = record::make_clear_ballot(round, key, {static_cast<std::uint16_t>(number % 2)});
  const auto content = std::string_view(blob).substr(record::blob_salt_bytes);
  constexpr std::string_view last_field = "signature ";
  const auto at = content.rfind(last_field);
  const auto signature = crypto::array_from_hex<64>(content.substr(at + last_field.size(), 128));
  if (!signature) throw std::logic_error("a ballot that does not end in its signature");
  Prepared ballot{key.public_key(), *signature, at, std::move(blob), {}};
  ballot.entry = record::encode_entry(494'122, record::encode_statement(record::Ballot{ballot.key, record::blob_digest(ballot.blob)}), {});
  return ballot;
}

struct Measured {
  double seconds = 0, processor = 0;
};

/// Runs `work(i)` for 0 <= i < count on so many threads, then `finish`.
template <class Work, class Finish>
Measured measure(unsigned threads, std::size_t count, const Work& work, const Finish& finish) {
  std::atomic<std::size_t> next = 0;
  const auto processor = std::clock();
  const auto begin = Clock::now();
  std::vector<std::thread> running;
  for (unsigned t = 0; t < threads; ++t) {
    running.emplace_back([&] {
      for (std::size_t i = next++; i < count; i = next++) work(i);
    });
  }
  for (auto& thread : running) thread.join();
  finish();
  return {std::chrono::duration<double>(Clock::now() - begin).count(), static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC};
}

/// What has been checked and waits for the bound's writer.
class Queue {
 public:
  void put(store::NewEntry entry, store::NewBlob blob) {
    const std::lock_guard lock(mutex_);
    waiting_.entries.push_back(std::move(entry));
    waiting_.blobs.push_back(std::move(blob));
    if (waiting_.entries.size() == 1) wake_.notify_one();
  }
  store::Batch take(std::uint64_t first) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return !waiting_.entries.empty(); });
    store::Batch batch{"rounds/bench", first, {}, {}, {}};
    const auto count = static_cast<std::ptrdiff_t>(std::min(waiting_.entries.size(), kCommitEntries));
    const auto move = [&](auto& from, auto& to) {
      to.assign(std::move_iterator(from.begin()), std::move_iterator(from.begin() + count));
      from.erase(from.begin(), from.begin() + count);
    };
    move(waiting_.entries, batch.entries);
    move(waiting_.blobs, batch.blobs);
    return batch;
  }

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  store::Batch waiting_;
};

Measured least_of(const std::filesystem::path& folder, const std::vector<Prepared>& ballots, unsigned threads) {
  const auto store = store::SqliteStore::open(folder / "bound.sqlite", {.create = true});
  const auto heads = heads::SqliteHeads::create(folder / "bound-heads.sqlite", "bench");
  const auto key = crypto::SigningKey::generate();
  Queue queue;
  std::thread writer([&] {
    std::string before;
    for (std::uint64_t size = 0; size < ballots.size();) {
      auto batch = queue.take(size);
      size += batch.entries.size();
      batch.checkpoint = log::sign_checkpoint({kOrigin, size, batch.entries.back().leaf}, key);
      store->append({batch});
      heads->swap({{kOrigin, before, batch.checkpoint}});
      before = std::move(batch.checkpoint);
    }
  });
  const auto check = [&](std::size_t i) {
    const auto& ballot = ballots[i];
    const auto text = std::string_view(ballot.blob).substr(record::blob_salt_bytes, ballot.signed_bytes);
    if (!crypto::verify(ballot.key, text, ballot.signature)) std::abort();
    const auto digest = crypto::sha256(ballot.blob);
    queue.put({ballot.entry, log::leaf_hash(ballot.entry), digest}, {digest, ballot.blob});
  };
  return measure(threads, ballots.size(), check, [&] { writer.join(); });
}

[[noreturn]] void refused(const Error& error) {
  std::fprintf(stderr, "append_bench: a ballot was refused: %s\n", error.detail.c_str());
  std::abort();
}

Measured append(testing::House& house, const std::vector<Prepared>& ballots, unsigned threads) {
  const auto state = house.journal->state();
  const auto& round = *state->round("parks-2026")->frozen;
  std::counting_semaphore<> room(kUnderWay);
  std::atomic<std::size_t> receipts = 0, bytes = 0;
  const auto cast = [&](std::size_t i) {
    room.acquire();
    journal::Submission what;
    what.log = testing::House::round_log;
    what.blobs.push_back(ballots[i].blob);
    const auto accepted = record::accept_ballot(round, what.blobs[0]);
    if (!accepted) refused(accepted.error());
    what.ballot = accepted->entry;
    what.key = record::key_of(accepted->entry);
    house.journal->submit(std::move(what), [&](Result<journal::Committed> place) {
      if (!place) refused(place.error());
      bytes += log::receipt_text({place->entry, place->index, place->path, *place->checkpoint}).size();
      if (++receipts == ballots.size()) receipts.notify_all();
      room.release();
    });
  };
  return measure(threads, ballots.size(), cast, [&] {
    for (auto now = receipts.load(); now < ballots.size(); now = receipts.load()) receipts.wait(now);
  });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: append_bench <empty directory> [ballots] [threads]\n");
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  const std::size_t count = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 40'000;
  const auto threads = static_cast<unsigned>(argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 2);
  const auto store = store::SqliteStore::open(folder / "record.sqlite", {.create = true});
  const auto heads = heads::SqliteHeads::create(folder / "heads.sqlite", "bench");
  testing::House house(*store, 4'096, heads.get());
  house.begin();
  house.open_round(count);
  std::vector<Prepared> ballots(count);
  const auto& round = *house.journal->state()->round("parks-2026")->frozen;
  measure(
      threads, count, [&](std::size_t i) { ballots[i] = prepare(round, i); }, [] {});

  const auto least = least_of(folder, ballots, threads);
  const auto ours = append(house, ballots, threads);
  const auto n = static_cast<double>(count);
  std::printf(
      "ballots=%zu threads=%u bound_per_second=%.0f append_per_second=%.0f ratio_clock=%.2f bound_us=%.1f append_us=%.1f "
      "ratio_processor=%.2f\n",
      count, threads, n / least.seconds, n / ours.seconds, least.seconds / ours.seconds, least.processor / n * 1e6,
      ours.processor / n * 1e6, least.processor / ours.processor);
}
