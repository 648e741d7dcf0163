// What a project's supporters would pay for it at a price that another one has: how near it came. Inside of this room.
#pragma once

#include "ledger/allocation/purses.hpp"

namespace radslag::allocation {

struct Offer {
  Exact sum;              ///< minor units: each the price of his utility, at most all he has
  Exact of_poor;          ///< the part of those who have less than that
  std::int64_t rich = 0;  ///< utility of the others, in units of `Supporters::scale`
};

/// `price`: of one unit of `Supporters::scale`, minor units.
[[nodiscard]] Offer offered(Purses& purses, const Supporters& supporters, const Exact& price);
/// The most that it may be: quicker.
[[nodiscard]] double offered_at_most(Purses& purses, const Supporters& supporters, const Interval& price);
/// All that they have.
[[nodiscard]] Exact money_of(Purses& purses, const Supporters& supporters);

}  // namespace radslag::allocation
