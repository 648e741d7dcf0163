// The registrar's follower when the town's log changes its key or lost its end.
#include <catch2/catch.hpp>
#include <condition_variable>

#include "ledger/log/checkpoint.hpp"
#include "server/registrar/follow/follower.hpp"
#include "server/registrar/follow/round_follower.hpp"
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

namespace {

constexpr std::chrono::seconds long_enough{60};

/// Looks again and again; a test waits for what a look finds.
class Following {
 public:
  Following(const ServedTown& town, const log::VerifierKey& key, const TemporaryDirectory& folder) {
    FollowerOptions options{key, folder / "town.sqlite", std::chrono::milliseconds(5), std::chrono::milliseconds(1), {}, {}, {}};
    options.rounds = folder / "rounds";
    options.report = [this](const Standing& standing) {
      {
        const std::lock_guard lock(mutex_);
        touch_ = standing.touch;
      }
      changed_.notify_all();
    };
    follower = std::make_unique<Follower>(town.source(), std::move(options));
  }
  bool becomes(Touch wanted) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, long_enough, [&] { return touch_ == wanted; });
  }
  std::shared_ptr<const registrar::Town> after_a_look() {
    follower->look(long_enough);
    return follower->town();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  Touch touch_ = Touch::none_yet;

 public:
  std::unique_ptr<Follower> follower;  // last: its thread uses the others
};

Town some_town() {
  Town town;
  town.begin();
  town.dialogue();
  town.registrar();
  town.raise("benches");
  town.open_initiative("benches");
  return town;
}

}  // namespace

TEST_CASE("the follower goes along with a key that the one so far announced", "[follow]") {
  auto town = some_town();
  const auto pinned = town.vkey();
  ServedTown served;
  served.serve(town);
  const TemporaryDirectory folder;
  Following following(served, pinned, folder);
  REQUIRE(following.becomes(Touch::following));
  town.change_log_key("log-town-2");
  town.raise("lamps", 1);
  served.serve(town);
  CHECK(following.after_a_look()->initiative("lamps"));
  CHECK(following.follower->standing().touch == Touch::following);

  const auto& tree = town.log("town").tree;
  served.set("town/checkpoint", log::sign_checkpoint({town.origin(), tree.size(), tree.root()}, Town::key_of("log-town")));
  CHECK(following.becomes(Touch::contradicted));
  served.set("town/checkpoint", log::sign_checkpoint({town.origin(), tree.size(), tree.root()}, Town::key_of("stranger")));
  following.follower.reset();

  served.serve(town);
  Following again(served, pinned, folder);
  REQUIRE(again.becomes(Touch::following));
  CHECK(again.after_a_look()->size == tree.size());
}

TEST_CASE("the follower goes back with a town that says that it lost its end", "[follow]") {
  auto before = some_town();
  before.begin_round("parks-2026");
  before.open("parks-2026", Town::definition(), 4);
  before.vote("parks-2026", 0, {0});
  const std::map<std::string, std::uint64_t> kept{{"town", before.log("town").pieces.size()}, {"rounds/parks-2026", 1}};
  before.raise("lamps", 1);
  before.dialogue();
  ServedTown served;
  served.serve(before);
  const TemporaryDirectory folder;
  Following following(served, before.vkey(), folder);
  REQUIRE(following.becomes(Touch::following));
  REQUIRE(following.after_a_look()->initiative("lamps"));

  auto town = before.restored(kept);
  SECTION("without a word it is an older copy") {
    served.serve(town);
    CHECK(following.becomes(Touch::contradicted));
  }
  SECTION("with the word it goes on from there, also after a restart") {
    town.recover("town", before, "log-town-again");
    town.recover("rounds/parks-2026", before, "log-parks-again");
    town.raise("benches-again", 2);
    town.vote("parks-2026", 2, {1});
    served.serve(town);
    while (!following.follower->town()->initiative("benches-again")) {
      following.follower->look(long_enough);
      REQUIRE(following.follower->standing().touch != Touch::contradicted);
    }
    CHECK_FALSE(following.follower->town()->initiative("lamps"));
    CHECK(following.follower->round("parks-2026")->phase() == registrar::RoundLog::Phase::open);
    CHECK_FALSE(following.follower->round("parks-2026")->is_contradicted());
    following.follower.reset();
    Following again(served, town.vkey(), folder);
    REQUIRE(again.becomes(Touch::following));
    town.raise("third", 3);
    served.serve(town);
    CHECK(again.after_a_look()->initiative("third"));
    served.serve(before);  // the ended generation counts no more
    CHECK(again.becomes(Touch::contradicted));
  }
  SECTION("more is gone than it says") {
    auto shorter = before.restored({{"town", before.log("town").pieces.size() - 1}});
    town.recover("town", shorter, "log-town-again");
    served.serve(town);
    CHECK(following.becomes(Touch::contradicted));
  }
  SECTION("another beginning than was seen") {
    auto other = before.restored({{"town", kept.at("town") - 1}});
    other.dialogue("squares");
    other.recover("town", before, "log-town-again");
    served.serve(other);
    CHECK(following.becomes(Touch::contradicted));
  }
}
