// Each condition of FORMAT.md section 4.1 on the registrar, the roll, the boards and feedback, broken.
#include "ledger/record/values.hpp"
#include "tests/ledger/record/admission.hpp"

namespace radslag::record {
namespace {

using testing::committee;
using testing::election_board;
using testing::keepers;
using testing::officer;
using testing::roll_officers;
using testing::Town;

Town begun() {
  Town town;
  town.begin();
  town.dialogue();
  return town;
}

}  // namespace

TEST_CASE("town log: the registrar") {
  auto town = begun();
  const RegistrarAnnounced first{town.origin(), Town::public_key("registrar"), "https://rostlangd.example.se"};
  const RegistrarAnnounced second{town.origin(), Town::public_key("registrar-2"), "https://rostlangd.example.se"};
  refused(town, first, {}, Errc::not_authorised);
  refused(town, first, {"keeper-1"}, Errc::not_authorised);
  refused(town, first, roll_officers, Errc::not_authorised);
  CHECK_FALSE(town.state().town.registrar.has_value());
  town.put("town", first, keepers);
  refused(town, first, keepers, Errc::duplicate);
  town.put("town", second, keepers);
  CHECK(town.state().town.registrar->row.registrar == second.registrar);
  refused(town, first, keepers, Errc::duplicate);  // the seals of old are public: a key that was given up does not come back by them
  CHECK(town.state().town.registrar->row.registrar == second.registrar);
}

TEST_CASE("town log: editions of the roll") {
  auto town = begun();
  const auto edition = town.edition(40);
  refused(town, edition, {"roll-1"}, Errc::not_authorised);
  refused(town, edition, keepers, Errc::not_authorised);
  auto small = edition;
  small.areas[1].people = 9;
  refused(town, small, roll_officers, Errc::malformed);
  auto crowded = edition;
  crowded.areas[0].people = 31;
  refused(town, crowded, roll_officers, Errc::mismatch);
  crowded.areas[0].people = 30;
  town.put("town", crowded, roll_officers);
  refused(town, edition, roll_officers, Errc::duplicate);
  refused(town, crowded, roll_officers, Errc::duplicate);
  town.put("town", town.edition(40, "2026-2"), roll_officers);
  CHECK(town.state().town.newest_edition == "2026-2");
  CHECK(town.state().town.editions.at("2026-1").area("north")->people == 30);
  CHECK(town.state().town.editions.at("2026-1").area("west") == nullptr);
}

TEST_CASE("town log: areas whose sum passes 2^64 do not fit any roll") {
  auto town = begun();
  auto edition = town.edition(40);
  edition.people = max_number;
  edition.areas.clear();
  for (int i = 100; i < 285; ++i) edition.areas.push_back({"a" + std::to_string(i), max_number, "A"});  // the sum modulo 2^64 would fit
  refused(town, edition, roll_officers, Errc::mismatch);
}

TEST_CASE("town log: boards' rules") {
  auto town = begun();
  auto rule = Town::board_rule();
  rule.origin = town.origin();
  refused(town, rule, {"committee-1"}, Errc::not_authorised);
  refused(town, rule, officer, Errc::not_authorised);
  for (const std::uint64_t version : {0U, 2U}) {
    rule.version = version;
    refused(town, rule, committee, Errc::out_of_order);
  }
  rule.version = 1;
  rule.threshold = {1'001, ThresholdUnit::per_mille};
  refused(town, rule, committee, Errc::malformed);
  rule.threshold = {1'001, ThresholdUnit::signatures};
  rule.areas[0].threshold = {1'001, ThresholdUnit::per_mille};
  refused(town, rule, committee, Errc::malformed);
  rule.areas[0].threshold = {1'000, ThresholdUnit::per_mille};
  town.put("town", rule, committee);
  refused(town, rule, committee, Errc::out_of_order);
  rule.version = 2;
  rule.email = false;
  town.put("town", rule, committee);
  CHECK_FALSE(town.state().town.boards.at("technical").row.email);
  rule.version = 1;
  refused(town, rule, committee, Errc::out_of_order);
}

TEST_CASE("town log: feedback") {
  auto town = begun();
  const Feedback given{town.origin(), "parks", "2026-09-30", {}};
  const ReportContent words{"The board", "Thank you."};
  refused_with(town, given, words, {}, Errc::not_authorised);
  refused_with(town, given, words, committee, Errc::not_authorised);
  refused_with(town, given, Reason{"x"}, officer, Errc::not_canonical);
  auto without = begun();
  without.put("town", given, officer);  // a text may have been withheld since: whoever replays asks in the end for what was not there
  CHECK(without.record().absent().size() == 1);
  auto elsewhere = given;
  elsewhere.dialogue = "none";
  refused_with(town, elsewhere, words, officer, Errc::not_found);
  const auto act = act_with(town, given, words);
  town.put("town", act.statement, officer, {act.blob});
  refused(town, act.statement, officer, Errc::duplicate, {act.blob});
  admitted_with(town, given, words, officer);  // late feedback, in a blob of its own
  REQUIRE(town.state().town.dialogues.at("parks").feedback.size() == 2);
  CHECK(town.state().town.dialogues.at("parks").feedback[0].content.text == "Thank you.");
}

TEST_CASE("town log: a dialogue is finished only after feedback") {
  auto town = begun();
  const DialogueContent content{"t", "s", "b", "o", DialogueKind::project, Level::dialogue, "i", "to", "how", "c"};
  Dialogue finished{town.origin(), "parks", 2, DialogueStatus::finished, Signal::green, "2026-05-01", "2026-09-30", {}};
  refused_with(town, finished, content, officer, Errc::out_of_order);
  auto at_once = finished;
  at_once.dialogue = "new";
  at_once.version = 1;
  refused_with(town, at_once, content, officer, Errc::out_of_order);
  town.dialogue("other");
  town.feedback("other");
  refused_with(town, finished, content, officer, Errc::out_of_order);
  town.feedback("parks");
  admitted_with(town, finished, content, officer);
  CHECK(town.state().town.dialogues.at("parks").row().status == DialogueStatus::finished);
}

}  // namespace radslag::record
