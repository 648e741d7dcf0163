// Greedy: where a project steps into the line of the others decides what is left for it.
#include <algorithm>
#include <map>

#include "ledger/allocation/margin_line.hpp"
#include "ledger/allocation/margins_of.hpp"

namespace radslag::allocation {
namespace {

__extension__ using Wide = __int128;

class GreedyMargins {
 public:
  GreedyMargins(const Input& in, const GreedyRule& rule, const TieOrder& ties, const Count& counted)
      : in_(in),
        rule_(rule),
        tie_line_(in, ties),
        by_points_(rule.score == GreedyRule::Score::points),
        scores_(by_points_ ? in.profile.points() : in.votes),
        group_of_(in.profile.projects.size(), -1) {
    for (const auto& round : counted.rounds) order_.push_back(round.project);  // of greedy, all projects
    std::map<std::string_view, int> groups;
    for (std::size_t i = 0; i < rule.exclusive.size(); ++i)
      for (const auto& id : rule.exclusive[i]) groups.emplace(id, static_cast<int>(i));
    for (std::size_t p = 0; p < group_of_.size(); ++p) {
      const auto found = groups.find(in.profile.projects[p].id);
      if (found != groups.end()) group_of_[p] = found->second;
    }
  }

  Margin of(std::uint32_t p, bool is_funded) const {
    Margin margin;
    const auto& project = in_.profile.projects[p];
    if (project.withdrawn) return margin;
    const Line line = without(p);
    const Contender now{p, project.cost, in_.votes[p]};
    margin.cost = line.largest_cost(now);
    if (by_points_) return margin;
    if (is_funded)
      margin.fewer_votes = line.fewer_votes(now);
    else
      margin.more_votes = line.more_votes(now);
    return margin;
  }

 private:
  /// The others, as they are counted without p.
  [[nodiscard]] Line without(std::uint32_t p) const {
    Line line{in_, tie_line_, rule_.order, by_points_, scores_, rule_.minimum_score};
    auto left = in_.profile.envelope;
    bool stopped = false;
    std::vector<bool> taken(rule_.exclusive.size());
    const auto is_excluded = [&](std::uint32_t q) { return group_of_[q] >= 0 && taken[static_cast<std::size_t>(group_of_[q])]; };
    for (const auto q : order_) {
      if (q == p) continue;
      line.others.push_back(q);
      line.limits.push_back(stopped || is_excluded(p) ? -1 : limit(left));
      const auto& project = in_.profile.projects[q];
      if (project.withdrawn || scores_[q] < rule_.minimum_score || stopped || is_excluded(q)) continue;
      const bool fits = project.cost <= left;
      if (!fits && rule_.unaffordable == Unaffordable::stop) stopped = true;
      if (fits || (stopped && project.cost <= limit(left))) {
        left -= project.cost;
        if (group_of_[q] >= 0) taken[static_cast<std::size_t>(group_of_[q])] = true;
      }
    }
    line.limits.push_back(stopped || is_excluded(p) ? -1 : limit(left));
    return line;
  }

  /// The most that a project may cost when so much is left.
  [[nodiscard]] std::int64_t limit(std::int64_t left) const {
    if (rule_.unaffordable == Unaffordable::skip || rule_.reserve_percent == 0 || left <= 0) return left;
    const auto with_reserve = Wide(left) * 100 / static_cast<std::int64_t>(rule_.reserve_percent);
    return static_cast<std::int64_t>(std::clamp<Wide>(with_reserve, left, kMaxAmount));
  }

  const Input& in_;
  const GreedyRule& rule_;
  TieLine tie_line_;
  bool by_points_;
  std::vector<std::uint64_t> scores_;
  std::vector<int> group_of_;  ///< by project; -1: in none
  std::vector<std::uint32_t> order_;
};

}  // namespace

Margins greedy_margins(const Input& in, const GreedyRule& rule, const TieOrder& ties, const Count& counted) {
  const GreedyMargins margins(in, rule, ties, counted);
  Margins all;
  all.of_funded = true;
  for (std::uint32_t p = 0; p < counted.fates.size(); ++p) all.projects.push_back(margins.of(p, is_funded(counted.fates[p])));
  return all;
}

}  // namespace radslag::allocation
