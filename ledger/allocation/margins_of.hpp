// The margins of each rule. Inside of this room.
#pragma once

#include "ledger/allocation/counting.hpp"
#include "ledger/allocation/margins.hpp"

namespace radslag::allocation {

[[nodiscard]] Margins greedy_margins(const Input& in, const GreedyRule& rule, const TieOrder& ties, const Count& counted);
[[nodiscard]] Margins equal_shares_margins(const Input& in, const EqualSharesRule& rule, const TieOrder& ties, const Count& counted,
                                           const MarginWork& work);
[[nodiscard]] Margins phragmen_margins(const Input& in, const PhragmenRule& rule, const TieOrder& ties, const Count& counted,
                                       const MarginWork& work);

}  // namespace radslag::allocation
