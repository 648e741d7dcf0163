// The journal and its head store: nobody hears of a head before it is safe, and a start refuses what is behind it.
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <future>

#include "crypto/encoding.hpp"
#include "tests/support/house.hpp"
#include "tests/support/memory_heads.hpp"

namespace radslag::journal {
namespace {

using Catch::Matchers::Contains;
using testing::House;
using testing::MemoryHeads;
using testing::MemoryStore;

const std::string round_origin = "radslag.example.se/log/rounds/parks-2026";

record::Draft dialogue(const House& house, const std::string& id) {
  const record::DialogueContent text{"Parks", "About " + id, "Board", "Office", {}, {}, "All of it", "Board", "In writing", "None"};
  return record::draft_dialogue(*house.journal->state(), {id, {}, {}, "2026-01-01", "2026-12-31"}, text);
}

std::string base64(const log::Hash& root) { return crypto::to_base64(crypto::view(root)); }

/// Opens a journal there and gives what it says.
std::string refusal(store::Store& store, MemoryHeads& heads) {
  try {
    const House house(store, 4'096, &heads);
  } catch (const HeadsDiffer& error) {
    return error.what();
  }
  return "nothing was refused";
}

}  // namespace

TEST_CASE("each commit's heads go to the head store before anyone sees them") {
  MemoryStore store;
  MemoryHeads heads;
  House house(store, 4'096, &heads);
  std::uint64_t published = 0, stored = 0;
  heads.before_swap = [&] {
    const auto head = house.journal->head("town");
    published = head ? head->size : 0;
    stored = store.size("town");
  };
  house.begin();
  CHECK(published == 0);
  CHECK(stored == 1);
  CHECK(heads.notes.at(House::origin) == *house.journal->head("town")->checkpoint);
  house.open_round(3);
  CHECK(stored == store.size("town"));
  CHECK(heads.notes.at(House::origin) == *house.journal->head("town")->checkpoint);
  CHECK(heads.notes.at(round_origin) == *house.journal->head(House::round_log)->checkpoint);
}

TEST_CASE("a start moves the head store on where a crash came between the two") {
  MemoryStore store;
  MemoryHeads heads;
  {
    House house(store, 4'096, &heads);
    house.begin();
  }
  const auto before = heads.notes;
  {
    House house(store, 4'096, &heads);
    CHECK(heads.notes == before);
    house.open_round(3);
  }
  const auto after = heads.notes;
  CHECK(after.size() == 2);
  heads.notes = before;
  const House house(store, 4'096, &heads);
  CHECK(heads.notes == after);
}

TEST_CASE("an older copy of the record is refused, with both heads") {
  MemoryStore whole, copy;
  MemoryHeads heads, none;
  House house(whole, 4'096, &heads);
  house.begin();
  {
    House older(copy, 4'096, &none);
    older.begin();  // the same bytes
  }
  const auto first = house.checkpoint("town");
  house.put(dialogue(house, "parks"), testing::officer);
  const auto second = house.checkpoint("town");
  const auto said = refusal(copy, heads);
  CHECK_THAT(said, Contains("ends before a head that has been signed") && Contains(House::origin));
  CHECK_THAT(said, Contains("size 1, root " + base64(first.root)) && Contains("size 2, root " + base64(second.root)));
  CHECK_THAT(said, Contains("the head store in memory") && Contains("radslag recover"));
  CHECK_THAT(refusal(whole, heads), Contains("nothing was refused"));
}

TEST_CASE("another history of the same length is refused") {
  MemoryStore one, other;
  MemoryHeads heads, none;
  House house(one, 4'096, &heads), forked(other, 4'096, &none);
  house.begin();
  forked.begin();
  house.put(dialogue(house, "parks"), testing::officer);
  forked.put(dialogue(forked, "streets"), testing::officer);
  forked.put(dialogue(forked, "schools"), testing::officer);
  const auto said = refusal(other, heads);
  CHECK_THAT(said, Contains("two histories") && Contains("size 2, root " + base64(house.checkpoint("town").root)));
}

TEST_CASE("a head of a log that the record does not know, or that nobody signed, is refused") {
  MemoryStore store, copy;
  MemoryHeads heads, none;
  House house(store, 4'096, &heads);
  house.begin();
  {
    House older(copy, 4'096, &none);
    older.begin();
  }
  house.open_round(3);
  heads.notes.erase(House::origin);
  CHECK_THAT(refusal(copy, heads), Contains("knows no log " + round_origin));

  heads.notes.erase(round_origin);
  const auto stranger = crypto::SigningKey::generate();
  heads.notes[House::origin] = log::sign_checkpoint({House::origin, 1, house.checkpoint("town").root}, stranger);
  CHECK_THAT(refusal(store, heads), Contains("is not signed with a key that the record gives to the log"));
  heads.notes[House::origin] = "nonsense\n";
  CHECK_THAT(refusal(store, heads), Contains("is not a checkpoint of it"));
}

TEST_CASE("no room at the head store's place: what was written is told when there is room again, once") {
  MemoryStore store;
  MemoryHeads heads;
  House house(store, 4'096, &heads);
  house.begin();
  const auto draft = dialogue(house, "parks");
  const auto key = crypto::random_bytes<32>();
  heads.full = true;
  const auto refused = house.act(draft, testing::officer, key);
  REQUIRE(!refused);
  CHECK(refused.error().code == Errc::busy);
  CHECK(house.journal->full());
  CHECK(house.journal->head("town")->size == 1);
  CHECK(house.journal->locate("town", 1).error().code == Errc::not_found);
  CHECK(house.journal->state()->town.dialogues.empty());
  CHECK(house.act(dialogue(house, "streets"), testing::officer, crypto::random_bytes<32>()).error().code == Errc::busy);
  CHECK(store.size("town") == 2);  // and nothing more is written before that has been told
  heads.full = false;
  const auto again = house.act(draft, testing::officer, key);
  REQUIRE(again);
  CHECK(again->repeated);
  CHECK(again->index == 1);
  CHECK(store.size("town") == 2);
  CHECK(house.journal->state()->town.dialogues.size() == 1);
  CHECK(heads.notes.at(House::origin) == *house.journal->head("town")->checkpoint);
}

TEST_CASE("a head store that somebody else moved ends the process") {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    MemoryStore store;
    MemoryHeads heads;
    Options options;
    options.heads = &heads;
    options.fatal = [](const std::string& why) {
      ::_exit(why.find("has another head of radslag.example.se/log/town") == std::string::npos ? 1 : 74);
    };
    House house(store, 4'096, &heads);
    house.begin();
    heads.notes[House::origin] += " ";
    house.journal = nullptr;
    heads.notes[House::origin].pop_back();
    Keys keys{house.town_key.public_key(), [&](const crypto::PublicKey&) { return &house.town_key; }};
    house.journal = std::make_unique<Journal>(store, std::move(keys), options);
    heads.notes[House::origin] += " ";
    (void)house.act(dialogue(house, "parks"), testing::officer, crypto::random_bytes<32>());
    ::_exit(2);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 74);
}

TEST_CASE("what a witness has seen is held against the trees") {
  MemoryStore store;
  House house(store);
  house.begin();
  const auto first = house.checkpoint("town");
  house.put(dialogue(house, "parks"), testing::officer);
  const auto second = house.checkpoint("town");
  CHECK(house.journal->check_heads({{"the witness w", first}, {"the witness w", second}}).empty());
  auto ahead = second;
  ahead.size = 3;
  CHECK_THROWS_WITH(house.journal->check_heads({{"the witness w", ahead}}),
                    Contains("the witness w has size 3") && Contains("ends at size 2"));
  auto other = first;
  other.root = second.root;
  CHECK_THROWS_WITH(house.journal->check_heads({{"the witness w", other}}), Contains("two histories"));
  CHECK_THROWS_AS(house.journal->check_heads({{"the witness w", {"elsewhere.example/log/town", 1, first.root}}}), HeadsDiffer);
}

TEST_CASE("earlier sizes, consistency and tiles come from the trees, never beyond what is published") {
  MemoryStore store;
  House house(store);
  house.begin();
  std::vector<log::Checkpoint> seen{house.checkpoint("town")};
  for (int i = 0; i < 6; ++i) {
    house.put(dialogue(house, "matter-" + std::to_string(i)), testing::officer);
    seen.push_back(house.checkpoint("town"));
  }
  const auto& journal = *house.journal;
  for (const auto& to : seen) {
    for (const auto& from : seen) {
      const auto path = journal.consistency("town", from.size, to.size);
      REQUIRE(path.has_value() == (from.size <= to.size));
      if (path) CHECK(log::verify_consistency(from.size, to.size, *path, from.root, to.root));
    }
    for (std::uint64_t index = 0; index < 9; ++index) {
      const auto place = journal.locate("town", index, to.size);
      REQUIRE(place.has_value() == (index < to.size));
      if (place) CHECK(log::verify_inclusion(index, to.size, log::leaf_hash(place->entry), place->path, to.root));
      if (place) CHECK((place->checkpoint != nullptr) == (to.size == 7));
    }
  }
  CHECK(!journal.locate("town", 0, 8));
  CHECK(!journal.consistency("town", 0, 8));
  std::string bytes;
  for (std::uint64_t index = 0; index < 7; ++index) bytes += crypto::view(log::leaf_hash(*store.entry("town", index)));
  CHECK(journal.tile("town", 0, 0, 7).value() == bytes);
  CHECK(journal.tile("town", 0, 0, 3).value() == bytes.substr(0, 96));
  for (const auto& [level, n, width] : std::vector<std::tuple<std::size_t, std::uint64_t, std::uint64_t>>{
           {0, 0, 8}, {0, 0, 0}, {0, 1, 1}, {1, 0, 1}, {63, 0, 1}, {0, std::uint64_t{1} << 60, 256}}) {
    CHECK(!journal.tile("town", level, n, width));
  }
  CHECK(!journal.tile("rounds/none", 0, 0, 1));
}

}  // namespace radslag::journal
