// Drafts of acts about initiatives and projects: what is given out to be sealed is admitted, and what could not be is not given out.
#include "ledger/record/draft.hpp"

#include "ledger/record/draft_file.hpp"
#include "ledger/record/values.hpp"
#include "tests/ledger/record/admission.hpp"

namespace radslag::record {
namespace {

using testing::committee;
using testing::election_board;
using testing::keepers;
using testing::officer;
using testing::roll_officers;
using testing::Signers;
using testing::Town;

/// Sealed by these and handed in; throws where anything is refused.
void hand_in(Town& town, const Result<Draft>& draft, const Signers& signers) {
  if (!draft) throw std::logic_error(draft.error().detail);
  REQUIRE(draft->log == "town");
  const auto again = parse_draft_file(encode_draft_file({*draft, {}}));  // it survives the way to the officers
  REQUIRE(again.has_value());
  town.put("town", parse_statement(again->draft.statement).value(), signers, draft->blobs);
  if (const auto due = town.record().due()) town.put("town", *due, {});
}

std::string refusal(const Result<Draft>& draft) { return draft ? "none" : std::string(errc_name(draft.error().code)); }

Town begun() {
  Town town;
  town.begin();
  town.dialogue();
  return town;
}

const ReportContent report{"The technical board", "Thank you."};
const InitiativeDecisionContent decision{"The technical board", "2026-08-20", "TN 2026/140", "Ten will do."};

}  // namespace

TEST_CASE("drafts: an initiative from the registrar's key to the follow-up") {
  auto town = begun();
  const auto& state = town.state();
  hand_in(town, draft_registrar(state, Town::public_key(Town::registrar_key), "https://rostlangd.example.se"), keepers);
  hand_in(town, draft_roll_edition(state, town.edition(40)), roll_officers);
  hand_in(town, draft_board(state, Town::board_rule()), committee);
  hand_in(town, draft_board(state, Town::board_rule()), committee);
  CHECK(state.town.boards.at("technical").row.version == 2);
  for (const auto* matter : {"m1", "m2", "m3", "m4"}) town.raise(matter, matter[1] == '1' ? 0 : 6, matter[1] == '1' ? "north" : "");
  const auto closes = town.hour + 60 * 24;
  ++town.hour;
  hand_in(town, draft_initiative_opened(state, "m1", closes, Level::dialogue, Town::opening_content()), officer);
  CHECK(state.initiative("m1")->opening->row.threshold == 3);
  hand_in(town, draft_initiative_opened(state, "m2", closes, Level::dialogue, Town::opening_content()), officer);
  CHECK(state.initiative("m2")->opening->row.threshold == 5);
  hand_in(town, draft_initiative_rejected(state, "m3", RejectReason::duplicate, "m1", "It says the same."), officer);
  hand_in(town, draft_initiative_rejected(state, "m4", RejectReason::unlawful, "", "The law forbids it."), officer);
  town.sign("m1", 1);
  hand_in(town, draft_set_aside(state, "m1", town.pseudonym("m1", 1), "Signed for somebody else."), officer);
  town.sign("m1", 2);
  hand_in(town, draft_restored(state, "m1", town.pseudonym("m1", 1), "It was hers."), officer);
  REQUIRE(state.initiative("m1")->phase == InitiativePhase::handed_over);
  hand_in(town, draft_initiative_report(state, "m1", "2026-08-03", ReportStep::preparation, report), officer);
  hand_in(town, draft_initiative_decided(state, "m1", InitiativeOutcome::partly, decision), committee);
  hand_in(town, draft_initiative_report(state, "m1", "2026-08-21", ReportStep::answer, report), officer);
  hand_in(town, draft_feedback(state, "parks", "2026-09-30", report), officer);
  CHECK(state.initiative("m1")->reports.size() == 2);
}

TEST_CASE("drafts: a round from the call to the opening") {
  auto town = begun();
  town.registrar();
  const auto& state = town.state();
  hand_in(town, draft_call_opened(state, "c1", "parks", town.hour + 100, Town::call_content()), officer);
  CHECK(definition_from_call(state, "c1", Town::definition()).error().code == Errc::out_of_order);
  town.propose("c1", "p2", 1, "south");
  town.propose("c1", "p1", 2, "north");
  town.propose("c1", "p3", 3);
  town.propose("c1", "p4", 4);
  const auto words = Town::assessment_content();
  const std::string jpeg = "\xff\xd8\xff\xe0";
  auto described = words;
  described.alt = "A fountain.";
  hand_in(town, draft_project_assessed(state, {"p1", Assessment::feasible, 90'000, "", jpeg, described}), officer);
  hand_in(town, draft_project_assessed(state, {"p2", Assessment::feasible, 70'000, "", std::nullopt, words}), officer);
  hand_in(town, draft_project_assessed(state, {"p2", Assessment::feasible, 75'000, "", std::nullopt, words}), officer);
  hand_in(town, draft_project_assessed(state, {"p3", Assessment::merged, 0, "p1", std::nullopt, words}), officer);
  hand_in(town, draft_project_assessed(state, {"p4", Assessment::declined, 0, "", std::nullopt, words}), officer);

  const auto definition = definition_from_call(state, "c1", Town::definition());
  REQUIRE(definition.has_value());
  CHECK(definition->envelope == Town::call_content().envelope);
  REQUIRE(definition->projects.size() == 2);
  CHECK((definition->projects[0].id == "p2" && definition->projects[0].cost == 75'000 && definition->projects[0].area == "south"));
  CHECK((definition->projects[1].id == "p1" && definition->projects[1].title == words.title));
  REQUIRE(definition->areas.size() == 2);
  CHECK((definition->areas[0].id == "north" && definition->areas[0].name == "The north"));
  CHECK((definition->areas[1].id == "south" && definition->areas[1].name == "The south"));  // as the roll calls it
  town.begin_round("c1");
  const auto& tree = town.log("town").tree;
  const auto opening = draft_round_opened(state, "c1", tree.size(), tree.root(), *definition, {{Town::public_key("voter-0")}});
  REQUIRE(opening.has_value());
  town.put("rounds/c1", parse_statement(opening->statement).value(), election_board, opening->blobs);
  CHECK(refusal(draft_project_assessed(state, {"p1", Assessment::declined, 0, "", std::nullopt, words})) == "frozen");
  CHECK(definition_from_call(state, "none", Town::definition()).error().code == Errc::not_found);
}

TEST_CASE("drafts: not for what is not there, or not in that phase") {
  Town town;
  town.whole_initiatives();
  const auto& state = town.state();
  const auto opening = Town::opening_content();
  CHECK(refusal(draft_roll_edition(state, town.edition(40))) == "duplicate");
  CHECK(refusal(draft_feedback(state, "none", "2026-09-30", report)) == "not-found");
  CHECK(refusal(draft_initiative_opened(state, "none", 1, Level::dialogue, opening)) == "not-found");
  CHECK(refusal(draft_initiative_opened(state, "benches", 1, Level::dialogue, opening)) == "out-of-order");
  CHECK(refusal(draft_initiative_rejected(state, "benches", RejectReason::unclear, "", "x")) == "out-of-order");
  CHECK(refusal(draft_set_aside(state, "none", {}, "x")) == "not-found");
  CHECK(refusal(draft_restored(state, "none", {}, "x")) == "not-found");
  CHECK(refusal(draft_initiative_report(state, "benches", "2026-08-03", ReportStep::preparation, report)) == "out-of-order");
  CHECK(refusal(draft_initiative_report(state, "expired", "2026-08-03", ReportStep::answer, report)) == "out-of-order");
  CHECK(refusal(draft_initiative_decided(state, "expired", InitiativeOutcome::approved, decision)) == "out-of-order");
  CHECK(refusal(draft_call_opened(state, "squares", "parks", 1, Town::call_content())) == "duplicate");
  CHECK(refusal(draft_call_opened(state, "benches", "parks", 1, Town::call_content())) == "duplicate");
  CHECK(refusal(draft_call_opened(state, "c9", "none", 1, Town::call_content())) == "not-found");
  CHECK(refusal(draft_project_assessed(state, {"none", Assessment::declined, 0, "", std::nullopt, {}})) == "not-found");
}

TEST_CASE("drafts: not of what the record cannot hold") {
  auto town = begun();
  town.registrar();
  town.raise("m1");
  town.call("c1");
  town.propose("c1", "p1", 1);
  const auto& state = town.state();
  const auto bad = [](const Result<Draft>& draft) { return refusal(draft) == "not-canonical"; };
  CHECK(bad(draft_registrar(state, {}, "http://rostlangd.example.se")));
  CHECK(bad(draft_feedback(state, "parks", "2026-02-30", report)));
  CHECK(bad(draft_feedback(state, "parks", "2026-02-28", {"The board", ""})));
  CHECK(bad(draft_feedback(state, "parks", "2026-02-28", {"The board", std::string(max_text_bytes + 1, 'x')})));
  CHECK(bad(draft_initiative_rejected(state, "m1", RejectReason::unclear, "", "with\r\nreturns")));
  CHECK(bad(draft_initiative_rejected(state, "m1", RejectReason::unclear, "m2", "x")));
  CHECK(bad(draft_initiative_rejected(state, "m1", RejectReason::duplicate, "", "x")));
  CHECK(bad(draft_initiative_opened(state, "m1", town.hour + 1, Level::dialogue, {})));
  auto rule = Town::board_rule();
  rule.name = " spaces ";
  CHECK(bad(draft_board(state, rule)));
  auto edition = town.edition(40, "Not An Id");
  CHECK(bad(draft_roll_edition(state, edition)));
  auto words = Town::assessment_content();
  CHECK(bad(draft_project_assessed(state, {"p1", Assessment::feasible, 0, "", std::nullopt, words})));
  CHECK(bad(draft_project_assessed(state, {"p1", Assessment::declined, 1, "", std::nullopt, words})));
  CHECK(bad(draft_project_assessed(state, {"p1", Assessment::feasible, 1, "", "\xff\xd8\xff", words})));  // nothing says what is seen
  words.translations[0].language = "engelska";
  CHECK(bad(draft_project_assessed(state, {"p1", Assessment::declined, 0, "", std::nullopt, words})));
  auto call = Town::call_content();
  call.areas[0].amount = 0;
  CHECK(bad(draft_call_opened(state, "c2", "parks", town.hour + 1, call)));
  edition = town.edition(40, "2026-2");
  for (int i = 100; i < 900; ++i) edition.areas.push_back({"z" + std::to_string(i), 10, "An area with a name"});
  CHECK(refusal(draft_roll_edition(state, edition)) == "too-large");
}

}  // namespace radslag::record
