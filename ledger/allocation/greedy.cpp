#include "ledger/allocation/greedy.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <span>

namespace radslag::allocation {
namespace {

using Index = std::uint32_t;

/// The criterion that separates two projects of equal score. Of the criteria about cost at most one is given (allocate sees to it).
TieCriterion separating(const Tally& tally, const Rule& rule, Index a, Index b) {
  if (tally.projects[a].cost != tally.projects[b].cost && !rule.ties.empty()) return rule.ties.front();
  return TieCriterion::listing_order;
}

bool comes_before(const Tally& tally, const Rule& rule, Index a, Index b) {
  if (tally.votes[a] != tally.votes[b]) return tally.votes[a] > tally.votes[b];
  switch (separating(tally, rule, a, b)) {
    case TieCriterion::min_cost: return tally.projects[a].cost < tally.projects[b].cost;
    case TieCriterion::max_cost: return tally.projects[a].cost > tally.projects[b].cost;
    case TieCriterion::listing_order: break;
  }
  return a < b;
}

std::vector<Index> order(const Tally& tally, const Rule& rule) {
  std::vector<Index> result(tally.projects.size());
  std::iota(result.begin(), result.end(), Index{0});
  std::sort(result.begin(), result.end(), [&](Index a, Index b) { return comes_before(tally, rule, a, b); });
  return result;
}

/// Whether a project takes part: only such a one is funded or ends the count.
bool eligible(const Tally& tally, const Rule& rule, Index p) {
  return !tally.projects[p].withdrawn && tally.votes[p] >= rule.minimum_votes;
}

Outcome outcome_of(const Tally& tally, const Rule& rule, Index p, std::int64_t left, bool stopped) {
  if (tally.projects[p].withdrawn) return Outcome::withdrawn;
  if (tally.votes[p] < rule.minimum_votes) return Outcome::below_minimum;
  if (stopped) return Outcome::after_stop;
  if (tally.projects[p].cost > tally.envelope) return Outcome::exceeds_envelope;
  return tally.projects[p].cost <= left ? Outcome::funded : Outcome::does_not_fit;
}

/// Whether some order of these equals funds other projects than another one does, given the money left at the first of them.
/// Those that fit one by one either fit all together, and then no order changes anything, or each of them may be the one left out.
/// Where the rule stops, one that never fits may also come first and keep the others out.
bool decisive(const Tally& tally, const Rule& rule, std::span<const Index> equals, std::int64_t left) {
  std::int64_t sum = 0;
  bool some_fit = false;
  bool some_do_not = false;
  for (const Index p : equals) {
    if (!eligible(tally, rule, p)) continue;
    if (tally.projects[p].cost > left) {
      some_do_not = true;
      continue;
    }
    some_fit = true;
    sum += tally.projects[p].cost;
    if (sum > left) return true;
  }
  return rule.unaffordable == Unaffordable::stop && some_fit && some_do_not;
}

bool ends_the_count(Outcome outcome) { return outcome == Outcome::does_not_fit || outcome == Outcome::exceeds_envelope; }

/// Finds the ties in an order that has been counted.
class TiesMet {
 public:
  TiesMet(const Tally& tally, const Rule& rule, std::span<const Index> ordered, std::span<const Step> steps)
      : tally_(tally), rule_(rule), ordered_(ordered), steps_(steps), stop_(ordered.size()) {
    if (rule.unaffordable == Unaffordable::skip) return;
    const auto ends = [](const Step& step) { return ends_the_count(step.outcome); };
    stop_ = static_cast<std::size_t>(std::find_if(steps.begin(), steps.end(), ends) - steps.begin());
  }

  std::vector<Tie> all() {
    const auto votes = [&](Index p) { return tally_.votes[p]; };
    each_run(0, ordered_.size(), votes, [&](std::size_t first, std::size_t end) { add_equal_scores(first, end); });
    return std::move(ties_);
  }

 private:
  /// Visits every stretch of at least two neighbours with the same key.
  template <typename Key, typename Visit>
  void each_run(std::size_t first, std::size_t last, Key key, Visit visit) {
    while (first < last) {
      std::size_t end = first + 1;
      while (end < last && key(ordered_[end]) == key(ordered_[first])) ++end;
      if (end - first > 1) visit(first, end);
      first = end;
    }
  }

  void add_equal_scores(std::size_t first, std::size_t end) {
    if (rule_.ties.empty()) return add(first, end, TieCriterion::listing_order);
    // In order of cost, all costs are equal if the first and the last are.
    const auto cost = [&](Index p) { return tally_.projects[p].cost; };
    if (cost(ordered_[first]) != cost(ordered_[end - 1])) add(first, end, rule_.ties.front());
    each_run(first, end, cost, [&](std::size_t from, std::size_t to) { add(from, to, TieCriterion::listing_order); });
  }

  void add(std::size_t first, std::size_t end, TieCriterion criterion) {
    const auto equals = ordered_.subspan(first, end - first);
    const bool decided = first <= stop_ && decisive(tally_, rule_, equals, steps_[first].left_before);
    ties_.push_back({{equals.begin(), equals.end()}, criterion, decided});
  }

  const Tally& tally_;
  const Rule& rule_;
  const std::span<const Index> ordered_;
  const std::span<const Step> steps_;
  std::size_t stop_;  ///< where the rule stopped; the number of projects if it did not
  std::vector<Tie> ties_;
};

}  // namespace

Allocation greedy(const Tally& tally, const Rule& rule) {
  Allocation result;
  const std::vector<Index> ordered = order(tally, rule);
  std::int64_t left = tally.envelope;
  bool stopped = false;
  result.steps.reserve(ordered.size());
  for (const Index p : ordered) {
    const Outcome outcome = outcome_of(tally, rule, p, left, stopped);
    result.steps.push_back({p, tally.votes[p], left, outcome});
    if (outcome == Outcome::funded) {
      result.funded.push_back(p);
      left -= tally.projects[p].cost;
    } else if (rule.unaffordable == Unaffordable::stop && ends_the_count(outcome)) {
      stopped = true;
    }
  }
  assert(left >= 0);
  result.cost = tally.envelope - left;
  result.ties = TiesMet(tally, rule, ordered, result.steps).all();
  return result;
}

}  // namespace radslag::allocation
