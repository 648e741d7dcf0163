#include "server/web/tie_order.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "ledger/allocation/rule_fields.hpp"
#include "ledger/allocation/tie_order.hpp"
#include "ledger/record/round_count.hpp"
#include "server/web/count_study.hpp"

namespace radslag::web {
namespace json = boost::json;
namespace {

struct RuleMembers {
  json::object object;
  template <class E>
  void word(std::string_view key, E value) {
    object[key] = allocation::name(value);
  }
  template <class N>
  void number(std::string_view key, N value) {
    object[key] = value;
  }
  void groups(std::string_view key, const std::vector<std::vector<std::string>>& groups) { object[key] = json::value_from(groups); }
};

}  // namespace

bool needs_ballots_for_ties(const record::RoundDefinition& definition) {
  const auto& ties = definition.ties;
  return record::needs_ballots(definition.rule) && std::find(ties.begin(), ties.end(), allocation::TieCriterion::max_votes) != ties.end();
}

Result<std::string> tie_order_text(const record::RoundState& round, std::size_t urn, const record::CountedBallots* ballots) {
  const auto& definition = round.frozen->definition;
  const auto places = record::projects_by_urn(definition).at(urn);
  const bool whole = ballots && needs_ballots_for_ties(definition);
  const auto profile = whole ? std::move(record::profiles(definition, *ballots).at(urn)) : profile_of_votes(definition, *round.tally, urn);
  const auto ranks = allocation::ranks(record::tie_order(definition, places, round.lot_seed()), profile);
  if (!ranks) return tl::make_unexpected(ranks.error());
  std::vector<std::string_view> sorted(places.size());
  for (std::size_t i = 0; i < places.size(); ++i) sorted.at((*ranks)[i]) = definition.projects[places[i]].id;
  std::string text;
  for (const auto id : sorted) text.append(id) += '\n';
  return text;
}

std::string rule_argument(const allocation::AnyRule& rule) {
  RuleMembers members;
  members.object["rule"] = allocation::name(rule);
  std::visit([&](const auto& fields) { allocation::rule_fields(members, fields); }, rule);
  return json::serialize(members.object);
}

std::string tie_argument(const record::RoundDefinition& definition) {
  if (definition.last_tie != record::LastTie::listing) return {};
  std::string text;
  for (const auto criterion : definition.ties) text += std::string(allocation::name(criterion)) + ',';
  return text + "file-order";
}

std::string shell_word(std::string_view text) {
  std::string word = "'";
  for (const char c : text) {
    if (c == '\'')
      word += "'\\''";
    else
      word += c;
  }
  return word + '\'';
}

}  // namespace radslag::web
