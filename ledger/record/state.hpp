// What is true, according to the entries so far: the values that a replay of the logs builds, and that pages and programs read.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/log/tree.hpp"
#include "ledger/record/contents.hpp"
#include "ledger/record/entry.hpp"
#include "ledger/record/withheld.hpp"

namespace radslag::voting {
class Election;
class Trustees;
}  // namespace radslag::voting

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

struct FeedbackState {
  std::uint64_t index = 0, hour = 0;
  Feedback row;
  ReportContent content;  ///< empty: withheld
};

struct DialogueState {
  DialogueContent content;                ///< of the newest version
  std::vector<DialogueVersion> versions;  ///< oldest first, never empty
  std::vector<std::string> rounds;        ///< ids, in order of beginning
  std::vector<std::string> calls;
  std::vector<FeedbackState> feedback;

  [[nodiscard]] const Dialogue& row() const { return versions.back().row; }
};

/// Making the key of a round's secret ballots. Immutable once made; each step makes another.
struct CeremonyState {
  VotingGroup group{};
  std::uint64_t threshold = 0;  ///< 0: all
  std::vector<CeremonyBegun::Trustee> trustees;
  std::array<std::vector<std::string>, 4> messages;  ///< by KeyStep, then by trustee; empty: not there yet
  std::shared_ptr<const voting::Trustees> keys;      ///< when complete: Belenios' `trustees`, and the election's key

  [[nodiscard]] const std::string& message(KeyStep step, std::size_t trustee) const {  ///< `trustee` from 0
    return messages[static_cast<std::size_t>(step)][trustee];
  }
  /// The step that is under way; nothing when complete.
  [[nodiscard]] std::optional<KeyStep> step() const;
  [[nodiscard]] bool complete() const { return keys != nullptr; }
  /// So many trustees decrypt.
  [[nodiscard]] std::size_t needed() const { return threshold == 0 ? trustees.size() : threshold; }
  /// So many shuffle first, where ballots are mixed.
  [[nodiscard]] std::size_t shuffles_needed() const { return std::max<std::size_t>(2, needed()); }
};

enum class CredentialClass { voter, reserve, paper };

/// One urn of secret ballots: a Belenios election and its voters. Credentials are known by their place: voters, then reserve, then paper.
struct FrozenUrn {
  std::string id;
  std::shared_ptr<const voting::Election> election;
  Digest election_digest{};             ///< of the blob
  Electorate::Urn electorate;           ///< `urn` is `id`
  std::vector<std::uint16_t> projects;  ///< places in the definition, in its order: what the question's choices are
  std::vector<std::uint32_t> by_text;   ///< the places of all credentials in the order of their texts
  bool mixnet = false;                  ///< ballots are shuffled, then each is decrypted; else only totals are

  [[nodiscard]] std::size_t size() const { return by_text.size(); }
  [[nodiscard]] const std::string& credential(std::uint32_t place) const;
  [[nodiscard]] std::optional<std::uint32_t> place_of(std::string_view credential) const;
  [[nodiscard]] CredentialClass class_of(std::uint32_t place) const;
};

/// What voters and their ballots are held against. Immutable once made; shared with whoever checks ballots.
struct Frozen {
  std::string origin;  ///< of the round log
  RoundDefinition definition;
  Digest definition_digest{};
  Credentials credentials;
  std::unordered_map<std::string, std::uint16_t> project_index;  ///< id -> place in definition.projects

  // --- where ballots are secret; else empty ---
  std::vector<FrozenUrn> urns;  ///< in the order of the definition
  std::uint64_t halves = 1;     ///< of a voter's secret; 1: eligibility rests on the registrar
  std::uint64_t roll = 0;       ///< people who may vote, without the reserve
  std::shared_ptr<const CeremonyState> ceremony;
  std::vector<RoundOpened::Page> pages;
  PublicKey registrar{};  ///< whose word on hand-outs counts

