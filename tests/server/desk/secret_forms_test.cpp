// A round of secret ballots by pages: who holds the key, the opening with the registrar's files, and how far the trustees have come.
#include <catch2/catch.hpp>

#include <algorithm>
#include <boost/json.hpp>

#include "crypto/voting/credential.hpp"
#include "ledger/record/secret_round.hpp"
#include "tests/server/desk/busy_town.hpp"
#include "tests/server/desk/office.hpp"
#include "tests/server/desk/opening.hpp"

using namespace radslag;
using namespace radslag::testing;
namespace json = boost::json;

namespace {

Town with_trustees() {
  Town town = busy_town();
  town.trustees();
  return town;
}
/// The round "begun" has its key.
Town with_key() {
  Town town = with_trustees();
  town.ceremony("begun");
  return town;
}

const Fields naming{{"group", "Ed25519"}, {"key_threshold", "2"}};
const Fields opening = with(opening_fields("belenios-mixnet/v1"), {{"rule_unaffordable", "skip"}});

Fields with(Fields fields, const std::string& name, const std::string& value) {
  for (auto& field : fields) {
    if (field.first == name) field.second = value;
  }
  return fields;
}

struct Offices {
  Town town;
  Office office;
  std::string officer_token, election_token;

  explicit Offices(Town its_town)
      : town(std::move(its_town)),
        office(town),
        officer_token(office.join({"officer:technical"})),
        election_token(office.join({"election-board:technical"})) {}

  http::Response submit(const std::string& path, const Fields& fields = {}, const Fields& files = {}) {
    return office.submit("/staff/rounds/begun/" + path, fields, election_token, files);
  }
  std::string page() { return office.see("/staff/rounds/begun", election_token).body; }
  json::object data() { return json::parse(office.see("/staff/rounds/begun.json", election_token).body).as_object(); }
  std::string next() { return std::string(data().at("next").as_string()); }
  /// The row of a step; null where there is none.
  json::value step(std::string_view name) {
    const auto steps = data().at("steps").as_array();
    const auto found = std::find_if(steps.begin(), steps.end(), [&](const auto& row) { return row.at("step").as_string() == name; });
    return found == steps.end() ? json::value() : *found;
  }
  void put(const http::Response& answer) { REQUIRE(office.admit(office.drafted(answer), election_board)); }
  const record::RoundState& round() const { return town.round("begun"); }

  /// What the registrar's program writes.
  std::string urns() const {
    record::UrnPlan plan;
    plan.urns = {{"whole", 1'000'000, {}}};
    return record::encode_content(plan);
  }
  std::string electorate(const std::string& urn = "whole", std::size_t voters = 4) const {
    const auto& group = record::group_of(record::VotingGroup::ed25519);
    const auto uuid = record::urn_uuid(round().origin, urn);
    const auto list = [&](const std::string& what, std::size_t count) {
      std::vector<std::string> all;
      for (std::size_t i = 0; i < count; ++i)
        all.push_back(voting::public_credential(group, voting::credential_secret(group, uuid, Town::card(what, i))));
      return all;
    };
    record::Electorate content{1, {{urn, list("voter", voters), list("reserve", 2), list("paper", 1)}}};
    std::sort(content.urns[0].voters.begin(), content.urns[0].voters.end());
    return record::encode_content(content);
  }
  Fields files() const { return {{"urns", urns()}, {"credentials", electorate()}}; }
};

}  // namespace

TEST_CASE("who holds the key of a round is all officers who are trustees") {
  Offices all(with_trustees());
  auto& office = all.office;
  CHECK(all.next() == "round-trustees");
  CHECK(has(all.page(), "href=\"/staff/rounds/begun/trustees\""));
  const auto form = office.see("/staff/rounds/begun/trustees", all.election_token).body;
  for (std::size_t i = 1; i <= 3; ++i) CHECK(has(form, "Office of trustee-" + std::to_string(i)));
  for (const char* group : {"Ed25519", "BELENIOS-2048", "RFC-3526-2048"}) CHECK(has(form, group));
  CHECK(has(form, "value=\"2\""));  // more than half of three

  const auto act = office.drafted(all.submit("trustees", naming));
  CHECK(act.needed == 2);
  CHECK(act.role == record::Role::election_board);
  REQUIRE(office.admit(act, election_board));
  const auto& ceremony = *all.round().ceremony;
  CHECK(ceremony.threshold == 2);
  CHECK(ceremony.group == record::VotingGroup::ed25519);
  REQUIRE(ceremony.trustees.size() == 3);
  for (std::size_t i = 1; i <= 3; ++i) CHECK(ceremony.trustees[i - 1].key == Town::public_key(Town::trustee(i)));

  CHECK(all.next() == "round-key");
  const auto parts = all.step("round-key").at("parts").as_array();
  REQUIRE(parts.size() == 3);
  CHECK(parts[0].at("name") == "Office of trustee-1");
  CHECK(parts[0].at("is_done") == false);
  CHECK(office.see("/staff/rounds/begun/trustees", all.election_token).status == 409);
  CHECK(all.submit("trustees", naming).status == 409);
  CHECK(office.see("/staff/rounds/begun/open", all.election_token).status == 409);  // the key is not there
  CHECK(all.submit("open", opening, all.files()).status == 409);
}

