// Drafts of what officers and boards do about initiatives and residents' projects, and of what those rest on.
#include <algorithm>

#include "ledger/record/draft.hpp"
#include "ledger/record/values.hpp"

namespace radslag::record {
namespace {

constexpr const char* town = "town";

/// A statement for the town log; refused where nobody could read it back: nothing that the record cannot hold is given out to be sealed.
Result<Draft> checked(const Statement& statement, std::vector<std::string> blobs = {}) {
  auto text = encode_statement(statement);
  if (text.size() > max_text_bytes) return refuse(Errc::too_large, "the act has more than 20,000 bytes");
  if (auto readable = parse_statement(text); !readable) return tl::make_unexpected(readable.error());
  return Draft{town, std::move(text), std::move(blobs)};
}

template <class Content>
Result<std::string> checked_blob(const Content& content) {
  const auto text = encode_content(content);
  if (auto readable = parse_content<Content>(text); !readable) return tl::make_unexpected(readable.error());
  return make_blob(text);
}

/// A statement whose last value is the digest of this content.
template <class T, class Content>
Result<Draft> with_content(T statement, const Content& content) {
  auto blob = checked_blob(content);
  if (!blob) return tl::make_unexpected(blob.error());
  statement.content = blob_digest(*blob);
  return checked(statement, {std::move(*blob)});
}

Result<const InitiativeState*> find(const State& state, const std::string& id) {
  const auto* initiative = state.initiative(id);
  if (!initiative) return refuse(Errc::not_found, "no such initiative: " + id);
  return initiative;
}

Result<const InitiativeState*> find(const State& state, const std::string& id, InitiativePhase phase) {
  auto initiative = find(state, id);
  if (initiative && (*initiative)->phase != phase)
    return refuse(Errc::out_of_order,
                  "initiative " + id + " is " + std::string(word((*initiative)->phase)) + ", not " + std::string(word(phase)));
  return initiative;
}

const ProposalState::Assessed* feasible(const ProposalState& proposal) {
  if (proposal.assessments.empty()) return nullptr;
  const auto& newest = proposal.assessments.back();
  return newest.row.outcome == Assessment::feasible ? &newest : nullptr;
}

/// What people call an area: the call's word for it, else the roll's.
std::string area_name(const State& state, const CallState& call, const std::string& id) {
  for (const auto& area : call.content.areas) {
    if (area.area == id) return area.name;
  }
  const auto edition = state.town.editions.find(call.edition);
  const auto* area = edition == state.town.editions.end() ? nullptr : edition->second.area(id);
  return area ? area->name : id;
}

}  // namespace

Result<Draft> draft_registrar(const State& state, const PublicKey& registrar, const std::string& site) {
  return checked(RegistrarAnnounced{state.town.origin, registrar, site});
}

Result<Draft> draft_roll_edition(const State& state, RollEdition edition) {
  if (state.town.editions.contains(edition.edition)) return refuse(Errc::duplicate, "there is an edition " + edition.edition + " already");
  edition.origin = state.town.origin;
  return checked(edition);
}

Result<Draft> draft_board(const State& state, Board board) {
  const auto known = state.town.boards.find(board.board);
  board.origin = state.town.origin;
  board.version = known == state.town.boards.end() ? 1 : known->second.row.version + 1;
  return checked(board);
}

Result<Draft> draft_feedback(const State& state, const std::string& dialogue, const std::string& date, const ReportContent& content) {
  if (!state.town.dialogues.contains(dialogue)) return refuse(Errc::not_found, "no such dialogue: " + dialogue);
  return with_content(Feedback{state.town.origin, dialogue, date, {}}, content);
}

Result<Draft> draft_initiative_opened(const State& state, const std::string& matter, std::uint64_t closes, Level level,
                                      const OpeningContent& content) {
  const auto initiative = find(state, matter, InitiativePhase::raised);
  if (!initiative) return tl::make_unexpected(initiative.error());
  const auto& [board, edition, place] = std::tie((*initiative)->board, (*initiative)->edition, (*initiative)->place);
  const auto threshold = threshold_of(state.town.boards.at(board).row, state.town.editions.at(edition).row, place);
  return with_content(InitiativeOpened{state.town.origin, matter, closes, threshold, level, {}}, content);
}

Result<Draft> draft_initiative_rejected(const State& state, const std::string& matter, RejectReason reason, const std::string& into,
                                        const std::string& text) {
  const auto initiative = find(state, matter, InitiativePhase::raised);
  if (!initiative) return tl::make_unexpected(initiative.error());
  return with_content(InitiativeRejected{state.town.origin, matter, reason, into, {}}, Reason{text});
}

Result<Draft> draft_set_aside(const State& state, const std::string& matter, const Digest& pseudonym, const std::string& text) {
  const auto initiative = find(state, matter);
  if (!initiative) return tl::make_unexpected(initiative.error());
  return with_content(SetAside{state.town.origin, matter, pseudonym, {}}, Reason{text});
}

Result<Draft> draft_restored(const State& state, const std::string& matter, const Digest& pseudonym, const std::string& text) {
  const auto initiative = find(state, matter);
  if (!initiative) return tl::make_unexpected(initiative.error());
  return with_content(Restored{state.town.origin, matter, pseudonym, {}}, Reason{text});
}

Result<Draft> draft_initiative_report(const State& state, const std::string& matter, const std::string& date, ReportStep step,
                                      const ReportContent& content) {
  const auto phase = step == ReportStep::preparation ? InitiativePhase::handed_over : InitiativePhase::decided;
  const auto initiative = find(state, matter, phase);
  if (!initiative) return tl::make_unexpected(initiative.error());
  return with_content(InitiativeReport{state.town.origin, matter, date, step, {}}, content);
}

Result<Draft> draft_initiative_decided(const State& state, const std::string& matter, InitiativeOutcome outcome,
                                       const InitiativeDecisionContent& content) {
  const auto initiative = find(state, matter, InitiativePhase::handed_over);
  if (!initiative) return tl::make_unexpected(initiative.error());
  return with_content(InitiativeDecided{state.town.origin, matter, outcome, {}}, content);
}

Result<Draft> draft_call_opened(const State& state, const std::string& call, const std::string& dialogue, std::uint64_t closes,
                                const CallContent& content) {
  if (!state.town.dialogues.contains(dialogue)) return refuse(Errc::not_found, "no such dialogue: " + dialogue);
  if (state.town.calls.contains(call) || state.round(call) || state.initiative(call))
    return refuse(Errc::duplicate, "the name " + call + " is in the record already");
  return with_content(CallOpened{state.town.origin, call, dialogue, closes, {}}, content);
}

Result<Draft> draft_project_assessed(const State& state, ProposalAssessment x) {
  const auto* proposal = state.proposal(x.proposal);
  if (!proposal) return refuse(Errc::not_found, "no such proposal: " + x.proposal);
  if (const auto* round = state.round(proposal->call); round && round->phase != Phase::begun)
    return refuse(Errc::frozen, "round " + round->id + " has been opened: its projects and their costs were frozen then");
  ProjectAssessed statement{state.town.origin, x.proposal, proposal->assessments.size() + 1, x.outcome, x.cost, std::move(x.into), {}, {}};
  std::vector<std::string> blobs;
  if (x.picture) {
    blobs.push_back(make_blob(*x.picture));
    statement.picture = blob_digest(blobs.back());
  }
  x.content.has_alt = x.picture.has_value();
  auto text = checked_blob(x.content);
  if (!text) return tl::make_unexpected(text.error());
  statement.content = blob_digest(*text);
  blobs.push_back(std::move(*text));
  return checked(statement, std::move(blobs));
}

Result<RoundDefinition> definition_from_call(const State& state, const std::string& id, RoundDefinition definition) {
  const auto found = state.town.calls.find(id);
  if (found == state.town.calls.end()) return refuse(Errc::not_found, "no such call: " + id);
  const auto& call = found->second;
  definition.currency = call.content.currency;
  definition.envelope = call.content.envelope;
  definition.projects.clear();
  definition.areas.clear();
  std::set<std::string> areas;
  for (const auto& name : call.proposals) {
    const auto& proposal = state.town.proposals.at(name);
    const auto* assessed = feasible(proposal);
    if (!assessed) continue;
    if (!proposal.place.empty()) areas.insert(proposal.place);
    const auto& content = *assessed->content;
    definition.projects.push_back({name, assessed->row.cost, proposal.place, {}, false, content.title, content.summary});
  }
  if (definition.projects.empty()) return refuse(Errc::out_of_order, "no proposal to the call " + id + " has been found feasible");
  for (const auto& area : areas) definition.areas.push_back({area, area_name(state, call, area)});
  return definition;
}

}  // namespace radslag::record
