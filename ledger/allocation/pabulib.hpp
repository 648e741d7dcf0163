// Pabulib's .pb format: a participatory budget with its projects and ballots in one text file (pabulib.org/format).
//
// Read: approval, choose-1, ordinal and cumulative ballots, and scoring ones whose points are whole numbers from 0; the columns named below
// (others, such as a voter's age, are passed over). Lines are numbered from 1. Errors begin with "line N: "; what can be understood
// in one way only, though it breaks the format, is a warning.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/allocation/profile.hpp"
#include "ledger/allocation/rule.hpp"
#include "ledger/result.hpp"

namespace radslag::allocation {

/// A cost of this many whole units means that the project was withdrawn.
inline constexpr std::int64_t kPbWithdrawnUnits = 999'999'999;

struct PbLimits {
  std::size_t max_bytes = std::size_t{512} << 20;  ///< of the file; never more than 4 GiB - 1
  std::size_t max_line_bytes = std::size_t{1} << 20;
  std::size_t max_fields = 256;             ///< in a line
  std::size_t max_meta = 1'000;             ///< rows of META
  std::size_t max_projects = kMaxProjects;  ///< never more than kMaxProjects
  std::size_t max_ballots = 10'000'000;
  std::size_t max_warnings = 1'000;  ///< kept; the rest are only counted
};

/// The most points that a ballot may give a project.
inline constexpr std::uint32_t kMaxPbPoints = 1'000'000;

enum class PbVoteType { approval, choose_1, ordinal, cumulative, scoring };

struct PbMetaEntry {
  std::string key;
  std::string value;
  bool operator==(const PbMetaEntry&) const = default;
};

/// A row of PROJECTS. An empty text means that the file does not say.
struct PbProject {
  Project project;  ///< id; cost in minor units; withdrawn by the sentinel cost
  std::string name;
  std::string category;       ///< comma list, as written
  std::string beneficiaries;  ///< comma list, as written; "target" in files before 2026
  std::string district;
  std::string neighborhood;
  std::string description;
  std::string latitude;                ///< as written
  std::string longitude;               ///< as written
  std::optional<std::uint64_t> votes;  ///< what the file says; PbFile::counted is what its ballots say
  std::optional<int> selected;         ///< 0 not funded, 1 funded, 2 and 3 special (explained in META's comment)

  bool operator==(const PbProject&) const = default;
};

/// Ballots in file order: a voter's id and the projects chosen, each once, in the ballot's order. Flat, since there may be millions.
class PbBallots {
 public:
  /// `points`: as many as projects, or none where the ballots have none. `area`: index in PbFile::areas; of all ballots or of none.
  void add(std::string_view voter, std::span<const std::uint16_t> projects, std::span<const std::uint32_t> points = {},
           std::optional<std::uint16_t> area = {});
  [[nodiscard]] std::size_t size() const { return voter_ends_.size(); }
  [[nodiscard]] std::string_view voter(std::size_t ballot) const;
  /// Indices in PbFile::projects; empty for an empty ballot, which counts as a ballot all the same.
  [[nodiscard]] std::span<const std::uint16_t> choices(std::size_t ballot) const;
  /// In the order of the choices; empty where ballots have no points.
  [[nodiscard]] std::span<const std::uint32_t> points(std::size_t ballot) const;

  /// Nothing where the file has no areas of voters.
  [[nodiscard]] std::optional<std::uint16_t> area(std::size_t ballot) const;

  bool operator==(const PbBallots&) const = default;

 private:
  std::string voters_;
  std::vector<std::uint32_t> voter_ends_;
  std::vector<std::uint16_t> choices_;
  std::vector<std::uint32_t> choice_ends_;
  std::vector<std::uint32_t> points_;  ///< empty, or one for each choice
  std::vector<std::uint16_t> areas_;   ///< empty, or one for each ballot
};

/// A neighbourhood with its part of the budget: where META has `neighborhoods` and `budget_per_neighborhood`, and voters tell theirs.
struct PbArea {
  std::string name;         ///< empty, and last: of voters who tell none of the others, with nothing
  std::int64_t budget = 0;  ///< minor units
  bool operator==(const PbArea&) const = default;
};

struct PbWarning {
  std::uint64_t line = 0;  ///< 0: the file as a whole
  std::string text;
};

struct PbFile {
  /// META in file order without the keys that have a field below and without num_projects and num_votes.
  std::vector<PbMetaEntry> meta;
  std::int64_t budget = 0;  ///< minor units
  PbVoteType vote_type = PbVoteType::approval;
  std::string rule;                                          ///< as named by the format: "greedy-no-skip"
  std::string currency;                                      ///< ISO 4217, or empty
  std::optional<std::uint64_t> min_length, max_length;       ///< projects of a ballot
  std::optional<std::int64_t> min_sum_cost, max_sum_cost;    ///< of a ballot's projects together, minor units
  std::optional<std::uint64_t> max_sum_points, max_points;   ///< of a ballot's points
  std::optional<std::uint64_t> min_project_score_threshold;  ///< fewer votes: not eligible
  std::vector<PbProject> projects;
  std::vector<PbArea> areas;  ///< none where the file does not say which area gets what
  PbBallots ballots;
  std::vector<std::uint64_t> counted;  ///< votes of each project, counted from the ballots

  std::vector<PbWarning> warnings;      ///< in the order found
  std::uint64_t warnings_not_kept = 0;  ///< over PbLimits::max_warnings

  /// META's value of a key without a field of its own, or empty.
  [[nodiscard]] std::string_view meta_value(std::string_view key) const;
  /// Equal contents; warnings are about the file they came from and do not count.
  friend bool operator==(const PbFile& a, const PbFile& b);
};

/// Reads a whole file. Errors, each with its line: malformed, too_large, unsupported, unknown_project (a ballot names a project that
/// PROJECTS does not have), duplicate (a key, project or voter that comes twice).
[[nodiscard]] Result<PbFile> parse_pb(std::string_view bytes, const PbLimits& limits = {});

/// The file's one canonical text: "\n" line ends, no BOM, quotes only where needed, counts and the `votes` column from the ballots.
/// parse_pb(write_pb(file)) == file for a file that came from parse_pb with a `votes` column that was right (or filled in).
/// Errors: malformed (a line break or control character in a text, a comma in a project id, an empty id, a META key that has a field).
[[nodiscard]] Result<std::string> write_pb(const PbFile& file);

/// Ballots that name each project.
[[nodiscard]] std::vector<std::uint64_t> votes_of(const PbFile& file);

/// The file's ballots, equal ones together. A ranking gives its first of n projects n - 1 points where `utility` is Borda, and otherwise
/// names all of them; where the file has points for its places, those. Areas become area_envelopes.
[[nodiscard]] Profile profile_of(const PbFile& file, Utility utility);

}  // namespace radslag::allocation
