// Initiatives and proposals: what was shown and what may be, whether a reached threshold was followed by its hand-over, and what the replay
// says of each.
#include "crypto/encoding.hpp"
#include "ledger/audit/inspection.hpp"

namespace radslag::audit {
namespace {

constexpr const char* town = "town";

std::vector<AsideReport> asides_of(const record::InitiativeState& initiative) {
  std::vector<AsideReport> asides;
  for (const auto& x : initiative.asides) asides.push_back({x.index, crypto::to_hex(x.pseudonym), x.restored, x.text});
  return asides;
}

InitiativeReport initiative_facts(const record::TownState& state, const record::InitiativeState& x,
                                  const record::SignatureCount& signatures) {
  InitiativeReport report;
  report.id = x.id;
  report.sealed = state.sealed.contains(x.subject);
  if (x.content && !report.sealed) report.title = x.content->title;
  report.board = state.boards.at(x.board).row.name;
  report.phase = x.phase;
  report.people = x.roll.people;
  report.signatures = signatures;
  report.raised_at = x.raised_at;
  if (x.opening) report.opening = {x.opening->index, x.opening->row.threshold, x.opening->row.closes};
  if (x.hand_over) report.hand_over = {x.hand_over->index - 1, x.hand_over->index, x.hand_over->signatures};
  if (x.rejection) report.rejection = {x.rejection->index, x.rejection->row.reason, x.rejection->row.into, x.rejection->text};
  if (x.decided) {
    const auto& content = x.decided->content;
    report.decided = {x.decided->index, x.decided->row.outcome, content.board, content.meeting, content.diary};
  }
  report.asides = asides_of(x);
  report.reports = x.reports.size();
  return report;
}

CallReport call_facts(const record::State& state, const record::CallState& call) {
  CallReport report{call.row.call, call.content.title, call.proposals.size()};
  for (const auto& id : call.proposals) {
    const auto& assessments = state.proposal(id)->assessments;
    if (assessments.empty()) continue;
    switch (assessments.back().row.outcome) {
      case record::Assessment::feasible: ++report.feasible; break;
      case record::Assessment::declined: ++report.declined; break;
      case record::Assessment::merged: ++report.merged; break;
      case record::Assessment::unlawful: ++report.unlawful; break;
    }
  }
  return report;
}

}  // namespace

void Inspection::note_blobs(std::uint64_t index, const Item& item) {
  const auto& statement = item.entry->statement;
  const bool first_shown = !item.blobs.empty() && !item.blobs[0].empty();
  const auto note_text = [&](const record::Digest& text) {
    if (first_shown) {
      shown_texts_.emplace(text, index);
    } else {
      sealed_texts_.emplace(text, town_checkpoint_.size);
    }
  };
  if (const auto* raised = std::get_if<record::InitiativeRaised>(&statement)) note_text(raised->attested.subject);
  if (const auto* proposed = std::get_if<record::ProjectProposed>(&statement)) note_text(proposed->attested.subject);
}

void Inspection::expect_text_of(std::uint64_t index, const record::Statement& opening) const {
  const record::Digest* text = nullptr;
  const auto text_of = [&](const auto* known) {
    if (known && !known->content) text = &known->subject;
  };
  if (const auto* opened = std::get_if<record::InitiativeOpened>(&opening)) text_of(state().initiative(opened->matter));
  if (const auto* rejected = std::get_if<record::InitiativeRejected>(&opening)) text_of(state().initiative(rejected->matter));
  if (const auto* assessed = std::get_if<record::ProjectAssessed>(&opening)) text_of(state().proposal(assessed->proposal));
  const auto found = text ? sealed_texts_.find(*text) : sealed_texts_.end();
  if (found != sealed_texts_.end() && index >= found->second)
    throw Unavailable("a text was opened while its record was read: verify again");
}

bool Inspection::must_read_on_for_texts() {
  bool must = false;
  for (const auto& [text, index] : shown_texts_) must |= state().town.sealed.contains(text) && read_on_for_.insert(text).second;
  return must && !town_stopped_at_;
}

void Inspection::judge_texts() {
  for (const auto& [text, index] : shown_texts_) {
    if (state().town.sealed.contains(text)) entry_finding(town, index, say("finding.text-was-shown"));
  }
}

/// Where other entries follow, the record refuses them; here nothing does.
void Inspection::judge_hand_over() {
  const auto& due = record_.due();
  const auto* handed_over = due ? std::get_if<record::HandedOver>(&*due) : nullptr;
  if (handed_over)
    entry_finding(town, town_.size() - 1, say("finding.hand-over-missing", {{"initiative", handed_over->matter}}), Severity::missing);
}

void Inspection::collect_initiatives() {
  for (const auto& id : state().town.initiative_order)
    report_.initiatives.push_back(initiative_facts(state().town, *state().initiative(id), record_.signatures(id)->count()));
  for (const auto& [id, call] : state().town.calls) report_.calls.push_back(call_facts(state(), call));
}

void Inspection::say_what_initiatives_leave_open() {
  auto& unchecked = report_.unchecked;
  std::uint64_t by_email = 0;
  for (const auto& initiative : report_.initiatives) {
    by_email += initiative.signatures.email;
    const bool for_good = initiative.phase == record::InitiativePhase::rejected;
    if (initiative.sealed)
      unchecked.push_back(say(for_good ? "unchecked.sealed-for-good" : "unchecked.sealed-initiative", {{"initiative", initiative.id}}));
  }
  std::uint64_t sealed_proposals = 0;
  for (const auto& [id, proposal] : state().town.proposals) sealed_proposals += state().town.sealed.contains(proposal.subject) ? 1 : 0;
  if (sealed_proposals > 0) unchecked.push_back(say("unchecked.sealed-proposals", {{"proposals", sealed_proposals}}));
  if (by_email > 0) unchecked.push_back(say("unchecked.email-signatures", {{"signatures", by_email}}));
  if (!report_.initiatives.empty() || !state().town.proposals.empty()) unchecked.push_back(say("unchecked.pseudonyms"));
}

}  // namespace radslag::audit
