// Elections small enough for anybody to count, and counts of them that are slow and plain: one amount for each voter, every project looked
// at in every round, straight from the definitions (ledger/FORMAT.md, section 10). They share no code with the counts that they judge.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <vector>

#include "ledger/allocation/rules.hpp"

namespace radslag::allocation {

/// Ballots as they were cast: by voter, then by project, what it is worth to him; 0: not named.
struct Election {
  std::vector<std::int64_t> costs;
  std::int64_t envelope = 0;
  std::vector<std::vector<std::int64_t>> ballots;
  TieOrder ties = {};

  [[nodiscard]] Profile profile() const;
  [[nodiscard]] std::int64_t voters() const { return static_cast<std::int64_t>(ballots.size()); }
  [[nodiscard]] std::int64_t votes(std::size_t project) const;
  [[nodiscard]] std::int64_t cost_of(const std::vector<std::uint32_t>& projects) const;
};
std::ostream& operator<<(std::ostream& out, const Election& e);

using Funded = std::vector<std::uint32_t>;  ///< in order of selection

[[nodiscard]] Funded slow_greedy(const Election& e, const GreedyRule& rule);  ///< by votes or points; skip, stop, reserve, minimum
[[nodiscard]] Funded slow_phragmen(const Election& e, Unaffordable unaffordable);
/// One run with this endowment, without regard to the envelope but for single costs.
[[nodiscard]] Funded slow_run(const Election& e, Utility utility, const Exact& endowment);
/// With completion and comparison.
[[nodiscard]] Funded slow_equal_shares(const Election& e, const EqualSharesRule& rule);

}  // namespace radslag::allocation
