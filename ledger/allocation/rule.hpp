// The rules that cities use, as parameters. What they give: rules.hpp.
//
// Adding a rule: its parameters as one more alternative of `AnyRule`, one file with its count, one line in `count` (rules.cpp), and its
// list of parameters in rule_fields.hpp, which the record and JSON share.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace radslag::allocation {

/// What a voter's ballot makes of a project's worth to that voter.
enum class Utility {
  cost,         ///< its cost, where the ballot names it
  cardinality,  ///< 1, where the ballot names it
  points,       ///< what the ballot gives it, as it stands
  borda,        ///< of a ranking: how many of the projects that it names come after it
};

/// What greedy and Phragmen do at a project that costs more than the money left.
enum class Unaffordable {
  skip,  ///< passes over it and goes on with the next
  stop,  ///< ends: nothing after it is funded ("no-skip")
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

}  // namespace radslag::allocation
