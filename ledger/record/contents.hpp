// What stands in blobs (FORMAT.md section 4.3), as values with one encoding: encode_content(x), parse_content<T>(text).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/random.hpp"
#include "ledger/allocation/allocation.hpp"
#include "ledger/record/entry.hpp"

namespace radslag::record {

inline constexpr std::size_t max_round_projects = 2'000;

enum class DialogueKind { ongoing, project };
enum class Level { information, consultation, dialogue, participation, co_decision };

[[nodiscard]] std::span<const std::string_view> words(DialogueKind);
[[nodiscard]] std::span<const std::string_view> words(Level);

struct DialogueContent {
  static constexpr std::string_view kind = "dialogue-content";
  std::string title, summary, board, officer;
  DialogueKind dialogue_kind{};
  Level level{};
  std::string influence, reported_to, reported_how, comment;
};

struct Place {
  std::string id, name;
};

struct Project {
  std::string id;
  std::uint64_t cost = 0;   ///< minor units
  std::string area, theme;  ///< ids, or empty
  bool withdrawn = false;
  std::string title, summary;
};

/// Everything that is frozen at opening.
struct RoundDefinition {
  static constexpr std::string_view kind = "round-definition";
  std::string title, summary, currency;
  std::uint64_t envelope = 0;  ///< minor units
  std::string ballot;          ///< kind and version of ballot: see ballot.hpp
  std::uint64_t choices_min = 0, choices_max = 0;
  std::uint64_t budget_max = 0;  ///< minor units; 0: no limit on the sum of the chosen costs
  allocation::Rule rule;
  std::uint64_t opens = 0, closes = 0;  ///< announced hours
  std::vector<Place> areas, themes;
  std::vector<Project> projects;
};

struct Credentials {
  static constexpr std::string_view kind = "credentials";
  std::vector<PublicKey> keys;  ///< strictly ascending
};

struct TallyContent {
  static constexpr std::string_view kind = "tally";
  std::uint64_t ballots = 0, voters = 0, blank = 0;
  struct Votes {
    std::string project;
    std::uint64_t votes = 0;
    bool operator==(const Votes&) const = default;
  };
  std::vector<Votes> votes;  ///< in the order of the definition
  bool operator==(const TallyContent&) const = default;
};

struct AllocationContent {
  static constexpr std::string_view kind = "allocation";
  Digest tally{};
  std::uint64_t envelope = 0, cost = 0;
  struct Step {
    std::string project;
    std::uint64_t votes = 0, left_before = 0;
    allocation::Outcome outcome{};
    bool operator==(const Step&) const = default;
  };
  struct Tie {
    allocation::TieCriterion criterion{};
    std::vector<std::string> projects;
    bool operator==(const Tie&) const = default;
  };
  std::vector<Step> steps;  ///< in the order in which the rule looked at the projects
  std::vector<Tie> ties;
  bool operator==(const AllocationContent&) const = default;
};

struct DecisionContent {
  static constexpr std::string_view kind = "decision";
  std::string board, meeting, diary;
  struct Outcome {
    std::string project;
    bool funded = false;
    std::optional<std::string> reason;  ///< exactly where it departs from the allocation
  };
  std::vector<Outcome> projects;  ///< in the order of the definition
};

struct MilestoneContent {
  static constexpr std::string_view kind = "milestone";
  std::string text;
};

template <class T>
[[nodiscard]] std::string encode_content(const T& content);
template <class T>
[[nodiscard]] Result<T> parse_content(std::string_view text);

// --- blobs: 32 random bytes, then the content ---

inline constexpr std::size_t blob_salt_bytes = 32;

[[nodiscard]] std::string make_blob(std::string_view content);
/// Nothing if too short to be a blob.
[[nodiscard]] std::optional<std::string_view> blob_content(std::string_view blob);
[[nodiscard]] Digest blob_digest(std::string_view blob);

// --- from a round's definition to the rule's input and back ---

[[nodiscard]] allocation::Tally rule_input(const RoundDefinition& definition, const TallyContent& tally);
[[nodiscard]] AllocationContent describe(const RoundDefinition& definition, const Digest& tally_digest,
                                         const allocation::Allocation& result);

}  // namespace radslag::record
