// Greedy by votes: the rule of most cities.
#pragma once

#include "ledger/allocation/allocation.hpp"

namespace radslag::allocation {

/// Takes projects by votes, most first, equals in the order of `rule.ties` and then as listed; funds each that the money left covers.
/// A project that it does not cover is passed over (skip) or ends the count (stop). Withdrawn projects and those under the minimum
/// are never funded and never end it. The tally has been checked by `allocate`.
[[nodiscard]] Allocation greedy(const Tally& tally, const Rule& rule);

}  // namespace radslag::allocation
