// deploy/example/example.json as values: days count from today, money in whole units.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/record/draft.hpp"

namespace radslag::programs {

struct ExampleOfficer {
  std::string id, name;
  std::vector<record::Role> roles;
};

/// What those who took part were told. A dialogue is finished only after it.
struct ExampleFeedback {
  std::int64_t day = 0;
  std::string date;
  record::ReportContent content;
};

struct ExampleDialogue {
  record::DialogueRow row;
  record::DialogueContent content;
  std::optional<ExampleFeedback> feedback;
};

struct ExampleDecision {
  std::string board, meeting, diary;
  std::vector<record::ProjectDecision> departures;
  std::int64_t day = 0;
};

struct ExampleMilestone {
  std::string project, date, text;
  record::MilestoneState state{};
  std::int64_t day = 0;
};

struct ExampleRound {
  std::string id, dialogue, phase;
  std::int64_t opened_day = 0, closes_day = 0;
  record::RoundDefinition definition;
  std::vector<unsigned> popularity;  ///< of each project, 1 to 100
  struct Taste {
    std::string likes;   ///< an area or a theme
    unsigned share = 0;  ///< of the voters, by weight
  };
  std::vector<Taste> tastes;  ///< groups of voters who like one area's or theme's projects much more; none: all are alike
  std::size_t roll = 0, voters = 0, revotes = 0;
  std::optional<ExampleDecision> decision;
  std::vector<ExampleMilestone> milestones;
};

struct ExampleContent {
  std::string name, currency;
  std::vector<ExampleOfficer> officers;
  std::vector<ExampleDialogue> dialogues;
  std::vector<ExampleRound> rounds;
};

/// `today`: days since 1970. Throws std::runtime_error naming the file and what is wrong in it.
[[nodiscard]] ExampleContent read_example(const std::filesystem::path& file, std::int64_t today);

}  // namespace radslag::programs
