#include "ledger/allocation/offers.hpp"

#include <algorithm>

namespace radslag::allocation {

Offer offered(Purses& purses, const Supporters& supporters, const Exact& price) {
  const Interval about(price);
  std::vector<Share> poor;
  Offer offer;
  for (const auto& share : purses.shares(supporters)) {
    const auto units = supporters.utilities[share.utility];
    Less is_poor = less(purses.amount(share.kind), about * units);
    if (is_poor == Less::unknown) is_poor = purses.exact_amount(share.kind) < price * exact(units) ? Less::yes : Less::no;
    if (is_poor == Less::yes)
      poor.push_back(share);
    else
      offer.rich += share.ballots * units;
  }
  offer.of_poor = purses.exact_sum(poor);
  offer.sum = offer.of_poor + price * exact(offer.rich);
  return offer;
}

double offered_at_most(Purses& purses, const Supporters& supporters, const Interval& price) {
  Interval sum;
  for (const auto& share : purses.shares(supporters)) {
    const Interval asked = price * supporters.utilities[share.utility];
    const auto& has = purses.amount(share.kind);
    sum = sum + (asked.high() < has.high() ? asked : has) * share.ballots;
  }
  return sum.high();
}

Exact money_of(Purses& purses, const Supporters& supporters) { return purses.exact_sum(purses.shares(supporters)); }

}  // namespace radslag::allocation
