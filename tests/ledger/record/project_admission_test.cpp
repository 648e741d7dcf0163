// Each condition of FORMAT.md section 4.5, broken: calls, proposals, assessments, and the round that grows out of them.
#include "tests/ledger/record/admission.hpp"

namespace radslag::record {
namespace {

using testing::committee;
using testing::election_board;
using testing::officer;
using testing::Roll;
using testing::roll_officers;
using testing::Town;

Town begun() {
  Town town;
  town.begin();
  town.dialogue();
  town.registrar();
  return town;
}

/// The call "c1" without proposals.
Town called() {
  auto town = begun();
  town.call("c1");
  return town;
}

/// The call with the proposals p1, p2 and p3.
Town proposed() {
  auto town = called();
  for (std::size_t i = 1; i < 4; ++i) town.propose("c1", "p" + std::to_string(i), i);
  return town;
}

std::string proposal_blob(Town& town) { return town.blob(encode_content(ProposalContent{"A pond", "With ducks.", 0})); }

ProjectAssessed assessed(const Town& town, const std::string& proposal, Assessment outcome, std::uint64_t version = 1) {
  return {town.origin(), proposal, version, outcome, outcome == Assessment::feasible ? 90'000U : 0U, "", std::nullopt, {}};
}

/// A round "c1" of these projects at these costs.
RoundDefinition definition_of(const std::vector<std::pair<std::string, std::uint64_t>>& projects) {
  auto definition = Town::definition();
  definition.projects.clear();
  for (const auto& [id, cost] : projects) definition.projects.push_back({id, cost, "", "", false, "A pond", "With ducks."});
  definition.choices_max = 1;
  return definition;
}

void refused_opening(Town& town, const RoundDefinition& definition, Errc code) {
  const auto frozen = town.blob(encode_content(definition)), roll = town.credentials_blob(2);
  refused(town, "rounds/c1", town.opening("c1", frozen, roll, 2), election_board, code, {frozen, roll});
}

}  // namespace

TEST_CASE("calls: when and where") {
  auto town = begun();
  const CallOpened good{town.origin(), "c1", "parks", town.hour + 100, {}};
  const auto content = Town::call_content();
  refused_with(town, good, content, {}, Errc::not_authorised);
  refused_with(town, good, content, committee, Errc::not_authorised);
  refused_with(town, good, Reason{"x"}, officer, Errc::not_canonical);
  auto bad = good;
  bad.dialogue = "none";
  refused_with(town, bad, content, officer, Errc::not_found);
  bad = good;
  bad.closes = town.hour;
  refused_with(town, bad, content, officer, Errc::malformed);
  auto euros = content;
  euros.currency = "EUR";
  refused_with(town, good, euros, officer, Errc::mismatch);
  town.raise("m1");
  bad = good;
  bad.call = "m1";
  refused_with(town, bad, content, officer, Errc::duplicate);
  town.begin_round("r1");
  bad.call = "r1";
  refused_with(town, bad, content, officer, Errc::out_of_order);
  const auto act = act_with(town, good, content);
  town.put("town", act.statement, officer, {act.blob});
  refused(town, act.statement, officer, Errc::duplicate, {act.blob});
  CHECK(town.state().town.dialogues.at("parks").calls == std::vector<std::string>{"c1"});
  CHECK(town.state().town.calls.at("c1").content.areas[0].amount == 400'000);
}

TEST_CASE("proposals: to an open call, under a name of their own") {
  auto town = called();
  const auto blob = proposal_blob(town);
  refused(town, town.proposing("none", "p1", 1, blob_digest(blob)), {}, Errc::not_found, {blob});
  const auto good = town.proposing("c1", "p1", 1, blob_digest(blob), "north");
  refused(town, good, officer, Errc::not_canonical, {blob});
  refused(town, town.proposing("c1", "p1", 1, blob_digest(blob), "west"), {}, Errc::not_found, {blob});
  const auto wrong = town.blob(encode_content(InitiativeContent{"t", "x"}));
  refused(town, town.proposing("c1", "p1", 1, blob_digest(wrong)), {}, Errc::not_canonical, {wrong});
  town.put("town", good, {}, {blob});
  CHECK(town.state().town.sealed.contains(blob_digest(blob)));
  CHECK(town.state().proposal("p1")->content->title == "A pond");
  CHECK(town.state().proposal("p1")->place == "north");
  refused(town, good, {}, Errc::duplicate, {blob});
  const auto other = proposal_blob(town);
  refused(town, town.proposing("c1", "p1", 2, blob_digest(other)), {}, Errc::duplicate, {other});
  refused(town, town.proposing("c1", "p2", 2, blob_digest(blob)), {}, Errc::duplicate, {blob});  // the same bytes
  town.hour = town.state().town.calls.at("c1").row.closes - 1;
  town.propose("c1", "p2", 2);
  ++town.hour;
  refused(town, town.proposing("c1", "p3", 3, blob_digest(other)), {}, Errc::closed, {other});
  CHECK(town.state().town.calls.at("c1").proposals == std::vector<std::string>{"p1", "p2"});
}

TEST_CASE("proposals: all of a call are of one edition and one roll") {
  auto town = proposed();
  const auto blob = proposal_blob(town);
  auto other = town.proposing("c1", "p4", 4, blob_digest(blob));
  other.attested.roll.root = crypto::sha256("another root");
  refused(town, Town::attested(other), {}, Errc::mismatch, {blob});
  town.put("town", town.edition(40, "2026-2"), roll_officers);
  other = town.proposing("c1", "p4", 4, blob_digest(blob));
  CHECK(other.edition == "2026-2");
  refused(town, other, {}, Errc::mismatch, {blob});
  other.edition = "2026-1";
  town.put("town", Town::attested(other), {}, {blob});
}

TEST_CASE("proposals: a person has twenty") {
  auto town = called();
  for (int i = 0; i < 20; ++i) town.propose("c1", "p" + std::to_string(i), 7);
  const auto blob = proposal_blob(town);
  refused(town, town.proposing("c1", "one-more", 7, blob_digest(blob)), {}, Errc::too_large, {blob});
  town.put("town", town.proposing("c1", "one-more", 8, blob_digest(blob)), {}, {blob});
  town.call("c2");
  town.propose("c2", "elsewhere", 7);
}

TEST_CASE("assessments: of a proposal, one after the other, by an officer") {
  auto town = proposed();
  const auto words = Town::assessment_content();
  const auto good = assessed(town, "p1", Assessment::declined);
  refused_with(town, good, words, {}, Errc::not_authorised);
  refused_with(town, good, words, committee, Errc::not_authorised);
  refused_with(town, good, Reason{"x"}, officer, Errc::not_canonical);
  refused_with(town, assessed(town, "none", Assessment::declined), words, officer, Errc::not_found);
  for (const std::uint64_t version : {0U, 2U})
    refused_with(town, assessed(town, "p1", Assessment::declined, version), words, officer, Errc::out_of_order);
  CHECK(town.state().town.sealed.size() == 3);
  const auto act = act_with(town, good, words);
  town.put("town", act.statement, officer, {act.blob});
  CHECK(town.state().town.sealed.size() == 2);
  refused(town, act.statement, officer, Errc::out_of_order, {act.blob});  // the officer's seals of old are public
  admitted_with(town, assessed(town, "p1", Assessment::feasible, 2), words, officer);
  CHECK(town.state().proposal("p1")->assessments.size() == 2);
  admitted_with(town, assessed(town, "p2", Assessment::unlawful), words, officer);
  CHECK(town.state().town.sealed.size() == 2);  // p2 for good, p3 until somebody looks at it
}

TEST_CASE("assessments: merging into another of the same call that was not merged itself") {
  auto town = proposed();
  town.call("c2");
  town.propose("c2", "q1", 1);
  const auto into = [&](const std::string& proposal, const std::string& other) {
    auto statement = assessed(town, proposal, Assessment::merged);
    statement.into = other;
    return statement;
  };
  const auto words = Town::assessment_content();
  for (const auto* other : {"none", "p1", "q1"}) refused_with(town, into("p1", other), words, officer, Errc::not_found);
  admitted_with(town, into("p1", "p2"), words, officer);
  refused_with(town, into("p3", "p1"), words, officer, Errc::not_found);
  refused_with(town, into("p2", "p1"), words, officer, Errc::not_found);
  admitted_with(town, into("p3", "p2"), words, officer);
}

TEST_CASE("assessments: pictures are JPEGs of bearable size, with words for who does not see them") {
  auto town = proposed();
  const auto try_picture = [&](const std::string& bytes, bool described) {
    const auto picture = town.blob(bytes);
    auto words = Town::assessment_content();
    words.has_alt = described;
    words.alt = described ? "A fountain." : "";
    auto act = act_with(town, assessed(town, "p1", Assessment::feasible), words);
    act.statement.picture = blob_digest(picture);
    const auto admitted = town.attempt("town", act.statement, officer, {picture, act.blob});
    return admitted ? std::string("yes") : std::string(errc_name(admitted.error().code));
  };
  const std::string jpeg = "\xff\xd8\xff\xe0 and so on";
  CHECK(try_picture(jpeg, false) == "malformed");
  CHECK(try_picture("\x89PNG\r\n", true) == "unsupported");
  CHECK(try_picture("<svg onload='x'/>", true) == "unsupported");
  CHECK(try_picture("", true) == "unsupported");
  CHECK(try_picture(jpeg + std::string(1 << 20, 'x'), true) == "too-large");
  auto undescribed = Town::assessment_content();
  undescribed.has_alt = true;
  undescribed.alt = "Nothing.";
  refused_with(town, assessed(town, "p1", Assessment::feasible), undescribed, officer, Errc::malformed);
  CHECK(town.state().proposal("p1")->assessments.empty());
  CHECK(try_picture(jpeg, true) == "yes");
  CHECK(town.state().proposal("p1")->assessments.back().row.picture.has_value());
}

TEST_CASE("proposals whose text is not there: its absence counts once it may be shown") {
  auto town = called();
  const auto blob = proposal_blob(town);
  REQUIRE(town.attempt("town", town.proposing("c1", "p1", 1, blob_digest(blob)), {}).has_value());
  const auto words = Town::assessment_content();
  admitted_with(town, assessed(town, "p1", Assessment::unlawful), words, officer);
  CHECK(town.record().absent().empty());
  auto again = assessed(town, "p1", Assessment::declined);
  again.version = 2;
  admitted_with(town, again, words, officer);
  CHECK(town.record().absent().size() == 1);
}

TEST_CASE("rounds of a call: only what was found feasible, at its cost, when it was frozen") {
  auto town = proposed();
  town.assess("p1", Assessment::feasible, 90'000);
  town.assess("p2", Assessment::declined);
  town.begin_round("c1");
  refused_opening(town, definition_of({{"p1", 90'001}}), Errc::mismatch);
  refused_opening(town, definition_of({{"p1", 90'000}, {"p2", 1}}), Errc::unknown_project);
  refused_opening(town, definition_of({{"p3", 1}}), Errc::unknown_project);
  refused_opening(town, definition_of({{"P9", 1}}), Errc::unknown_project);
  town.call("c2");
  town.propose("c2", "q1", 1);
  town.assess("q1", Assessment::feasible, 5);
  refused_opening(town, definition_of({{"q1", 5}}), Errc::unknown_project);
  town.assess("p3", Assessment::feasible, 70'000);
  town.assess("p1", Assessment::feasible, 95'000);
  refused_opening(town, definition_of({{"p1", 90'000}}), Errc::mismatch);
  const auto frozen_at = town.log("town").pieces.size();
  town.assess("p3", Assessment::declined);  // after the town-size that the opening names: too late for this round
  const auto frozen = town.blob(encode_content(definition_of({{"p1", 95'000}, {"p3", 70'000}}))), roll = town.credentials_blob(2);
  auto opening = town.opening("c1", frozen, roll, 2);
  opening.town_size = frozen_at;
  opening.town_root = town.log("town").tree.root(frozen_at);
  town.put("rounds/c1", opening, election_board, {frozen, roll});

  refused_with(town, assessed(town, "p1", Assessment::declined, 3), Town::assessment_content(), officer, Errc::frozen);
  const auto blob = proposal_blob(town);
  refused(town, town.proposing("c1", "p4", 4, blob_digest(blob)), {}, Errc::closed, {blob});
  town.propose("c2", "q2", 2);  // other calls go on
}

TEST_CASE("rounds without a call are as they were") {
  auto town = proposed();
  town.begin_round("r1");
  town.open("r1", Town::definition(), 2);
  town.assess("p1", Assessment::feasible, 90'000);
}

}  // namespace radslag::record
