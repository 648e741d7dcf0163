// The course of an initiative from its threshold to its follow-up (FORMAT.md section 4.4), and each condition on it, broken.
#include "tests/ledger/record/admission.hpp"

namespace radslag::record {
namespace {

using testing::committee;
using testing::officer;
using testing::Town;

const ReportContent report_text{"The technical board", "Twelve benches were counted."};
const InitiativeDecisionContent decision_text{"The technical board", "2026-08-20", "TN 2026/140", "Ten will do."};

/// "m1" with the signatures of persons 0 to signers - 1; the board asks for five.
Town opened(std::size_t signers, Board rule = Town::board_rule()) {
  Town town;
  town.begin();
  town.dialogue();
  town.registrar(40, rule);
  town.raise("m1");
  town.open_initiative("m1");
  for (std::size_t person = 1; person < signers; ++person) town.sign("m1", person);
  return town;
}

Board with_threshold(std::uint64_t number) {
  auto rule = Town::board_rule();
  rule.threshold.number = number;
  return rule;
}

InitiativePhase phase(const Town& town) { return town.state().initiative("m1")->phase; }

void attempted(Town& town, const Statement& statement) { REQUIRE(town.attempt("town", statement, {}).has_value()); }

HandedOver hand_over(const Town& town, std::uint64_t signatures) { return {town.origin(), "m1", "technical", signatures}; }

/// A hand-over is due: nothing but it may follow.
void only_the_hand_over_follows(Town& town, std::uint64_t signatures) {
  REQUIRE(town.record().due().has_value());
  CHECK(encode_statement(*town.record().due()) == encode_statement(hand_over(town, signatures)));
  CHECK(phase(town) == InitiativePhase::open);
  refused(town, town.signature("m1", 20), {}, Errc::out_of_order);
  refused(town, town.withdrawal("m1", 0), {}, Errc::out_of_order);
  refused(town, OfficerEnded{town.origin(), Town::public_key("officer-1")}, testing::keepers, Errc::out_of_order);
  refused(town, hand_over(town, signatures - 1), {}, Errc::out_of_order);
  refused(town, hand_over(town, signatures + 1), {}, Errc::out_of_order);
  auto other = hand_over(town, signatures);
  other.board = "school";
  refused(town, other, {}, Errc::out_of_order);
  other = hand_over(town, signatures);
  other.matter = "m2";
  refused(town, other, {}, Errc::out_of_order);
  refused(town, hand_over(town, signatures), officer, Errc::not_canonical);
  attempted(town, hand_over(town, signatures));
  CHECK(phase(town) == InitiativePhase::handed_over);
  CHECK_FALSE(town.record().due().has_value());
  CHECK(town.state().initiative("m1")->hand_over->signatures == signatures);
  refused(town, hand_over(town, signatures), {}, Errc::out_of_order);
}

}  // namespace

TEST_CASE("hand-over: after the signature that reaches the threshold, and only then") {
  auto town = opened(4);
  CHECK_FALSE(town.record().due().has_value());
  refused(town, hand_over(town, 4), {}, Errc::out_of_order);
  attempted(town, town.signature("m1", 4));
  only_the_hand_over_follows(town, 5);
  attempted(town, town.signature("m1", 5));  // more may sign, and it is not handed over again
  CHECK_FALSE(town.record().due().has_value());
}

TEST_CASE("hand-over: after the restoring that reaches the threshold") {
  auto town = opened(3);
  town.set_aside("m1", town.pseudonym("m1", 2));
  town.sign("m1", 3);
  town.sign("m1", 4);
  CHECK(phase(town) == InitiativePhase::open);
  const auto act = act_with(town, Restored{town.origin(), "m1", town.pseudonym("m1", 2), {}}, Reason{"It was hers."});
  REQUIRE(town.attempt("town", act.statement, officer, {act.blob}).has_value());
  only_the_hand_over_follows(town, 5);
}

TEST_CASE("hand-over: by a restoring even after the time for signing, as long as it has not expired") {
  auto town = opened(4);
  town.set_aside("m1", town.pseudonym("m1", 2));
  town.sign("m1", 4);
  town.hour = town.state().initiative("m1")->opening->row.closes;
  const bool expired = GENERATE(false, true);
  if (expired) town.expire("m1");
  const auto act = act_with(town, Restored{town.origin(), "m1", town.pseudonym("m1", 2), {}}, Reason{"It was hers."});
  if (expired) return refused(town, act.statement, officer, Errc::closed, {act.blob});
  REQUIRE(town.attempt("town", act.statement, officer, {act.blob}).has_value());
  REQUIRE(town.record().due().has_value());
  attempted(town, hand_over(town, 5));
  CHECK(phase(town) == InitiativePhase::handed_over);
}

TEST_CASE("hand-over: with the opening where the threshold is nothing") {
  const auto number = GENERATE(0, 1);
  Town town;
  town.begin();
  town.registrar(40, with_threshold(static_cast<std::uint64_t>(number)));
  town.raise("m1");
  const auto act = act_with(town, town.initiative_opening("m1", ""), Town::opening_content());
  REQUIRE(town.attempt("town", act.statement, officer, {act.blob}).has_value());
  only_the_hand_over_follows(town, 1);
}

TEST_CASE("hand-over: with the opening where co-signers are enough") {
  auto rule = with_threshold(3);
  rule.cosigners = 3;
  Town town;
  town.begin();
  town.registrar(40, rule);
  town.raise("m1");
  for (std::size_t person = 1; person < 4; ++person) town.sign("m1", person);
  CHECK_FALSE(town.record().due().has_value());
  const auto act = act_with(town, town.initiative_opening("m1", ""), Town::opening_content());
  REQUIRE(town.attempt("town", act.statement, officer, {act.blob}).has_value());
  only_the_hand_over_follows(town, 4);
}

TEST_CASE("hand-over: withdrawn and set-aside signatures do not count towards it") {
  auto town = opened(4);
  town.withdraw("m1", 1);
  town.sign("m1", 5);
  town.set_aside("m1", town.pseudonym("m1", 5));
  town.sign("m1", 6);
  CHECK(phase(town) == InitiativePhase::open);
  town.sign("m1", 7);
  CHECK(phase(town) == InitiativePhase::handed_over);
}

TEST_CASE("hand-over: nothing undoes it") {
  auto town = opened(5);
  REQUIRE(phase(town) == InitiativePhase::handed_over);
  town.withdraw("m1", 4);
  town.set_aside("m1", town.pseudonym("m1", 3));
  CHECK(phase(town) == InitiativePhase::handed_over);
  town.sign("m1", 4);
  town.restore("m1", town.pseudonym("m1", 3));
  CHECK_FALSE(town.record().due().has_value());
  town.hour = town.state().initiative("m1")->opening->row.closes;
  refused(town, InitiativeExpired{town.origin(), "m1", 5}, {}, Errc::out_of_order);
}

TEST_CASE("hand-over: round logs go on meanwhile") {
  auto town = opened(4);
  town.begin_round("r1");
  town.open("r1", Town::definition(), 2);
  attempted(town, town.signature("m1", 4));
  town.vote("r1", 0, {0});
  only_the_hand_over_follows(town, 5);
}

TEST_CASE("expiry: when its time is out, with the signatures that it has") {
  auto town = opened(4);
  const auto closes = town.state().initiative("m1")->opening->row.closes;
  const InitiativeExpired expired{town.origin(), "m1", 4};
  town.hour = closes - 1;
  refused(town, expired, {}, Errc::out_of_order);
  town.hour = closes;
  refused(town, expired, officer, Errc::not_canonical);
  refused(town, InitiativeExpired{town.origin(), "m1", 5}, {}, Errc::mismatch);
  refused(town, InitiativeExpired{town.origin(), "m2", 4}, {}, Errc::not_found);
  town.withdraw("m1", 1);
  refused(town, expired, {}, Errc::mismatch);
  town.put("town", InitiativeExpired{town.origin(), "m1", 3}, {});
  CHECK(town.state().initiative("m1")->expired_hour == closes);
  refused(town, InitiativeExpired{town.origin(), "m1", 3}, {}, Errc::closed);
  refused_with(town, InitiativeDecided{town.origin(), "m1", InitiativeOutcome::approved, {}}, decision_text, committee, Errc::closed);
  refused(town, hand_over(town, 3), {}, Errc::out_of_order);
}

TEST_CASE("expiry: not before the opening") {
  Town town;
  town.begin();
  town.registrar();
  town.raise("m1");
  town.hour += 10'000;
  refused(town, InitiativeExpired{town.origin(), "m1", 1}, {}, Errc::out_of_order);
}

TEST_CASE("reports: preparation before the decision, answer and follow-up after it, each once") {
  auto town = opened(4);
  const auto report = [&](ReportStep step) { return InitiativeReport{town.origin(), "m1", "2026-08-03", step, {}}; };
  const auto refuse_all = [&](std::initializer_list<ReportStep> steps) {
    for (const auto step : steps) refused_with(town, report(step), report_text, officer, Errc::out_of_order);
  };
  refuse_all({ReportStep::preparation, ReportStep::answer, ReportStep::follow_up});
  town.sign("m1", 4);
  refuse_all({ReportStep::answer, ReportStep::follow_up});
  refused_with(town, report(ReportStep::preparation), report_text, {}, Errc::not_authorised);
  refused_with(town, report(ReportStep::preparation), report_text, committee, Errc::not_authorised);
  refused_with(town, report(ReportStep::preparation), Reason{"x"}, officer, Errc::not_canonical);
  auto elsewhere = report(ReportStep::preparation);
  elsewhere.matter = "m2";
  refused_with(town, elsewhere, report_text, officer, Errc::not_found);
  const auto act = act_with(town, report(ReportStep::preparation), report_text);
  town.put("town", act.statement, officer, {act.blob});
  refused(town, act.statement, officer, Errc::duplicate, {act.blob});
  admitted_with(town, report(ReportStep::preparation), report_text, officer);

  town.decide_initiative("m1");
  refuse_all({ReportStep::preparation});
  const auto answer = act_with(town, report(ReportStep::answer), report_text);
  town.put("town", answer.statement, officer, {answer.blob});
  refused(town, answer.statement, officer, Errc::duplicate, {answer.blob});
  auto again = answer.statement;
  again.step = ReportStep::follow_up;
  refused(town, again, officer, Errc::duplicate, {answer.blob});
  admitted_with(town, report(ReportStep::follow_up), report_text, officer);
  CHECK(town.state().initiative("m1")->reports.size() == 4);
}

TEST_CASE("decision: the board's, after the hand-over, once") {
  auto town = opened(4);
  const InitiativeDecided decided{town.origin(), "m1", InitiativeOutcome::partly, {}};
  refused_with(town, decided, decision_text, committee, Errc::out_of_order);
  town.sign("m1", 4);
  refused_with(town, decided, decision_text, {"committee-1"}, Errc::not_authorised);
  refused_with(town, decided, decision_text, {"committee-1", "officer-1"}, Errc::not_authorised);
  refused_with(town, decided, decision_text, {"officer-1"}, Errc::not_authorised);
  refused_with(town, decided, Reason{"x"}, committee, Errc::not_canonical);
  auto elsewhere = decided;
  elsewhere.matter = "m2";
  refused_with(town, elsewhere, decision_text, committee, Errc::not_found);
  admitted_with(town, decided, decision_text, committee);
  CHECK(phase(town) == InitiativePhase::decided);
  CHECK(town.state().initiative("m1")->decided->content.diary == "TN 2026/140");
  refused_with(town, decided, decision_text, committee, Errc::closed);
}

TEST_CASE("a whole life of initiatives and calls is the same when it is replayed") {
  Town town;
  town.whole_initiatives();
  Sources sources;
  std::map<Digest, std::string> blobs;
  for (const auto& piece : town.log("town").pieces) {
    for (const auto& blob : piece.blobs) blobs[blob_digest(blob)] = blob;
  }
  sources.blob = [&](const Digest& digest) {
    const auto found = blobs.find(digest);
    return found == blobs.end() ? std::nullopt : std::optional(found->second);
  };
  const auto scrutiny = GENERATE(Scrutiny::full, Scrutiny::order);
  const bool sealed = GENERATE(false, true);
  if (sealed) {  // as an auditor sees it: what is sealed at the end is not handed out
    for (const auto& digest : town.state().town.sealed) blobs.erase(digest);
  }
  Record record(sources);
  for (const auto& piece : town.log("town").pieces) {
    const auto admitted = record.admit("town", piece.entry, scrutiny);
    INFO(piece.entry);
    INFO((admitted ? "" : admitted.error().detail));
    REQUIRE(admitted.has_value());
  }
  CHECK(fingerprint(record) == fingerprint(town.record()));
  CHECK(record.state().town.sealed == town.state().town.sealed);
  CHECK(town.state().town.sealed.size() == 3);  // the unlawful initiative, the unlawful proposal, and one not looked at
}

}  // namespace radslag::record
