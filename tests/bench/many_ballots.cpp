// Fills an open round with ballots, for measuring starts: many_ballots <data folder> <round> <entries>
//
// Writes with the journal, so leaves, order and checkpoints are right; contents and signatures are not, for a start does not read them.
// The credentials of the round vote in turn, again and again. No server may use the folder meanwhile.
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <mutex>

#include "crypto/random.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/store/sqlite/sqlite_store.hpp"
#include "server/service/key_ring.hpp"

namespace {

using namespace radslag;

constexpr std::size_t kWaiting = 4'000;  ///< below the journal's queue

/// How many submissions are under way.
class Ahead {
 public:
  void begin() {
    std::unique_lock lock(mutex_);
    fewer_.wait(lock, [this] { return count_ < kWaiting; });
    ++count_;
  }
  void wait_for_all() {
    std::unique_lock lock(mutex_);
    fewer_.wait(lock, [this] { return count_ == 0; });
  }
  void end(const Result<journal::Committed>& place) {
    if (!place) {
      std::fprintf(stderr, "refused: %s\n", place.error().detail.c_str());
      std::exit(1);
    }
    const std::lock_guard lock(mutex_);
    --count_;
    fewer_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable fewer_;
  std::size_t count_ = 0;
};

void fill(journal::Journal& journal, const record::Frozen& round, const std::string& log, std::uint64_t entries) {
  Ahead ahead;
  const auto& credentials = round.credentials.keys;
  for (std::uint64_t i = 0; i < entries; ++i) {
    journal::Submission ballot;
    ballot.log = log;
    ballot.key = crypto::random_bytes<32>();
    ballot.blobs.push_back(std::string(33, 'x'));
    ballot.ballot = record::Ballot{credentials[i % credentials.size()], ballot.key};
    ahead.begin();
    journal.submit(std::move(ballot), [&](const Result<journal::Committed>& place) { ahead.end(place); });
  }
  ahead.wait_for_all();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: many_ballots <data folder> <round> <entries>\n");
    return 2;
  }
  const std::filesystem::path data = argv[1];
  const std::string id = argv[2];
  service::KeyRing keys(data / "keys");
  const auto store = store::SqliteStore::open(data / "record.sqlite");
  journal::Journal journal(*store, {keys.town_key(), [&](const auto& key) { return keys.held(key); }}, {});
  const auto state = journal.state();
  const auto* round = state->round(id);
  if (round == nullptr || !round->frozen) {
    std::fprintf(stderr, "no open round %s\n", argv[2]);
    return 1;
  }
  fill(journal, *round->frozen, record::round_log_name(id), std::strtoull(argv[3], nullptr, 10));
}
