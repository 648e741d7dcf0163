// The archive of a counted urn, judged by the verifier of archives, which knows nothing of the record that it came from.
#include "ledger/archive/urn_archive.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "ledger/archive/belenios_reader.hpp"
#include "ledger/audit/belenios.hpp"
#include "ledger/record/secret_round.hpp"
#include "tests/support/town.hpp"

namespace radslag::archive {
namespace {

using testing::SecretPlan;
using testing::Town;

constexpr std::uint64_t timestamp = 1'778'840'000;

record::BlobSource blobs_of(const Town& town, const record::Digest& withheld = {}) {
  return [&town, withheld](const record::Digest& digest) -> std::optional<std::string> {
    for (const auto& piece : town.log("rounds/r1").pieces) {
      for (const auto& blob : piece.blobs) {
        if (record::blob_digest(blob) == digest && digest != withheld) return blob;
      }
    }
    return std::nullopt;
  };
}

EachBallot ballots_of(const Town& town, const std::string& urn) {
  return [&town, urn](const std::function<void(std::string_view)>& visit) -> Result<> {
    for (const auto& piece : town.log("rounds/r1").pieces) {
      const auto statement = record::parse_entry(piece.entry).value().statement;
      const auto* ballot = std::get_if<record::SecretBallot>(&statement);
      if (ballot && ballot->urn == urn) visit(*record::blob_content(piece.blobs.front()));
    }
    return {};
  };
}

Result<std::string> archive_of(const Town& town, std::size_t urn = 0, const record::Digest& withheld = {}) {
  const auto counts = town.record().counts("r1").value();
  std::string bytes;
  const Sink sink = [&](std::string_view more) { bytes += more; };
  const auto& id = counts.at(urn).frozen().id;
  auto written = write_urn_archive(counts.at(urn), blobs_of(town, withheld), ballots_of(town, id), timestamp, sink, {});
  if (!written) return tl::make_unexpected(written.error());
  return bytes;
}

audit::BeleniosReport verify(const std::string& bytes) {
  const auto open = [&bytes]() -> Source {
    return [&bytes, at = std::size_t{0}](char* buffer, std::size_t size) mutable {
      const auto n = bytes.copy(buffer, size, at);
      at += n;
      return n;
    };
  };
  return audit::audit_belenios(open, {});
}

/// Verified, and said to be what the record's tally says of the urn.
audit::BeleniosReport check_archive(const Town& town, std::size_t urn = 0) {
  const auto bytes = archive_of(town, urn);
  if (!bytes) FAIL(bytes.error().detail);
  auto report = verify(*bytes);
  INFO(audit::render_text(report));
  CHECK(report.holds());
  CHECK(report.unchecked.empty());
  const auto& round = town.round("r1");
  const auto& frozen = round.frozen->urns[urn];
  const auto& counted = round.tally->urns[urn];
  CHECK(report.uuid == record::urn_uuid(round.origin, frozen.id));
  CHECK(report.ballots == counted.ballots);
  CHECK(report.checked_ballots == counted.ballots);
  CHECK(report.voters == counted.voters);
  CHECK(report.invalid.size() == counted.invalid);
  CHECK(report.shuffles == round.urns[urn].shuffles.size());
  CHECK(report.decryptions == round.urns[urn].decryptions.size());
  CHECK(report.credentials == frozen.size());
  return report;
}

std::uint64_t votes(const Town& town, const std::string& project) {
  const auto& all = town.round("r1").tally->votes;
  return std::find_if(all.begin(), all.end(), [&](const auto& line) { return line.project == project; })->votes;
}

/// Homomorphic: the totals are the tally's votes, project by project.
void check_totals(const Town& town, const audit::BeleniosReport& report) {
  REQUIRE(report.result);
  const auto& question = town.round("r1").frozen->urns[0].election->questions().front();
  const auto& totals = report.result->at(0).totals;
  REQUIRE(totals.size() == question.choices.size() + (question.blank ? 1 : 0));
  if (question.blank) CHECK(totals[0] == town.round("r1").tally->blank);
  for (std::size_t i = 0; i < question.choices.size(); ++i) {
    CAPTURE(question.choices[i]);
    CHECK(totals[i + (question.blank ? 1 : 0)] == votes(town, question.choices[i]));
  }
}

Town voted(const SecretPlan& plan = {}) {
  Town town;
  town.secret_round("r1", plan);
  town.cast_secret("r1", 0, {0, 1});
  town.cast_secret("r1", 1, {1});
  town.cast_secret("r1", 2, {});
  town.cast_secret("r1", 0, {2});  // instead of the first
  return town;
}

SecretPlan homomorphic() {
  SecretPlan plan;
  plan.definition.ballot = std::string(record::homomorphic_ballot);
  return plan;
}

}  // namespace

TEST_CASE("urn archive: mixed and decrypted by two of three") {
  auto town = voted();
  town.accept_envelope("r1", 3);
  town.cast_paper("r1", 0, {1, 3});
  town.close_and_count("r1");
  const auto report = check_archive(town);
  CHECK(report.ballots == 5);
  CHECK(report.voters == 4);
  REQUIRE(report.result);
  auto rows = report.result->at(0).rows;  // a bit a project
  std::sort(rows.begin(), rows.end());
  CHECK(rows == std::vector<std::vector<std::uint8_t>>{{0}, {1 << 1}, {1 << 2}, {(1 << 1) | (1 << 3)}});
}

TEST_CASE("urn archive: the same record gives the same bytes, with the round's end too") {
  auto town = voted();
  town.close_and_count("r1");
  const auto first = archive_of(town).value();
  CHECK(archive_of(town).value() == first);
  town.end("r1");
  CHECK(archive_of(town).value() == first);
}

TEST_CASE("urn archive: more shuffles than were needed, decrypted by others than the first") {
  auto town = voted();
  town.close("r1");
  for (const std::size_t trustee : {3, 1, 2}) town.shuffle("r1", trustee);
  for (const std::size_t trustee : {3, 2}) town.decrypt("r1", trustee);
  town.tally("r1");
  const auto report = check_archive(town);
  CHECK(report.shuffles == 3);
  CHECK(report.decryptions == 2);
}

TEST_CASE("urn archive: every trustee with a key of their own") {
  SecretPlan plan;
  plan.threshold = 0;
  auto town = voted(plan);
  town.close_and_count("r1");
  CHECK(check_archive(town).decryptions == 3);
}

TEST_CASE("urn archive: totals alone") {
  auto plan = homomorphic();
  SECTION("with a blank choice") {}
  SECTION("within a budget") { plan.definition.budget_max = 900'000; }
  auto town = voted(plan);
  town.close_and_count("r1");
  check_totals(town, check_archive(town));
}

TEST_CASE("urn archive: totals alone, at least one project") {
  auto plan = homomorphic();
  plan.definition.choices_min = 1;
  Town town;
  town.secret_round("r1", plan);
  town.cast_secret("r1", 0, {0, 1});
  town.cast_secret("r1", 1, {1});
  town.close_and_count("r1");
  check_totals(town, check_archive(town));
}

TEST_CASE("urn archive: in a field's group") {
  auto plan = homomorphic();
  plan.group = record::VotingGroup::belenios_2048;
  plan.threshold = 0;
  plan.voters = 2;
  plan.reserve = plan.paper = 1;
  Town town;
  town.secret_round("r1", plan);
  town.cast_secret("r1", 0, {1, 3});
  town.close_and_count("r1");
  check_totals(town, check_archive(town));
}

TEST_CASE("urn archive: each urn by itself") {
  SecretPlan plan;
  plan.voters = 100;
  plan.definition.urns = {{"norr", 600'000, {"north"}}, {"alla", 400'000, {}}};
  Town town;
  town.secret_round("r1", plan);
  town.cast_secret("r1", 7, {0, 3}, 0);
  town.cast_secret("r1", 7, {1}, 1);
  town.cast_secret("r1", 8, {2}, 1);
  town.close_and_count("r1");
  CHECK(check_archive(town, 0).ballots == 1);
  CHECK(check_archive(town, 1).ballots == 2);
}

TEST_CASE("urn archive: what cannot be made") {
  SECTION("of an urn that was empty") {
    Town town;
    town.secret_round("r1");
    town.close_and_count("r1");
    CHECK(archive_of(town).error().code == Errc::out_of_order);
  }
  SECTION("of an urn that has not been decrypted") {
    auto town = voted();
    town.close("r1");
    town.shuffle("r1", 1);
    town.shuffle("r1", 2);
    town.decrypt("r1", 1);
    CHECK(archive_of(town).error().code == Errc::out_of_order);
  }
  SECTION("without a shuffle, or a decryption") {
    auto town = voted();
    town.close_and_count("r1");
    CHECK(archive_of(town, 0, town.round("r1").urns[0].shuffles[1].blob).error().code == Errc::not_found);
    CHECK(archive_of(town, 0, town.round("r1").urns[0].decryptions[0].blob).error().code == Errc::not_found);
  }
}

TEST_CASE("urn archive: the list of credentials has voters, reserve and paper") {
  Town town;
  town.secret_round("r1");
  const auto list = public_credentials(town.round("r1").frozen->urns[0]);
  for (const auto& [what, count] : {std::pair("voter", 5), std::pair("reserve", 2), std::pair("paper", 2)}) {
    for (int i = 0; i < count; ++i) CHECK(list.find('"' + town.credential("r1", 0, what, i) + '"') != std::string::npos);
  }
  CHECK(std::count(list.begin(), list.end(), ',') == 8);
}

}  // namespace radslag::archive
