// Small elections for tests: all of a size, and random ones.
#pragma once

#include <rapidcheck.h>

#include "tests/support/slow_counts.hpp"

namespace radslag::allocation {

inline rc::Gen<Election> elections(std::int64_t most_points, std::size_t most_voters = 8) {
  return rc::gen::exec([=] {
    Election e;
    const auto projects = *rc::gen::inRange<std::size_t>(1, 6), voters = *rc::gen::inRange<std::size_t>(1, most_voters + 1);
    e.costs = *rc::gen::container<std::vector<std::int64_t>>(projects, rc::gen::inRange<std::int64_t>(1, 9));
    e.envelope = *rc::gen::inRange<std::int64_t>(1, 25);
    for (std::size_t v = 0; v < voters; ++v)
      e.ballots.push_back(*rc::gen::container<std::vector<std::int64_t>>(projects, rc::gen::inRange<std::int64_t>(0, most_points + 1)));
    static const std::vector<std::string> orders{"file-order", "min-cost", "max-cost", "max-votes", "max-votes,min-cost"};
    e.ties = TieOrder::parse(*rc::gen::elementOf(orders)).value();
    return e;
  });
}

inline Count counted(const Election& e, const AnyRule& rule) { return count(e.profile(), rule, e.ties).value(); }

inline EqualSharesRule shares(Utility utility) {
  EqualSharesRule rule;
  rule.utility = utility;
  rule.unit = 1;
  return rule;
}

}  // namespace radslag::allocation
