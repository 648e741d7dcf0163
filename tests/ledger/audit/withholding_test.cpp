// Records with contents that are withheld: they hold, and the report says what is not there, by which decision, and what that leaves open.
#include "tests/ledger/audit/tampering.hpp"

using namespace radslag;
using namespace radslag::audit;
using testing::Town;

namespace {

constexpr std::uint64_t month = 720;
using record::Digest;

void withhold(Town& town, std::vector<Digest> blobs, const std::string& log = "town", const std::string& decision = "KS 2026/12") {
  std::sort(blobs.begin(), blobs.end());
  const auto why = town.blob(record::encode_content(record::Reason{"A person asked for it, and was right."}));
  record::BlobsWithheld act{town.origin(), log, record::WithholdingGround::erasure, decision, record::blob_digest(why), {}};
  for (const auto& blob : blobs) act.blobs.push_back({blob});
  town.put("town", act, testing::committee, {why});
}

/// What an operator's erasing leaves: the bytes are in no file.
void erase(Town& town, const std::vector<Digest>& blobs, const std::string& log = "town") {
  for (auto& piece : town.log(log).pieces) {
    for (auto& blob : piece.blobs) {
      if (!blob.empty() && std::find(blobs.begin(), blobs.end(), record::blob_digest(blob)) != blobs.end()) blob.clear();
    }
  }
}

std::vector<Digest> ballots_of(const Town& town, const std::string& log) {
  std::vector<Digest> ballots;
  for (const auto& piece : town.log(log).pieces) {
    if (piece.is_ballot) ballots.push_back(record::blob_digest(piece.blobs.at(0)));
  }
  return ballots;
}

Digest name_of_signer(const Town& town) {
  for (const auto& piece : town.log("town").pieces) {
    const auto entry = record::parse_entry(piece.entry);
    const auto* signature = std::get_if<record::Signature>(&entry->statement);
    if (signature && signature->name) return *signature->name;
  }
  throw std::logic_error("nobody shows a name");
}

bool says(const Report& report, const std::string& words, Language language = Language::en) {
  return std::any_of(report.withheld.begin(), report.withheld.end(),
                     [&](const Sentence& sentence) { return text_of(sentence, language).find(words) != std::string::npos; });
}

}  // namespace

TEST_CASE("a record with a text and a name withheld holds, and says by which decision") {
  Town town;
  town.whole_initiatives();
  town.hour += 2 * month;
  const std::vector<Digest> gone{town.state().initiative("benches")->subject, name_of_signer(town)};
  withhold(town, gone);
  SECTION("and not handed out") {
    erase(town, gone);
    const auto report = audit_pinned(town.files(), town.vkey());
    INFO(render_text(report));
    CHECK(report.holds());
    CHECK(report.verdict() == Verdict::withheld);
    CHECK(report.withheld.size() == 1);
    CHECK(says(report, "Decision KS 2026/12"));
    CHECK(says(report, "withholds 2 contents of the town log"));
    CHECK(says(report, "Beslut KS 2026/12", Language::sv));
    CHECK(report.initiatives.at(0).title.empty());
    CHECK(render_text(report).find("holds, with items withheld") != std::string::npos);
    CHECK(render_json(report).find("KS 2026/12") != std::string::npos);
  }
  SECTION("but handed out all the same: said, and no finding") {
    const auto report = audit_pinned(town.files(), town.vkey());
    CHECK(report.verdict() == Verdict::withheld);
    CHECK(says(report, "This copy has 2 contents that decision KS 2026/12 withholds"));
    CHECK(report.initiatives.at(0).title.empty());
  }
  SECTION("and one more that no decision withholds") {
    const auto report_of_board = town.state().initiative("benches")->reports[0].row.content;
    erase(town, gone);
    erase(town, {report_of_board});
    const auto report = audit_pinned(town.files(), town.vkey());
    CHECK(report.verdict() == Verdict::broken);
    CHECK(report.findings.size() == 1);
    CHECK(found(report, "town", town.state().initiative("benches")->reports[0].index, "no decision in the record withholds it"));
  }
}

TEST_CASE("what is withheld before anybody looked at it is withheld, and sealed") {
  Town town;
  town.begin();
  town.registrar();
  town.raise("swings");
  withhold(town, {town.state().initiative("swings")->subject});
  const auto report = audit_pinned(town.files(), town.vkey());
  INFO(render_text(report));
  CHECK(report.verdict() == Verdict::withheld);
  CHECK_FALSE(says(report, "This copy has"));
}

