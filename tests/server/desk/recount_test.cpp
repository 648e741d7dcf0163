// A round's recount through the service on a real journal: what the page of the tally drafts.
#include <catch2/catch.hpp>

#include <future>

#include "server/service/record_service.hpp"
#include "tests/support/house.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace radslag;
using namespace radslag::testing;

TEST_CASE("the recount is sealed until the round is closed, and then what the tally must equal") {
  TemporaryDirectory folder;
  MemoryStore store;
  House house(store);
  house.begin();
  house.open_round(3);
  service::KeyRing::create(folder.path() / "keys", House::origin);
  service::KeyRing keys(folder.path() / "keys");
  service::RecordService service(*house.journal, keys, {});
  CHECK(service.recount("parks-2026").error().code == Errc::sealed);
  CHECK(service.recount("no-such").error().code == Errc::not_found);

  for (const auto& [voter, choices] : std::vector<std::pair<std::size_t, record::Choices>>{{0, {0}}, {1, {0, 1}}, {0, {1}}}) {
    std::promise<bool> taken;
    house.journal->submit(house.ballot(voter, choices), [&](const auto& place) { taken.set_value(place.has_value()); });
    REQUIRE(taken.get_future().get());
  }
  house.close_round();
  const auto tally = service.recount("parks-2026");
  REQUIRE(tally);
  CHECK(tally->ballots == 3);
  CHECK(tally->voters == 2);
  CHECK(tally->votes[0].votes == 1);
  CHECK(tally->votes[1].votes == 2);
  const auto draft = record::draft_tally(*service.state(), "parks-2026", *tally);
  REQUIRE(draft);
  house.put(*draft, election_board);
  CHECK(service.state()->round("parks-2026")->phase == record::Phase::tallied);
}
