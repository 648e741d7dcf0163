// What is true, according to the entries so far: the values that a replay of the logs builds, and that pages and programs read.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/log/tree.hpp"
#include "ledger/record/contents.hpp"
#include "ledger/record/entry.hpp"

namespace radslag::record {

struct Officer {
  PublicKey key{};
  std::vector<Role> roles;
  std::string name;
  std::uint64_t announced_at = 0;         ///< index in the town log
  std::optional<std::uint64_t> ended_at;  ///< index in the town log
};

struct DialogueVersion {
  std::uint64_t index = 0, hour = 0;
  Dialogue row;
};

struct DialogueState {
  DialogueContent content;                ///< of the newest version
  std::vector<DialogueVersion> versions;  ///< oldest first, never empty
  std::vector<std::string> rounds;        ///< ids, in order of beginning

  [[nodiscard]] const Dialogue& row() const { return versions.back().row; }
};

/// What voters and their ballots are held against. Immutable once made; shared with whoever checks ballots.
struct Frozen {
  std::string origin;  ///< of the round log
  RoundDefinition definition;
  Digest definition_digest{};
  Credentials credentials;
  std::unordered_map<std::string, std::uint16_t> project_index;  ///< id -> place in definition.projects

  /// The place of a credential on the list.
  [[nodiscard]] std::optional<std::uint32_t> credential_index(const PublicKey& key) const;
};

enum class Phase { begun, open, closed, tallied, allocated };
[[nodiscard]] std::span<const std::string_view> words(Phase);

struct MilestoneReport {
  std::uint64_t index = 0, hour = 0;
  Milestone row;
  std::string text;
};

struct DecisionState {
  std::uint64_t index = 0, hour = 0;
  DecisionContent content;
  std::uint64_t departures = 0;
};

struct RoundState {
  std::string id, dialogue, origin;
  PublicKey log_key{};
  std::uint64_t begun_at = 0;  ///< index in the town log
  Phase phase = Phase::begun;
  std::shared_ptr<const Frozen> frozen;  ///< from opening on
  std::uint64_t opened_hour = 0, closed_hour = 0, tallied_hour = 0, allocated_hour = 0;
  std::uint64_t ballots = 0;      ///< ballot entries; while a round is open, as of the snapshot
  std::uint64_t voters = 0;       ///< credentials with a ballot
  std::uint64_t closed_at = 0;    ///< index of round-closed
  std::vector<Officer> officers;  ///< as they stood at the opening's town-size
  Digest tally_digest{}, allocation_digest{};
  std::optional<TallyContent> tally;
  std::optional<AllocationContent> allocation;
  std::optional<std::uint64_t> ended_at;  ///< index of round-ended in the town log
  std::optional<DecisionState> decision;
  std::vector<MilestoneReport> milestones;
};

struct TownState {
  std::string origin, name, currency;
  bool demo = false;
  std::map<PublicKey, Officer> officers;
  std::map<std::string, DialogueState> dialogues;
  std::vector<std::string> dialogue_order;  ///< ids in order of first appearance
};

struct State {
  TownState town;
  std::map<std::string, RoundState> rounds;
  [[nodiscard]] const RoundState* round(const std::string& id) const;
  [[nodiscard]] bool begun() const { return !town.origin.empty(); }
};

/// "rounds/<id>" or "town": the short name of a log, as in paths below /log/.
[[nodiscard]] std::string round_log_name(const std::string& round);
/// The round's id of such a name; empty for the town log.
[[nodiscard]] std::string round_of_log(std::string_view log);

}  // namespace radslag::record
