// Dishonest initiatives: the town signs them, its checkpoints fit, and each is named with its entry.
#include "tests/ledger/audit/tampering.hpp"

namespace radslag::audit {
namespace {

using record::Assurance;
using testing::committee;
using testing::officer;
using testing::Roll;
using testing::Town;

/// "benches" is open; its threshold is five, and with person 0, who raised it, it has `signed_by` signatures.
Town open_town(std::size_t signed_by = 2) {
  Town town;
  town.begin();
  town.registrar();
  town.raise("benches");
  town.open_initiative("benches");
  for (std::size_t person = 1; person < signed_by; ++person) town.sign("benches", person);
  return town;
}

/// At the last entry.
void expect_last(const Town& town, const std::string& words) {
  expect(town.files(), town, "town", town.log("town").pieces.size() - 1, words);
}

void forge_hand_over(Town& town, std::uint64_t signatures) {
  town.forge("town", record::HandedOver{town.origin(), "benches", "technical", signatures}, {});
}

/// Signed by the registrar, for whatever stands in it.
void forge_signature(Town& town, record::Signature statement) { town.forge("town", Town::attested(std::move(statement)), {}); }

record::Signature by_stranger(const record::Signature& statement) {
  return std::get<record::Signature>(record::parse_statement(record::attest(statement, Town::key_of("stranger"))).value());
}

}  // namespace

TEST_CASE("dishonest: an invented signature") {
  auto town = open_town();
  auto signature = town.signature("benches", 7);
  SECTION("that nobody attested") {
    town.forge("town", by_stranger(signature), {});
    expect_last(town, "the registrar's signature does not verify");
  }
  SECTION("attested for another act") {
    signature.attested.nonce[0] ^= 1;
    town.forge("town", signature, {});
    expect_last(town, "the registrar's signature does not verify");
  }
  SECTION("attested for another initiative") {
    town.raise("trees");
    town.open_initiative("trees");
    signature.matter = "trees";
    signature.attested.subject = town.state().initiative("trees")->subject;
    signature.attested.roll = town.roll("trees").commitment();
    town.forge("town", signature, {});
    expect_last(town, "the pseudonym is not proven to stand on the roll");
  }
  SECTION("attested hours ago") {
    town.hour += 2;
    town.forge("town", signature, {});
    expect_last(town, "the attestation is of the hour");
  }
  SECTION("of another text") {
    signature.attested.subject[0] ^= 1;
    forge_signature(town, signature);
    expect_last(town, "what was signed is not the text");
  }
  SECTION("before there was a registrar") {
    Town early;
    early.begin();
    early.forge("town", Town::attested(record::InitiativeRaised{early.origin(), "x", "technical", "", "2026-1", {}}), {}, {""});
    expect_last(early, "no such board");
  }
}

TEST_CASE("dishonest: an invented person") {
  auto town = open_town();
  auto signature = town.signature("benches", 7);
  SECTION("beside the roll") {
    signature.attested.pseudonym = Roll::pseudonym("benches", "nobody");
    forge_signature(town, signature);
    expect_last(town, "the pseudonym is not proven to stand on the roll");
  }
  SECTION("on a roll made afterwards") {
    const Roll longer("benches", 41);
    signature.attested.roll = {40, longer.commitment().root};
    signature.attested.pseudonym = longer.pseudonym(40);
    signature.attested.membership = longer.membership(40);
    forge_signature(town, signature);
    expect_last(town, "the attestation is for another roll than the initiative's");
  }
  SECTION("on a roll longer than its edition") {
    const Roll longer("trees", 41);
    const auto text = town.blob(record::encode_content(record::InitiativeContent{"Trees", "More trees."}));
    auto raising = town.raising("trees", 3, record::blob_digest(text));
    raising.attested.roll = longer.commitment();
    raising.attested.pseudonym = longer.pseudonym(40);
    raising.attested.membership = longer.membership(40);
    town.forge("town", Town::attested(raising), {}, {""});
    expect_last(town, "does not have as many people as the roll");
  }
  SECTION("by e-mail, where the board does not accept that") {
    auto rule = Town::board_rule();
    rule.version = 2;
    rule.email = false;
    town.board(rule);
    town.forge("town", town.signature("benches", 7, Assurance::email), {});
    expect_last(town, "the board does not accept signatures by e-mail");
  }
}

TEST_CASE("dishonest: a person counted twice") {
  auto town = open_town();
  SECTION("with a new attestation") {
    town.forge("town", town.signature("benches", 1), {});
    expect_last(town, "this person has signed already");
  }
  SECTION("by another way") {
    town.forge("town", town.signature("benches", 1, Assurance::paper), {});
    expect_last(town, "this person has signed already");
  }
  SECTION("the one who raised it") {
    town.forge("town", town.signature("benches", 0), {});
    expect_last(town, "this person has signed already");
  }
  SECTION("with the attestation of a withdrawn signature") {
    const auto first = town.signature("benches", 7);
    town.put("town", first, {});
    town.withdraw("benches", 7);
    town.forge("town", first, {});
    expect_last(town, "this attestation has been used already");
  }
  SECTION("after it was set aside") {
    town.set_aside("benches", town.pseudonym("benches", 1));
    town.forge("town", town.signature("benches", 1), {});
    expect_last(town, "this person's signature has been set aside");
  }
}

TEST_CASE("dishonest: the threshold") {
  auto town = open_town();
  const auto content = town.blob(record::encode_content(Town::opening_content()));
  SECTION("another than the rule's") {
    town.raise("trees");
    auto opening = town.initiative_opening("trees", content);
    opening.threshold = 2;
    town.forge("town", opening, officer, {content});
    expect_last(town, "by the board's rule the threshold is 5, not 2");
  }
  SECTION("set anew while it is open") {
    auto opening = town.initiative_opening("benches", content);
    opening.threshold = 50;
    town.forge("town", opening, officer, {content});
    expect_last(town, "initiative benches is open, not raised");
  }
  SECTION("changed in the entry itself") {
    auto& entry = town.log("town").pieces.at(5).entry;
    entry.replace(entry.find("threshold 5"), 11, "threshold 9");
    expect(town.files(), town, "town", 5, "the seal of key");
  }
  SECTION("lowered by a new rule, and used for what was open") {
    auto rule = Town::board_rule();
    rule.version = 2;
    rule.threshold.number = 2;
    town.board(rule);
    forge_hand_over(town, 2);
    expect_last(town, "no initiative has reached its threshold");
  }
}

TEST_CASE("dishonest: the hand-over") {
  SECTION("missing, and the record ends") {
    auto town = open_town(4);
    town.put("town", town.signature("benches", 4), {});
    expect_last(town, "but the record ends without its hand-over");
    const auto report = audit_pinned(town.files(), town.vkey());
    CHECK(report.findings.size() == 1);
    CHECK(report.findings[0].severity == Severity::missing);
  }
  SECTION("missing, and the record goes on") {
    auto town = open_town(4);
    town.put("town", town.signature("benches", 4), {});
    town.forge("town", town.signature("benches", 5), {});
    expect_last(town, "its hand-over comes before anything else");
  }
  SECTION("early") {
    auto town = open_town(4);
    forge_hand_over(town, 4);
    expect_last(town, "no initiative has reached its threshold");
  }
  SECTION("early, and counting one that was withdrawn") {
    auto town = open_town(4);
    town.withdraw("benches", 3);
    town.sign("benches", 4);
    forge_hand_over(town, 5);
    expect_last(town, "no initiative has reached its threshold");
  }
  SECTION("early, and counting one that was set aside") {
    auto town = open_town(4);
    town.set_aside("benches", town.pseudonym("benches", 3));
    town.sign("benches", 4);
    forge_hand_over(town, 5);
    expect_last(town, "no initiative has reached its threshold");
  }
  SECTION("at a later entry") {
    auto town = open_town(4);
    town.put("town", town.signature("benches", 4), {});
    const auto next = town.log("town").pieces.size();
    town.forge("town", town.signature("benches", 5), {});
    forge_hand_over(town, 6);
    expect(town.files(), town, "town", next, "its hand-over comes before anything else");
  }
  SECTION("with another number") {
    auto town = open_town(4);
    town.put("town", town.signature("benches", 4), {});
    forge_hand_over(town, 6);
    expect_last(town, "no initiative has reached its threshold");
  }
  SECTION("twice") {
    auto town = open_town(5);
    forge_hand_over(town, 5);
    expect_last(town, "no initiative has reached its threshold");
  }
}

TEST_CASE("dishonest: decision, expiry, answers") {
  auto town = open_town();
  SECTION("a decision before the hand-over") {
    const auto text = town.blob(record::encode_content(record::InitiativeDecisionContent{"The board", "2026-08-20", "TN 1", "No."}));
    town.forge("town", record::InitiativeDecided{town.origin(), "benches", record::InitiativeOutcome::rejected, record::blob_digest(text)},
               committee, {text});
    expect_last(town, "initiative benches is open, not handed-over");
  }
  SECTION("an expiry before its time") {
    town.forge("town", record::InitiativeExpired{town.origin(), "benches", 2}, {});
    expect_last(town, "the time for signing is not over");
  }
  SECTION("an expiry that counts a withdrawn signature") {
    town.withdraw("benches", 1);
    town.hour += 31 * 24;
    town.forge("town", record::InitiativeExpired{town.origin(), "benches", 2}, {});
    expect_last(town, "does not have that many signatures");
  }
  SECTION("a signature after the time") {
    town.hour += 31 * 24;
    town.forge("town", town.signature("benches", 7), {});
    expect_last(town, "the time for signing initiative benches is over");
  }
  SECTION("an answer before the decision") {
    const auto text = town.blob(record::encode_content(record::ReportContent{"The board", "Done."}));
    town.forge("town",
               record::InitiativeReport{town.origin(), "benches", "2026-08-03", record::ReportStep::answer, record::blob_digest(text)},
               officer, {text});
    expect_last(town, "does not come now");
  }
}

TEST_CASE("dishonest: texts") {
  auto town = open_town();
  const std::uint64_t raised = 4, opened = 5;
  auto& blob = town.log("town").pieces.at(raised).blobs.at(0);
  SECTION("of an opened initiative held back") {
    blob.clear();
    expect(town.files(), town, "town", opened, "is not here, and no decision in the record withholds it");
  }
  SECTION("of an initiative changed after it was signed") {
    auto files = town.files();
    auto& pack = files.at("town/blobs/000.p/7");
    pack.replace(pack.find("More benches"), 12, "Less benches");
    expect(files, town, "town", raised, "does not have the digest");
  }
  SECTION("shown before anybody has looked at them") {
    town.raise("trees", 3);
    town.show_sealed_texts = true;
    expect_last(town, "handed out, though it is sealed");
    const auto report = audit_pinned(town.files(), town.vkey());
    CHECK(report.findings.size() == 1);
    CHECK(report.initiatives.at(1).title.empty());
  }
  SECTION("shown though the law forbids them") {
    town.raise("trees", 3);
    const auto at = town.log("town").pieces.size() - 1;
    town.reject_initiative("trees", record::RejectReason::unlawful);
    CHECK(audit_pinned(town.files(), town.vkey()).holds());
    town.show_sealed_texts = true;
    expect(town.files(), town, "town", at, "handed out, though it is sealed");
  }
  SECTION("of a proposal shown before its assessment") {
    town.dialogue();
    town.call("squares");
    town.propose("squares", "s1", 3);
    CHECK(audit_pinned(town.files(), town.vkey()).holds());
    town.show_sealed_texts = true;
    expect_last(town, "handed out, though it is sealed");
  }
}

TEST_CASE("dishonest: a picture that was not assessed") {
  auto town = open_town();
  town.dialogue();
  town.call("squares");
  town.propose("squares", "s1", 3);
  auto content = Town::assessment_content();
  content.has_alt = true;
  content.alt = "A fountain";
  const auto text = town.blob(record::encode_content(content)), picture = town.blob("\xff\xd8\xff picture");
  town.put("town",
           record::ProjectAssessed{town.origin(), "s1", 1, record::Assessment::feasible, 90'000, "", record::blob_digest(picture),
                                   record::blob_digest(text)},
           officer, {picture, text});
  CHECK(audit_pinned(town.files(), town.vkey()).holds());
  auto& blobs = town.log("town").pieces.back().blobs;
  SECTION("another in its place") {
    blobs[0].back() ^= 1;
    expect_last(town, "does not have the digest");
  }
  SECTION("held back though no decision withholds it") {
    blobs[0].clear();
    expect_last(town, "is not here, and no decision in the record withholds it");
  }
}

TEST_CASE("dishonest: a signature left out is shown by its receipt") {
  auto town = open_town(3), other = open_town(2);
  const auto signature = town.log("town").pieces.size() - 1;
  other.sign("benches", 9);
  Options options;
  options.key = town.vkey();
  options.receipts.push_back({"mine", log::parse_receipt(town.receipt("town", signature, signature + 1)).value()});
  CHECK(audit(*open_files(town.files()), options).holds());
  const auto report = audit(*open_files(other.files()), options);
  INFO(render_text(report));
  CHECK_FALSE(report.holds());
  CHECK(found(report, "town", signature, "the town signed two histories"));
  CHECK_FALSE(report.receipts.at(0).holds);
}

}  // namespace radslag::audit
