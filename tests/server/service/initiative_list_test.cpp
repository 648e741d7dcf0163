#include "server/service/initiative_list.hpp"

#include <catch2/catch.hpp>

#include "ledger/record/values.hpp"
#include "server/service/link_key.hpp"
#include "server/service/new_id.hpp"
#include "server/service/timeline.hpp"
#include "tests/support/town.hpp"

using namespace radslag;
using namespace radslag::testing;
using service::InitiativeOrder;
using service::InitiativeQuery;

namespace {

service::SignatureCounts counts_of(const Town& town) {
  service::SignatureCounts counts;
  for (const auto& id : town.state().town.initiative_order) counts[id] = town.record().signatures(id)->count();
  return counts;
}

std::vector<std::string> found(const Town& town, const InitiativeQuery& query) {
  std::vector<std::string> ids;
  for (const auto* initiative : service::find_initiatives(town.state(), counts_of(town), query)) ids.push_back(initiative->id);
  return ids;
}

using Ids = std::vector<std::string>;

Town some() {
  Town town;
  town.begin();
  town.registrar();
  town.raise("first");
  town.raise("second", 1, "north");
  town.raise("third", 2);
  town.raise("waiting", 3);
  town.raise("refused", 4);
  ++town.hour;
  town.open_initiative("second");
  ++town.hour;
  town.open_initiative("first");
  town.sign("first", 7);
  ++town.hour;
  town.open_initiative("third");
  town.reject_initiative("refused", record::RejectReason::unclear);
  return town;
}

}  // namespace

TEST_CASE("a list shows what has been opened, in the order asked for") {
  Town town = some();
  CHECK(found(town, {}) == Ids{"third", "first", "second"});
  InitiativeQuery query;
  query.order = InitiativeOrder::most_signatures;
  CHECK(found(town, query).front() == "first");
  query.order = InitiativeOrder::closing_soon;
  CHECK(found(town, query) == Ids{"second", "first", "third"});
}

TEST_CASE("a list is narrowed by phase, board, area and words") {
  Town town = some();
  CHECK(found(town, {.phase = "rejected"}) == Ids{"refused"});
  CHECK(found(town, {.phase = "raised"}).empty());
  CHECK(found(town, {.phase = "nonsense"}).empty());
  CHECK(found(town, {.board = "technical"}).size() == 3);
  CHECK(found(town, {.board = "other"}).empty());
  CHECK(found(town, {.place = "north"}) == Ids{"second"});
  CHECK(found(town, {.place = "-"}) == Ids{"third", "first"});
  CHECK(found(town, {.words = "MORE sec"}) == Ids{"second"});
  CHECK(found(town, {.words = "nothing"}).empty());
}

TEST_CASE("what is sealed has no title to search in") {
  Town town;
  town.whole_initiatives();
  CHECK(found(town, {.phase = "rejected"}).size() == 2);
  CHECK(found(town, {.phase = "rejected", .words = "unlawful"}).empty());
  CHECK(found(town, {.phase = "rejected", .words = "rejected"}) == Ids{"rejected"});
  CHECK_FALSE(service::is_public(town.state(), *town.state().initiative("unlawful")));
  CHECK(service::is_public(town.state(), *town.state().initiative("rejected")));
}

TEST_CASE("signatures are taken until the last hour, also after the hand-over") {
  Town town;
  town.begin();
  town.registrar();
  town.raise("benches");
  CHECK_FALSE(service::takes_signatures(*town.state().initiative("benches"), town.hour));
  town.open_initiative("benches");
  const std::uint64_t closes = town.state().initiative("benches")->opening->row.closes;
  CHECK(service::takes_signatures(*town.state().initiative("benches"), closes - 1));
  CHECK_FALSE(service::takes_signatures(*town.state().initiative("benches"), closes));
  for (std::size_t person = 1; person < 5; ++person) town.sign("benches", person);
  CHECK(service::takes_signatures(*town.state().initiative("benches"), town.hour));
  town.decide_initiative("benches");
  CHECK_FALSE(service::takes_signatures(*town.state().initiative("benches"), town.hour));
}

TEST_CASE("the timeline tells every step in its order") {
  Town town;
  town.whole_initiatives();
  std::vector<std::string> steps;
  for (const auto& event : service::timeline_of(*town.state().initiative("benches"))) steps.emplace_back(record::word(event.kind));
  CHECK(steps == std::vector<std::string>{"raised", "opened", "set-aside", "restored", "handed-over", "set-aside", "preparation", "decided",
                                          "answer", "follow-up"});
  const auto expired = service::timeline_of(*town.state().initiative("expired"));
  CHECK(expired.back().kind == service::TimelineEvent::Kind::expired);
  CHECK_FALSE(expired.back().index.has_value());
}

TEST_CASE("a link's key is the blob's, and no other opens it") {
  const std::string blob = record::make_blob("text"), other = record::make_blob("text");
  const std::string key = service::link_key(blob);
  CHECK(key.size() == 32);
  CHECK(service::is_link_key(blob, key));
  CHECK_FALSE(service::is_link_key(other, key));
  CHECK_FALSE(service::is_link_key(blob, ""));
  CHECK_FALSE(service::is_link_key(blob, key.substr(1)));
  CHECK_FALSE(service::is_link_key(blob, key + "0"));
}

TEST_CASE("ids of what is new are the record's") {
  const std::string id = service::new_id();
  CHECK(id.size() == 10);
  CHECK(record::is_id(id));
  CHECK(id != service::new_id());
}