TEST_CASE("trustees who could not make a key are refused before anybody seals it") {
  SECTION("a threshold that is none") {
    Offices all(with_trustees());
    for (const char* threshold : {"1", "4", "-1", "two", ""}) {
      CAPTURE(threshold);
      CHECK(all.submit("trustees", with(naming, "key_threshold", threshold)).status == 422);
    }
    CHECK(all.submit("trustees", with(naming, "group", "P-256")).status == 422);
    CHECK(all.office.desk.waiting().empty());
    all.put(all.submit("trustees", with(naming, "key_threshold", "0")));
    CHECK(all.round().ceremony->threshold == 0);
  }
  SECTION("there are none") {
    Offices all(busy_town());
    CHECK(all.office.see("/staff/rounds/begun/trustees", all.election_token).status == 200);
    for (const char* threshold : {"0", "2"}) CHECK(all.submit("trustees", with(naming, "key_threshold", threshold)).status == 422);
    CHECK(all.office.desk.waiting().empty());
  }
  SECTION("the key of one of them has ended") {
    auto town = with_trustees();
    town.put("town", record::OfficerEnded{town.origin(), Town::public_key("trustee-2")}, keepers);
    Offices all(std::move(town));
    all.put(all.submit("trustees", naming));
    CHECK(all.round().ceremony->trustees.size() == 2);
  }
}

TEST_CASE("rounds that are not, or are no longer, to be opened take no trustees") {
  Offices all(with_trustees());
  const auto status = [&](const std::string& id) { return all.office.see("/staff/rounds/" + id + "/trustees", all.election_token).status; };
  CHECK(status("no-such") == 404);
  CHECK(status("squares") == 404);  // not begun
  CHECK(status("r-open") == 409);
  // A round whose ballots are in clear has no trustees' steps.
  const auto steps = json::parse(all.office.see("/staff/rounds/r-open.json", all.election_token).body).at("steps").as_array();
  for (const auto& step : steps) {
    for (const char* other : {"round-trustees", "round-key", "round-shuffle", "round-decrypt"})
      CHECK(step.at("step") != json::value(other));
  }
}

TEST_CASE("with a key ballots are secret: opened with the registrar's two files, counted step by step") {
  Offices all(with_key());
  auto& office = all.office;
  CHECK(all.next() == "round-open");
  const auto form = office.see("/staff/rounds/begun/open", all.election_token).body;
  CHECK(has(form, "belenios-mixnet/v1"));
  CHECK(has(form, "belenios-homomorphic/v1"));
  CHECK_FALSE(has(form, "clear/v1"));

  all.put(all.submit("open", opening, all.files()));
  REQUIRE(all.round().frozen);
  const auto& frozen = *all.round().frozen;
  CHECK(frozen.is_secret());
  CHECK(frozen.definition.title == "Squares 2026");
  CHECK(frozen.roll == 4);
  CHECK(frozen.urns.at(0).mixnet);
  REQUIRE(frozen.pages.size() == 1);
  CHECK(frozen.pages[0].path == "/static/app.js");
  CHECK(all.step("round-shuffle").at("is_done") == false);  // nobody has voted, and there is still nothing to do

  all.town.cast_secret("begun", 0, {0});
  all.town.cast_secret("begun", 1, {1});
  CHECK(has(office.see("/staff/rounds/begun/close", all.election_token).body, ">2<"));
  CHECK(all.next() == "round-close");
  const auto close = office.drafted(all.submit("close"));
  CHECK(has(close.file.draft.statement, "ballots 2"));
  REQUIRE(office.admit(close, election_board));

  const auto done_by = [&](std::string_view step) {
    std::vector<bool> done;
    const auto row = all.step(step);
    for (const auto& part : row.at("parts").as_array()) done.push_back(part.at("is_done").as_bool());
    return done;
  };
  using Done = std::vector<bool>;
  CHECK(all.next() == "round-shuffle");
  CHECK(all.submit("tally").status == 422);
  CHECK(done_by("round-key") == Done{true, true, true});
  CHECK(done_by("round-shuffle") == Done{false, false, false});
  all.town.shuffle("begun", 2);
  office.service.refresh();
  CHECK(all.next() == "round-shuffle");
  CHECK(done_by("round-shuffle") == Done{false, true, false});
  all.town.shuffle("begun", 1);
  office.service.refresh();
  CHECK(all.next() == "round-decrypt");
  CHECK(done_by("round-decrypt") == Done{false, false, false});
  all.town.decrypt("begun", 1);
  all.town.decrypt("begun", 3);
  office.service.refresh();
  CHECK(all.next() == "round-tally");
  CHECK(done_by("round-decrypt") == Done{true, false, true});
  CHECK(all.step("round-decrypt").at("is_done") == true);
  all.put(all.submit("tally"));
  CHECK(all.round().tally->voters == 2);
  all.put(all.submit("allocation"));
  all.put(all.submit("end"));
  CHECK(all.next() == "round-decide");
}

