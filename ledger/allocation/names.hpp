// The one spelling of each enum value, as in the record, in JSON and on command lines.
#pragma once

#include <string>
#include <string_view>

#include "ledger/allocation/allocation.hpp"

namespace radslag::allocation {

[[nodiscard]] std::string_view name(RuleKind value);      ///< "greedy"
[[nodiscard]] std::string_view name(Unaffordable value);  ///< "skip", "stop"
[[nodiscard]] std::string_view name(TieCriterion value);  ///< "min-cost", "max-cost", "listing-order"
[[nodiscard]] std::string_view name(Outcome value);       ///< "funded", "does-not-fit", "exceeds-envelope", "below-minimum", ...

/// The value with this name; Errc::unsupported for any other text.
[[nodiscard]] Result<RuleKind> parse_rule_kind(std::string_view text);
[[nodiscard]] Result<Unaffordable> parse_unaffordable(std::string_view text);
[[nodiscard]] Result<TieCriterion> parse_tie_criterion(std::string_view text);
[[nodiscard]] Result<Outcome> parse_outcome(std::string_view text);

/// The whole tie order, listing order always written out at its end: "min-cost,listing-order".
[[nodiscard]] std::string print_ties(const std::vector<TieCriterion>& ties);
/// Reads what print_ties writes, and nothing else: malformed without "listing-order" at the end or with it before.
[[nodiscard]] Result<std::vector<TieCriterion>> parse_ties(std::string_view text);

}  // namespace radslag::allocation
