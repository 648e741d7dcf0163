// What stands in blobs (FORMAT.md section 4.3), as values with one encoding: encode_content(x), parse_content<T>(text).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/random.hpp"
#include "ledger/allocation/fate.hpp"
#include "ledger/allocation/rule.hpp"
#include "ledger/allocation/tie_criterion.hpp"
#include "ledger/record/entry.hpp"

namespace radslag::record {

inline constexpr std::size_t max_round_projects = 2'000;
inline constexpr std::size_t max_round_places = 1'000;  ///< areas, and themes
inline constexpr std::size_t max_round_urns = 100;

enum class DialogueKind { ongoing, project };

[[nodiscard]] std::span<const std::string_view> words(DialogueKind);

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

/// Where ballots are secret: an election of its own, with its part of the money.
struct UrnDefinition {
  std::string id;
  std::uint64_t envelope = 0;      ///< minor units
  std::vector<std::string> areas;  ///< ids, in the order given; empty: of the whole municipality
};

/// Urns by themselves, as they are planned before there is a definition: a file between registrar and desk, never in the record.
struct UrnPlan {
  static constexpr std::string_view kind = "urns";
  std::vector<UrnDefinition> urns;
};

/// What a ballot says of the projects that it names.
enum class BallotRule {
  approval,  ///< that they are chosen; with `choices_max` 1 exactly one or none
  ranking,   ///< in which order, the best first
  points,    ///< how many points each gets
};
[[nodiscard]] std::span<const std::string_view> words(BallotRule);

/// What decides in the end between projects that are equal by all criteria.
enum class LastTie {
  listing,  ///< as they stand in the definition
  given,    ///< an explicit order
  lot,      ///< drawn after closing, from shares committed to before
};
[[nodiscard]] std::span<const std::string_view> words(LastTie);

inline constexpr std::uint64_t max_ballot_points = 255;
inline constexpr std::uint64_t max_place_points = 1'000'000;
inline constexpr std::size_t min_lot_shares = 2, max_lot_shares = 12;

/// Everything that is frozen at opening.
struct RoundDefinition {
  static constexpr std::string_view kind = "round-definition";
  std::string title, summary, currency;
  std::uint64_t envelope = 0;  ///< minor units
  std::string ballot;          ///< kind and version of ballot: see ballot.hpp
  BallotRule ballot_rule{};
  std::uint64_t choices_min = 0, choices_max = 0;
  std::uint64_t budget_max = 0;             ///< minor units; 0: no limit on the sum of the chosen costs
  std::uint64_t points_max = 0;             ///< of `points`: the most that a ballot gives in all, 1 to 255; else 0
  std::vector<std::uint64_t> place_points;  ///< of `ranking`: what each of `choices_max` places is worth, never rising; else none
  allocation::AnyRule rule;
  std::vector<allocation::TieCriterion> ties;  ///< in the order in which they are asked
  LastTie last_tie{};
  std::vector<std::string> tie_order = {};  ///< of `given`: every project's id once; else none
  std::vector<Digest> lot_shares = {};      ///< of `lot`: what each share of the lot is committed to; else none
  std::uint64_t opens = 0, closes = 0;      ///< announced hours
  std::vector<Place> areas, themes;
  std::vector<UrnDefinition> urns = {};  ///< none exactly where ballots are clear
  std::vector<Project> projects;

