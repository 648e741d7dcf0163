// A count in plain sentences.
#include <algorithm>
#include <boost/json.hpp>
#include <ostream>

#include "ledger/allocation/names.hpp"
#include "server/programs/count_parts.hpp"
#include "server/programs/rule_json.hpp"

namespace radslag::programs {

namespace json = boost::json;
using namespace allocation;

std::string percent_text(const Exact& share) {
  const auto per_mille = floor_of(share * 1000);
  return std::to_string(per_mille / 10) + "." + std::to_string(per_mille % 10);
}

std::string money_text(std::int64_t minor) { return decimal_text(exact(minor, 100), minor % 100 == 0 ? 0 : 2); }

const EqualSharesRule* equal_shares_of(const CountedFile& counted) {
  const auto* rule = std::get_if<EqualSharesRule>(&counted.rule.rule);
  return rule && !(counted.count.compared && counted.count.compared->switched) ? rule : nullptr;
}

Explained explain_count(const CountedFile& counted) {
  const auto* rule = equal_shares_of(counted);
  Explained explained;
  if (rule) explained.shares = explain(counted.profile, *rule, counted.rule.ties, counted.count);
  explained.shares.resize(counted.profile.projects.size());
  explained.margins = margins(counted.profile, counted.rule.rule, counted.rule.ties, counted.count);
  explained.voters = statistics(counted.profile, counted.count.funded);
  return explained;
}

namespace {

void print_shares(std::ostream& out, const CountedFile& counted, const Explanation& shares, std::uint32_t p) {
  if (sgn(shares.effective_support) == 0) return;
  out << "; effective support " << percent_text(shares.effective_support) << " %";
  if (counted.count.fates[p] != Fate::supporters_spent) return;
  out << "; its supporters had " << money_text(floor_of(shares.money_left)) << " left";
  const char* before = "; they had paid ";
  for (const auto& each : shares.spent) {
    out << before << money_text(floor_of(each.money)) << " for " << counted.profile.projects[each.project].id;
    before = ", ";
  }
}

void print_margin(std::ostream& out, const CountedFile& counted, const Margin& margin, std::uint32_t p) {
  const bool funded = is_funded(counted.count.fates[p]);
  const auto cost = counted.profile.projects[p].cost;
  if (funded) {
    if (margin.fewer_votes) out << "; it would have been with up to " << *margin.fewer_votes << " fewer supporters";
    if (margin.cost && *margin.cost > cost) out << "; it might have cost up to " << money_text(*margin.cost);
    return;
  }
  if (counted.count.fates[p] == Fate::withdrawn) return;
  const bool cheaper = margin.cost && *margin.cost < cost;
  if (!cheaper && !margin.more_votes) return;
  out << "; it would have been funded ";
  if (margin.more_votes) out << "with " << *margin.more_votes << " more supporters who name it alone" << (cheaper ? ", or " : "");
  if (cheaper) out << "at a cost of at most " << money_text(*margin.cost);
}

void print_voters(std::ostream& out, const Statistics& voters) {
  out << "\nOf " << voters.voters << " voters " << voters.without() << " (" << decimal_text(voters.share_without() * 100, 1)
      << " %) have none of their projects funded; " << voters.blank << " of these named none. On average "
      << decimal_text(voters.average_funded(), 2) << " of a voter's projects are.\n";
  for (std::size_t number = 0; number < voters.by_number.size(); ++number)
    out << "  " << number << " funded: " << voters.by_number[number] << " voters\n";
}

void print_explanations(std::ostream& out, const CountedFile& counted, const PbFile& file) {
  const auto explained = explain_count(counted);
  out << "\nEach project:\n";
  for (std::uint32_t p = 0; p < file.projects.size(); ++p) {
    const auto& project = counted.profile.projects[p];
    out << "  " << project.id << (file.projects[p].name.empty() ? "" : " ") << file.projects[p].name << " (" << money_text(project.cost)
        << "): " << name(counted.count.fates[p]);
    print_shares(out, counted, explained.shares[p], p);
    print_margin(out, counted, explained.margins.projects[p], p);
    out << '\n';
  }
  const auto& given = explained.margins.projects;
  if (explained.margins.at_endowment)
    out << "How close it was is worked out with the money that each voter had in the end; each new supporter has as much, and what it "
           "all costs together is not looked at.\n";
  else if (std::any_of(given.begin(), given.end(), [](const auto& margin) { return margin.votes_at_endowment; }))
    out << "More supporters, where it would take too long to count with each number of them: each has the money that each voter had.\n";
  if (explained.margins.without_comparison) out << "The comparison with greedy is left out of account there.\n";
  print_voters(out, explained.voters);
}

}  // namespace

void print_count(std::ostream& out, const CountedFile& counted, const PbFile& file, bool with_explanations) {
  const auto& count = counted.count;
  out << (counted.rule.name.empty() ? "The rule" : counted.rule.name) << ": " << count.funded.size() << " of " << file.projects.size()
      << " projects, " << money_text(count.cost) << " of " << money_text(counted.profile.envelope) << ".\n";
  out << "  " << json::serialize(rule_json(counted.rule.rule)) << "\n  ties: " << counted.rule.ties.text() << "\n\n";
  for (const auto p : count.funded) {
    out << "  " << file.projects[p].project.id << "  " << money_text(counted.profile.projects[p].cost) << "  " << file.counted[p]
        << " votes";
    if (!file.projects[p].name.empty()) out << "  " << file.projects[p].name;
    out << '\n';
  }
  if (!count.endowments.empty())
    out << "\nEach voter had " << decimal_text(count.endowments.front() / 100, 2) << (count.runs > 1 ? " in the end, after " : "")
        << (count.runs > 1 ? std::to_string(count.runs) + " runs" : "") << ".\n";
  if (count.compared)
    out << count.compared->prefer_this << " voters have more of their projects in this than in greedy's outcome, "
        << count.compared->prefer_greedy << " fewer" << (count.compared->switched ? ": greedy's is taken" : "") << ".\n";
  for (const auto& tie : count.ties) {
    out << "Equal in round " << tie.round + 1 << ":";
    for (const auto p : tie.projects) out << ' ' << counted.profile.projects[p].id;
    out << "; the first was taken first.\n";
  }
  if (with_explanations) print_explanations(out, counted, file);
}

void print_difference(std::ostream& out, const CountedFile& first, const CountedFile& second) {
  const auto compared = compare_outcomes(first.profile, first.count.funded, second.count.funded);
  const auto list = [&](const std::vector<std::uint32_t>& projects) {
    std::string text;
    for (const auto p : projects) text += " " + first.profile.projects[p].id;
    return text.empty() ? std::string(" none") : text;
  };
  out << "\nOnly by the first:" << list(compared.only_first) << "\nOnly by the second:" << list(compared.only_second) << '\n'
      << compared.prefer_first << " voters have more of their projects in the first, " << compared.prefer_second << " in the second, "
      << compared.equal << " as many in both.\n";
}

}  // namespace radslag::programs
