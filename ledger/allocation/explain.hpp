// Why a project was funded or not under Equal Shares, in money: what its supporters had, where it went, and how close they came.
#pragma once

#include <cstdint>
#include <vector>

#include "ledger/allocation/rules.hpp"

namespace radslag::allocation {

struct Explanation {
  /// The most that its supporters would have paid for it in any round, at the price that the project then funded had, by its cost; at least
  /// 1 where it was funded. In a count without it. (Effective support: pabutools' `calculate_effective_support`.)
  Exact effective_support;
  /// What its supporters spent on each project that was funded before it could not be paid for any more, minor units; none of 0.
  struct Spent {
    std::uint32_t project = 0;
    Exact money;
  };
  std::vector<Spent> spent;
  Exact money_left;  ///< what its supporters had left together at the end; of funded ones, when it was their turn
};

/// Of each project that took part, at the endowment at which the count ended. `counted`: what `count` gave for the same input.
[[nodiscard]] std::vector<Explanation> explain(const Profile& profile, const EqualSharesRule& rule, const TieOrder& ties,
                                               const Count& counted);

}  // namespace radslag::allocation
