// Each condition of FORMAT.md section 4.1, broken.
#include "tests/ledger/record/admission.hpp"

namespace radslag::record {
namespace {

using testing::committee;
using testing::election_board;
using testing::keepers;
using testing::officer;
using testing::Town;

const auto stranger = [] { return Town::public_key("stranger"); };

Town begun() {
  Town town;
  town.begin();
  town.dialogue();
  return town;
}

Town allocated() {
  auto town = begun();
  town.begin_round("r1");
  town.open("r1", Town::definition(), 2);
  town.vote("r1", 0, {0, 1});
  town.close("r1");
  town.tally("r1");
  town.allocate("r1");
  return town;
}

Dialogue row(const Town& town, const std::string& blob) {
  return {town.origin(), "parks", 2, DialogueStatus::ongoing, Signal::green, "2026-05-01", "2026-09-30", blob_digest(blob)};
}

std::string dialogue_blob(Town& town) {
  return town.blob(encode_content(DialogueContent{"t", "s", "b", "o", DialogueKind::ongoing, Level::consultation, "i", "to", "how", "c"}));
}

Decision decision_for(Town& town, const std::string& blob, std::uint64_t departures) {
  return {town.origin(), "r1", town.round("r1").allocation_digest, departures, blob_digest(blob)};
}

}  // namespace

TEST_CASE("town log: its beginning") {
  Town town;
  refused(town, "town", OfficerEnded{town.origin(), stranger()}, keepers, Errc::out_of_order);
  refused(town, "town", TownBegun{"radslag.example.se/log/city", "X", "SEK", true, {}}, {}, Errc::malformed);
  refused(town, "town", TownBegun{town.origin(), "X", "SEK", true, {}}, {"stranger"}, Errc::not_canonical);
  refused(town, "rounds/r1", RoundClosed{"x", 0}, election_board, Errc::not_found);
  CHECK_FALSE(town.state().begun());
  town.begin();
  refused(town, "town", TownBegun{town.origin(), "X", "SEK", true, {}}, {}, Errc::out_of_order);
  CHECK(town.state().town.officers.size() == 9);
}

TEST_CASE("town log: what belongs in it, for this log, in order of time") {
  auto town = begun();
  refused(town, "town", RoundClosed{town.origin(), 0}, election_board, Errc::unsupported);
  refused(town, "town", Ballot{stranger(), {}}, {}, Errc::unsupported);
  refused(town, "town", OfficerEnded{"elsewhere.example/log/town", Town::public_key("officer-1")}, keepers, Errc::mismatch);
  --town.hour;
  refused(town, "town", OfficerEnded{town.origin(), Town::public_key("officer-1")}, keepers, Errc::out_of_order);
  CHECK(town.state().town.officers.at(Town::public_key("officer-1")).ended_at == std::nullopt);
}

TEST_CASE("town log: officers") {
  auto town = begun();
  const OfficerAnnounced announced{town.origin(), {stranger(), {Role::officer}, "A new officer"}};
  refused(town, "town", announced, {}, Errc::not_authorised);
  refused(town, "town", announced, {"keeper-1"}, Errc::not_authorised);
  refused(town, "town", announced, {"keeper-1", "officer-1"}, Errc::not_authorised);
  refused(town, "town", announced, {"keeper-1", "keeper-2", "officer-1"}, Errc::not_authorised);
  refused(town, "town", announced, {"keeper-1", "stranger"}, Errc::not_authorised);
  refused(town, "town", OfficerEnded{town.origin(), stranger()}, keepers, Errc::not_found);
  town.put("town", announced, keepers);
  refused(town, "town", announced, keepers, Errc::duplicate);
  town.put("town", OfficerEnded{town.origin(), stranger()}, keepers);
  refused(town, "town", OfficerEnded{town.origin(), stranger()}, keepers, Errc::duplicate);
  refused(town, "town", announced, keepers, Errc::duplicate);
  const auto blob = dialogue_blob(town);
  refused(town, "town", row(town, blob), {"stranger"}, Errc::not_authorised, {blob});
  town.put("town", row(town, blob), officer, {blob});
}

TEST_CASE("town log: a seal over other bytes") {
  auto town = begun();
  Record record({{}, {}});
  REQUIRE(record.admit("town", town.log("town").pieces[0].entry).has_value());
  const auto text = encode_statement(OfficerEnded{town.origin(), Town::public_key("officer-1")});
  const auto one = Town::key_of("keeper-1"), two = Town::key_of("keeper-2");
  const auto bytes = encode_entry(town.hour, text, {{one.public_key(), one.sign(text)}, {two.public_key(), two.sign(text + " ")}});
  const auto admitted = record.admit("town", bytes);
  REQUIRE_FALSE(admitted.has_value());
  CHECK(admitted.error().code == Errc::bad_signature);
  CHECK(record.admit("town", bytes, Scrutiny::order).has_value());
}

TEST_CASE("town log: the register") {
  auto town = begun();
  const auto blob = dialogue_blob(town);
  auto next = row(town, blob);
  refused(town, "town", next, {}, Errc::not_authorised, {blob});
  for (const std::uint64_t version : {0U, 1U, 3U}) {
    next.version = version;
    refused(town, "town", next, officer, Errc::out_of_order, {blob});
  }
  next.dialogue = "new";
  next.version = 2;
  refused(town, "town", next, officer, Errc::out_of_order, {blob});
  next = row(town, blob);
  next.begins = "2026-10-01";
  refused(town, "town", next, officer, Errc::malformed, {blob});
  next = row(town, "another blob");
  refused(town, "town", next, officer, Errc::not_found);
  const auto other = town.blob(encode_content(MilestoneContent{"x"}));
  refused(town, "town", row(town, other), officer, Errc::not_canonical, {other});
  const std::string tiny = "tiny";
  refused(town, "town", row(town, tiny), officer, Errc::malformed, {tiny});
  CHECK(town.state().town.dialogues.size() == 1);
  CHECK(town.state().town.dialogues.at("parks").versions.size() == 1);
}

TEST_CASE("town log: a blob with other bytes than its digest") {
  auto town = begun();
  Record record({[](const Digest&) { return std::optional<std::string>(std::string(100, 'x')); }, {}});
  REQUIRE(record.admit("town", town.log("town").pieces[0].entry).has_value());
  const auto admitted = record.admit("town", town.log("town").pieces[1].entry);
  REQUIRE_FALSE(admitted.has_value());
  CHECK(admitted.error().code == Errc::mismatch);
}

TEST_CASE("town log: a round's beginning") {
  auto town = begun();
  const RoundBegun good{town.origin(), "r1", "parks", "radslag.example.se/log/rounds/r1", Town::public_key("log-rounds/r1")};
  refused(town, "town", good, {"election-1"}, Errc::not_authorised);
  auto bad = good;
  bad.dialogue = "squares";
  refused(town, "town", bad, election_board, Errc::not_found);
  for (const auto* log : {"radslag.example.se/log/rounds/r2", "radslag.example.se/rounds/r1", "elsewhere.example/log/rounds/r1"}) {
    bad = good;
    bad.log = log;
    refused(town, "town", bad, election_board, Errc::mismatch);
  }
  town.begin_round("r1");
  refused(town, "town", good, election_board, Errc::duplicate);
  bad = good;
  bad.round = "r2";
  bad.log = "radslag.example.se/log/rounds/r2";
  refused(town, "town", bad, election_board, Errc::duplicate);  // the same key
  bad = good;
  bad.key = Town::public_key("another key");
  refused(town, "town", bad, election_board, Errc::duplicate);  // the same name
}

TEST_CASE("town log: a round's end") {
  auto town = begun();
  town.begin_round("r1");
  refused(town, "town", RoundEnded{town.origin(), "r1", 0, {}, {}}, election_board, Errc::out_of_order);
  refused(town, "town", RoundEnded{town.origin(), "r2", 0, {}, {}}, election_board, Errc::not_found);
  town = allocated();
  const auto good = town.ending("r1");
  refused(town, "town", good, {"election-1"}, Errc::not_authorised);
  refused(town, "town", good, committee, Errc::not_authorised);
  auto bad = good;
  ++bad.size;
  refused(town, "town", bad, election_board, Errc::mismatch);
  bad = good;
  --bad.size;
  bad.root = town.log("rounds/r1").tree.root(bad.size);
  refused(town, "town", bad, election_board, Errc::mismatch);
  bad = good;
  bad.root[5] ^= 1;
  refused(town, "town", bad, election_board, Errc::mismatch);
  bad = good;
  bad.allocation = town.round("r1").tally_digest;
  refused(town, "town", bad, election_board, Errc::mismatch);
  town.put("town", good, election_board);
  refused(town, "town", good, election_board, Errc::duplicate);
}

TEST_CASE("town log: the decision") {
  auto town = allocated();
  const auto good = town.blob(encode_content(town.decision("r1", {})));
  refused(town, "town", decision_for(town, good, 0), committee, Errc::out_of_order, {good});
  town.end("r1");
  refused(town, "town", decision_for(town, good, 0), {"committee-1"}, Errc::not_authorised, {good});
  refused(town, "town", decision_for(town, good, 0), election_board, Errc::not_authorised, {good});
  refused(town, "town", decision_for(town, good, 1), committee, Errc::mismatch, {good});
  auto other = decision_for(town, good, 0);
  other.round = "r2";
  refused(town, "town", other, committee, Errc::not_found, {good});
  other = decision_for(town, good, 0);
  other.allocation = town.round("r1").tally_digest;
  refused(town, "town", other, committee, Errc::mismatch, {good});

  const auto refuse_content = [&](const DecisionContent& content, std::uint64_t departures, Errc code) {
    const auto blob = town.blob(encode_content(content));
    refused(town, "town", decision_for(town, blob, departures), committee, code, {blob});
  };
  auto content = town.decision("r1", {});
  content.projects[0].funded = !content.projects[0].funded;
  refuse_content(content, 1, Errc::needs_reason);
  content = town.decision("r1", {});
  content.projects[0].reason = "Because.";
  refuse_content(content, 0, Errc::not_canonical);
  content = town.decision("r1", {});
  std::swap(content.projects[0], content.projects[1]);
  refuse_content(content, 0, Errc::mismatch);
  content = town.decision("r1", {});
  content.projects.push_back(content.projects[0]);
  refuse_content(content, 0, Errc::mismatch);
  CHECK_FALSE(town.round("r1").decision);

  town.decide("r1", {{1, "No site."}});
  refused(town, "town", decision_for(town, good, 0), committee, Errc::duplicate, {good});
}

TEST_CASE("town log: milestones") {
  auto town = allocated();
  town.end("r1");
  const auto blob = town.blob(encode_content(MilestoneContent{"Begun."}));
  Milestone good{town.origin(), "r1", "P1", "2026-08-03", MilestoneState::started, blob_digest(blob)};
  refused(town, "town", good, officer, Errc::out_of_order, {blob});
  town.decide("r1", {{1, "No site."}});
  auto bad = good;
  bad.round = "r2";
  refused(town, "town", bad, officer, Errc::not_found, {blob});
  bad = good;
  bad.project = "P2";  // the decision took it out
  refused(town, "town", bad, officer, Errc::unknown_project, {blob});
  bad.project = "P9";
  refused(town, "town", bad, officer, Errc::unknown_project, {blob});
  refused(town, "town", good, {}, Errc::not_authorised, {blob});
  refused(town, "town", good, {"keeper-1"}, Errc::not_authorised, {blob});
  town.put("town", good, officer, {blob});
  CHECK(town.round("r1").milestones.at(0).text == "Begun.");
  refused(town, "town", good, officer, Errc::duplicate, {blob});  // an old report, put in anew under its old seal
}

}  // namespace radslag::record
