// The steps of Town that are about initiatives, calls and the registrar.
#include <stdexcept>

#include "tests/support/town.hpp"

namespace radslag::testing {
namespace {

using record::Assurance;
using record::blob_digest;
using record::encode_content;

constexpr const char* the_board = "technical";
constexpr std::uint64_t month = 30 * 24;

/// Where a person lives: every third in no area that may be named.
std::string area_of(std::size_t person) { return person % 3 == 0 ? "north" : person % 3 == 1 ? "south" : ""; }

}  // namespace

void Town::put_and_hand_over(const record::Statement& statement, const Signers& signers, Blobs blobs) {
  put("town", statement, signers, std::move(blobs));
  if (const auto due = record_.due()) put("town", *due, {});
}

void Town::feedback(const std::string& dialogue) {
  const auto text = blob(encode_content(record::ReportContent{"The technical board", "Thank you.\nThe pond will be dug."}));
  put("town", record::Feedback{origin(), dialogue, "2026-09-30", blob_digest(text)}, officer, {text});
}

record::RollEdition Town::edition(std::size_t people, const std::string& id) const {
  return {origin(),
          id,
          "2026-05-01",
          people,
          crypto::sha256("the listing of " + id),
          {{"north", people / 2, "The north"}, {"south", people / 4, "The south"}}};
}

record::Board Town::board_rule() {
  record::Board rule;
  rule.board = the_board;
  rule.version = 1;
  rule.name = "The technical board";
  rule.email = true;
  rule.days = 60;
  rule.threshold = {5, record::ThresholdUnit::signatures};
  rule.areas = {{"north", {3, record::ThresholdUnit::signatures}}};
  return rule;
}

void Town::registrar(std::size_t people, const record::Board& rule) {
  put("town", record::RegistrarAnnounced{origin(), public_key(registrar_key), "https://rostlangd.example.se"}, keepers);
  put("town", edition(people), roll_officers);
  board(rule);
}

void Town::board(record::Board rule) {
  rule.origin = origin();
  put("town", rule, committee);
}

const Roll& Town::roll(const std::string& matter) {
  auto& found = rolls_[matter];
  if (!found) {
    const auto& town = state().town;
    found = std::make_shared<const Roll>(matter, town.editions.at(town.newest_edition).row.people);
  }
  return *found;
}

record::Digest Town::pseudonym(const std::string& matter, std::size_t person, Assurance assurance) {
  return assurance == Assurance::email ? Roll::pseudonym(matter, "mail " + std::to_string(person)) : roll(matter).pseudonym(person);
}

record::Attestation Town::attestation(const std::string& matter, std::size_t person, const record::Digest& subject, Assurance assurance) {
  record::Attestation made;
  made.subject = subject;
  made.roll = roll(matter).commitment();
  made.pseudonym = pseudonym(matter, person, assurance);
  made.assurance = assurance;
  made.hour = hour;
  const auto nonce = crypto::sha256("nonce " + std::to_string(nonces_++));
  std::copy_n(nonce.begin(), made.nonce.size(), made.nonce.begin());
  if (assurance != Assurance::email) {
    made.area = area_of(person);
    made.membership = roll(matter).membership(person);
  }
  return made;
}

record::InitiativeRaised Town::raising(const std::string& matter, std::size_t person, const record::Digest& subject,
                                       const std::string& place, Assurance assurance) {
  return attested(record::InitiativeRaised{origin(), matter, the_board, place, state().town.newest_edition,
                                           attestation(matter, person, subject, assurance)});
}

record::Signature Town::signature(const std::string& matter, std::size_t person, Assurance assurance) {
  return attested(
      record::Signature{origin(), matter, std::nullopt, attestation(matter, person, state().initiative(matter)->subject, assurance)});
}

record::Withdrawal Town::withdrawal(const std::string& matter, std::size_t person, Assurance assurance) {
  return attested(record::Withdrawal{origin(), matter, attestation(matter, person, state().initiative(matter)->subject, assurance)});
}

record::ProjectProposed Town::proposing(const std::string& call, const std::string& proposal, std::size_t person,
                                        const record::Digest& subject, const std::string& place) {
  return attested(
      record::ProjectProposed{origin(), call, proposal, place, state().town.newest_edition, attestation(call, person, subject)});
}

void Town::raise(const std::string& matter, std::size_t person, const std::string& place) {
  const auto text = blob(encode_content(record::InitiativeContent{"More " + matter, "We need **more** " + matter + ".\n\nMany more."}));
  put_and_hand_over(raising(matter, person, blob_digest(text), place), {}, {text});
}

record::OpeningContent Town::opening_content() {
  return {"The street is the town's.", "Nothing has been decided.", "Those who sit know best where.", "We will say what we heard.",
          "Where the benches stand.\nNot their colour."};
}

record::InitiativeOpened Town::initiative_opening(const std::string& matter, const std::string& content_blob) const {
  const auto& initiative = *state().initiative(matter);
  const auto& rule = state().town.boards.at(initiative.board).row;
  const auto threshold = record::threshold_of(rule, state().town.editions.at(initiative.edition).row, initiative.place);
  return {origin(), matter, hour + month, threshold, record::Level::participation, blob_digest(content_blob)};
}

void Town::open_initiative(const std::string& matter) {
  const auto content = blob(encode_content(opening_content()));
  put_and_hand_over(initiative_opening(matter, content), officer, {content});
}

void Town::reject_initiative(const std::string& matter, record::RejectReason reason, const std::string& into) {
  const auto text = blob(encode_content(record::Reason{"It is not for this town to decide."}));
  put("town", record::InitiativeRejected{origin(), matter, reason, into, blob_digest(text)}, officer, {text});
}

void Town::sign(const std::string& matter, std::size_t person, Assurance assurance) {
  put_and_hand_over(signature(matter, person, assurance), {});
}

void Town::sign_with_name(const std::string& matter, std::size_t person, const std::string& name) {
  const auto shown = blob(encode_content(record::SignatureName{name}));
  auto statement = signature(matter, person);
  statement.name = blob_digest(shown);
  put_and_hand_over(attested(statement), {}, {shown});
}

void Town::withdraw(const std::string& matter, std::size_t person, Assurance assurance) {
  put("town", withdrawal(matter, person, assurance), {});
}

void Town::set_aside(const std::string& matter, const record::Digest& pseudonym) {
  const auto text = blob(encode_content(record::Reason{"Signed for somebody else, who has told us so."}));
  put("town", record::SetAside{origin(), matter, pseudonym, blob_digest(text)}, officer, {text});
}

void Town::restore(const std::string& matter, const record::Digest& pseudonym) {
  const auto text = blob(encode_content(record::Reason{"It was theirs after all."}));
  put_and_hand_over(record::Restored{origin(), matter, pseudonym, blob_digest(text)}, officer, {text});
}

void Town::report(const std::string& matter, record::ReportStep step) {
  const auto text = blob(encode_content(record::ReportContent{"The technical board", "We have counted the benches."}));
  put("town", record::InitiativeReport{origin(), matter, "2026-08-03", step, blob_digest(text)}, officer, {text});
}

void Town::decide_initiative(const std::string& matter, record::InitiativeOutcome outcome) {
  const auto text = blob(
      encode_content(record::InitiativeDecisionContent{"The technical board", "2026-08-20", "TN 2026/140", "Ten benches, not twelve."}));
  put("town", record::InitiativeDecided{origin(), matter, outcome, blob_digest(text)}, committee, {text});
}

void Town::expire(const std::string& matter) {
  put("town", record::InitiativeExpired{origin(), matter, record_.signatures(matter)->count().standing()}, {});
}

record::CallContent Town::call_content() {
  return {"Squares", "What should be built on the squares?", "SEK", 1'000'000, {{"north", 400'000, "The north"}}};
}

void Town::call(const std::string& id, const std::string& dialogue) {
  const auto text = blob(encode_content(call_content()));
  put("town", record::CallOpened{origin(), id, dialogue, hour + month, blob_digest(text)}, officer, {text});
}

void Town::propose(const std::string& call, const std::string& proposal, std::size_t person, const std::string& place) {
  const auto text = blob(encode_content(record::ProposalContent{"A fountain", "With " + proposal + " jets.", 90'000}));
  put("town", proposing(call, proposal, person, blob_digest(text), place), {}, {text});
}

record::AssessmentContent Town::assessment_content() {
  record::AssessmentContent content;
  content.title = "A fountain on the square";
  content.summary = "Three jets, lit in the evening.";
  content.reasons = "Water is there already.";
  content.translations = {{"en", "A fountain", "Three jets."}, {"sv", "En fontän", "Tre strålar."}};
  return content;
}

void Town::assess(const std::string& proposal, record::Assessment outcome, std::uint64_t cost, const std::string& into) {
  const auto text = blob(encode_content(assessment_content()));
  const auto version = state().proposal(proposal)->assessments.size() + 1;
  put("town", record::ProjectAssessed{origin(), proposal, version, outcome, cost, into, std::nullopt, blob_digest(text)}, officer, {text});
}

void Town::whole_initiatives() {
  if (!state().begun()) begin();
  registrar();
  raise("benches");
  raise("rejected", 1);
  raise("unlawful", 2);
  raise("expired", 3, "north");
  reject_initiative("rejected", record::RejectReason::not_municipal);
  reject_initiative("unlawful", record::RejectReason::unlawful);
  ++hour;
  open_initiative("benches");
  open_initiative("expired");
  sign("benches", 1);
  sign_with_name("benches", 2, "Åsa Öberg");
  withdraw("benches", 1);
  sign("benches", 0, Assurance::email);
  set_aside("benches", pseudonym("benches", 0, Assurance::email));
  sign("benches", 3, Assurance::paper);
  sign("benches", 4, Assurance::eid);
  sign("expired", 5);
  ++hour;
  restore("benches", pseudonym("benches", 0, Assurance::email));  // the fifth: handed over
  sign("benches", 1);
  set_aside("benches", pseudonym("benches", 4));
  report("benches", record::ReportStep::preparation);
  if (!state().town.dialogues.contains("parks")) dialogue();
  call("squares");
  for (std::size_t i = 0; i < 5; ++i) propose("squares", "s" + std::to_string(i), i, i == 0 ? "north" : "");
  assess("s0", record::Assessment::feasible, 90'000);
  assess("s1", record::Assessment::declined);
  assess("s2", record::Assessment::merged, 0, "s0");
  assess("s3", record::Assessment::unlawful);
  assess("s0", record::Assessment::feasible, 95'000);
  hour += 40 * 24;
  expire("expired");
  decide_initiative("benches");
  report("benches", record::ReportStep::answer);
  report("benches", record::ReportStep::follow_up);
  feedback();
}

}  // namespace radslag::testing
