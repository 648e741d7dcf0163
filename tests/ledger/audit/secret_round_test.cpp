// Rounds of secret ballots as an auditor meets them: honest ones, and dishonest ones, each with the entry at which it is found.
#include <catch2/catch.hpp>

#include "ledger/record/secret_round.hpp"
#include "tests/ledger/audit/tampering.hpp"
#include "tests/support/town.hpp"

namespace radslag::audit {
namespace {

using testing::election_board;
using testing::Files;
using testing::Town;

constexpr const char* log_name = "rounds/r1";

Town voted() {
  Town town;
  town.secret_round("r1");
  town.cast_secret("r1", 0, {0, 1});
  town.cast_secret("r1", 1, {1});
  town.cast_secret("r1", 0, {2});
  town.accept_envelope("r1", 2);
  town.cast_paper("r1", 0, {1});
  return town;
}

Report audited(const Town& town) {
  const auto source = open_files(town.files());
  Options options;
  options.key = town.vkey();
  options.threads = 2;
  return audit(*source, options);
}

/// The one finding, about this entry of the round's log.
void found(const Town& town, std::uint64_t index, const std::string& words) {
  const auto report = audited(town);
  for (const auto& finding : report.findings) INFO(finding_text(finding));
  REQUIRE_FALSE(report.holds());
  const auto& finding = report.findings.front();
  INFO(finding_text(finding));
  CHECK(finding.log == log_name);
  CHECK(finding.index == index);
  CHECK(text_of(finding.sentence).find(words) != std::string::npos);
}

std::uint64_t size(const Town& town) { return town.log(log_name).pieces.size(); }

/// All acts of a trustee on an urn that some other town of the same steps made.
void forge_tally(Town& town, const record::TallyContent& content) {
  const auto blob = town.blob(record::encode_content(content));
  town.forge(log_name, record::Tally{town.round("r1").origin, record::blob_digest(blob)}, election_board, {blob});
}

}  // namespace

TEST_CASE("audit: an honest round of secret ballots, at every stage") {
  auto town = voted();
  auto report = audited(town);
  INFO(render_text(report));
  REQUIRE(report.holds());
  REQUIRE(report.rounds.at(0).secrecy.has_value());
  CHECK(report.rounds[0].sealed);
  CHECK(report.rounds[0].checked_ballots == 0);
  CHECK(report.rounds[0].secrecy->handed_out == 2);
  CHECK(render_text(report).find("Eligibility rests on the registrar") != std::string::npos);
  town.close("r1");
  town.shuffle("r1", 1);
  CHECK(audited(town).holds());
  town.shuffle("r1", 3);
  town.decrypt("r1", 3);
  CHECK(audited(town).holds());
  town.decrypt("r1", 2);
  town.tally("r1");
  town.allocate("r1");
  town.end("r1");
  report = audited(town);
  INFO(render_text(report));
  REQUIRE(report.holds());
  const auto& round = report.rounds.at(0);
  CHECK(round.sound);
  CHECK(round.checked_ballots == 4);
  CHECK(round.voters == 3);
  CHECK(round.roll == 5);
  CHECK(round.secrecy->urns.at(0).shuffles == std::vector<std::uint64_t>{1, 3});
  CHECK(round.secrecy->urns[0].paper == 1);
  CHECK(round.late == 0);
  CHECK(render_json(report).find("\"handedOut\":2") != std::string::npos);
}

TEST_CASE("audit: two halves rest on nobody alone") {
  testing::SecretPlan plan;
  plan.halves = 2;
  Town town;
  town.secret_round("r1", plan);
  const auto report = audited(town);
  CHECK(report.holds());
  CHECK(render_text(report).find("Eligibility rests on the registrar") == std::string::npos);
}

TEST_CASE("audit: ballots after the announced closing hour are told, and count") {
  Town town;
  town.secret_round("r1");
  town.cast_secret("r1", 0, {0});
  town.hour = Town::secret_definition().closes;
  const auto first = size(town) + 1;  // after the card
  town.cast_secret("r1", 1, {1});
  town.cast_secret("r1", 1, {2});
  const auto report = audited(town);
  CHECK(report.holds());
  CHECK(report.rounds.at(0).late == 2);
  CHECK(report.rounds[0].first_late == first);
  CHECK(render_text(report).find("after the announced closing hour") != std::string::npos);
}

TEST_CASE("audit: contents of secret ballots before closing, and none after") {
  auto town = voted();
  town.show_sealed_ballots = true;
  const auto open = audited(town);
  REQUIRE_FALSE(open.holds());
  CHECK(text_of(open.findings[0].sentence).find("the urn was open") != std::string::npos);
  town.show_sealed_ballots = false;
  auto& pieces = town.log(log_name).pieces;
  for (auto& piece : pieces) {
    if (piece.is_ballot) piece.blobs = {""};
  }
  town.close("r1");
  const auto closed = audited(town);
  REQUIRE_FALSE(closed.holds());
  CHECK(closed.findings[0].severity == Severity::missing);
}

TEST_CASE("audit: a ballot by a credential that the list does not have") {
  auto town = voted();
  Town other("other.example.se");
  testing::SecretPlan plan;
  plan.voters = 9;
  other.secret_round("r1", plan);
  const auto at = size(town);
  const auto foreign = town.blob(other.secret_ballot("r1", 0, "voter", 8, {0}));
  auto entry = other.secret_entry("r1", foreign);
  town.forge(log_name, entry, {}, {foreign});
  found(town, at, "not on the urn's list");
}

TEST_CASE("audit: a ballot made for another round under a credential of this one") {
  auto town = voted();
  Town other("other.example.se");
  other.secret_round("r1");
  town.hand_out("r1", 3);
  const auto at = size(town);
  const auto foreign = town.blob(other.secret_ballot("r1", 0, "voter", 3, {0}));
  auto entry = other.secret_entry("r1", foreign);
  entry.credential = town.credential("r1", 0, "voter", 3);
  town.forge(log_name, entry, {}, {foreign});
  town.forge(log_name, record::RoundClosed{town.round("r1").origin, 4}, election_board);
  found(town, at, "another election");
}

TEST_CASE("audit: more ballots than cards that were handed out") {
  auto town = voted();
  const auto at = size(town);
  const auto ballot = town.blob(town.secret_ballot("r1", 0, "voter", 4, {0}));
  town.forge(log_name, town.secret_entry("r1", ballot), {}, {ballot});
  found(town, at, "cards have been handed out");
}

TEST_CASE("audit: more cards than people, and cards that the registrar never gave out") {
  Town town;
  town.secret_round("r1");
  for (std::size_t i = 0; i < 5; ++i) town.hand_out("r1", i);
  const auto at = size(town);
  SECTION("one too many") {
    town.forge(log_name, town.handing_out("r1", "voter", 5), {});
    found(town, at, "as there are people");
  }
  SECTION("twice") {
    town.forge(log_name, town.handing_out("r1", "voter", 4), {});
    found(town, at, "handed out already");
  }
}

TEST_CASE("audit: a card in the registrar's name") {
  Town town;
  town.secret_round("r1");
  const auto at = size(town);
  auto card = town.handing_out("r1", "voter", 0);
  card.registrar[5] ^= 1;
  town.forge(log_name, card, {});
  found(town, at, "registrar's signature");
}

TEST_CASE("audit: more ballots on paper than envelopes") {
  auto town = voted();
  const auto at = size(town);
  const auto slip = town.blob(town.secret_ballot("r1", 0, "paper", 1, {0}));
  town.forge(log_name, town.secret_entry("r1", slip), election_board, {slip});
  found(town, at, "accepted envelopes");
}

TEST_CASE("audit: an old ballot cast again") {
  auto town = voted();
  const auto& pieces = town.log(log_name).pieces;
  const auto first = std::find_if(pieces.begin(), pieces.end(), [](const auto& piece) { return piece.is_ballot; });
  const auto again = town.blob(*record::blob_content(first->blobs[0]));
  auto entry = std::get<record::SecretBallot>(record::parse_entry(first->entry).value().statement);
  entry.ballot = record::blob_digest(again);
  const auto at = size(town);
  town.forge(log_name, entry, {}, {again});
  found(town, at, "in the record already");
}

TEST_CASE("audit: a late ballot after the end") {
  auto town = voted();
  town.close("r1");
  const auto at = size(town);
  const auto ballot = town.blob(town.secret_ballot("r1", 0, "voter", 0, {0}));
  town.forge(log_name, town.secret_entry("r1", ballot), {}, {ballot});
  found(town, at, "was closed");
}

TEST_CASE("audit: a broken proof in a ballot that the town let in") {
  auto town = voted();
  auto json = town.secret_ballot("r1", 0, "voter", 1, {0});
  const auto honest = town.blob(json);
  auto entry = town.secret_entry("r1", honest);
  const auto at_digit = json.rfind("\"}}}") - 1;  // the last digit of the signature's response
  json[at_digit] = json[at_digit] == '1' ? '2' : '1';
  const auto broken = town.blob(json);
  entry.tracker = crypto::sha256(json);
  entry.ballot = record::blob_digest(broken);
  const auto at = size(town);
  town.forge(log_name, entry, {}, {broken});
  town.forge(log_name, record::RoundClosed{town.round("r1").origin, 5}, election_board);
  found(town, at, "bad_signature");
}

TEST_CASE("audit: a shuffle that is missing") {
  auto town = voted();
  town.close("r1");
  town.shuffle("r1", 1);
  const auto at = size(town);
  const auto blob = town.blob(town.decryption_json("r1", 0, 1));
  town.forge(log_name, record::PartialDecryption{town.round("r1").origin, "whole", 1, record::blob_digest(blob)}, {Town::trustee(1)},
             {blob});
  found(town, at, "have shuffled it; 1 have");
}

TEST_CASE("audit: a shuffle of other ballots") {
  auto town = voted();
  auto other = voted();
  other.cast_secret("r1", 3, {3});
  other.close("r1");
  town.close("r1");
  const auto at = size(town);
  const auto blob = town.blob(other.shuffle_json("r1", 0));
  town.forge(log_name, record::Shuffle{town.round("r1").origin, "whole", 1, record::blob_digest(blob)}, {Town::trustee(1)}, {blob});
  found(town, at, "bad_");
}

TEST_CASE("audit: a partial decryption by another key") {
  auto town = voted();
  town.close("r1");
  town.shuffle("r1", 1);
  town.shuffle("r1", 2);
  const auto at = size(town);
  const auto blob = town.blob(town.decryption_json("r1", 0, 2));
  town.forge(log_name, record::PartialDecryption{town.round("r1").origin, "whole", 1, record::blob_digest(blob)}, {Town::trustee(1)},
             {blob});
  found(town, at, "bad_decryption");
}

TEST_CASE("audit: a wrong tally") {
  auto town = voted();
  town.close("r1");
  town.count("r1");
  auto content = town.record().recount("r1").value();
  ++content.votes[0].votes;
  const auto at = size(town);
  forge_tally(town, content);
  found(town, at, "does not equal the recount");
}

TEST_CASE("audit: a tally before the urn is decrypted") {
  auto town = voted();
  town.close("r1");
  town.shuffle("r1", 1);
  town.shuffle("r1", 2);
  town.decrypt("r1", 1);
  const auto at = size(town);
  forge_tally(town, {});
  found(town, at, "has not been decrypted");
}

TEST_CASE("audit: a ballot that was dropped from the count") {
  auto town = voted();  // the shuffle is of fewer: as a town makes it that never had them
  Town without;
  without.secret_round("r1");
  without.cast_secret("r1", 0, {2});
  without.close("r1");
  town.close("r1");
  const auto at = size(town);
  const auto blob = town.blob(without.shuffle_json("r1", 0));
  town.forge(log_name, record::Shuffle{town.round("r1").origin, "whole", 1, record::blob_digest(blob)}, {Town::trustee(1)}, {blob});
  found(town, at, "bad_");
}

TEST_CASE("audit: a trustee's message in the ceremony that is not its own") {
  Town town;
  town.begin();
  town.dialogue();
  town.trustees();
  town.begin_round("r1");
  Town honest;
  honest.secret_round("r1");
  const auto& pieces = honest.log(log_name).pieces;
  for (std::size_t i = 0; i < 7; ++i) {  // beginning, certificates, commitments
    const auto entry = record::parse_entry(pieces[i].entry).value();
    const auto* step = std::get_if<record::CeremonyStep>(&entry.statement);
    town.put(log_name, entry.statement, step ? testing::Signers{Town::trustee(step->trustee)} : election_board, pieces[i].blobs);
  }
  auto step = std::get<record::CeremonyStep>(record::parse_entry(pieces[8].entry).value().statement);  // trustee 2's polynomial
  step.trustee = 1;
  const auto at = size(town);
  town.forge(log_name, step, {Town::trustee(1)}, pieces[8].blobs);
  found(town, at, "bad_certificate");
}

}  // namespace radslag::audit
