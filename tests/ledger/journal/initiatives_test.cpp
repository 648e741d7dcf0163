// Signatures through the journal: the hand-over in the same commit, one person once, counts beside the state.
#include <catch2/catch.hpp>
#include <future>
#include <thread>

#include "tests/support/house.hpp"

namespace radslag::journal {
namespace {

using testing::House;
using testing::MemoryStore;

std::string kind_at(const MemoryStore& store, std::uint64_t index) {
  const auto body = store.entry("town", index).value();
  return std::string(record::kind_of(record::parse_entry(body).value().statement));
}

/// A board that hands over at three signatures, the one who raised included.
struct Benches {
  MemoryStore store;
  House house{store};
  Benches() {
    house.begin();
    house.registrar(40, 3);
    house.open_initiative("benches");
  }
  [[nodiscard]] std::uint64_t size() const { return house.journal->head("town")->size; }
  [[nodiscard]] record::SignatureCount count() const { return house.journal->signature_counts()->at("benches"); }
};

}  // namespace

TEST_CASE("the hand-over stands in the same commit as the signature that reaches the threshold") {
  Benches town;
  auto& journal = *town.house.journal;
  const auto second = journal.submit_and_wait(town.house.signature("benches", 1)).value();
  CHECK(second.size == second.index + 1);
  CHECK_FALSE(journal.state()->initiative("benches")->hand_over);
  const auto third = journal.submit_and_wait(town.house.signature("benches", 2)).value();
  CHECK(third.size == third.index + 2);
  CHECK(kind_at(town.store, third.index) == "signature");
  CHECK(kind_at(town.store, third.index + 1) == "handed-over");
  const auto state = journal.state();
  const auto& initiative = *state->initiative("benches");
  CHECK(initiative.phase == record::InitiativePhase::handed_over);
  CHECK(initiative.hand_over->index == third.index + 1);
  CHECK(initiative.hand_over->signatures == 3);
  const auto fourth = journal.submit_and_wait(town.house.signature("benches", 3)).value();
  CHECK(fourth.size == fourth.index + 1);
  CHECK(town.count().standing() == 4);
}

TEST_CASE("with a threshold of 0 an initiative is handed over with its opening") {
  MemoryStore store;
  House house(store);
  house.begin();
  house.registrar(40, 0);
  house.open_initiative("benches");
  const auto size = house.journal->head("town")->size;
  CHECK(kind_at(store, size - 2) == "initiative-opened");
  CHECK(kind_at(store, size - 1) == "handed-over");
}

TEST_CASE("several thresholds reached within one commit, each followed by its own hand-over") {
  MemoryStore store;
  House house(store);
  house.begin();
  house.registrar(40, 2);
  house.open_initiative("benches");
  house.open_initiative("trees");
  const auto before = house.journal->head("town")->size;
  const auto first = house.signature("benches", 1), second = house.signature("trees", 2), third = house.signature("benches", 3);
  // The writer is held in an answer until all three wait.
  std::promise<void> held, all_wait;
  std::vector<std::promise<Result<Committed>>> answers(3);
  house.journal->submit(house.signature("benches", 0), [&](const Result<Committed>&) {
    held.set_value();
    all_wait.get_future().wait();
  });
  held.get_future().wait();  // else the writer could take some of them together with this one
  const auto submit = [&](std::size_t i, const Submission& what) {
    house.journal->submit(what, [&answer = answers[i]](Result<Committed> place) { answer.set_value(std::move(place)); });
  };
  submit(0, first);
  submit(1, second);
  submit(2, third);
  all_wait.set_value();
  for (auto& answer : answers) CHECK(answer.get_future().get().value().size == before + 5);
  const std::vector<std::string> kinds{"signature", "handed-over", "signature", "handed-over", "signature"};
  for (std::uint64_t i = 0; i < kinds.size(); ++i) CHECK(kind_at(store, before + i) == kinds[i]);
}

TEST_CASE("200 parallel signatures by one person give one entry") {
  Benches town;
  const auto before = town.size();
  std::vector<Submission> all;
  for (int i = 0; i < 200; ++i) all.push_back(town.house.signature("benches", 1));
  std::atomic<int> taken = 0, refused = 0;
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t i = t; i < all.size(); i += 8) {
        const auto place = town.house.journal->submit_and_wait(all[i]);
        if (place) ++taken;
        if (!place && place.error().code == Errc::duplicate) ++refused;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(taken == 1);
  CHECK(refused == 199);
  CHECK(town.size() == before + 1);
  CHECK(town.count().standing() == 2);
}

TEST_CASE("the same attested statement again has the first one's place, also after a restart and after the hour is over") {
  MemoryStore store;
  Submission signature;
  Committed first;
  {
    House house(store);
    house.begin();
    house.registrar();
    house.open_initiative("benches");
    signature = house.signature("benches", 1);
    signature.key = {};  // whatever the caller says, the statement decides
    std::vector<std::thread> threads;
    std::atomic<std::uint64_t> new_entries = 0;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 50; ++i) new_entries += house.journal->submit_and_wait(signature)->repeated ? 0 : 1;
      });
    }
    for (auto& thread : threads) thread.join();
    CHECK(new_entries == 1);
    first = house.journal->submit_and_wait(signature).value();
  }
  House house(store);
  house.hour = 494'200;
  const auto again = house.journal->submit_and_wait(signature).value();
  CHECK(again.repeated);
  CHECK(again.index == first.index);
  CHECK(house.journal->find(attested_key(signature.statement))->index == first.index);
  CHECK(house.journal->find({}).error().code == Errc::not_found);
}

