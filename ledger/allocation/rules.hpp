// What a count by a rule gives: which projects, in which order, and why.
//
// A count is a pure function of profile, rule and tie order, exact to the last unit: the same on every machine.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ledger/allocation/exact.hpp"
#include "ledger/allocation/fate.hpp"
#include "ledger/allocation/profile.hpp"
#include "ledger/allocation/rule.hpp"
#include "ledger/allocation/tie_order.hpp"
#include "ledger/result.hpp"

namespace radslag::allocation {

/// A project that was funded, in the order of selection; of greedy, every project in the order looked at.
struct Round {
  std::uint32_t project = 0;
  Fate fate = Fate::funded;
  std::uint64_t supporters = 0;
  std::int64_t left_before = 0;  ///< of the envelope, minor units
  /// Equal Shares: price of a unit of utility: the most that a supporter pays by the utility that the project has for him. Phragmen: the
  /// time. Greedy: the score, or score by cost.
  Exact measure;
  /// Equal Shares: what its supporters together had left before, minor units.
  Exact supporters_money;
};

/// Projects that were equal when one was to be taken.
struct TieMet {
  std::uint32_t round = 0;              ///< index in `rounds`
  std::vector<std::uint32_t> projects;  ///< in the order that the tie order gives them
};

struct Count {
  std::vector<std::uint32_t> funded;  ///< in order of selection
  std::int64_t cost = 0;              ///< of the funded, minor units; more than the envelope only by the reserve rule
  std::vector<Fate> fates;            ///< of each project
  std::vector<Round> rounds;
  std::vector<TieMet> ties;
  std::vector<Exact> endowments;  ///< Equal Shares: money of a voter, minor units, by area (one, where there are none)
  std::uint64_t runs = 1;         ///< Equal Shares: how many endowments were tried
  struct Compared {
    std::uint64_t prefer_this = 0, prefer_greedy = 0;  ///< voters
    std::vector<std::uint32_t> greedy;                 ///< what greedy funds
    bool switched = false;                             ///< greedy's projects are the ones funded
  };
  std::optional<Compared> compared;
};

/// The most runs of add1; the last one's outcome stands. What costs very much more than one step of all its supporters together would
/// take years, and a round must get a result: the larger it is, the fewer, from 100,000 down to 1,000 (FORMAT.md section 10).
[[nodiscard]] std::uint64_t most_runs(std::uint64_t voters, std::size_t projects);

/// Counts. Errors: malformed (a negative amount; an exclusive project that is not there or stands in two groups), too_large (one over
/// kMaxAmount, more than kMaxProjects, points that do not fit), mismatch (per_area without areas), unsupported.
[[nodiscard]] Result<Count> count(const Profile& profile, const AnyRule& rule, const TieOrder& ties);

}  // namespace radslag::allocation
