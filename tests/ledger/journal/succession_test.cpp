// Whose signatures the journal's checkpoints have when a log changes its key, and when it goes on under another name.
#include <catch2/catch.hpp>

#include "ledger/record/draft_succession.hpp"
#include "ledger/record/identity.hpp"
#include "tests/support/house.hpp"
#include "tests/support/memory_heads.hpp"

namespace radslag::journal {
namespace {

using testing::House;
using testing::MemoryHeads;
using testing::MemoryStore;

std::size_t signatures(const std::string& note) { return log::parse_note(note).value().signatures.size(); }

bool opens(const std::string& note, const std::string& origin, const crypto::SigningKey& key) {
  return log::open_checkpoint(note, log::VerifierKey::of(origin, key.public_key())).has_value();
}

}  // namespace

TEST_CASE("from its log-key entry on the town log is signed with the new key, and with the old one while that is here") {
  MemoryStore store;
  MemoryHeads heads;
  House house(store, 4'096, &heads);
  house.begin();
  CHECK(signatures(*house.journal->head("town")->checkpoint) == 1);
  const auto draft = record::draft_log_key(*house.journal->state(), house.town_key, house.spare_key.public_key());
  house.put(draft.value(), testing::keepers);
  const auto note = *house.journal->head("town")->checkpoint;
  CHECK(signatures(note) == 2);
  CHECK(opens(note, House::origin, house.spare_key));
  CHECK(opens(note, House::origin, house.town_key));
  CHECK(heads.notes.at(House::origin) == note);

  SECTION("a start without the old key's file goes on with the new one alone") {
    house.journal = nullptr;
    Options options;
    options.heads = &heads;
    Keys keys{house.town_key.public_key(),
              [&](const crypto::PublicKey& key) { return key == house.spare_key.public_key() ? &house.spare_key : nullptr; }};
    house.journal = std::make_unique<Journal>(store, std::move(keys), std::move(options));
    const record::DialogueContent text{"Parks", "About parks", "Board", "Office", {}, {}, "All of it", "Board", "In writing", "None"};
    house.put(record::draft_dialogue(*house.journal->state(), {"parks", {}, {}, "2026-01-01", "2026-12-31"}, text), testing::officer);
    const auto next = *house.journal->head("town")->checkpoint;
    CHECK(signatures(next) == 1);
    CHECK(opens(next, House::origin, house.spare_key));
  }
  SECTION("a start without the new key's file is refused by its name") {
    house.journal = nullptr;
    Keys keys{house.town_key.public_key(),
              [&](const crypto::PublicKey& key) { return key == house.town_key.public_key() ? &house.town_key : nullptr; }};
    CHECK_THROWS_AS(Journal(store, std::move(keys), Options{}), KeyMissing);
  }
}

TEST_CASE("a new key that this machine does not hold is refused") {
  MemoryStore store;
  House house(store);
  house.begin();
  const auto stranger = crypto::SigningKey::generate();
  const auto draft = record::draft_log_key(*house.journal->state(), house.town_key, stranger.public_key());
  const auto refused = house.act(draft.value(), testing::keepers, crypto::random_bytes<32>());
  REQUIRE(!refused);
  CHECK(refused.error().code == Errc::not_found);
}

TEST_CASE("a round log that lost its end is signed under its next name at once, and the head store keeps what was lost") {
  MemoryStore store;
  MemoryHeads heads;
  const std::string origin = "radslag.example.se/log/rounds/parks-2026";
  {
    House house(store, 4'096, &heads);
    house.begin();
    house.open_round(3);
    const auto kept = house.checkpoint(House::round_log);
    const auto lost = log::sign_checkpoint({origin, 7, kept.root}, house.round_key);
    heads.notes[origin] = lost;  // somebody had heard of more
  }
  CHECK_THROWS_AS(House(store, 4'096, &heads), HeadsDiffer);
  {
    House house(store);  // as radslag recover opens it
    const auto kept = house.checkpoint(House::round_log);
    const record::LostEnd end{House::round_log, kept.size, kept.root, 7, kept.root};
    const auto draft =
        record::draft_log_recovered(*house.journal->state(), end, house.round_key, house.spare_key.public_key(), "The disk.");
    house.put(draft.value(), testing::keepers);
    const auto note = *house.journal->head(House::round_log)->checkpoint;
    CHECK(signatures(note) == 1);
    CHECK(opens(note, origin + "/2", house.spare_key));
    CHECK(house.journal->head(House::round_log)->size == kept.size);
  }
  House house(store, 4'096, &heads);
  CHECK(heads.notes.at(origin + "/2") == *house.journal->head(House::round_log)->checkpoint);
  CHECK(log::parse_checkpoint_text(log::parse_note(heads.notes.at(origin)).value().text)->size == 7);
  house.journal->submit_and_wait(house.ballot(0, {0})).value();
  CHECK(opens(heads.notes.at(origin + "/2"), origin + "/2", house.spare_key));

  SECTION("who knows of more than the recovery says is told to a person") {
    const auto root = house.checkpoint(House::round_log).root;
    CHECK(house.journal->check_heads({{"a witness", {origin, 7, log::empty_root()}}}).size() == 1);
    CHECK(house.journal->check_heads({{"a witness", {origin, 9, root}}}).size() == 1);
    CHECK(house.journal->check_heads({{"a witness", {origin, 6, root}}}).empty());
    CHECK_THROWS_AS(house.journal->check_heads({{"a witness", {origin, 1, log::empty_root()}}}), HeadsDiffer);
  }
}

}  // namespace radslag::journal
