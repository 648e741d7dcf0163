#include "server/registrar/follow/follower.hpp"

#include <catch2/catch.hpp>
#include <condition_variable>

#include "ledger/log/checkpoint.hpp"
#include "server/registrar/follow/town_copy.hpp"
#include "server/storage/errors.hpp"
#include "tests/server/registrar/follow/served_town.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace radslag;
using radslag::registrar::testing::ServedTown;
using radslag::testing::TemporaryDirectory;
using radslag::testing::Town;
using registrar::Follower;
using registrar::FollowerOptions;
using registrar::Standing;
using registrar::Touch;
using registrar::touch_name;
using registrar::TownCopy;
using Seen = radslag::registrar::Town;

namespace {

constexpr std::chrono::seconds long_enough{60};  // a test that waits for so long has failed

/// A follower whose reports and news can be waited for.
class Watched {
 public:
  Watched(const ServedTown& town, const log::VerifierKey& key, const std::filesystem::path& copy, bool busy_once = false)
      : busy_(busy_once) {
    FollowerOptions options{key, copy, std::chrono::milliseconds(5), std::chrono::milliseconds(1), {}, {}, {}};
    options.listener.entry = [this](const Seen&, std::uint64_t index, const record::Entry& entry) {
      if (std::exchange(busy_, false)) throw storage::NothingWritten("the disk is full");
      add(std::to_string(index) + " " + std::string(record::kind_of(entry.statement)));
    };
    options.listener.round_opened = [this](const Seen&, const std::string& round) { add("opened " + round); };
    options.report = [this](const Standing& standing) { add(std::string("touch ") + std::string(touch_name(standing.touch))); };
    follower = std::make_unique<Follower>(town.source(), std::move(options));
  }

  /// Waits until this has been told; false if it never is.
  bool told(const std::string& what) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, long_enough, [&] { return std::find(told_.begin(), told_.end(), what) != told_.end(); });
  }
  /// Everything so far but touches.
  std::vector<std::string> news() {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> news;
    for (const auto& line : told_)
      if (!line.starts_with("touch ")) news.push_back(line);
    return news;
  }
  /// Until a look that began after this call has ended.
  std::shared_ptr<const Seen> after_a_look() {
    follower->look(long_enough);
    return follower->town();
  }

 private:
  void add(const std::string& line) {
    {
      const std::lock_guard lock(mutex_);
      told_.push_back(line);
    }
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> told_;
  bool busy_;

 public:
  std::unique_ptr<Follower> follower;  // last: its thread uses the others
};

Town some_town() {
  Town town;
  town.begin();
  town.dialogue();
  town.registrar();
  return town;
}

}  // namespace

