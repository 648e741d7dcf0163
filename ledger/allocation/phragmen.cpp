// Phragmen's sequential rule. Supporters earn money at one rate from time 0; a project is bought at the first moment at which its
// supporters have its cost together, and then they have nothing again. So all that a voter's state is, is when he last paid.
#include <algorithm>
#include <limits>

#include "ledger/allocation/counting.hpp"
#include "ledger/allocation/interval.hpp"

namespace radslag::allocation {
namespace {

class Phragmen {
 public:
  Phragmen(const Input& in, const PhragmenRule& rule)
      : in_(in), rule_(rule), supporters_(supporters_of(in.profile, Utility::cardinality)), last_(in.profile.groups()), times_{0} {}

  Count count() {
    begin();
    while (!alive_.empty()) {
      auto first = earliest();
      const auto left = in_.profile.envelope - count_.cost;
      const auto does_not_fit = [&](auto p) { return in_.profile.projects[p].cost > left; };
      if (std::any_of(first.begin(), first.end(), does_not_fit)) {
        if (rule_.unaffordable == Unaffordable::stop) break;
        for (const auto p : first) {
          if (!does_not_fit(p)) continue;
          count_.fates[p] = Fate::does_not_fit;
          std::erase(alive_, p);
        }
        continue;
      }
      if (first.size() > 1) count_.ties.push_back({static_cast<std::uint32_t>(count_.rounds.size()), first});
      buy(first.front(), left);
    }
    for (const auto p : alive_)
      count_.fates[p] = in_.profile.projects[p].cost > in_.profile.envelope - count_.cost ? Fate::does_not_fit : Fate::after_stop;
    return std::move(count_);
  }

 private:
  void begin() {
    for (std::uint32_t p = 0; p < in_.profile.projects.size(); ++p) {
      const auto& project = in_.profile.projects[p];
      const Fate fate = project.withdrawn                     ? Fate::withdrawn
                        : project.cost > in_.profile.envelope ? Fate::exceeds_envelope
                        : in_.votes[p] < rule_.minimum_votes  ? Fate::not_eligible
                        : supporters_[p].ballots == 0         ? Fate::no_supporters
                                                              : Fate::funded;
      count_.fates.push_back(fate);
      if (fate == Fate::funded) alive_.push_back(p);
    }
    at_.resize(in_.profile.projects.size());
  }

  /// Those that can be bought first, in the tie order. A time that was worked out earlier is a lower bound, since times never fall: from
  /// the lowest on, each is worked out anew, until what is left cannot be as early.
  std::vector<std::uint32_t> earliest() {
    const auto later = [this](auto a, auto b) { return at_[a].low() > at_[b].low(); };
    std::make_heap(alive_.begin(), alive_.end(), later);
    std::vector<std::uint32_t> asked;
    auto least = std::numeric_limits<double>::infinity();
    while (!alive_.empty() && at_[alive_.front()].low() <= least) {
      std::pop_heap(alive_.begin(), alive_.end(), later);
      asked.push_back(alive_.back());
      alive_.pop_back();
      work_out(asked.back());
      least = std::min(least, at_[asked.back()].high());
    }
    alive_.insert(alive_.end(), asked.begin(), asked.end());
    std::erase_if(asked, [&](auto p) { return at_[p].low() > least; });
    return first_of(asked);
  }

  std::vector<std::uint32_t> first_of(const std::vector<std::uint32_t>& near) {
    if (near.size() == 1) return near;
    std::vector<std::uint32_t> equal;
    Exact least;
    for (const auto p : near) {
      Exact time = exact_time(p);
      if (equal.empty() || time < least) {
        least = std::move(time);
        equal.assign(1, p);
      } else if (time == least) {
        equal.push_back(p);
      }
    }
    sort_by_rank(in_, equal);
    return equal;
  }

  /// How many of the supporters last paid in each round.
  const std::vector<std::int64_t>& by_last(std::uint32_t p) {
    sums_.assign(times_.size(), 0);
    for (const auto& part : supporters_[p].parts) sums_[last_[part.group]] += static_cast<std::int64_t>(part.weight);
    return sums_;
  }

  void work_out(std::uint32_t p) {
    const auto& sums = by_last(p);
    Interval needed(in_.profile.projects[p].cost);
    for (std::size_t i = 1; i < sums.size(); ++i) {
      if (sums[i] != 0) needed = needed + about_[i - 1] * sums[i];
    }
    at_[p] = needed / static_cast<std::int64_t>(supporters_[p].ballots);
  }

  Exact exact_time(std::uint32_t p) {
    const auto& sums = by_last(p);
    Exact needed = exact(in_.profile.projects[p].cost);
    for (std::size_t i = 1; i < sums.size(); ++i) {
      if (sums[i] != 0) needed += times_[i] * exact(sums[i]);
    }
    return needed / exact(static_cast<std::int64_t>(supporters_[p].ballots));
  }

  void buy(std::uint32_t p, std::int64_t left) {
    const Exact time = exact_time(p);
    for (const auto& part : supporters_[p].parts) last_[part.group] = static_cast<std::uint32_t>(times_.size());
    times_.push_back(time);
    about_.emplace_back(time);
    count_.rounds.push_back({p, Fate::funded, supporters_[p].ballots, left, time, 0});
    count_.funded.push_back(p);
    count_.cost += in_.profile.projects[p].cost;
    std::erase(alive_, p);
  }

  const Input& in_;
  const PhragmenRule& rule_;
  std::vector<Supporters> supporters_;
  std::vector<std::uint32_t> alive_;
  std::vector<std::uint32_t> last_;  ///< by group: the purchase, from 1, at which its voters last paid; 0: never
  std::vector<Exact> times_;         ///< of the purchases, from 1
  std::vector<Interval> about_;      ///< the same, from 0
  std::vector<Interval> at_;         ///< by project
  std::vector<std::int64_t> sums_;
  Count count_;
};

}  // namespace

Count count_phragmen(const Input& in, const PhragmenRule& rule) { return Phragmen(in, rule).count(); }

}  // namespace radslag::allocation
