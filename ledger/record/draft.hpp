// Acts of office before they are sealed: the statement that officers sign, and the blobs that go with it. Pure; whoever holds the
// record's state can make them on a machine of their own.
#pragma once

#include <optional>
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
/// `root`: of the round log just after `round-closed`. All shares, in any order; or none, where one was kept back: then ties go as listed.
/// Errors: mismatch (one that was not committed to), malformed (only some), out_of_order, duplicate.
[[nodiscard]] Result<Draft> draft_lot(const State& state, const std::string& round, const log::Hash& root,
                                      const std::vector<Digest>& shares);
/// `content`: what Record::allocation gives.
[[nodiscard]] Result<Draft> draft_allocation(const State& state, const std::string& round, const AllocationContent& content);
[[nodiscard]] Result<Draft> draft_round_ended(const State& state, const std::string& round, std::uint64_t size, const log::Hash& root);
/// Projects that `departures` does not name are decided as allocated. Refused: a departure that is none, or has no reason.
[[nodiscard]] Result<Draft> draft_decision(const State& state, const std::string& round, const std::string& board,
                                           const std::string& meeting, const std::string& diary,
                                           const std::vector<ProjectDecision>& departures);
[[nodiscard]] Draft draft_milestone(const State& state, const std::string& round, const std::string& project, const std::string& date,
                                    MilestoneState milestone, const std::string& text);

// --- the registrar, the roll, the boards' rules (FORMAT.md section 4.1) ---
//
// These and what follows refuse texts, dates and ids that the record could not hold (malformed, not_canonical), and what the state says
// would be refused anyway. Hours are judged when the act is handed in.

/// `site`: as is_site in values.hpp.
[[nodiscard]] Result<Draft> draft_registrar(const State& state, const PublicKey& registrar, const std::string& site);
/// `edition.origin` is set here.
[[nodiscard]] Result<Draft> draft_roll_edition(const State& state, RollEdition edition);
/// The next version of the board's rule: `board.origin` and `board.version` are set here.
[[nodiscard]] Result<Draft> draft_board(const State& state, Board board);
[[nodiscard]] Result<Draft> draft_feedback(const State& state, const std::string& dialogue, const std::string& date,
                                           const ReportContent& content);

// --- initiatives (section 4.4) ---

/// With the threshold that the board's rule gives now. `closes`: an hour, at most the board's `days` + 1 days after the hour of handing in;
/// so `days` after drafting leaves a day for sealing.
[[nodiscard]] Result<Draft> draft_initiative_opened(const State& state, const std::string& matter, std::uint64_t closes, Level level,
                                                    const OpeningContent& content);
/// `into`: the initiative that says it already; empty unless the reason is `duplicate`.
[[nodiscard]] Result<Draft> draft_initiative_rejected(const State& state, const std::string& matter, RejectReason reason,
                                                      const std::string& into, const std::string& text);
[[nodiscard]] Result<Draft> draft_set_aside(const State& state, const std::string& matter, const Digest& pseudonym,
                                            const std::string& text);
[[nodiscard]] Result<Draft> draft_restored(const State& state, const std::string& matter, const Digest& pseudonym, const std::string& text);
[[nodiscard]] Result<Draft> draft_initiative_report(const State& state, const std::string& matter, const std::string& date, ReportStep step,
                                                    const ReportContent& content);
[[nodiscard]] Result<Draft> draft_initiative_decided(const State& state, const std::string& matter, InitiativeOutcome outcome,
                                                     const InitiativeDecisionContent& content);

// --- from ideas to projects (section 4.5) ---

/// `call`: the id of the round to come.
[[nodiscard]] Result<Draft> draft_call_opened(const State& state, const std::string& call, const std::string& dialogue,
                                              std::uint64_t closes, const CallContent& content);
struct ProposalAssessment {
  std::string proposal;
  Assessment outcome{};
  std::uint64_t cost = 0;              ///< minor units; where feasible
  std::string into;                    ///< where merged
  std::optional<std::string> picture;  ///< a JPEG's bytes; `content.alt` says what it shows
  AssessmentContent content;           ///< `has_alt` is set here
};
/// The next assessment of the proposal.
[[nodiscard]] Result<Draft> draft_project_assessed(const State& state, ProposalAssessment assessment);

