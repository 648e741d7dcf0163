// All ballots of a counted round in Pabulib's format: with it anyone counts again with `radslag allocate` or other tools.
#pragma once

#include <optional>
#include <string>

#include "ledger/allocation/rule.hpp"
#include "ledger/record/ballot.hpp"

namespace radslag::web {

struct CountedRound;

/// `urn`: its projects and ballots alone, with its part of the envelope; nothing: all. The same text for the same round for ever.
/// Errors: malformed (a text that the format cannot carry), not_found (no such urn).
[[nodiscard]] Result<std::string> pb_text(const CountedRound& counted, const record::CountedBallots& ballots,
                                          std::optional<std::size_t> urn);

/// What the format calls the rule: "greedy-threshold", "equalshares/add1"; "unknown" where it has no word for it.
[[nodiscard]] std::string pb_rule(const allocation::AnyRule& rule);

/// "parks-2026.pb", "parks-2026-north.pb".
[[nodiscard]] std::string pb_name(const CountedRound& counted, std::optional<std::size_t> urn);

}  // namespace radslag::web
