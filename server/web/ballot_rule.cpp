#include "server/web/ballot_rule.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "ledger/record/contents.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace json = boost::json;
using record::BallotRule;
using record::RoundDefinition;
namespace {

enum class Use { names, order, points };  ///< what of a ballot the count looks at

Use use_of(const allocation::AnyRule& rule) {
  if (const auto* greedy = std::get_if<allocation::GreedyRule>(&rule))
    return greedy->score == allocation::GreedyRule::Score::points ? Use::points : Use::names;
  if (const auto* shares = std::get_if<allocation::EqualSharesRule>(&rule)) {
    if (shares->utility == allocation::Utility::points) return Use::points;
    if (shares->utility == allocation::Utility::borda) return Use::order;
  }
  return Use::names;
}

std::string_view use_key(BallotRule ballot, Use use) {
  switch (use) {
    case Use::names: return ballot == BallotRule::ranking ? "vote.use_names" : "vote.use_given";
    case Use::order: return "vote.use_order";
    case Use::points: return ballot == BallotRule::ranking ? "vote.use_places" : "vote.use_points";
  }
  return "vote.use_names";
}

void add_use(const Visit& visit, const RoundDefinition& definition, json::object& model) {
  json::array places;
  const auto worth = worth_of_places(definition);
  for (std::size_t i = 0; i < worth.size(); ++i) {
    json::object place{{"place", i + 1}, {"points", worth[i]}};
    visit.say(place, "worth_text", "vote.place_worth_text",
              {{"place", static_cast<std::int64_t>(i + 1)}, {"points", static_cast<std::int64_t>(worth[i])}});
    places.push_back(std::move(place));
  }
  model["has_places"] = !places.empty();
  model["places"] = std::move(places);
  model["has_use"] = definition.ballot_rule != BallotRule::approval;
  if (definition.ballot_rule != BallotRule::approval)
    visit.say(model, "use_text", use_key(definition.ballot_rule, use_of(definition.rule)));
}

}  // namespace

std::vector<std::uint64_t> worth_of_places(const RoundDefinition& definition) {
  return use_of(definition.rule) == Use::points ? definition.place_points : std::vector<std::uint64_t>();
}

std::string_view ballot_kind(const RoundDefinition& definition) {
  if (definition.ballot_rule == BallotRule::approval && definition.choices_max == 1) return "one";
  return record::words(BallotRule{})[static_cast<std::size_t>(definition.ballot_rule)];
}

void add_ballot_rule(const Visit& visit, const RoundDefinition& definition, json::object& model) {
  const std::string kind(ballot_kind(definition));
  model["ballot_rule"] = kind;
  model["choices_min"] = definition.choices_min;
  model["choices_max"] = definition.choices_max;
  model["budget_max"] = definition.budget_max;
  model["points_max"] = definition.points_max;
  visit.say(model, "rule_text", "round.rule_" + kind + "_text",
            {{"min", static_cast<std::int64_t>(definition.choices_min)},
             {"max", static_cast<std::int64_t>(definition.choices_max)},
             {"points", static_cast<std::int64_t>(definition.points_max)},
             {"has_budget", std::string(definition.budget_max == 0 ? "no" : "yes")},
             {"budget", visit.money(definition.budget_max, definition.currency)}});
  add_use(visit, definition, model);
}

json::object script_rule(const RoundDefinition& definition, std::uint64_t projects) {
  const auto worth = worth_of_places(definition);
  return {{"kind", record::words(BallotRule{})[static_cast<std::size_t>(definition.ballot_rule)]},
          {"choicesMin", std::min(definition.choices_min, projects)},
          {"choicesMax", std::min(definition.choices_max, projects)},
          {"budgetMax", definition.budget_max},
          {"pointsMax", definition.points_max},
          {"placePoints", json::array(worth.begin(), worth.end())}};
}

}  // namespace radslag::web