/// For draft_round_opened, where the round grew out of a call: `definition` with the call's currency and envelope, with the proposals that
/// are feasible now as its projects, in the order in which they were proposed, each in the area that it is for, and with those areas.
/// Refused: no such call (not_found), no feasible proposal (out_of_order).
[[nodiscard]] Result<RoundDefinition> definition_from_call(const State& state, const std::string& call, RoundDefinition definition);

// --- secret ballots (section 4.7) ---

/// Who holds the key. `town_size` and `town_root` as for the opening; the trustees are officers with that role, in the order given.
[[nodiscard]] Result<Draft> draft_ceremony_begun(const State& state, const std::string& round, std::uint64_t town_size,
                                                 const log::Hash& town_root, VotingGroup group, std::uint64_t threshold,
                                                 const std::vector<PublicKey>& trustees);
/// `trustee` from 1; `message`: what the step publishes. Refused: a step that is not this trustee's turn.
[[nodiscard]] Result<Draft> draft_ceremony_step(const State& state, const std::string& round, std::uint64_t trustee, KeyStep step,
                                                const std::string& message);
/// The opening of secret ballots. `definition` has urns whose areas were merged as far as needed, since `electorate` was made for them;
/// `pages`: the files of the ballot page. Elections and the roll follow from these.
[[nodiscard]] Result<Draft> draft_secret_round_opened(const State& state, const std::string& round, std::uint64_t town_size,
                                                      const log::Hash& town_root, const RoundDefinition& definition,
                                                      const Electorate& electorate, std::vector<RoundOpened::Page> pages);
/// `active`: for each urn named, how many of its reserve may vote from now on.
[[nodiscard]] Result<Draft> draft_reserve_activated(const State& state, const std::string& round,
                                                    std::vector<ReserveActivated::Active> active, const Reason& reason);
[[nodiscard]] Result<Draft> draft_credential_blocked(const State& state, const std::string& round, std::vector<UrnCredential> credentials,
                                                     const Reason& reason);
[[nodiscard]] Result<Draft> draft_envelope_accepted(const State& state, const std::string& round, std::vector<UrnCredential> credentials);
/// A ballot on paper that two officers encrypted: `json` as Belenios has it, under a credential of the paper block.
[[nodiscard]] Result<Draft> draft_paper_ballot(const State& state, const std::string& round, const std::string& json);
/// The next unused credential of an urn's paper block; not_found where there is none left. `used`: by earlier ballots (UrnState::paper).
[[nodiscard]] Result<std::string> paper_credential(const State& state, const std::string& round, const std::string& urn,
                                                   std::uint64_t used);
[[nodiscard]] Result<Draft> draft_shuffle(const State& state, const std::string& round, const std::string& urn, std::uint64_t trustee,
                                          const std::string& json);
[[nodiscard]] Result<Draft> draft_partial_decryption(const State& state, const std::string& round, const std::string& urn,
                                                     std::uint64_t trustee, const std::string& json);

/// `blobs` in any order, each once; of the town's log or of that of a round that has been ended.
[[nodiscard]] Result<Draft> draft_blobs_withheld(const State& state, const std::string& log, WithholdingGround ground,
                                                 const std::string& decision, std::vector<Digest> blobs, const std::string& reason);
/// Errors: not_found, duplicate, out_of_order (the appeal period is not over at `hour`).
[[nodiscard]] Result<Draft> draft_matter_key_destroyed(const State& state, MatterKind kind, const std::string& matter, std::uint64_t hour);

/// The next version of who witnesses the record. `version` and `origin` are set here, the witnesses put in order. Errors: malformed,
/// too_large, duplicate, mismatch (a quorum that cannot be).
[[nodiscard]] Result<Draft> draft_witnesses(const State& state, WitnessesAnnounced witnesses);
/// A witness as people write it: its vkey (as radslag-witness key prints it), a space, and who runs it. Errors: malformed.
[[nodiscard]] Result<WitnessesAnnounced::Witness> parse_witness(std::string_view line);

/// A seal on a draft, by one officer's key.
[[nodiscard]] Seal seal(const Draft& draft, const crypto::SigningKey& key);

}  // namespace radslag::record
