// Up to which cost a project has a price no higher than a given one, under Equal Shares. Inside of this room.
#pragma once

#include <optional>

#include "ledger/allocation/purses.hpp"

namespace radslag::allocation {

/// The costs whose price is no higher than another project's: all from 1 to `cost`.
struct Reach {
  Exact cost;
  bool is_equal = false;       ///< at `cost` itself the price is that price; else it is lower
  bool all_are_equal = false;  ///< at every cost up to there too
};

/// Where the utility does not hang on the cost. `rate`: of a unit of utility.
[[nodiscard]] Reach reach_of_price(Purses& purses, const Supporters& supporters, const Exact& rate);
/// Where the utility is the cost.
[[nodiscard]] Reach reach_of_cost(Purses& purses, const Supporters& supporters, const Exact& rate);

/// Whether supporters might pay so much at that price; quicker than to know.
[[nodiscard]] bool may_pay(Purses& purses, const Supporters& supporters, const Exact& price, const Exact& sum);
[[nodiscard]] bool may_pay(Purses& purses, const Supporters& supporters, const Exact& price, std::int64_t sum);

/// The largest whole cost up to `cap` with which the project is taken before the other, which costs `other`. `wins(cost)`: whether it
/// comes before it in the tie order then.
template <class Wins>
[[nodiscard]] std::optional<std::int64_t> largest_cost(const Reach& reach, std::int64_t cap, std::int64_t other, const Wins& wins) {
  const bool is_capped = reach.cost > exact(cap);
  const auto top = is_capped ? cap : floor_of(reach.cost);
  const bool is_equal = reach.all_are_equal || (reach.is_equal && !is_capped && reach.cost == exact(top));
  if (!is_equal || wins(top)) return top;
  if (!reach.all_are_equal) return top - 1;
  // The order between the two changes only where they cost the same.
  for (const auto cost : {other, other - 1}) {
    if (cost <= top && wins(cost)) return cost;
  }
  return std::nullopt;
}

}  // namespace radslag::allocation