  [[nodiscard]] bool is_secret() const { return !urns.empty(); }
  [[nodiscard]] std::optional<std::size_t> urn_index(std::string_view id) const;
  /// The urn of the whole municipality, where there is one.
  [[nodiscard]] std::optional<std::size_t> whole_urn() const;

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

/// An urn of secret ballots; while the round is open, as of the snapshot.
struct UrnState {
  std::uint64_t ballots = 0;         ///< entries
  std::uint64_t voters = 0;          ///< credentials with a ballot, those on paper too
  std::uint64_t paper = 0;           ///< ballots on paper
  std::uint64_t envelopes = 0;       ///< credentials that voted by an accepted envelope
  std::uint64_t blocked = 0;         ///< credentials blocked otherwise
  std::uint64_t active_reserve = 0;  ///< the first so many may vote
  struct Part {
    std::uint64_t trustee = 0, index = 0;  ///< `trustee` from 1; `index` in the round log
    Digest blob{};
  };
  std::vector<Part> shuffles, decryptions;  ///< in the order of the log
};

struct RoundState {
  std::string id, dialogue, origin;
  PublicKey log_key{};
  std::uint64_t begun_at = 0;  ///< index in the town log
  Phase phase = Phase::begun;
  std::shared_ptr<const Frozen> frozen;  ///< from opening on
  std::uint64_t opened_hour = 0, closed_hour = 0, tallied_hour = 0, allocated_hour = 0;
  std::uint64_t ballots = 0;                      ///< ballot entries; while a round is open, as of the snapshot
  std::uint64_t voters = 0;                       ///< credentials with a ballot
  std::uint64_t opened_at = 0;                    ///< index of round-opened
  std::uint64_t closed_at = 0;                    ///< index of round-closed
  std::vector<Officer> officers;                  ///< as they stood at the opening's town-size; before it, at that of the ceremony
  std::shared_ptr<const CeremonyState> ceremony;  ///< where ballots are secret, from ceremony-begun on
  std::vector<UrnState> urns;                     ///< where ballots are secret, from opening on: as in `frozen->urns`
  std::uint64_t handed_out = 0;                   ///< voting cards; while a round is open, as of the snapshot
  Digest tally_digest{}, allocation_digest{};
  std::optional<TallyContent> tally;
  struct Lot {
    std::uint64_t index = 0, hour = 0;
    LotDrawn row;
  };
  std::optional<Lot> lot;  ///< once it has been drawn, or given up
  std::optional<AllocationContent> allocation;
  std::optional<std::uint64_t> ended_at;  ///< index of round-ended in the town log
  std::optional<DecisionState> decision;
  std::vector<MilestoneReport> milestones;
  std::uint64_t withheld_ballots = 0;  ///< by decisions after the round's own
  std::uint64_t uncounted = 0;         ///< ballots that were not there any more when the tally was replayed: it stands as it was sealed

  /// The seed of the lot, once it has been drawn; nothing where it could not be.
  [[nodiscard]] std::optional<Digest> lot_seed() const {
    return lot && !lot->row.shares.empty() ? std::optional(lot->row.seed) : std::nullopt;
  }
  /// The frozen tie order ends in a lot, and the record does not say yet what came of it.
  [[nodiscard]] bool awaits_lot() const { return frozen && frozen->definition.last_tie == LastTie::lot && !lot; }

  /// Whether an urn of a closed round has what it needs for its next act; both true of an urn without ballots.
  [[nodiscard]] bool is_shuffled(std::size_t urn) const;
  [[nodiscard]] bool is_decrypted(std::size_t urn) const;
};

struct RegistrarState {
  std::uint64_t index = 0;
  RegistrarAnnounced row;
};

struct EditionState {
  std::uint64_t index = 0, hour = 0;
  RollEdition row;
  [[nodiscard]] const RollEdition::Area* area(std::string_view id) const;
};

struct BoardState {
  std::uint64_t index = 0, hour = 0;
  Board row;  ///< the newest version
};

enum class InitiativePhase { raised, open, handed_over, decided, rejected, expired };
[[nodiscard]] std::span<const std::string_view> words(InitiativePhase);

struct InitiativeState {
  std::string id, board, place, edition;
  Commitment roll;
  Digest subject{};
  InitiativePhase phase = InitiativePhase::raised;
  std::uint64_t raised_at = 0, raised_hour = 0;
  Assurance raised_by{};
  /// Sealed until an officer has opened or refused it; for ever where it was refused as unlawful. May be absent then, and is where it has
  /// been withheld.
  std::shared_ptr<const InitiativeContent> content;