  /// The place of the urn that a project belongs to; 0 where there are no urns.
  [[nodiscard]] std::size_t urn_of(const Project& project) const;
};

struct Credentials {
  static constexpr std::string_view kind = "credentials";
  std::vector<PublicKey> keys;  ///< strictly ascending
};

/// Who may vote by secret ballot, as Belenios credentials (FORMAT.md 4.7).
struct Electorate {
  static constexpr std::string_view kind = "electorate";
  std::uint64_t halves = 1;  ///< 2: a voter's secret is the sum of the registrar's half and one printed on a letter
  struct Urn {
    std::string urn;
    std::vector<std::string> voters;   ///< strictly ascending
    std::vector<std::string> reserve;  ///< in the order in which they will be activated
    std::vector<std::string> paper;    ///< in the order in which they will be used
  };
  std::vector<Urn> urns;  ///< in the order of the definition
};

/// Why a secret ballot does not count.
enum class Invalid { undefined_bit, too_many, too_few, too_many_points, over_budget, withdrawn };
[[nodiscard]] std::span<const std::string_view> words(Invalid);

struct TallyContent {
  static constexpr std::string_view kind = "tally";
  std::uint64_t ballots = 0, voters = 0, blank = 0;
  struct Votes {
    std::string project;
    std::uint64_t votes = 0;  ///< ballots that name it
    std::uint64_t score = 0;  ///< what they give it together: points, or what its places are worth; of approval `votes`
    bool operator==(const Votes&) const = default;
  };
  std::vector<Votes> votes;  ///< in the order of the definition
  struct Urn {
    std::string urn;
    std::uint64_t ballots = 0, voters = 0, blank = 0, invalid = 0;
    bool operator==(const Urn&) const = default;
  };
  struct InvalidBallot {
    std::string urn;
    std::uint64_t place = 0;  ///< in the urn's result, from 0
    Invalid reason{};
    bool operator==(const InvalidBallot&) const = default;
  };
  std::vector<Urn> urns = {};                ///< of secret ballots, in the order of the definition
  std::vector<InvalidBallot> invalids = {};  ///< by urn and place
  bool operator==(const TallyContent&) const = default;
};

/// What the frozen rule gives. Fractions are exact, as text: "p/q" in lowest terms, or "p"; empty: none.
struct AllocationContent {
  static constexpr std::string_view kind = "allocation";
  Digest tally{};
  std::optional<Digest> lot;             ///< the seed that decided ties, where it was drawn
  std::uint64_t envelope = 0, cost = 0;  ///< minor units
  struct Count {
    std::string urn;           ///< empty where there are none
    std::uint64_t voters = 0;  ///< ballots that count
    std::uint64_t runs = 1;    ///< Equal Shares: how many endowments were tried
    std::string endowment;     ///< Equal Shares: of each voter, minor units
    bool operator==(const Count&) const = default;
  };
  struct Compared {
    std::string urn;
    std::uint64_t prefer_this = 0, prefer_greedy = 0;  ///< voters
    bool switched = false;                             ///< what greedy funds was taken
    bool operator==(const Compared&) const = default;
  };
  struct Step {
    std::string project;
    std::uint64_t votes = 0, left_before = 0;
    allocation::Fate outcome{};
    std::string measure;  ///< allocation::Round::measure; empty where the rule did not come to the project
    std::string money;    ///< its supporters' money before, minor units; empty as `measure`
    bool operator==(const Step&) const = default;
  };
  struct Tie {
    std::vector<std::string> projects;  ///< in the tie order
    bool operator==(const Tie&) const = default;
  };
  std::vector<Count> counts;  ///< of each urn
  std::vector<Compared> compared;
  std::vector<Step> steps;  ///< urn by urn: as the rule took or looked at the projects, then those that it did not come to
  std::vector<Tie> ties;
  bool operator==(const AllocationContent&) const = default;

  [[nodiscard]] std::uint64_t funded() const;  ///< how many
  [[nodiscard]] bool funds(std::string_view project) const;
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

// --- initiatives ---

/// What a resident raises. Markdown in `text`.
struct InitiativeContent {
  static constexpr std::string_view kind = "initiative";
  std::string title, text;
};
/// A name shown beside a signature, by choice.
struct SignatureName {
  static constexpr std::string_view kind = "signature-name";
  std::string name;
};
/// The four questions that all need a yes before residents are asked, each with its reason, and what can be influenced.
struct OpeningContent {
  static constexpr std::string_view kind = "initiative-opening";
  std::string can_be_influenced, are_we_open, do_we_need_values, will_people_learn;  ///< reasons for the four yes
  std::string influence;                                                             ///< "what you can influence here"
};
/// Why something was refused, declined, set aside or restored: shown to all.
struct Reason {
  static constexpr std::string_view kind = "reason";
  std::string text;
};
/// What an office reports: preparation, answer, follow-up, feedback.
struct ReportContent {
  static constexpr std::string_view kind = "report";
  std::string board, text;
};
struct InitiativeDecisionContent {
  static constexpr std::string_view kind = "initiative-decision";
  std::string board, meeting, diary, reasons;
};

// --- projects ---

struct CallContent {
  static constexpr std::string_view kind = "call";
  std::string title, text, currency;
  std::uint64_t envelope = 0;  ///< minor units: of the whole municipality
  struct AreaEnvelope {
    std::string area;
    std::uint64_t amount = 0;  ///< minor units, at least 1
    std::string name;
  };
  std::vector<AreaEnvelope> areas;  ///< ascending by id
};
/// What a resident proposes. Markdown in `text`. `estimate` in minor units; 0: none given.
struct ProposalContent {
  static constexpr std::string_view kind = "proposal";
  std::string title, text;
  std::uint64_t estimate = 0;
};
/// What officers made of a proposal: the words that it will stand with in the round, and why.
struct AssessmentContent {
  static constexpr std::string_view kind = "project-assessment";
  std::string title, summary, reasons;
  bool has_alt = false;  ///< exactly where there is a picture
  std::string alt;       ///< what the picture shows, for those who do not see it
  struct Translation {
    std::string language, title, summary;  ///< language: BCP 47, two or three letters
  };
  std::vector<Translation> translations;  ///< ascending by language
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

}  // namespace radslag::record
