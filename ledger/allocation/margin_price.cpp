#include "ledger/allocation/margin_price.hpp"

#include "ledger/allocation/offers.hpp"

namespace radslag::allocation {

Reach reach_of_price(Purses& purses, const Supporters& supporters, const Exact& rate) {
  const auto offer = offered(purses, supporters, rate);
  return {offer.sum, offer.rich > 0, false};
}

// What they would pay at this rate for a cost c, less c, is concave in c, and 0 where c is 0: so it is at least 0 up to the point that is
// looked for. From above, each step goes to where a line that is nowhere below it is 0; it arrives after finitely many.
Reach reach_of_cost(Purses& purses, const Supporters& supporters, const Exact& rate) {
  Exact cost = money_of(purses, supporters);
  while (true) {
    const auto offer = offered(purses, supporters, rate * cost);
    const Exact short_of = 1 - rate * exact(offer.rich);  // what each unit of cost more lacks, where so many pay in full
    if (offer.rich == 0) return {cost, false, false};
    if (sgn(short_of) <= 0) return {cost, true, sgn(short_of) == 0 && sgn(offer.of_poor) == 0};
    Exact next = offer.of_poor / short_of;
    if (next >= cost) return {cost, true, false};
    cost = std::move(next);
  }
}

bool may_pay(Purses& purses, const Supporters& supporters, const Exact& price, const Exact& sum) {
  return offered_at_most(purses, supporters, Interval(price)) >= Interval(sum).low();
}

bool may_pay(Purses& purses, const Supporters& supporters, const Exact& price, std::int64_t sum) {
  return offered_at_most(purses, supporters, Interval(price)) >= Interval(sum).low();
}

}  // namespace radslag::allocation