TEST_CASE("ballots that are withheld: all else is verified, and the tally is as it was sealed") {
  auto town = Town::whole_life();
  const auto ballots = ballots_of(town, round_log);
  town.hour = town.round("parks-2026").decision->hour + month;
  SECTION("one that counted") {
    withhold(town, {ballots.back()}, round_log, "VN 7");
    erase(town, {ballots.back()}, round_log);
    const auto report = audit_pinned(town.files(), town.vkey());
    INFO(render_text(report));
    CHECK(report.verdict() == Verdict::withheld);
    CHECK(says(report, "Decision VN 7"));
    CHECK(says(report, "1 content of the log rounds/parks-2026"));
    CHECK(says(report, "In the round parks-2026 the contents of 1 ballot that a recount needs are withheld"));
    CHECK(report.rounds.at(0).uncounted == 1);
    CHECK(report.rounds.at(0).sound);
    CHECK(render_text(report).find("were recounted") == std::string::npos);
  }
  SECTION("one that was replaced by a later one: the recount is repeated") {
    withhold(town, {ballots.front()}, round_log);
    erase(town, {ballots.front()}, round_log);
    const auto report = audit_pinned(town.files(), town.vkey());
    CHECK(report.verdict() == Verdict::withheld);
    CHECK_FALSE(says(report, "recount"));
    CHECK(render_text(report).find("were recounted") != std::string::npos);
  }
  SECTION("and one more that no decision withholds") {
    withhold(town, {ballots.back()}, round_log);
    erase(town, {ballots.back(), ballots.at(2)}, round_log);
    const auto report = audit_pinned(town.files(), town.vkey());
    CHECK(report.verdict() == Verdict::broken);
    CHECK(report.findings.size() == 1);
    CHECK(found(report, round_log, {}, "1 ballot, from this entry on, cannot be opened"));
  }
  SECTION("and a tally whose numbers are not those of the entries") {
    Town other = Town::whole_life();
    auto& pieces = other.log(round_log).pieces;
    erase(other, {ballots_of(other, round_log).back()}, round_log);
    pieces.erase(pieces.begin() + 2);  // a ballot
    CHECK_FALSE(audit_pinned(other.files(), other.vkey()).holds());
  }
}

TEST_CASE("ballots that are withheld before the appeal period is over are a finding") {
  auto town = Town::whole_life();
  const auto ballots = ballots_of(town, round_log);
  const auto why = town.blob(record::encode_content(record::Reason{"Too soon."}));
  record::BlobsWithheld act{town.origin(), round_log, record::WithholdingGround::court, "TR 1", record::blob_digest(why), {{ballots[0]}}};
  town.hour = std::max(town.hour, town.round("parks-2026").decision->hour + month - 1);
  town.forge("town", act, testing::committee, {why});
  expect(town.files(), town, "town", town.log("town").pieces.size() - 1, "the appeal period of round parks-2026 is over at");
}

TEST_CASE("secret ballots that are withheld: from the first shuffle on all is verified") {
  Town town;
  town.secret_round("parks-2026");
  for (std::size_t voter = 0; voter < 3; ++voter) town.cast_secret("parks-2026", voter, {0});
  town.close_and_count("parks-2026");
  town.end("parks-2026");
  town.decide("parks-2026");
  const auto ballot = ballots_of(town, round_log).back();
  town.hour += month;
  withhold(town, {ballot}, round_log);
  erase(town, {ballot}, round_log);
  const auto report = audit_pinned(town.files(), town.vkey());
  INFO(render_text(report));
  CHECK(report.verdict() == Verdict::withheld);
  CHECK(says(report, "that the first shuffle was made of the ballots cannot be checked again"));
  SECTION("a later shuffle that is none is found") {
    auto& pieces = town.log(round_log).pieces;
    std::size_t seen = 0;
    for (auto& piece : pieces) {
      const auto entry = record::parse_entry(piece.entry);
      if (std::holds_alternative<record::Shuffle>(entry->statement) && ++seen == 2) piece.blobs[0][40] ^= 1;
    }
    REQUIRE(seen >= 2);
    CHECK_FALSE(audit_pinned(town.files(), town.vkey()).holds());
  }
}

TEST_CASE("a key that is destroyed is said, and that no record shows it") {
  Town town;
  town.whole_initiatives();
  town.hour += month;
  town.put("town", record::MatterKeyDestroyed{town.origin(), record::MatterKind::initiative, "benches"}, testing::roll_officers);
  const auto report = audit_pinned(town.files(), town.vkey());
  CHECK(report.verdict() == Verdict::holds);
  CHECK(render_text(report).find("keys of the initiative benches are destroyed") != std::string::npos);
}