TEST_CASE("what was checked with another key than the registrar's is checked again") {
  Benches town;
  auto signature = town.house.signature("benches", 1);
  signature.statement =
      record::attest(std::get<record::Signature>(record::parse_statement(signature.statement).value()), testing::key_of("stranger"));
  signature.attested_by = testing::Town::public_key("stranger");
  CHECK(town.house.journal->submit_and_wait(signature).error().code == Errc::bad_signature);
}

TEST_CASE("signatures change the counts and not the state") {
  Benches town;
  auto& journal = *town.house.journal;
  const auto state = journal.state();
  const auto counts = journal.signature_counts();
  CHECK(counts->at("benches").standing() == 1);
  CHECK(journal.signature_counts() == counts);
  REQUIRE(journal.submit_and_wait(town.house.signature("benches", 1)));
  CHECK(town.count().code == 2);
  CHECK(counts->at("benches").code == 1);  // who reads goes on with what there was
  REQUIRE(journal.submit_and_wait(town.house.withdrawal("benches", 1)));
  CHECK(journal.state() == state);
  CHECK(town.count().code == 1);
  CHECK(town.count().withdrawn == 1);
  town.house.set_aside("benches", 0);
  CHECK(journal.state() != state);
  CHECK(town.count().standing() == 0);
  CHECK(town.count().set_aside == 1);
}

TEST_CASE("a replay gives the same counts and names") {
  Benches town;
  for (std::size_t person = 1; person < 8; ++person)
    REQUIRE(
        town.house.journal->submit_and_wait(town.house.signature("benches", person, person % 2 ? "Åsa " + std::to_string(person) : "")));
  REQUIRE(town.house.journal->submit_and_wait(town.house.withdrawal("benches", 3)));
  town.house.set_aside("benches", 5);
  const auto counts = *town.house.journal->signature_counts();
  const auto named = town.house.journal->named_signatures("benches", 9);
  CHECK(named.size() == 2);
  CHECK(std::is_sorted(named.rbegin(), named.rend()));
  CHECK(town.house.journal->named_signatures("benches", 1) == std::vector<std::uint64_t>{named[0]});
  CHECK(town.house.journal->named_signatures("trees", 9).empty());
  House again(town.store);
  CHECK(*again.journal->signature_counts() == counts);
  CHECK(again.journal->named_signatures("benches", 9) == named);
  CHECK(again.journal->state()->initiative("benches")->hand_over);
}

TEST_CASE("a full disk takes back the signature, its hand-over and the counts") {
  Benches town;
  REQUIRE(town.house.journal->submit_and_wait(town.house.signature("benches", 1)));
  const auto before = town.size();
  const auto signature = town.house.signature("benches", 2);
  town.store.fill_once();
  CHECK(town.house.journal->submit_and_wait(signature).error().code == Errc::busy);
  CHECK(town.size() == before);
  CHECK(town.count().standing() == 2);
  CHECK_FALSE(town.house.journal->state()->initiative("benches")->hand_over);
  const auto place = town.house.journal->submit_and_wait(signature).value();
  CHECK_FALSE(place.repeated);
  CHECK(place.size == before + 2);
  CHECK(town.house.journal->state()->initiative("benches")->hand_over->index == before + 1);
}

TEST_CASE("a store that ends between a threshold and its hand-over is not ours") {
  /// The last entry cut off, with a checkpoint that fits: what no single commit can leave behind.
  struct Cut final : MemoryStore {
    std::uint64_t cut = 0;
    std::string note;
    std::uint64_t size(const store::LogName& log) const override { return MemoryStore::size(log) - cut; }
    std::optional<std::string> checkpoint(const store::LogName& log) const override {
      return cut == 0 ? MemoryStore::checkpoint(log) : std::optional(note);
    }
  };
  Cut store;
  {
    House house(store);
    house.begin();
    house.registrar(40, 2);
    house.open_initiative("benches");
    REQUIRE(house.journal->submit_and_wait(house.signature("benches", 1)));
  }
  REQUIRE_NOTHROW(House(store));
  log::Tree tree;
  for (std::uint64_t i = 0; i + 1 < store.size("town"); ++i) tree.append(log::leaf_hash(*store.entry("town", i)));
  store.note = log::sign_checkpoint({House::origin, tree.size(), tree.root()}, testing::key_of("log-town"));
  store.cut = 1;
  CHECK_THROWS_WITH(House(store), Catch::Contains("without the hand-over"));
}

}  // namespace radslag::journal
