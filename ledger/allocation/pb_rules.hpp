// Which rule a Pabulib file was counted by, and the rules that people name: short names and cities' presets.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/allocation/pabulib.hpp"
#include "ledger/allocation/rules.hpp"

namespace radslag::allocation {

/// A rule with a name, and how it breaks ties where nobody says otherwise.
struct NamedRule {
  std::string name;
  AnyRule rule;
  TieOrder ties = {};
};

/// As the file's META says: rule, threshold, and what its ballots are. Errors: unsupported (a rule that the format does not define well
/// enough to count again: greedy-exclusive, greedy-custom, unknown, equalshares-comparison without its parameters).
[[nodiscard]] Result<NamedRule> as_published(const PbFile& file);

/// What a named rule takes from the election that it is used in.
struct RuleBasis {
  bool points = false;          ///< ballots give points, or rank
  std::uint64_t threshold = 0;  ///< greedy: a lower score is not eligible
};

/// "greedy", "mes-cost+add1", "wieliczka-2023" … Errors: unsupported, which names all that there are.
[[nodiscard]] Result<NamedRule> named_rule(std::string_view name, const RuleBasis& basis);
/// Likewise, and "as-published".
[[nodiscard]] Result<NamedRule> named_rule(std::string_view name, const PbFile& file);

/// All names but "as-published", in the order in which they are listed for people.
[[nodiscard]] std::vector<std::string> rule_names();

/// The names that a municipality chooses from, the simplest first: cities' own, and one of each family.
[[nodiscard]] std::span<const std::string_view> offered_rules();
/// Which of them has exactly these parameters, whatever its threshold; empty for none.
[[nodiscard]] std::string_view offered_as(const AnyRule& rule);

/// What a rule takes ballots for: `profile_of`'s argument.
[[nodiscard]] Utility utility_of(const AnyRule& rule);

}  // namespace radslag::allocation