TEST_CASE("what the registrar asks people about comes from the public log", "[follow]") {
  Town town = some_town();
  town.raise("benches", 0, "north");
  ServedTown served;
  served.serve(town);
  const TemporaryDirectory folder;
  Watched watched(served, town.vkey(), folder / "town.sqlite");
  REQUIRE(watched.told("touch following"));
  auto seen = watched.after_a_look();
  CHECK(seen->origin == town.origin());
  CHECK(seen->size == town.log("town").pieces.size());
  CHECK(seen->registrar->registrar == Town::public_key("registrar"));
  CHECK(seen->newest_edition == "2026-1");
  CHECK(seen->board("technical")->email);
  REQUIRE(seen->initiative("benches"));
  CHECK(seen->initiative("benches")->phase == record::InitiativePhase::raised);
  CHECK_FALSE(seen->initiative("benches")->content);
  CHECK(seen->initiative("benches")->roll == town.state().initiative("benches")->roll);
  CHECK(seen->area_name("2026-1", "north") == town.state().town.editions.at("2026-1").area("north")->name);

  town.open_initiative("benches");
  town.call("squares");
  town.propose("squares", "a-pond", 3);
  served.serve(town);
  seen = watched.after_a_look();
  const auto* benches = seen->initiative("benches");
  CHECK(benches->phase == record::InitiativePhase::open);
  CHECK(benches->closes == town.state().initiative("benches")->opening->row.closes);
  REQUIRE(benches->content);
  CHECK(benches->content->title == town.state().initiative("benches")->content->title);
  CHECK(seen->call("squares")->content->title == town.state().town.calls.at("squares").content.title);
  CHECK(seen->call("squares")->roll == town.state().town.calls.at("squares").roll);
  CHECK_FALSE(seen->proposal("a-pond")->content);

  town.assess("a-pond", record::Assessment::feasible, 100'000);
  served.serve(town);
  CHECK(watched.after_a_look()->proposal("a-pond")->content);
}

TEST_CASE("every initiative ends in the phase that the record has it in, and unlawful texts stay unknown", "[follow]") {
  Town town;
  town.whole_initiatives();
  ServedTown served;
  served.serve(town);
  const TemporaryDirectory folder;
  Watched watched(served, town.vkey(), folder / "town.sqlite");
  REQUIRE(watched.told("touch following"));
  const auto seen = watched.after_a_look();
  REQUIRE(seen->initiatives.size() == town.state().town.initiatives.size());
  for (const auto& [id, initiative] : town.state().town.initiatives) {
    INFO(id);
    CHECK(seen->initiative(id)->phase == initiative.phase);
    CHECK((seen->initiative(id)->content != nullptr) == !town.state().town.sealed.contains(initiative.subject));
  }
  for (const auto& [id, proposal] : town.state().town.proposals)
    CHECK((seen->proposal(id)->content != nullptr) == !town.state().town.sealed.contains(proposal.subject));
}

TEST_CASE("after a restart all is there before the town answers, and nothing is told twice", "[follow]") {
  Town town = some_town();
  town.raise("benches");
  town.open_initiative("benches");
  ServedTown served;
  served.serve(town);
  const TemporaryDirectory folder;
  {
    Watched watched(served, town.vkey(), folder / "town.sqlite");
    REQUIRE(watched.told("touch following"));
    CHECK(watched.news().empty());  // what was there before is no news
    town.raise("trees");
    served.serve(town);
    REQUIRE(watched.told(std::to_string(town.log("town").pieces.size() - 1) + " initiative-raised"));
    watched.after_a_look();
  }
  served.answer(false);
  Watched again(served, town.vkey(), folder / "town.sqlite");
  CHECK(again.follower->town()->initiative("benches")->content);
  CHECK(again.follower->standing().touch == Touch::lost);
  served.answer(true);
  REQUIRE(again.told("touch following"));
  again.after_a_look();
  CHECK(again.news().empty());
  for (std::size_t i = 1; i < 5; ++i) town.sign("benches", i);
  served.serve(town);
  REQUIRE(again.told(std::to_string(town.log("town").pieces.size() - 1) + " handed-over"));
  CHECK(again.news().size() == 1);  // the signatures tell nothing
}

TEST_CASE("a log of several bundles is followed across their borders", "[follow]") {
  Town town = some_town();
  ServedTown served;
  const TemporaryDirectory folder;
  served.serve(town);
  Watched watched(served, town.vkey(), folder / "town.sqlite");
  REQUIRE(watched.told("touch following"));
  for (int i = 0; i < 3; ++i) {
    for (int k = 0; k < 150; ++k) town.dialogue("d" + std::to_string(i) + "-" + std::to_string(k));
    town.raise("i" + std::to_string(i));
    served.serve(town);
    const auto seen = watched.after_a_look();
    CHECK(seen->size == town.log("town").pieces.size());
    CHECK(seen->initiative("i" + std::to_string(i)));
  }
  CHECK(watched.follower->standing().touch == Touch::following);
}

TEST_CASE("a listener that finds no room is told again", "[follow]") {
  Town town = some_town();
  ServedTown served;
  served.serve(town);
  const TemporaryDirectory folder;
  Watched watched(served, town.vkey(), folder / "town.sqlite", true);
  REQUIRE(watched.told("touch following"));
  town.raise("benches");
  town.raise("trees");
  served.serve(town);
  const auto last = town.log("town").pieces.size() - 1;
  REQUIRE(watched.told(std::to_string(last) + " initiative-raised"));
  CHECK(watched.news().front() == std::to_string(last - 1) + " initiative-raised");
}

TEST_CASE("a log that contradicts what was seen is not believed, and is believed again when it fits", "[follow]") {
  Town town = some_town();
  town.raise("benches");
  ServedTown served;
  served.serve(town);
  const TemporaryDirectory folder;
  Watched watched(served, town.vkey(), folder / "town.sqlite");
  REQUIRE(watched.told("touch following"));
  const auto size = watched.after_a_look()->size;

  SECTION("entries that were seen are others now") {
    Town other = some_town();
    other.raise("fountains");
    other.raise("trees");
    served.serve(other);
  }
  SECTION("fewer entries than were seen") {
    Town other = some_town();
    served.serve(other);
  }
  SECTION("another key") {
    served.set("town/checkpoint", log::sign_checkpoint({town.origin(), size, town.log("town").tree.root()}, Town::key_of("somebody")));
  }
  SECTION("entries that are not those of the root") {
    Town more = some_town();
    more.raise("benches");
    more.raise("trees");
    served.serve(more);
    const auto path = "town/tile/entries/000.p/" + std::to_string(size + 1);
    auto bytes = more.files().at(path);
    bytes[bytes.size() - 3] ^= 1;
    served.set(path, bytes);
  }
  REQUIRE(watched.told("touch contradicted"));
  CHECK(watched.follower->town()->size == size);
  CHECK(watched.follower->town()->initiative("benches"));
  CHECK_FALSE(watched.follower->town()->initiative("trees"));
  CHECK_FALSE(watched.follower->standing().what.empty());

  town.open_initiative("benches");
  served.serve(town);
  REQUIRE(watched.told(std::to_string(size) + " initiative-opened"));
}

TEST_CASE("the memory of what was seen outlives the process", "[follow]") {
  Town town = some_town();
  town.raise("benches");
  ServedTown served;
  served.serve(town);
  const TemporaryDirectory folder;
  {
    Watched watched(served, town.vkey(), folder / "town.sqlite");
    REQUIRE(watched.told("touch following"));
  }
  Town other = some_town();
  other.raise("fountains");
  other.raise("trees");
  served.serve(other);
  Watched again(served, other.vkey(), folder / "town.sqlite");
  REQUIRE(again.told("touch contradicted"));
  CHECK_FALSE(again.follower->town()->initiative("trees"));
  CHECK_THROWS_AS(TownCopy(folder / "town.sqlite", "another.example.se/log/town"), storage::StorageUnusable);
}

TEST_CASE("a text that is not handed out holds up nothing, and comes when it is", "[follow]") {
  Town town = some_town();
  town.raise("benches");
  town.open_initiative("benches");
  ServedTown served;
  served.serve(town);
  const auto blob = "town/blob/" + crypto::to_hex(town.state().initiative("benches")->subject);
  served.set(blob, "something else");
  const TemporaryDirectory folder;
  Watched watched(served, town.vkey(), folder / "town.sqlite");
  REQUIRE(watched.told("touch following"));
  const auto seen = watched.after_a_look();
  CHECK(seen->initiative("benches")->phase == record::InitiativePhase::open);
  CHECK_FALSE(seen->initiative("benches")->content);
  town.raise("trees");
  served.serve(town);
  CHECK(watched.after_a_look()->initiative("benches")->content);
}

TEST_CASE("a round is told of when its own log shows that it is open", "[follow]") {
  Town town = some_town();
  town.begin_round("r1");
  ServedTown served;
  served.serve(town);
  const TemporaryDirectory folder;
  Watched watched(served, town.vkey(), folder / "town.sqlite");
  REQUIRE(watched.told("touch following"));
  CHECK_FALSE(watched.after_a_look()->rounds.at("r1").opened);
  // A checkpoint by another key than the town log names opens nothing.
  served.set("rounds/r1/checkpoint", log::sign_checkpoint({"radslag.example.se/log/rounds/r1", 1, {}}, Town::key_of("somebody")));
  CHECK_FALSE(watched.after_a_look()->rounds.at("r1").opened);
  town.open("r1", Town::definition(), 3);
  served.serve(town);
  REQUIRE(watched.told("opened r1"));
  CHECK(watched.follower->town()->rounds.at("r1").opened);
}

TEST_CASE("who asks for what is not there waits for no town that is away", "[follow]") {
  Town town = some_town();
  ServedTown served;
  served.serve(town);
  const TemporaryDirectory folder;
  Watched watched(served, town.vkey(), folder / "town.sqlite");
  REQUIRE(watched.told("touch following"));
  served.answer(false);
  REQUIRE(watched.told("touch lost"));
  watched.follower->look(std::chrono::hours(24));  // returns at once, or the test never ends
  CHECK(watched.follower->town()->board("technical"));
}