TEST_CASE("totals alone can be chosen, and have no shuffles") {
  Offices all(with_key());
  all.put(all.submit("open", with(opening, "ballot", "belenios-homomorphic/v1"), all.files()));
  CHECK_FALSE(all.round().frozen->urns.at(0).mixnet);
  CHECK(all.step("round-shuffle").is_null());
  all.town.cast_secret("begun", 0, {1});
  all.town.close("begun");
  all.office.service.refresh();
  CHECK(all.next() == "round-decrypt");
}

TEST_CASE("areas have envelopes of their own beside the whole municipality's, and Equal Shares counts each") {
  Town town = with_trustees();
  town.propose("begun", "b2", 2, "north");
  town.assess("b2", record::Assessment::feasible, 60'000);
  town.ceremony("begun");
  Offices all(std::move(town));
  record::UrnPlan plan;
  plan.urns = {{"norr", 400'000, {"north"}}, {"whole", 600'000, {}}};
  auto electorate = record::parse_content<record::Electorate>(all.electorate("norr", 100)).value();
  electorate.urns.push_back(record::parse_content<record::Electorate>(all.electorate("whole", 100)).value().urns.at(0));
  const Fields files{{"urns", record::encode_content(plan)}, {"credentials", record::encode_content(electorate)}};
  all.put(
      all.submit("open", with(opening, Fields{{"preset", "assen-2024"}, {"rule_unaffordable", ""}, {"rule_minimum-score", ""}}), files));
  const auto& frozen = *all.round().frozen;
  REQUIRE(frozen.urns.size() == 2);
  CHECK(frozen.urns[0].projects.size() == 1);
  CHECK(frozen.urns[1].projects.size() == 2);
  CHECK(frozen.definition.urns[0].envelope + frozen.definition.urns[1].envelope == frozen.definition.envelope);
  CHECK(std::get<allocation::EqualSharesRule>(frozen.definition.rule).completion == allocation::EqualSharesRule::Completion::add1);
}

TEST_CASE("totals cannot be counted by places or shares, and the form says so") {
  Offices all(with_key());
  const auto totals = with(opening, "ballot", "belenios-homomorphic/v1");
  for (const Fields& changes : {Fields{{"voting", "ranking"}, {"choices_max", ""}},
                                Fields{{"preset", "mes-cost"}, {"rule_unaffordable", ""}, {"rule_minimum-score", ""}}}) {
    const auto answer = all.submit("open", with(totals, changes), all.files());
    CHECK(answer.status == 422);
    CHECK(has(answer.body, "href=\"#ballot\""));
  }
}

TEST_CASE("an opening with the wrong files is refused, and says which") {
  Offices all(with_key());
  const auto check = [&](const Fields& files, const std::string& says, const Fields& fields = opening) {
    const auto answer = all.submit("open", fields, files);
    CAPTURE(says, answer.body);
    CHECK(answer.status == 422);
    CHECK(has(answer.body, says));
    CHECK(all.office.desk.waiting().empty());
  };
  const auto urns = all.urns(), electorate = all.electorate();
  check({{"urns", ""}, {"credentials", electorate}}, "urns-begun.txt");
  check({{"urns", electorate}, {"credentials", electorate}}, "urns-begun.txt");
  check({{"urns", urns}, {"credentials", urns}}, "electorate-begun.txt");
  check({{"urns", urns}, {"credentials", "radslag/v1/credentials\n"}}, "electorate-begun.txt");
  check({{"urns", urns}, {"credentials", all.electorate("other")}}, "role=\"alert\"");
  check({{"urns", urns}, {"credentials", ""}}, "href=\"#credentials\"");
  check(all.files(), "href=\"#ballot\"", with(opening, "ballot", "clear/v1"));
  check(all.files(), "role=\"alert\"", with(opening, "choices_max", "3"));  // two projects
}
