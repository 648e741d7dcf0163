// The rules that cities use, with their parameters, and what a count gives: which projects, in which order, and why.
//
// A count is a pure function of profile, rule and tie order, exact to the last unit: the same on every machine. Adding a rule: its
// parameters as one more alternative of `AnyRule`, one file with its count, one line in `count` (rules.cpp) and its words in rule_json.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ledger/allocation/exact.hpp"
#include "ledger/allocation/profile.hpp"
#include "ledger/allocation/tie_order.hpp"
#include "ledger/result.hpp"

namespace radslag::allocation {

/// What a voter's ballot makes of a project's worth to that voter.
enum class Utility {
  cost,         ///< its cost, where the ballot names it
  cardinality,  ///< 1, where the ballot names it
  points,       ///< what the ballot gives it, as it stands
  borda,        ///< of a ranking: how many of the projects that it names come after it
};

/// By score, the most first.
struct GreedyRule {
  enum class Score { votes, points } score = Score::votes;
  enum class Order { score, score_per_cost } order = Order::score;
  Unaffordable unaffordable = Unaffordable::skip;
  std::uint64_t minimum_score = 0;  ///< less: not eligible
  /// Poznan's rule, with `stop`: the first project that does not fit is funded all the same, with money from elsewhere, if what is left
  /// covers so many per cent of it. 0: no such rule.
  std::uint64_t reserve_percent = 0;
  /// Projects of which only one may be funded: the first to be reached. Each project in at most one group.
  std::vector<std::vector<std::string>> exclusive = {};
  bool operator==(const GreedyRule&) const = default;
};

/// The Method of Equal Shares (Peters, Skowron; equalshares.net). Each voter has the same money, and pays only for what the ballot names.
struct EqualSharesRule {
  Utility utility = Utility::cost;
  /// Every voter: the envelope by all voters; or what the voter's area has by the voters of that area (Profile::area_envelopes).
  enum class Endowment { per_voter, per_area } endowment = Endowment::per_voter;
  enum class Completion { none, add1 } completion = Completion::none;
  enum class Start { fractional, whole } start = Start::fractional;    ///< of the endowment: as it is, or rounded down to whole `unit`s
  enum class Stop { infeasible, exhaustive } stop = Stop::infeasible;  ///< `exhaustive`: also when nothing more would fit
  enum class Then { nothing, greedy } then = Then::nothing;            ///< what is left goes to projects by votes, as far as they fit
  std::int64_t unit = 100;                                             ///< minor units in one unit of money
  std::int64_t step = 1;                                               ///< units that add1 adds to each voter's money
  /// `satisfaction`: greedy by votes is taken instead where more voters prefer it, by the number of their projects that it funds.
  /// `coverage`: where more voters have a project in it and none in the other than the other way round.
  enum class Comparison { none, satisfaction, coverage } comparison = Comparison::none;
  std::uint64_t minimum_votes = 0;
  /// Not eligible: a project that a smaller share of voters names than its share of the envelope divided by this. 0: no such rule.
  std::uint64_t share_factor = 0;
  bool operator==(const EqualSharesRule&) const = default;
};

/// Phragmen's sequential rule: supporters earn money at one rate and buy a project as soon as they can.
struct PhragmenRule {
  Unaffordable unaffordable = Unaffordable::stop;  ///< `stop`: at the first that does not fit, though others would
  std::uint64_t minimum_votes = 0;
  bool operator==(const PhragmenRule&) const = default;
};

using AnyRule = std::variant<GreedyRule, EqualSharesRule, PhragmenRule>;

/// Why a project was funded or not.
enum class Fate {
  funded,
  completed,  ///< funded by the greedy completion
  reserve,    ///< funded with money from elsewhere
  withdrawn,
  not_eligible,      ///< fewer votes than the rule asks for
  exceeds_envelope,  ///< costs more than the whole envelope
  excluded,          ///< another of its group was funded
  does_not_fit,      ///< more than was left when its turn came
  after_stop,        ///< the rule had stopped
  supporters_spent,  ///< its supporters together have less left than it costs
  no_supporters,
};

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

/// Counts. Errors: malformed, too_large (as `allocate`), mismatch (per_area without areas), unsupported.
[[nodiscard]] Result<Count> count(const Profile& profile, const AnyRule& rule, const TieOrder& ties);

}  // namespace radslag::allocation
