// The kinds of ballots on the voting page: what its script gets, what a voter reads, and how projects are asked for without a script.
#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "server/web/ballot_rule.hpp"
#include "tests/server/web/front.hpp"

using namespace radslag;
using namespace radslag::testing;
namespace json = boost::json;

namespace {

record::RoundDefinition ranked(allocation::AnyRule rule) {
  auto definition = Town::definition();
  definition.ballot_rule = record::BallotRule::ranking;
  definition.choices_max = 3;
  definition.place_points = {5, 3, 1};
  definition.rule = std::move(rule);
  return definition;
}

record::RoundDefinition pointed(allocation::AnyRule rule) {
  auto definition = Town::definition();
  definition.ballot_rule = record::BallotRule::points;
  definition.choices_max = 3;
  definition.points_max = 10;
  definition.rule = std::move(rule);
  return definition;
}

allocation::EqualSharesRule shares(allocation::Utility utility) {
  allocation::EqualSharesRule rule;
  rule.utility = utility;
  return rule;
}

const allocation::GreedyRule by_votes{}, by_points{allocation::GreedyRule::Score::points};

struct Pages {
  json::object data;  ///< as JSON
  std::string page;   ///< English
};

Pages on_vote_page(const record::RoundDefinition& definition) {
  Town town;
  town.begin();
  town.dialogue();
  town.begin_round("r1");
  town.open("r1", definition, 3);
  Front front(town);
  const auto answer = front.see("/rounds/r1/vote.json");
  REQUIRE(answer.status == 200);
  return {json::parse(answer.body).as_object(), front.see("/rounds/r1/vote", "en").body};
}

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

}  // namespace

TEST_CASE("approval is asked with boxes, and one project with radio buttons and one for none") {
  auto definition = Town::definition();
  const auto several = on_vote_page(definition);
  CHECK(several.data.at("ballot_rule") == "approval");
  CHECK(count(several.page, R"(type="checkbox")") == 4);  // the fifth is withdrawn
  CHECK(count(several.page, "data-none") == 0);

  definition.choices_max = 1;
  const auto one = on_vote_page(definition);
  CHECK(one.data.at("ballot_rule") == "one");
  CHECK(one.data.at("ballot").at("kind") == "approval");
  CHECK(count(one.page, R"(type="radio")") == 5);
  CHECK(count(one.page, R"(name="pick--")") == 5);
  CHECK(count(one.page, "data-none") == 1);
  CHECK(count(one.page, "You can choose one project, or vote blank.") == 1);

  definition.choices_min = 1;
  const auto needed = on_vote_page(definition);
  CHECK(count(needed.page, R"(type="radio")") == 4);
  CHECK(count(needed.page, "data-none") == 0);
}

TEST_CASE("a ranking says what its places are worth where the count looks at that") {
  const auto counted = on_vote_page(ranked(by_points));
  CHECK(counted.data.at("ballot_rule") == "ranking");
  CHECK(counted.data.at("ballot").at("place_points") == json::array{5, 3, 1});
  CHECK(counted.data.at("places").as_array().size() == 3);
  CHECK(count(counted.page, R"(data-kind="ranking" data-points-max="0" data-place-points="5,3,1")") == 1);
  CHECK(count(counted.page, "Place 2: 3 points") == 1);
  CHECK(count(counted.page, "data-ranked>") == 1);
  CHECK(count(counted.page, R"(type="checkbox")") == 4);

  const auto uncounted = on_vote_page(ranked(by_votes));
  CHECK(uncounted.data.at("ballot").at("place_points") == json::array());
  CHECK(uncounted.data.at("has_places") == false);
  CHECK(count(uncounted.page, "not at their order") == 1);
  CHECK(count(on_vote_page(ranked(shares(allocation::Utility::borda))).page, "The last in your ranking gets no support") == 1);
  CHECK(count(on_vote_page(ranked(shares(allocation::Utility::points))).page, "Place 3: 1 point<") == 1);
}

TEST_CASE("points are asked for in a field for each project") {
  const auto counted = on_vote_page(pointed(by_points));
  CHECK(counted.data.at("ballot_rule") == "points");
  CHECK(counted.data.at("ballot").at("points_max") == 10);
  CHECK(count(counted.page, R"(data-kind="points" data-points-max="10" data-place-points="")") == 1);
  CHECK(count(counted.page, R"(inputmode="numeric")") == 4);
  CHECK(count(counted.page, "You have 10 points to share out among up to 3 projects") == 1);
  CHECK(count(counted.page, "The more points you give") == 1);
  CHECK(count(on_vote_page(pointed(allocation::PhragmenRule{})).page, "not at how many they get") == 1);
}

TEST_CASE("secret ballots: projects stand urn by urn, and each urn's question has its own buttons") {
  SecretPlan plan;
  plan.voters = 100;
  plan.definition.urns = {{"norr", 600'000, {"north"}}, {"alla", 400'000, {}}};
  plan.definition.choices_max = 1;
  Town town;
  town.secret_round("r1", plan);
  Front front(town);
  const auto page = front.see("/rounds/r1/vote", "en").body;
  CHECK(count(page, "<fieldset class=\"choices\">") == 2);
  CHECK(count(page, R"(name="pick-norr")") == 3);  // P1, P4, none
  CHECK(count(page, R"(name="pick-alla")") == 3);  // P2, P3, none: P5 is withdrawn
  CHECK(count(page, "The whole municipality</span>") >= 1);
}

TEST_CASE("an urn asks for no more projects than it has") {
  const auto definition = ranked(by_points);
  const auto rule = web::script_rule(definition, 2);
  CHECK(rule.at("kind") == "ranking");
  CHECK(rule.at("choicesMax") == 2);
  CHECK(rule.at("placePoints") == json::array{5, 3, 1});
  CHECK(web::script_rule(definition, 20).at("choicesMax") == 3);
}