  struct Opening {
    std::uint64_t index = 0, hour = 0;
    InitiativeOpened row;
    OpeningContent content;
  };
  struct Rejection {
    std::uint64_t index = 0, hour = 0;
    InitiativeRejected row;
    std::string text;  ///< empty: withheld
  };
  struct HandOver {
    std::uint64_t index = 0, hour = 0, signatures = 0;
  };
  struct Decided {
    std::uint64_t index = 0, hour = 0;
    InitiativeDecided row;
    InitiativeDecisionContent content;
  };
  struct Report {
    std::uint64_t index = 0, hour = 0;
    InitiativeReport row;
    ReportContent content;  ///< empty: withheld
  };
  /// A signature taken out by an officer, and perhaps put back.
  struct Aside {
    std::uint64_t index = 0, hour = 0;
    Digest pseudonym{}, content{};
    bool restored = false;  ///< this row puts it back
    std::string text;       ///< empty: withheld
  };
  std::optional<Opening> opening;
  std::optional<Rejection> rejection;
  std::optional<HandOver> hand_over;
  std::optional<Decided> decided;
  std::optional<std::uint64_t> expired_hour;
  std::vector<Report> reports;
  std::vector<Aside> asides;
};

struct ProposalState {
  std::string id, call, place;
  Digest subject{};
  std::uint64_t proposed_at = 0, proposed_hour = 0;
  std::shared_ptr<const ProposalContent> content;  ///< sealed until the first assessment; nullptr where absent or withheld
  struct Assessed {
    std::uint64_t index = 0, hour = 0;
    ProjectAssessed row;
    std::shared_ptr<const AssessmentContent> content;
  };
  std::vector<Assessed> assessments;  ///< oldest first
};

struct CallState {
  std::uint64_t index = 0, hour = 0;
  CallOpened row;
  CallContent content;
  std::optional<Commitment> roll;      ///< from the first proposal on
  std::string edition;                 ///< likewise
  std::vector<std::string> proposals;  ///< ids, in order
};

struct WitnessesState {
  std::uint64_t index = 0, hour = 0;
  WitnessesAnnounced row;
};

/// What a log's checkpoints are signed with, and as what.
struct LogIdentity {
  std::uint64_t generation = 1;  ///< counts the recoveries
  PublicKey key{};
  std::uint64_t from = 0;        ///< index in the town log of the entry that announced it
  std::uint64_t first_size = 0;  ///< the least size of the log that a checkpoint signed with it has
};

/// A lost entry that a receipt has shown.
struct ShownAgain {
  std::uint64_t at = 0;  ///< index of `entry-resubmitted` in its log
  bool counts = false;   ///< it takes effect again; else it is evidence only
};

struct RecoveryState {
  std::uint64_t index = 0, hour = 0;
  LogRecovered row;
  std::string reason;
  std::map<std::uint64_t, ShownAgain> shown = {};  ///< by the index that the entry had

  [[nodiscard]] std::uint64_t counted() const;  ///< of those shown
};

struct DestroyedKey {
  std::uint64_t index = 0, hour = 0;
};

struct TownState {
  std::string origin, name, currency;
  bool demo = false;
  PublicKey first_key{};  ///< what the log was begun with: Sources::town_key, since nothing in the record says it
  std::map<PublicKey, Officer> officers;
  std::map<std::string, DialogueState> dialogues;
  std::vector<std::string> dialogue_order;  ///< ids in order of first appearance
  std::optional<RegistrarState> registrar;  ///< the newest
  std::map<std::string, EditionState> editions;
  std::string newest_edition;
  std::map<std::string, BoardState> boards;
  std::map<std::string, InitiativeState> initiatives;
  std::vector<std::string> initiative_order;  ///< ids, as raised
  std::map<std::string, CallState> calls;
  std::map<std::string, ProposalState> proposals;
  std::optional<WitnessesState> witnesses;                     ///< the newest
  std::map<std::string, std::vector<LogIdentity>> identities;  ///< by log: what `log-key` and `log-recovered` changed, oldest first
  std::vector<RecoveryState> recoveries;                       ///< oldest first
  std::shared_ptr<const Withheld> withheld = std::make_shared<Withheld>();
  std::map<std::pair<MatterKind, std::string>, DestroyedKey> destroyed_keys;
  std::set<Digest> sealed;  ///< blobs of raised texts that no officer has looked at, or that the law forbids
};

struct State {
  TownState town;
  std::map<std::string, RoundState> rounds;
  [[nodiscard]] const RoundState* round(const std::string& id) const;
  [[nodiscard]] const InitiativeState* initiative(const std::string& id) const;
  [[nodiscard]] const ProposalState* proposal(const std::string& id) const;
  /// The decision that withholds this blob; nullptr for none.
  [[nodiscard]] const Withholding* withheld(const Digest& blob) const { return town.withheld->find(blob); }
  [[nodiscard]] bool begun() const { return !town.origin.empty(); }
};

/// "rounds/<id>" or "town": the short name of a log, as in paths below /log/.
[[nodiscard]] std::string round_log_name(const std::string& round);
/// The round's id of such a name; empty for the town log.
[[nodiscard]] std::string round_of_log(std::string_view log);

}  // namespace radslag::record
