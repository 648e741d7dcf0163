// Each condition of FORMAT.md section 4.4 on raising, opening and refusing an initiative, broken.
#include "tests/ledger/record/admission.hpp"

namespace radslag::record {
namespace {

using testing::committee;
using testing::keepers;
using testing::officer;
using testing::roll_officers;
using testing::Town;

Town with_registrar(const Board& rule = Town::board_rule()) {
  Town town;
  town.begin();
  town.dialogue();
  town.registrar(40, rule);
  return town;
}

std::string text_blob(Town& town) { return town.blob(encode_content(InitiativeContent{"Benches", "More of them."})); }

/// A raised initiative with the board's rule; nobody but its raiser has signed.
Town raised(const Board& rule = Town::board_rule()) {
  auto town = with_registrar(rule);
  town.raise("m1");
  return town;
}

Board asking_for_cosigners(std::uint64_t number) {
  auto rule = Town::board_rule();
  rule.cosigners = number;
  return rule;
}

void refused_opening(Town& town, const InitiativeOpened& opened, Errc code) {
  refused_with(town, opened, Town::opening_content(), officer, code);
}

InitiativeRejected rejection(const Town& town, RejectReason reason, const std::string& into = "") {
  return {town.origin(), "m1", reason, into, {}};
}

}  // namespace

TEST_CASE("initiatives: raising needs a registrar, an edition and a board") {
  Town town;
  town.begin();
  auto rule = Town::board_rule();
  rule.origin = town.origin();
  const auto blob = text_blob(town);
  town.put("town", town.edition(40), roll_officers);
  refused(town, town.raising("m1", 0, blob_digest(blob)), {}, Errc::not_found, {blob});
  town.put("town", rule, committee);
  refused(town, town.raising("m1", 0, blob_digest(blob)), {}, Errc::not_authorised, {blob});
  town.put("town", RegistrarAnnounced{town.origin(), Town::public_key(Town::registrar_key), "https://a.se"}, keepers);
  auto unknown = town.raising("m1", 0, blob_digest(blob));
  unknown.edition = "2025-1";
  refused(town, Town::attested(unknown), {}, Errc::not_found, {blob});
  town.put("town", town.raising("m1", 0, blob_digest(blob)), {}, {blob});
}

TEST_CASE("initiatives: what is raised, where and by whom") {
  auto town = with_registrar();
  const auto blob = text_blob(town);
  const auto good = town.raising("m1", 0, blob_digest(blob));
  refused(town, good, officer, Errc::not_canonical, {blob});  // takes no seals
  auto other = good;
  other.origin = "elsewhere.example/log/town";
  refused(town, Town::attested(other), {}, Errc::mismatch, {blob});
  refused(town, town.raising("m1", 0, blob_digest(blob), "west"), {}, Errc::not_found, {blob});
  const auto wrong = town.blob(encode_content(ProposalContent{"t", "x", 0}));
  refused(town, town.raising("m1", 0, blob_digest(wrong)), {}, Errc::not_canonical, {wrong});

  town.put("town", good, {}, {blob});
  const auto& raised = *town.state().initiative("m1");
  CHECK(raised.phase == InitiativePhase::raised);
  CHECK(raised.content->title == "Benches");
  CHECK(raised.roll == town.roll("m1").commitment());
  CHECK(raised.raised_by == Assurance::code);
  CHECK(town.record().signatures("m1")->count().code == 1);
  CHECK(town.state().town.sealed.contains(blob_digest(blob)));
  CHECK(town.state().town.initiative_order == std::vector<std::string>{"m1"});

  const auto second = text_blob(town);
  refused(town, good, {}, Errc::duplicate, {blob});
  refused(town, town.raising("m1", 1, blob_digest(second)), {}, Errc::duplicate, {second});
  // The same bytes under another name: once opened, a text is nobody's to seal again.
  refused(town, town.raising("m2", 1, blob_digest(blob)), {}, Errc::duplicate, {blob});
  town.call("squares");
  refused(town, town.raising("squares", 1, blob_digest(second)), {}, Errc::duplicate, {second});
  CHECK(town.record().signatures("m2") == nullptr);
}

TEST_CASE("initiatives: by e-mail only where the board accepts it") {
  auto rule = Town::board_rule();
  rule.email = false;
  auto town = with_registrar(rule);
  const auto blob = text_blob(town);
  refused(town, town.raising("m1", 0, blob_digest(blob), "", Assurance::email), {}, Errc::not_authorised, {blob});
  rule.version = 2;
  rule.email = true;
  town.board(rule);
  town.put("town", town.raising("m1", 0, blob_digest(blob), "", Assurance::email), {}, {blob});
  CHECK(town.record().signatures("m1")->count().email == 1);
}

TEST_CASE("initiatives: opening") {
  auto town = raised();
  const auto content = [&] { return town.blob(encode_content(Town::opening_content())); };
  const auto good = town.initiative_opening("m1", content());
  refused_with(town, good, Town::opening_content(), {}, Errc::not_authorised);
  refused_with(town, good, Town::opening_content(), committee, Errc::not_authorised);
  refused_with(town, good, Reason{"x"}, officer, Errc::not_canonical);
  auto bad = good;
  bad.matter = "m2";
  refused_opening(town, bad, Errc::not_found);
  for (const std::uint64_t threshold : {0U, 3U, 4U, 6U, 100U}) {
    bad = good;
    bad.threshold = threshold;
    refused_opening(town, bad, Errc::mismatch);
  }
  bad = good;
  bad.closes = town.hour;
  refused_opening(town, bad, Errc::malformed);
  bad.closes = town.hour + 61 * 24 + 1;
  refused_opening(town, bad, Errc::malformed);
  CHECK(town.state().town.sealed.size() == 1);
  bad.closes = town.hour + 61 * 24;
  admitted_with(town, bad, Town::opening_content(), officer);
  CHECK(town.state().initiative("m1")->phase == InitiativePhase::open);
  CHECK(town.state().initiative("m1")->opening->content.influence == "Where the benches stand.\nNot their colour.");
  CHECK(town.state().town.sealed.empty());
  refused_opening(town, good, Errc::out_of_order);
}

TEST_CASE("initiatives: the threshold is that of the place, by the rule that stands") {
  auto town = with_registrar();
  town.raise("m1", 0, "north");
  town.raise("m2", 1, "south");
  auto north = town.initiative_opening("m1", "");
  CHECK(north.threshold == 3);
  CHECK(town.initiative_opening("m2", "").threshold == 5);
  auto rule = Town::board_rule();
  rule.version = 2;
  rule.areas = {{"north", {100, ThresholdUnit::per_mille}}};
  town.board(rule);
  refused_opening(town, north, Errc::mismatch);
  north.threshold = 2;  // a tenth of twenty
  admitted_with(town, north, Town::opening_content(), officer);
}

TEST_CASE("initiatives: co-signers") {
  auto town = raised(asking_for_cosigners(2));
  const auto good = town.initiative_opening("m1", "");
  refused_opening(town, good, Errc::out_of_order);
  town.sign("m1", 1);
  refused_opening(town, good, Errc::out_of_order);
  town.sign("m1", 2);
  town.withdraw("m1", 1);
  refused_opening(town, good, Errc::out_of_order);
  town.sign("m1", 3);
  town.set_aside("m1", town.pseudonym("m1", 3));
  refused_opening(town, good, Errc::out_of_order);
  town.restore("m1", town.pseudonym("m1", 3));
  admitted_with(town, good, Town::opening_content(), officer);
}

TEST_CASE("initiatives: one that nobody stands by any more is not opened") {
  auto town = raised();
  town.withdraw("m1", 0);
  refused_opening(town, town.initiative_opening("m1", ""), Errc::out_of_order);
}

TEST_CASE("initiatives: refusing") {
  auto town = raised();
  const auto reason = GENERATE(RejectReason::not_municipal, RejectReason::personal, RejectReason::offensive, RejectReason::unlawful,
                               RejectReason::advertising, RejectReason::unclear, RejectReason::decided_already);
  const auto act = rejection(town, reason);
  refused_with(town, act, Reason{"why"}, {}, Errc::not_authorised);
  refused_with(town, act, Reason{"why"}, committee, Errc::not_authorised);
  refused_with(town, act, ReportContent{"b", "t"}, officer, Errc::not_canonical);
  auto other = act;
  other.matter = "m2";
  refused_with(town, other, Reason{"why"}, officer, Errc::not_found);
  admitted_with(town, act, Reason{"why"}, officer);
  CHECK(town.state().initiative("m1")->phase == InitiativePhase::rejected);
  CHECK(town.state().initiative("m1")->rejection->text == "why");
  CHECK(town.state().town.sealed.size() == (reason == RejectReason::unlawful ? 1 : 0));
  refused_with(town, act, Reason{"why"}, officer, Errc::closed);
  refused_opening(town, town.initiative_opening("m1", ""), Errc::closed);
  refused(town, town.signature("m1", 1), {}, Errc::closed);
  refused(town, town.withdrawal("m1", 0), {}, Errc::closed);
}

TEST_CASE("initiatives: one that says the same points to one that was opened") {
  auto town = raised();
  town.raise("m2", 1);
  const auto points_to = [&](const std::string& into) { return rejection(town, RejectReason::duplicate, into); };
  refused_with(town, points_to("none"), Reason{"why"}, officer, Errc::not_found);
  refused_with(town, points_to("m1"), Reason{"why"}, officer, Errc::not_found);
  refused_with(town, points_to("m2"), Reason{"why"}, officer, Errc::not_found);  // not opened yet
  town.raise("m3", 2);
  town.reject_initiative("m3", RejectReason::unclear);
  refused_with(town, points_to("m3"), Reason{"why"}, officer, Errc::not_found);
  town.open_initiative("m2");
  admitted_with(town, points_to("m2"), Reason{"why"}, officer);
  CHECK(town.state().initiative("m1")->rejection->row.into == "m2");
}

TEST_CASE("initiatives: one whose text is not there is replayed; its absence counts once it may be shown") {
  auto town = with_registrar();
  const auto blob = text_blob(town);
  REQUIRE(town.attempt("town", town.raising("m1", 0, blob_digest(blob)), {}).has_value());
  CHECK(town.state().initiative("m1")->content == nullptr);
  CHECK(town.record().absent().empty());
  SECTION("opened") {
    const auto opening = act_with(town, town.initiative_opening("m1", ""), Town::opening_content());
    town.put("town", opening.statement, officer, {opening.blob});
    REQUIRE(town.record().absent().size() == 1);
    CHECK(town.record().absent()[0].index == town.log("town").pieces.size() - 1);
  }
  SECTION("refused") {
    admitted_with(town, rejection(town, RejectReason::unclear), Reason{"why"}, officer);
    CHECK(town.record().absent().size() == 1);
  }
  SECTION("unlawful: sealed for good") {
    admitted_with(town, rejection(town, RejectReason::unlawful), Reason{"why"}, officer);
    CHECK(town.record().absent().empty());
  }
}

}  // namespace radslag::record
