// From a tally to funded projects.
//
// A rule is a pure function of its parameters and a tally: the same input gives the same allocation on every machine, so the
// allocation can be recomputed by anybody who holds the record. Integers only; amounts are minor units (öre) of one currency.
//
// Adding a rule: one new file with a function of the type `RuleFunction`, a value of `RuleKind`, and a line in `kRules`
// (allocation.cpp). Parameters that only the new rule has go into `Rule` with a default that other rules ignore.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "ledger/result.hpp"

namespace radslag::allocation {

/// The largest cost or envelope, in minor units: 10^15 of a currency with hundredths. Sums of two amounts fit in 64 bits.
inline constexpr std::int64_t kMaxAmount = 100'000'000'000'000'000;
/// The most projects of one tally.
inline constexpr std::size_t kMaxProjects = 10'000;

struct Project {
  std::string id;          ///< opaque; compared byte by byte, never as a number
  std::int64_t cost = 0;   ///< minor units, 1 .. kMaxAmount
  bool withdrawn = false;  ///< on the ballot but taken back: never funded, and never a reason to stop

  bool operator==(const Project&) const = default;
};

/// What a rule sees of the ballots. A project is known by its index in `projects`.
struct Tally {
  std::vector<Project> projects;     ///< in their frozen listing order, which is also the last tie criterion
  std::vector<std::uint64_t> votes;  ///< votes[i]: ballots that name projects[i]
  std::int64_t envelope = 0;         ///< minor units, 0 .. kMaxAmount
};

enum class RuleKind { greedy };

/// What greedy does at a project that costs more than the money left.
enum class Unaffordable {
  skip,  ///< passes over it and goes on with the next
  stop,  ///< ends: nothing after it is funded ("no-skip")
};

/// How projects with equal scores are ordered.
enum class TieCriterion {
  min_cost,      ///< the cheaper first
  max_cost,      ///< the dearer first
  listing_order  ///< the one listed first; total, so it always comes last and is never written into `Rule::ties`
};

struct Rule {
  RuleKind kind = RuleKind::greedy;
  Unaffordable unaffordable = Unaffordable::skip;
  std::uint64_t minimum_votes = 0;  ///< fewer votes than this: not eligible. 0 also lets a project without votes be funded
  std::vector<TieCriterion> ties;   ///< tried in this order, then listing order; none twice, not both min_cost and max_cost

  bool operator==(const Rule&) const = default;
};

enum class Outcome {
  funded,
  does_not_fit,      ///< costs more than was left, though not more than the envelope
  exceeds_envelope,  ///< costs more than the whole envelope
  below_minimum,     ///< fewer votes than Rule::minimum_votes
  after_stop,        ///< comes after the project at which the rule stopped
  withdrawn,
};

/// A project's turn.
struct Step {
  std::uint32_t project = 0;     ///< index in Tally::projects
  std::uint64_t votes = 0;       ///< its score
  std::int64_t left_before = 0;  ///< money left when its turn came, minor units
  Outcome outcome = Outcome::funded;

  bool operator==(const Step&) const = default;
};

/// Projects that were still equal when a criterion was asked, and that it put in order, if only in part: where some of a score have
/// equal costs too, "min-cost" names all of that score and then "listing-order" those of one cost.
struct Tie {
  std::vector<std::uint32_t> projects;                   ///< in the order they were given in the end
  TieCriterion criterion = TieCriterion::listing_order;  ///< the one that was asked
  bool decisive = false;                                 ///< another order among these would have funded other projects

  bool operator==(const Tie&) const = default;
};

struct Allocation {
  std::vector<std::uint32_t> funded;  ///< in order of selection
  std::int64_t cost = 0;              ///< of the funded, minor units; never more than the envelope
  std::vector<Step> steps;            ///< one for each project, in the order considered
  std::vector<Tie> ties;              ///< every tie met, highest score first; of one score, in the order asked

  bool operator==(const Allocation&) const = default;
};

using RuleFunction = Allocation (*)(const Tally&, const Rule&);

/// Applies `rule` to `tally`.
/// Errors: mismatch (votes and projects differ in number), malformed (a cost that is not positive, a negative envelope, repeated or
/// contradicting tie criteria), too_large (an amount over kMaxAmount, more than kMaxProjects), unsupported (a kind without a rule).
[[nodiscard]] Result<Allocation> allocate(const Tally& tally, const Rule& rule);

}  // namespace radslag::allocation
