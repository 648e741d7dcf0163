// A count as one JSON object, for programs.
#include <boost/json.hpp>

#include "ledger/allocation/names.hpp"
#include "server/programs/count_parts.hpp"
#include "server/programs/rule_json.hpp"

namespace radslag::programs {

namespace json = boost::json;
using namespace allocation;

namespace {

json::value amount(std::int64_t minor) {
  if (minor % 100 == 0) return minor / 100;
  return json::value_from(money_text(minor));
}

json::array ids(const Profile& profile, const std::vector<std::uint32_t>& projects) {
  json::array list;
  for (const auto p : projects) list.emplace_back(profile.projects[p].id);
  return list;
}

json::array rounds_json(const CountedFile& counted) {
  json::array rounds;
  for (const auto& round : counted.count.rounds) {
    const auto& project = counted.profile.projects[round.project];
    json::object row{{"project", project.id},
                     {"cost", amount(project.cost)},
                     {"fate", name(round.fate)},
                     {"supporters", round.supporters},
                     {"left_before", amount(round.left_before)},
                     {"measure", fraction_text(round.measure)}};
    if (equal_shares_of(counted) && round.fate == Fate::funded && sgn(round.measure) > 0) {
      row["supporters_money"] = decimal_text(round.supporters_money / 100, 2);
      if (equal_shares_of(counted)->utility == Utility::cost) {
        row["effective_votes"] = decimal_text(1 / round.measure, 2);
        row["each_paid"] = decimal_text(round.measure * exact(project.cost) / 100, 2);
      }
    }
    rounds.push_back(std::move(row));
  }
  return rounds;
}

json::object explanations_json(const CountedFile& counted, const Explained& explained) {
  json::object all;
  for (std::size_t p = 0; p < counted.profile.projects.size(); ++p) {
    json::object row{{"fate", name(counted.count.fates[p])}};
    if (const auto& shares = explained.shares[p]; sgn(shares.effective_support) > 0) {
      row["effective_support_percent"] = percent_text(shares.effective_support);
      json::array spent;
      for (const auto& each : shares.spent)
        spent.push_back({{"project", counted.profile.projects[each.project].id}, {"money", decimal_text(each.money / 100, 2)}});
      row["spent_before"] = std::move(spent);
      row["money_left"] = decimal_text(shares.money_left / 100, 2);
    }
    const auto& margin = explained.margins.projects[p];
    if (margin.cost) row["largest_cost"] = amount(*margin.cost);
    if (margin.more_votes) row["more_votes"] = *margin.more_votes;
    if (margin.more_votes) row["more_votes_at_endowment"] = margin.votes_at_endowment;
    if (margin.fewer_votes) row["fewer_votes"] = *margin.fewer_votes;
    all[counted.profile.projects[p].id] = std::move(row);
  }
  return all;
}

json::object statistics_json(const Statistics& voters) {
  json::array by_number;
  for (const auto number : voters.by_number) by_number.emplace_back(number);
  return {{"voters", voters.voters},
          {"blank", voters.blank},
          {"without_any", voters.without()},
          {"without_any_percent", decimal_text(voters.share_without() * 100, 1)},
          {"average_funded", decimal_text(voters.average_funded(), 2)},
          {"by_number_funded", std::move(by_number)}};
}

}  // namespace

json::object count_json(const CountedFile& counted, bool with_explanations) {
  json::object out{{"winners", ids(counted.profile, counted.count.funded)},
                   {"cost", amount(counted.count.cost)},
                   {"budget", amount(counted.profile.envelope)},
                   {"rule", rule_json(counted.rule.rule)},
                   {"voters", counted.profile.voters()}};
  if (!counted.rule.name.empty()) out["rule_name"] = counted.rule.name;
  json::array met;
  for (const auto& tie : counted.count.ties) met.push_back({{"round", tie.round + 1}, {"projects", ids(counted.profile, tie.projects)}});
  out["ties"] = {{"order", counted.rule.ties.text()}, {"met", std::move(met)}};
  out["rounds"] = rounds_json(counted);
  if (!counted.count.endowments.empty()) {
    json::array endowments;
    for (const auto& each : counted.count.endowments)
      endowments.push_back({{"exact", fraction_text(each / 100)}, {"about", decimal_text(each / 100, 6)}});
    out["endowments"] = std::move(endowments);
    out["runs"] = counted.count.runs;
  }
  if (const auto& compared = counted.count.compared)
    out["comparison"] = {{"prefer_this", compared->prefer_this},
                         {"prefer_greedy", compared->prefer_greedy},
                         {"greedy", ids(counted.profile, compared->greedy)},
                         {"switched", compared->switched}};
  if (!with_explanations) return out;
  const auto explained = explain_count(counted);
  out["explanations"] = explanations_json(counted, explained);
  out["margins"] = {{"at_endowment", explained.margins.at_endowment}, {"without_comparison", explained.margins.without_comparison}};
  out["statistics"] = statistics_json(explained.voters);
  return out;
}

json::object difference_json(const CountedFile& first, const CountedFile& second) {
  const auto compared = compare_outcomes(first.profile, first.count.funded, second.count.funded);
  return {{"only_first", ids(first.profile, compared.only_first)},
          {"only_second", ids(first.profile, compared.only_second)},
          {"both", ids(first.profile, compared.both)},
          {"prefer_first", compared.prefer_first},
          {"prefer_second", compared.prefer_second}};
}

}  // namespace radslag::programs
