// Greedy over whole ballots: by votes or points, by score or score for each krona, with what cities add to it.
#include <algorithm>
#include <map>
#include <numeric>

#include "ledger/allocation/counting.hpp"

namespace radslag::allocation {
namespace {

__extension__ using Wide = unsigned __int128;

class Greedy {
 public:
  Greedy(const Input& in, const GreedyRule& rule)
      : in_(in),
        rule_(rule),
        scores_(rule.score == GreedyRule::Score::votes ? in.votes : in.profile.points()),
        fates_(in.profile.projects.size()) {
    for (std::size_t i = 0; i < rule.exclusive.size(); ++i)
      for (const auto& id : rule.exclusive[i]) group_of_.emplace(id, i);
    taken_.resize(rule.exclusive.size());
  }

  Count count() {
    std::vector<std::uint32_t> order(fates_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](auto a, auto b) {
      const int by_score = compare(a, b);
      return by_score != 0 ? by_score > 0 : in_.rank[a] < in_.rank[b];
    });
    for (const auto p : order) look_at(p);
    add_ties(order);
    count_.fates = std::move(fates_);
    return std::move(count_);
  }

 private:
  [[nodiscard]] const Project& project(std::uint32_t p) const { return in_.profile.projects[p]; }

  /// More than 0 where `a` has the better score.
  [[nodiscard]] int compare(std::uint32_t a, std::uint32_t b) const {
    return by_score(rule_.order, scores_[a], project(a).cost, scores_[b], project(b).cost);
  }

  [[nodiscard]] Fate fate_of(std::uint32_t p, std::int64_t left) const {
    if (project(p).withdrawn) return Fate::withdrawn;
    if (scores_[p] < rule_.minimum_score) return Fate::not_eligible;
    if (stopped_) return Fate::after_stop;
    if (const auto found = group_of_.find(project(p).id); found != group_of_.end() && taken_[found->second]) return Fate::excluded;
    if (project(p).cost > in_.profile.envelope) return Fate::exceeds_envelope;
    return project(p).cost <= left ? Fate::funded : Fate::does_not_fit;
  }

  void look_at(std::uint32_t p) {
    const auto left = std::max<std::int64_t>(0, in_.profile.envelope - count_.cost);  // after a reserve nothing
    Fate fate = fate_of(p, left);
    const bool stops = rule_.unaffordable == Unaffordable::stop && (fate == Fate::does_not_fit || fate == Fate::exceeds_envelope);
    if (stops && rule_.reserve_percent > 0 && left > 0 &&
        Wide(static_cast<std::uint64_t>(left)) * 100 >= Wide(static_cast<std::uint64_t>(project(p).cost)) * rule_.reserve_percent)
      fate = Fate::reserve;
    stopped_ |= stops;
    fates_[p] = fate;
    Exact measure(static_cast<unsigned long>(scores_[p]));
    if (rule_.order == GreedyRule::Order::score_per_cost && project(p).cost > 0) measure /= exact(project(p).cost);
    count_.rounds.push_back({p, fate, in_.votes[p], left, std::move(measure), 0});
    if (fate != Fate::funded && fate != Fate::reserve) return;
    count_.funded.push_back(p);
    count_.cost += project(p).cost;
    if (const auto found = group_of_.find(project(p).id); found != group_of_.end()) taken_[found->second] = true;
  }

  void add_ties(const std::vector<std::uint32_t>& order) {
    for (std::size_t first = 0; first < order.size();) {
      std::size_t end = first + 1;
      while (end < order.size() && compare(order[first], order[end]) == 0) ++end;
      if (end - first > 1)
        count_.ties.push_back({static_cast<std::uint32_t>(first),
                               {order.begin() + static_cast<std::ptrdiff_t>(first), order.begin() + static_cast<std::ptrdiff_t>(end)}});
      first = end;
    }
  }

  const Input& in_;
  const GreedyRule& rule_;
  std::vector<std::uint64_t> scores_;
  std::vector<Fate> fates_;
  std::map<std::string, std::size_t, std::less<>> group_of_;
  std::vector<bool> taken_;
  bool stopped_ = false;
  Count count_;
};

}  // namespace

int by_score(GreedyRule::Order order, std::uint64_t score, std::int64_t cost, std::uint64_t other, std::int64_t other_cost) {
  Wide a = score, b = other;
  if (order == GreedyRule::Order::score_per_cost) {
    if ((cost == 0) != (other_cost == 0)) return cost == 0 ? 1 : -1;
    if (cost != 0) {
      a *= static_cast<std::uint64_t>(other_cost);
      b *= static_cast<std::uint64_t>(cost);
    }
  }
  return a == b ? 0 : a > b ? 1 : -1;
}

Count count_greedy(const Input& in, const GreedyRule& rule) { return Greedy(in, rule).count(); }

}  // namespace radslag::allocation
