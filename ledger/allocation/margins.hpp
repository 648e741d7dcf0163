// How close it was: what would have had to be different for a project to be funded, all else as it was.
//
// After Boehmer, Faliszewski, Janeczko, Peters, Pierczynski, Schierreich, Skowron, Szufa, "Evaluation of Project Performance in
// Participatory Budgeting" (IJCAI 2024, arXiv 2312.14723): until a project is taken, a count goes as one without it, so one count shows at
// which cost or with how many more supporters the project would have been taken in each of its rounds.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ledger/allocation/rules.hpp"

namespace radslag::allocation {

/// Of one project. Counting again with its cost changed to `cost` funds it, and with one minor unit more, or any amount above that, does
/// not; counting again with `more_votes` ballots more funds it, and with fewer more does not. (With still more
/// Equal Shares may pass it over again, since everybody's part is smaller then; greedy and Phragmen never do.)
struct Margin {
  /// The largest cost, minor units, with which it is funded: of funded ones at least what it costs. Nothing where no cost of 1 or more
  /// would do (too few votes, withdrawn), and for funded ones where Margins::of_funded says no.
  std::optional<std::int64_t> cost;
  /// Of one that is not funded: the fewest new ballots that name it alone with which it would have been, at least 1. They are voters
  /// more, so each voter's part of the envelope becomes smaller under Equal Shares, unless `votes_at_endowment`. Nothing where no number
  /// would do (it costs more than the envelope; withdrawn), where the rule goes by points or places, and where money goes by area.
  std::optional<std::uint64_t> more_votes;
  /// Equal Shares: `more_votes` holds what each voter had fixed; each new voter has it too.
  bool votes_at_endowment = false;
  /// Greedy by votes, of one that is funded: the most ballots that could have left it out, with which it still is.
  std::optional<std::uint64_t> fewer_votes;

  bool operator==(const Margin&) const = default;
};

struct Margins {
  std::vector<Margin> projects;
  /// Equal Shares with add1: all numbers are for the endowment at which the count ended, though the count would then have ended at another
  /// one; so without regard to the envelope.
  bool at_endowment = false;
  /// The comparison with greedy, where the rule has one, is left out of account; where greedy's outcome was taken, all numbers are
  /// greedy's.
  bool without_comparison = false;
  bool of_funded = false;  ///< `cost` is worked out for funded ones too
};

/// How much may be counted again for it, in projects on ballots (of equal ballots, one) times counts: 20,000,000 are some seconds.
struct MarginWork {
  /// Equal Shares without completion: `more_votes` is found by counting with 1, 2, 3 ... voters more, since fewer may do where more do not.
  /// Where that would be too much, `votes_at_endowment` instead, which takes one count for all projects.
  std::uint64_t votes = 20'000'000;
  /// Equal Shares and Phragmen: one count more for each funded project, or none of these; by greedy they cost nothing.
  std::uint64_t funded = 20'000'000;
};

/// `counted`: what `count` gave for the same input.
[[nodiscard]] Margins margins(const Profile& profile, const AnyRule& rule, const TieOrder& ties, const Count& counted,
                              const MarginWork& work = {});

}  // namespace radslag::allocation
