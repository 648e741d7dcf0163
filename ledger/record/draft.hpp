// Acts of office before they are sealed: the statement that officers sign, and the blobs that go with it. Pure; whoever holds the
// record's state can make them on a machine of their own.
#pragma once

#include <string>
#include <vector>

#include "ledger/record/record.hpp"

namespace radslag::record {

struct Draft {
  std::string log;                 ///< short name of the log that it is for
  std::string statement;           ///< what the seals sign
  std::vector<std::string> blobs;  ///< that the statement names
};

struct DialogueRow {
  std::string id;
  DialogueStatus status{};
  Signal signal{};
  std::string begins, ends;  ///< dates
};

struct ProjectDecision {
  std::string project;
  bool funded = false;
  std::string reason;  ///< for a departure
};

[[nodiscard]] Draft draft_officer(const State& state, OfficerLine officer);
[[nodiscard]] Draft draft_officer_end(const State& state, const PublicKey& officer);
/// The next version of the dialogue.
[[nodiscard]] Draft draft_dialogue(const State& state, const DialogueRow& row, const DialogueContent& content);
/// `log_key`: of the server that will sign the round's log.
[[nodiscard]] Draft draft_round_begun(const State& state, const std::string& round, const std::string& dialogue, const PublicKey& log_key);
/// `town_size` and `town_root`: of the town log as it stands, with round-begun in it. The credentials are put in order.
[[nodiscard]] Result<Draft> draft_round_opened(const State& state, const std::string& round, std::uint64_t town_size,
                                               const log::Hash& town_root, const RoundDefinition& definition, Credentials credentials);
/// `ballots`: the ballot entries that the round log had when this was drafted.
[[nodiscard]] Result<Draft> draft_round_closed(const State& state, const std::string& round, std::uint64_t ballots);
[[nodiscard]] Result<Draft> draft_tally(const State& state, const std::string& round, const TallyContent& tally);
[[nodiscard]] Result<Draft> draft_allocation(const State& state, const std::string& round);
[[nodiscard]] Result<Draft> draft_round_ended(const State& state, const std::string& round, std::uint64_t size, const log::Hash& root);
/// Projects that `departures` does not name are decided as allocated. Refused: a departure that is none, or has no reason.
[[nodiscard]] Result<Draft> draft_decision(const State& state, const std::string& round, const std::string& board,
                                           const std::string& meeting, const std::string& diary,
                                           const std::vector<ProjectDecision>& departures);
[[nodiscard]] Draft draft_milestone(const State& state, const std::string& round, const std::string& project, const std::string& date,
                                    MilestoneState milestone, const std::string& text);

/// A seal on a draft, by one officer's key.
[[nodiscard]] Seal seal(const Draft& draft, const crypto::SigningKey& key);

}  // namespace radslag::record
