// The conditions of FORMAT.md section 4.4.
#include <algorithm>

#include "crypto/encoding.hpp"
#include "ledger/record/inside.hpp"

namespace radslag::record {
namespace {

/// The record's hours are whole: one issued late in an hour is handed in early in the next.
constexpr std::uint64_t attestation_hours = 1;

std::string short_name(const Digest& digest) { return crypto::to_hex(digest).substr(0, 16) + "…"; }

bool is_settled(InitiativePhase phase) {
  return phase == InitiativePhase::decided || phase == InitiativePhase::rejected || phase == InitiativePhase::expired;
}

Result<> in_phase(const InitiativeState& initiative, InitiativePhase wanted) {
  if (initiative.phase == wanted) return {};
  const auto code = is_settled(initiative.phase) ? Errc::closed : Errc::out_of_order;
  return refuse(code, "initiative " + initiative.id + " is " + std::string(word(initiative.phase)) + ", not " + std::string(word(wanted)));
}

}  // namespace

Result<> Record::Inside::attested(const Attestation& x, const std::string& edition, const Context& at) const {
  if (!state.town.registrar) return refuse(Errc::not_authorised, "no registrar has been announced");
  const auto found = state.town.editions.find(edition);
  if (found == state.town.editions.end()) return refuse(Errc::not_found, "no such edition of the roll: " + edition);
  if (x.roll.people != found->second.row.people) return refuse(Errc::mismatch, "the commitment does not have as many people as the roll");
  if (!x.area.empty() && (x.assurance == Assurance::email || !found->second.area(x.area)))
    return refuse(Errc::mismatch, "the attestation names an area that it cannot name");
  if (at.entry.hour < x.hour || at.entry.hour > x.hour + attestation_hours)
    return refuse(Errc::expired, "the attestation is of the hour " + hour_text(x.hour) + " and was to be used then");
  const auto& registrar = state.town.registrar->row.registrar;
  const bool checked = at.attested_by && *at.attested_by == registrar;
  if (!at.full() || checked) return {};
  return check_attestation(x, at.entry.statement_text, registrar);
}

Result<> Record::Inside::new_subject(const Digest& subject) const {
  if (subjects.contains(subject)) return refuse(Errc::duplicate, "this very text has been raised or proposed before");
  return {};
}

Result<InitiativeState*> Record::Inside::initiative(const std::string& id) {
  const auto found = state.town.initiatives.find(id);
  if (found == state.town.initiatives.end()) return refuse(Errc::not_found, "no such initiative: " + id);
  return &found->second;
}

void Record::Inside::look_at_threshold(const InitiativeState& x) {
  const auto standing = signatures.at(x.id).count().standing();
  if (x.phase == InitiativePhase::open && standing >= x.opening->row.threshold)
    due = HandedOver{state.town.origin, x.id, x.board, standing};
}

Result<> Record::Inside::town(const InitiativeRaised& x, const Context& at) {
  if (state.town.initiatives.contains(x.matter)) return refuse(Errc::duplicate, "there is an initiative " + x.matter + " already");
  if (state.town.calls.contains(x.matter)) return refuse(Errc::duplicate, "there is a call " + x.matter + " already");
  const auto board = state.town.boards.find(x.board);
  if (board == state.town.boards.end()) return refuse(Errc::not_found, "no such board: " + x.board);
  if (x.attested.assurance == Assurance::email && !board->second.row.email)
    return refuse(Errc::not_authorised, "the board does not accept signatures by e-mail");
  if (auto fresh = new_subject(x.attested.subject); !fresh) return fresh;
  if (auto sound = attested(x.attested, x.edition, at); !sound) return sound;
  if (!x.place.empty() && !state.town.editions.at(x.edition).area(x.place)) return refuse(Errc::not_found, "no such area: " + x.place);
  auto text = content_if_there<InitiativeContent>(x.attested.subject);
  if (!text) return tl::make_unexpected(text.error());
  InitiativeState initiative;
  initiative.id = x.matter;
  initiative.board = x.board;
  initiative.place = x.place;
  initiative.edition = x.edition;
  initiative.roll = x.attested.roll;
  initiative.subject = x.attested.subject;
  initiative.raised_at = at.index;
  initiative.raised_hour = at.entry.hour;
  initiative.raised_by = x.attested.assurance;
  initiative.content = std::move(*text);
  state.town.initiatives.emplace(x.matter, std::move(initiative));
  state.town.initiative_order.push_back(x.matter);
  state.town.sealed.insert(x.attested.subject);
  subjects.insert(x.attested.subject);
  signatures[x.matter].sign(x.attested, at.index, false);  // whoever raises it signs it
  return {};
}

Result<> Record::Inside::town(const Signature& x, const Context& at) {
  const auto found = initiative(x.matter);
  if (!found) return tl::make_unexpected(found.error());
  auto& matter = **found;
  const auto& board = state.town.boards.at(matter.board).row;
  const bool gathering = matter.phase == InitiativePhase::raised && board.cosigners > 0;
  const bool open = matter.phase == InitiativePhase::open || matter.phase == InitiativePhase::handed_over;
  if (matter.phase == InitiativePhase::raised && !gathering)
    return refuse(Errc::not_open, "initiative " + x.matter + " has not been opened");
  if (!gathering && !open) return refuse(Errc::closed, "initiative " + x.matter + " is " + std::string(word(matter.phase)));
  if (open && at.entry.hour >= matter.opening->row.closes)
    return refuse(Errc::closed, "the time for signing initiative " + x.matter + " is over");
  if (x.attested.subject != matter.subject) return refuse(Errc::mismatch, "what was signed is not the text of initiative " + x.matter);
  if (x.attested.roll != matter.roll) return refuse(Errc::mismatch, "the attestation is for another roll than the initiative's");
  if (x.attested.assurance == Assurance::email && !board.email)
    return refuse(Errc::not_authorised, "the board does not accept signatures by e-mail");
  auto& signers = signatures.at(x.matter);
  const auto standing = signers.of(x.attested.pseudonym);
  if (standing == Signatures::Standing::stands) return refuse(Errc::duplicate, "this person has signed already");
  if (standing == Signatures::Standing::set_aside) return refuse(Errc::not_authorised, "this person's signature has been set aside");
  if (signers.used(x.attested.pseudonym, x.attested.nonce)) return refuse(Errc::duplicate, "this attestation has been used already");
  if (auto sound = attested(x.attested, matter.edition, at); !sound) return sound;
  if (x.name && at.full()) {
    const auto name = content_if_kept<SignatureName>(*x.name);
    if (!name) return tl::make_unexpected(name.error());
  }
  signers.sign(x.attested, at.index, x.name.has_value());
  look_at_threshold(matter);
  return {};
}

Result<> Record::Inside::town(const Withdrawal& x, const Context& at) {
  const auto found = initiative(x.matter);
  if (!found) return tl::make_unexpected(found.error());
  auto& matter = **found;
  if (is_settled(matter.phase)) return refuse(Errc::closed, "initiative " + x.matter + " is " + std::string(word(matter.phase)));
  if (x.attested.subject != matter.subject) return refuse(Errc::mismatch, "that is not the text of initiative " + x.matter);
  if (x.attested.roll != matter.roll) return refuse(Errc::mismatch, "the attestation is for another roll than the initiative's");
  auto& signers = signatures.at(x.matter);
  if (signers.used(x.attested.pseudonym, x.attested.nonce)) return refuse(Errc::duplicate, "this attestation has been used already");
  if (signers.of(x.attested.pseudonym) != Signatures::Standing::stands)
    return refuse(Errc::not_found, "there is no signature of this person to withdraw");
  if (auto sound = attested(x.attested, matter.edition, at); !sound) return sound;
  signers.withdraw(x.attested);
  return {};
}

Result<> Record::Inside::town(const InitiativeOpened& x, const Context& at) {
  const auto found = initiative(x.matter);
  if (!found) return tl::make_unexpected(found.error());
  auto& matter = **found;
  if (auto raised = in_phase(matter, InitiativePhase::raised); !raised) return raised;
  if (const auto* decision = state.withheld(matter.subject)) return refuse(Errc::withheld, "its text is " + withheld_text(*decision));
  const auto& board = state.town.boards.at(matter.board).row;
  const auto standing = signatures.at(x.matter).count().standing();
  if (standing < board.cosigners + 1) {
    return refuse(Errc::out_of_order, "the board asks for " + std::to_string(board.cosigners + 1) +
                                          " signatures before an initiative is opened, that of whoever raised it counted; there are " +
                                          std::to_string(standing));
  }
  const auto threshold = threshold_of(board, state.town.editions.at(matter.edition).row, matter.place);
  if (x.threshold != threshold) {
    return refuse(Errc::mismatch,
                  "by the board's rule the threshold is " + std::to_string(threshold) + ", not " + std::to_string(x.threshold));
  }
  if (x.closes <= at.entry.hour) return refuse(Errc::malformed, "the initiative would close before it opens");
  if (x.closes > at.entry.hour + (board.days + 1) * 24)
    return refuse(Errc::malformed, "the board keeps an initiative open for " + std::to_string(board.days) + " days at most");
  auto text = content<OpeningContent>(x.content);
  if (!text) return tl::make_unexpected(text.error());
  matter.opening = InitiativeState::Opening{at.index, at.entry.hour, x, std::move(*text)};
  matter.phase = InitiativePhase::open;
  state.town.sealed.erase(matter.subject);
  expect(matter.subject, matter.content != nullptr);
  look_at_threshold(matter);
  return {};
}

Result<> Record::Inside::town(const InitiativeRejected& x, const Context& at) {
  const auto found = initiative(x.matter);
  if (!found) return tl::make_unexpected(found.error());
  auto& matter = **found;
  if (auto raised = in_phase(matter, InitiativePhase::raised); !raised) return raised;
  if (!x.into.empty()) {
    const auto* other = state.initiative(x.into);
    if (!other || other->id == x.matter || other->phase == InitiativePhase::rejected || other->phase == InitiativePhase::raised)
      return refuse(Errc::not_found, "there is no opened initiative " + x.into + " to point to");
  }
  auto reason = reason_text(x.content);
  if (!reason) return tl::make_unexpected(reason.error());
  matter.rejection = InitiativeState::Rejection{at.index, at.entry.hour, x, std::move(*reason)};
  matter.phase = InitiativePhase::rejected;
  if (x.reason == RejectReason::unlawful) return {};
  state.town.sealed.erase(matter.subject);
  expect(matter.subject, matter.content != nullptr);
  return {};
}

Result<> Record::Inside::town(const HandedOver& x, const Context& at) {
  if (!due || encode_statement(*due) != at.entry.statement_text)
    return refuse(Errc::out_of_order, "no initiative has reached its threshold with the entry before");
  auto& matter = state.town.initiatives.at(x.matter);
  matter.hand_over = InitiativeState::HandOver{at.index, at.entry.hour, x.signatures};
  matter.phase = InitiativePhase::handed_over;
  due.reset();
  return {};
}

Result<> Record::Inside::town(const InitiativeExpired& x, const Context& at) {
  const auto found = initiative(x.matter);
  if (!found) return tl::make_unexpected(found.error());
  auto& matter = **found;
  if (auto open = in_phase(matter, InitiativePhase::open); !open) return open;
  if (at.entry.hour < matter.opening->row.closes) return refuse(Errc::out_of_order, "the time for signing is not over");
  if (x.signatures != signatures.at(x.matter).count().standing())
    return refuse(Errc::mismatch, "the initiative does not have that many signatures");
  matter.phase = InitiativePhase::expired;
  matter.expired_hour = at.entry.hour;
  return {};
}

namespace {

/// The seals of officers are public: an old act must not be good a second time.
Result<> not_said_before(const InitiativeState& matter, const Digest& content) {
  const bool aside = std::any_of(matter.asides.begin(), matter.asides.end(), [&](const auto& x) { return x.content == content; });
  const bool report = std::any_of(matter.reports.begin(), matter.reports.end(), [&](const auto& x) { return x.row.content == content; });
  if (aside || report) return refuse(Errc::duplicate, "this very act is in the record already");
  return {};
}

}  // namespace

Result<> Record::Inside::town(const SetAside& x, const Context& at) {
  const auto found = initiative(x.matter);
  if (!found) return tl::make_unexpected(found.error());
  auto& matter = **found;
  if (is_settled(matter.phase)) return refuse(Errc::closed, "initiative " + x.matter + " is " + std::string(word(matter.phase)));
  if (auto fresh = not_said_before(matter, x.content); !fresh) return fresh;
  auto& signers = signatures.at(x.matter);
  if (signers.of(x.pseudonym) != Signatures::Standing::stands)
    return refuse(Errc::not_found, "there is no standing signature of " + short_name(x.pseudonym));
  auto reason = reason_text(x.content);
  if (!reason) return tl::make_unexpected(reason.error());
  signers.set_aside(x.pseudonym);
  matter.asides.push_back({at.index, at.entry.hour, x.pseudonym, x.content, false, std::move(*reason)});
  return {};
}

Result<> Record::Inside::town(const Restored& x, const Context& at) {
  const auto found = initiative(x.matter);
  if (!found) return tl::make_unexpected(found.error());
  auto& matter = **found;
  if (is_settled(matter.phase)) return refuse(Errc::closed, "initiative " + x.matter + " is " + std::string(word(matter.phase)));
  if (auto fresh = not_said_before(matter, x.content); !fresh) return fresh;
  auto& signers = signatures.at(x.matter);
  if (signers.of(x.pseudonym) != Signatures::Standing::set_aside)
    return refuse(Errc::not_found, "the signature of " + short_name(x.pseudonym) + " has not been set aside");
  auto reason = reason_text(x.content);
  if (!reason) return tl::make_unexpected(reason.error());
  signers.restore(x.pseudonym);
  matter.asides.push_back({at.index, at.entry.hour, x.pseudonym, x.content, true, std::move(*reason)});
  look_at_threshold(matter);
  return {};
}

Result<> Record::Inside::town(const InitiativeReport& x, const Context& at) {
  const auto found = initiative(x.matter);
  if (!found) return tl::make_unexpected(found.error());
  auto& matter = **found;
  const auto wanted = x.step == ReportStep::preparation ? InitiativePhase::handed_over : InitiativePhase::decided;
  if (matter.phase != wanted) {
    return refuse(Errc::out_of_order, "initiative " + x.matter + " is " + std::string(word(matter.phase)) + ": a report of the step " +
                                          std::string(word(x.step)) + " does not come now");
  }
  if (auto fresh = not_said_before(matter, x.content); !fresh) return fresh;
  const auto report = content_if_kept<ReportContent>(x.content);
  if (!report) return tl::make_unexpected(report.error());
  matter.reports.push_back({at.index, at.entry.hour, x, *report ? **report : ReportContent()});
  return {};
}

Result<> Record::Inside::town(const InitiativeDecided& x, const Context& at) {
  const auto found = initiative(x.matter);
  if (!found) return tl::make_unexpected(found.error());
  auto& matter = **found;
  if (auto ready = in_phase(matter, InitiativePhase::handed_over); !ready) return ready;
  auto decision = content<InitiativeDecisionContent>(x.content);
  if (!decision) return tl::make_unexpected(decision.error());
  matter.decided = InitiativeState::Decided{at.index, at.entry.hour, x, std::move(*decision)};
  matter.phase = InitiativePhase::decided;
  return {};
}

}  // namespace radslag::record
