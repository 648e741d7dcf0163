// The report: in both languages, as text, page and JSON; parts left out; heads that were seen; a receipt by itself.
#include "ledger/audit/lone_receipt.hpp"
#include "tests/ledger/audit/witnesses.hpp"

namespace radslag::audit {
namespace {

using testing::Town;

bool says(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

const Town& life() {
  static const Town town = Town::whole_life(7);
  return town;
}

Options pinned() {
  Options options;
  options.key = life().vkey();
  return options;
}

NamedReceipt receipt(std::uint64_t index = 2, std::uint64_t size = 6) {
  return {"mine.tlog-proof", log::parse_receipt(life().receipt("town", index, size)).value()};
}

}  // namespace

TEST_CASE("the report says the same in Swedish") {
  const auto report = audit_with(life().files(), pinned());
  const auto text = render_text(report, Language::sv);
  INFO(text);
  for (const auto* sentence :
       {"Liggaren för Exempelby (radslag.example.se/log/town) håller.", "9 röstsedlar från 7 väljare av 9 i röstlängden har räknats om",
        "räkningen stämmer på rösten", "ger pengar till 3 projekt för 9\u00a0000,00 SEK av 10\u00a0000,00 SEK",
        "gick ifrån räkningen för 1 projekt", "Angivet skäl: The site is needed for a water main.", "(den som du har angett)",
        "Vad det betyder"})
    CHECK(says(text, sentence));
  CHECK_FALSE(says(text, "<"));
}

TEST_CASE("a finding's place and kind are in the language, its detail is marked as English") {
  auto files = life().files();
  auto& entries = files.at("rounds/parks-2026/tile/entries/000.p/13");
  entries.replace(entries.find("ballots 9"), 9, "ballots 8");
  const auto text = render_text(audit_with(files, pinned()), Language::sv);
  INFO(text);
  CHECK(says(text, "HÅLLER INTE"));
  CHECK(says(
      text,
      "rounds/parks-2026, post 10: posten är inte en som reglerna tillåter på den här platsen (teknisk detalj, på engelska: the seal"));
}

TEST_CASE("the page stands by itself, runs nothing and lets nothing of the record become markup") {
  Town town;
  town.begin();
  town.registrar();
  town.raise("benches");
  town.reject_initiative("benches", record::RejectReason::unclear);
  const auto report = audit_with(town.files(), with_policy(town));
  for (const auto language : {Language::en, Language::sv}) {
    const auto html = render_html(report, language);
    INFO(html);
    CHECK(html.starts_with("<!DOCTYPE html>"));
    CHECK(says(html, language == Language::sv ? "<html lang=\"sv\">" : "<html lang=\"en\">"));
    CHECK(says(html, "<h1>"));
    CHECK(says(html, "@media print"));
    for (const auto* forbidden : {"<script", "src=", "href=", "http-equiv=\"refresh\"", "url("}) CHECK_FALSE(says(html, forbidden));
  }
  Report evil;
  evil.findings.push_back(
      {"town", 3, "<img src=x>", Severity::broken, say("finding.file-broken", {{"detail", "<script>alert(1)</script>&\""}})});
  const auto html = render_html(evil);
  CHECK_FALSE(says(html, "<img"));
  CHECK_FALSE(says(html, "<script"));
  CHECK(says(html, "&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;"));
}

TEST_CASE("JSON has the sentence and its key") {
  auto files = life().files();
  files.erase("rounds/parks-2026/blobs/000.p/13");
  const auto json = render_json(audit_with(files, pinned()), Language::sv);
  CHECK(says(json, "\"verdict\":\"broken\""));
  CHECK(says(json, "\"key\":\"finding.file-missing\",\"sentence\":\"något som hör till liggaren finns inte här"));
}

TEST_CASE("only the town log: rounds are not counted, and the report says so") {
  auto options = pinned();
  options.only = "town";
  const auto report = audit_with(life().files(), options);
  INFO(render_text(report));
  CHECK(report.holds());
  CHECK(report.counts.ballot_signatures == 0);
  CHECK(report.rounds.at(0).left_out);
  CHECK(says(render_text(report), "LEFT OUT: of the rounds' own logs only the tree, the form and the order"));
  CHECK_FALSE(says(render_text(report), "were recounted, the last of each voter"));
  auto files = life().files();
  auto& blobs = files.at("rounds/parks-2026/blobs/000.p/13");
  blobs[blobs.find("choice P2")] ^= 1;  // of a ballot: that is what was left out
  CHECK(audit_with(files, options).holds());
  CHECK_FALSE(audit_with(files, pinned()).holds());
  files = life().files();
  files.at("rounds/parks-2026/tile/entries/000.p/13")[700] ^= 1;  // the tree was not
  CHECK_FALSE(audit_with(files, options).holds());
}

TEST_CASE("only a round: residents' signatures in the town log and other rounds are left out") {
  auto town = Town::whole_life(3);
  town.begin_round("second");
  town.open("second", Town::definition(), 2);
  town.vote("second", 0, {1});
  town.close("second");
  auto options = pinned();
  options.only = "second";
  const auto report = audit_with(town.files(), options);
  INFO(render_text(report));
  CHECK(report.holds());
  REQUIRE(report.rounds.size() == 2);
  CHECK(report.rounds[0].left_out);
  CHECK_FALSE(report.rounds[1].left_out);
  CHECK(report.counts.ballot_signatures == 1);
  CHECK(says(render_text(report), "LEFT OUT: of the town log no signature of residents was checked"));
}

TEST_CASE("heads that were seen: the record continues them, contradicts them, or they say nothing") {
  auto options = pinned();
  const auto of = [](const testing::Files& files, const std::string& log = "town") { return files.at(log + "/checkpoint"); };
  Town stranger("elsewhere.example");
  stranger.begin();
  auto forged = of(life().files({{"town", 2}}));
  forged[forged.size() - 10] = forged[forged.size() - 10] == 'A' ? 'B' : 'A';
  options.seen_heads = {{"sheet", of(life().files({{"town", 2}}))},
                        {"sheet", of(life().files({{round_log, 3}}), round_log)},
                        {"foreign", of(stranger.files())},
                        {"forged", forged}};
  const auto report = audit_with(life().files(), options);
  INFO(render_text(report));
  CHECK(report.holds());
  REQUIRE(report.seen.size() == 4);
  CHECK((report.seen[0].holds && report.seen[1].holds));
  CHECK(report.seen[2].invalid->key == "seen.of-other-log");
  CHECK(report.seen[3].invalid->key == "seen.bad-signature");
  CHECK(says(render_text(report), "nothing of that was rewritten"));
  const auto older = audit_with(life().files({{"town", 3}, {round_log, 2}}), options);
  CHECK(has_finding(older, "finding.shorter-than-seen", round_log, "sheet"));
}

TEST_CASE("a receipt alone is genuine by the log's key, and final by the policy's quorum") {
  auto options = pinned();
  auto alone = judge_alone(receipt(), options);
  CHECK(alone.genuine());
  CHECK(alone.index == 2);
  CHECK(says(render_text(alone), "The receipt mine.tlog-proof is genuine."));
  CHECK(says(render_text(alone), "radslag/v1/round-begun"));
  CHECK(says(render_text(alone, Language::sv), "Kvittot mine.tlog-proof är äkta."));

  options = with_policy(life());
  alone = judge_alone(receipt(), options);
  CHECK(alone.genuine());
  CHECK_FALSE(alone.final);
  CHECK(says(render_text(alone), "genuine, but not yet final"));
  auto given = receipt();
  for (const std::string witness : {"w1.example", "w3.example"})
    given.receipt.checkpoint = log::add_signature(given.receipt.checkpoint, cosigned(given.receipt.checkpoint, witness)).value();
  alone = judge_alone(given, options);
  CHECK(alone.final);
  CHECK(alone.cosigned == 2);

  given.receipt.index = 3;
  CHECK_FALSE(judge_alone(given, options).genuine());
  auto round = receipt();
  round.receipt = log::parse_receipt(life().receipt(round_log, 2, 5)).value();
  CHECK(judge_alone(round, options).invalid->key == "lone.unknown-log");
}

}  // namespace radslag::audit
