#include "ledger/journal/journal.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <future>
#include <set>
#include <thread>

#include "ledger/log/receipt.hpp"
#include "ledger/record/draft.hpp"
#include "tests/support/house.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/town.hpp"

namespace radslag::journal {
namespace {

using testing::House;
using testing::key_of;
using testing::MemoryStore;
constexpr const char* origin = testing::House::origin;
constexpr const char* round_log = testing::House::round_log;

bool receipt_holds(const Committed& place, const log::VerifierKey& key) {
  return log::verify_receipt({place.entry, place.index, place.path, *place.checkpoint}, place.entry, key).has_value();
}

TEST_CASE("a write is in the store with a signed checkpoint when it is answered") {
  MemoryStore store;
  House house(store);
  house.begin();
  const auto key = log::VerifierKey::of(origin, house.town_key.public_key());
  const auto head = house.journal->head("town");
  REQUIRE(head);
  CHECK(head->size == 1);
  CHECK(log::open_checkpoint(*store.checkpoint("town"), key)->size == 1);
  CHECK(receipt_holds(house.journal->locate("town", 0).value(), key));
  CHECK(house.journal->locate("town", 1).error().code == Errc::not_found);
  CHECK(house.journal->state()->town.name == "Example");
}

TEST_CASE("the same idempotency key gives the same place, also after closing and after a restart") {
  MemoryStore store;
  Submission ballot;
  Committed first;
  {
    House house(store);
    house.begin();
    house.open_round(3);
    ballot = house.ballot(1, {0});
    first = house.journal->submit_and_wait(ballot).value();
    CHECK_FALSE(first.repeated);
    const auto again = house.journal->submit_and_wait(ballot).value();
    CHECK(again.repeated);
    CHECK(again.index == first.index);
    CHECK(again.entry == first.entry);
    house.close_round();
  }
  House house(store);
  const auto again = house.journal->submit_and_wait(ballot).value();
  CHECK(again.repeated);
  CHECK(again.index == first.index);
  CHECK(house.journal->submit_and_wait(house.ballot(2, {0})).error().code == Errc::closed);
}

TEST_CASE("an act's key for another statement is refused") {
  MemoryStore store;
  House house(store);
  house.begin();
  const auto key = crypto::random_bytes<32>();
  const record::DialogueContent text{"Parks", "About parks", "Board", "Office", {}, {}, "All of it", "Board", "In writing", "None"};
  const auto one = record::draft_dialogue(*house.journal->state(), {"parks", {}, {}, "2026-01-01", "2026-12-31"}, text);
  const auto two = record::draft_dialogue(*house.journal->state(), {"roads", {}, {}, "2026-01-01", "2026-12-31"}, text);
  REQUIRE(house.act(one, testing::officer, key));
  CHECK(house.act(one, testing::officer, key)->repeated);
  CHECK(house.act(two, testing::officer, key).error().code == Errc::duplicate);
  CHECK(house.journal->head("town")->size == 2);
}

TEST_CASE("acts that wait for one commit are held against each other") {
  MemoryStore store;
  House house(store);
  house.begin();
  const record::DialogueContent text{"Parks", "About parks", "Board", "Office", {}, {}, "All of it", "Board", "In writing", "None"};
  const auto snapshot = house.journal->state();
  const auto& state = *snapshot;
  const auto sealed = [](const record::Draft& draft, std::uint8_t key) {
    return Submission{draft.log, draft.statement, {record::seal(draft, key_of("officer-1"))}, draft.blobs, {key}, std::nullopt};
  };
  const auto parks = record::draft_dialogue(state, {"parks", {}, {}, "2026-01-01", "2026-12-31"}, text);
  auto roads = record::draft_dialogue(state, {"roads", {}, {}, "2026-01-01", "2026-12-31"}, text);
  auto same_blob = parks;
  same_blob.statement.replace(same_blob.statement.find("dialogue parks"), 14, "dialogue ponds");

  std::promise<void> all_wait;
  std::vector<std::promise<Result<Committed>>> answers(4);
  const auto submit = [&](std::size_t i, Submission what) {
    house.journal->submit(std::move(what), [&answer = answers[i]](Result<Committed> place) { answer.set_value(std::move(place)); });
  };
  // The writer is held in an answer until all that follows waits.
  const auto first = record::draft_dialogue(state, {"first", {}, {}, "2026-01-01", "2026-12-31"}, text);
  house.journal->submit(sealed(first, 0), [&](const Result<Committed>&) { all_wait.get_future().wait(); });
  submit(0, sealed(parks, 1));
  submit(1, sealed(parks, 1));
  submit(2, sealed(roads, 1));
  submit(3, sealed(same_blob, 2));
  all_wait.set_value();
  const auto place = answers[0].get_future().get();
  REQUIRE(place);
  const auto again = answers[1].get_future().get();
  REQUIRE(again);
  CHECK(again->repeated);
  CHECK(again->index == place->index);
  CHECK(answers[2].get_future().get().error().code == Errc::duplicate);
  CHECK(answers[3].get_future().get().error().code == Errc::duplicate);
  CHECK(house.journal->head("town")->size == 3);
}

TEST_CASE("an act's key cannot take the place of a ballot") {
  MemoryStore store;
  House house(store);
  house.begin();
  house.open_round(1);
  const auto ballot = house.ballot(0, {0});
  const record::DialogueContent text{"Parks", "About parks", "Board", "Office", {}, {}, "All of it", "Board", "In writing", "None"};
  const auto act = record::draft_dialogue(*house.journal->state(), {"roads", {}, {}, "2026-01-01", "2026-12-31"}, text);
  REQUIRE(house.act(act, testing::officer, ballot.key));
  const auto place = house.journal->submit_and_wait(ballot);
  REQUIRE(place);
  CHECK_FALSE(place->repeated);
  CHECK(place->log == round_log);
}

TEST_CASE("counting again asks for no blob again") {
  struct Counting final : MemoryStore {
    std::optional<std::string> blob(const store::Digest& digest) const override { return ++blobs, MemoryStore::blob(digest); }
    mutable std::atomic<int> blobs = 0;
  };
  Counting store;
  House house(store);
  house.begin();
  house.open_round(2);
  REQUIRE(house.journal->submit_and_wait(house.ballot(0, {0})));
  REQUIRE(house.journal->submit_and_wait(house.ballot(1, {1})));
  house.close_round();
  const auto before = store.blobs.load();
  const auto ballots = house.journal->counted_ballots("parks-2026").value();
  CHECK(ballots == record::CountedBallots{{{0}, {1}}});
  CHECK(store.blobs == before + 2);
  CHECK(house.journal->counted_ballots("parks-2026").value() == ballots);
  CHECK(house.journal->recount("parks-2026")->voters == 2);
  CHECK(store.blobs == before + 2);
}

TEST_CASE("200 parallel casts of one ballot give one entry; of 200 by one voter 100 are taken, and the last of them counts") {
  MemoryStore store;
  House house(store);
  house.begin();
  house.open_round(2);
  const auto same = house.ballot(0, {0});
  std::vector<Submission> others;
  for (int i = 0; i < 200; ++i) others.push_back(house.ballot(1, {static_cast<std::uint16_t>(i % 2)}));
  std::vector<std::thread> threads;
  std::mutex mutex;
  std::set<std::uint64_t> places;
  std::pair<std::uint64_t, std::uint16_t> last{0, 0};
  for (std::size_t t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t i = t; i < 200; i += 4) {
        const auto place = house.journal->submit_and_wait(same);
        const auto other = house.journal->submit_and_wait(others[i]);
        const std::lock_guard lock(mutex);
        places.insert(place ? place->index : ~std::uint64_t{0});
        if (other && other->index > last.first) last = {other->index, static_cast<std::uint16_t>(i % 2)};
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(places.size() == 1);
  CHECK(house.journal->head(round_log)->size == 1 + 1 + 100);
  house.close_round();
  const auto tally = house.journal->recount("parks-2026").value();
  CHECK(tally.ballots == 101);
  CHECK(tally.voters == 2);
  CHECK(tally.votes[last.second].votes == (last.second == 0 ? 2U : 1U));
  CHECK(house.journal->counted_ballots("parks-2026")->front().size() == 2);
}

TEST_CASE("the recount is refused while the round is open") {
  MemoryStore store;
  House house(store);
  house.begin();
  house.open_round(2);
  CHECK(house.journal->recount("parks-2026").error().code == Errc::sealed);
  CHECK(house.journal->counted_ballots("parks-2026").error().code == Errc::sealed);
}

TEST_CASE("a full disk loses nothing and stops nothing: refused, then accepted when there is space") {
  MemoryStore store;
  House house(store);
  house.begin();
  house.open_round(3);
  REQUIRE(house.journal->submit_and_wait(house.ballot(0, {0})));
  const auto ballot = house.ballot(1, {1});
  store.fill_once();
  CHECK(house.journal->submit_and_wait(ballot).error().code == Errc::busy);
  CHECK(house.journal->full());
  CHECK(house.journal->head(round_log)->size == 2);
  const auto place = house.journal->submit_and_wait(ballot);
  REQUIRE(place);
  CHECK(place->index == 2);
  CHECK_FALSE(place->repeated);
  CHECK_FALSE(house.journal->full());
}

TEST_CASE("reading goes on while the record is replayed after a full disk") {
  struct Watched final : MemoryStore {
    void scan(const store::LogName& log, std::uint64_t begin, std::uint64_t end,
              const std::function<void(std::uint64_t, std::string_view, const store::Digest&)>& visit) const override {
      if (scanning) std::exchange(scanning, nullptr)();
      MemoryStore::scan(log, begin, end, visit);
    }
    mutable std::function<void()> scanning;
  };
  Watched store;
  House house(store);
  house.begin();
  house.open_round(1);
  bool was_answered = false;
  store.scanning = [&] {
    auto reader = std::async(std::launch::async, [&] {
      return house.journal->head(round_log)->size == 1 && house.journal->locate(round_log, 0) && house.journal->state()->begun();
    });
    was_answered = reader.wait_for(std::chrono::seconds(20)) == std::future_status::ready && reader.get();
  };
  store.fill_once();
  const auto ballot = house.ballot(0, {0});
  CHECK(house.journal->submit_and_wait(ballot).error().code == Errc::busy);
  CHECK(was_answered);
  CHECK(house.journal->submit_and_wait(ballot)->index == 1);
}

TEST_CASE("a queue that is full answers busy at once") {
  MemoryStore store;
  House house(store, 0);
  CHECK(house.journal->submit_and_wait({"town", "", {}, {}, {}, std::nullopt}).error().code == Errc::busy);
}

TEST_CASE("a round whose log key this machine does not hold cannot begin") {
  MemoryStore store;
  House house(store);
  house.begin();
  const record::DialogueContent text{"Parks", "About parks", "Board", "Office", {}, {}, "All of it", "Board", "In writing", "None"};
  house.put(record::draft_dialogue(*house.journal->state(), {"parks", {}, {}, "2026-01-01", "2026-12-31"}, text), testing::officer);
  const auto draft = record::draft_round_begun(*house.journal->state(), "parks-2026", "parks", key_of("somebody else's").public_key());
  CHECK(house.act(draft, testing::election_board, crypto::random_bytes<32>()).error().code == Errc::not_found);
  CHECK(house.journal->head("town")->size == 2);
}

TEST_CASE("a clock that goes back does not stop the record, and does not take it back in time") {
  MemoryStore store;
  House house(store);
  house.begin();
  house.open_round(2);
  house.hour = 5;
  const auto place = house.journal->submit_and_wait(house.ballot(0, {0}));
  REQUIRE(place);
  CHECK(place->entry.starts_with("hour 494122\n"));
}

/// A store that says something else than what was written.
struct Lying final : store::Store {
  explicit Lying(const MemoryStore& s) : honest(s) {}
  void append(const std::vector<store::Batch>&) override { throw store::StoreFailure("read only"); }
  std::vector<store::LogName> logs() const override { return honest.logs(); }
  std::uint64_t size(const store::LogName& log) const override { return honest.size(log); }
  std::optional<std::string> checkpoint(const store::LogName& log) const override { return honest.checkpoint(log); }
  std::optional<std::string> entry(const store::LogName& log, std::uint64_t index) const override { return honest.entry(log, index); }
  void scan(const store::LogName& log, std::uint64_t begin, std::uint64_t end,
            const std::function<void(std::uint64_t, std::string_view, const store::Digest&)>& visit) const override {
    honest.scan(log, begin, end, [&](std::uint64_t index, std::string_view body, const store::Digest& leaf) {
      std::string changed(body);
      if (log == lie_log && index == lie_index) changed[changed.size() - 2] = changed[changed.size() - 2] == '0' ? '1' : '0';
      visit(index, changed, rehash && log == lie_log && index == lie_index ? log::leaf_hash(changed) : leaf);
    });
  }
  std::optional<std::string> blob(const store::Digest& digest) const override { return honest.blob(digest); }
  std::optional<store::Place> find(const store::IdempotencyKey& key) const override { return honest.find(key); }

  const MemoryStore& honest;
  std::string lie_log;
  std::uint64_t lie_index = 0;
  bool rehash = false;
};

TEST_CASE("a store that was changed is found at start") {
  MemoryStore store;
  {
    House house(store);
    house.begin();
    house.open_round(3);
    REQUIRE(house.journal->submit_and_wait(house.ballot(0, {0})));
  }
  const auto town_key = key_of("log-town"), round_key = key_of("log-round");
  const auto open = [&](Lying& lying) {
    Journal journal(
        lying, {town_key.public_key(), [&](const crypto::PublicKey& key) { return key == town_key.public_key() ? &town_key : &round_key; }},
        {});
  };
  Lying lying(store);
  CHECK_NOTHROW(open(lying));
  lying.lie_log = round_log;
  lying.lie_index = 1;
  CHECK_THROWS_AS(open(lying), Corrupt);
  lying.rehash = true;  // whoever can change the bytes can change the stored hash too: the signed root still tells
  CHECK_THROWS_AS(open(lying), Corrupt);
}

}  // namespace
}  // namespace radslag::journal
