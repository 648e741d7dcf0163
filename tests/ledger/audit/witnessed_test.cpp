// Cosignatures: which count, what they make final, and which are found out.
#include "tests/ledger/audit/witnesses.hpp"

namespace radslag::audit {
namespace {

using testing::Files;
using testing::Town;

constexpr const char* checkpoint = "town/checkpoint";
constexpr const char* witnessed = "town/witnessed";

/// Another history where it begins some hours later.
Town witnessed_town(std::uint64_t later = 0) {
  Town town;
  town.hour += later;
  town.begin();
  town.announce_witnesses(3, 2);
  town.dialogue();
  town.begin_round("parks-2026");
  town.open("parks-2026", Town::definition(), 4);
  town.vote("parks-2026", 0, {0, 1});
  town.close("parks-2026");
  town.tally("parks-2026");
  town.allocate("parks-2026");
  town.end("parks-2026");
  return town;
}

const WitnessedReport& of_town(const Report& report) {
  for (const auto& log : report.witnessed) {
    if (log.log == "town") return log;
  }
  throw std::logic_error("nothing is said of the town log");
}

}  // namespace

TEST_CASE("a head with the policy's quorum makes a result final, and the report says by whom") {
  const auto town = witnessed_town();
  auto files = town.files();
  cosign(files, checkpoint, {"w1.example", "w3.example"});
  const auto report = audit_with(files, with_policy(town));
  INFO(render_text(report));
  CHECK(report.holds());
  CHECK(report.by_policy);
  CHECK(report.counts.cosignatures == 2);
  CHECK(of_town(report).final());
  CHECK(of_town(report).cosignatures.size() == 2);
  REQUIRE(report.rounds.size() == 1);
  CHECK(report.rounds[0].final);
  const auto text = render_text(report);
  CHECK(text.find("Whose cosignatures count was said by your policy: 2 of 3 witnesses.") != std::string::npos);
  CHECK(text.find("Witness 1 (w1.example), at 2026-05-16") != std::string::npos);
  CHECK(text.find("The result is final") != std::string::npos);
}

TEST_CASE("without a policy the record's own witnesses count, and the report says whose word that is") {
  const auto town = witnessed_town();
  auto files = town.files();
  Options options;
  options.key = town.vkey();
  options.now = kWhen;
  SECTION("with the quorum") {
    cosign(files, checkpoint, {"w1.example", "w2.example"});
    const auto report = audit_with(files, options);
    CHECK(report.holds());
    CHECK(report.rounds.at(0).final);
    CHECK(render_text(report).find("that is the town's own word") != std::string::npos);
  }
  SECTION("not yet witnessed is no finding, but the result is not final") {
    cosign(files, checkpoint, {"w1.example"});
    const auto report = audit_with(files, options);
    CHECK(report.holds());
    CHECK_FALSE(report.rounds.at(0).final);
    CHECK(render_text(report).find("not yet witnessed by 2 of 3 witnesses; 1 cosignature covers it") != std::string::npos);
  }
}

TEST_CASE("an older head with the quorum makes final what it covers, and no more") {
  const auto town = witnessed_town();
  const auto all = town.log("town").pieces.size();
  auto files = town.files();
  const auto before = GENERATE(0U, 1U);  // the round's end is the last entry
  files[witnessed] = town.files({{"town", all - before}}).at(checkpoint);
  cosign(files, witnessed, {"w1.example", "w2.example"});
  cosign(files, checkpoint, {"w3.example"});
  const auto report = audit_with(files, with_policy(town));
  INFO(render_text(report));
  CHECK(report.holds());
  CHECK(of_town(report).size == all - before);
  CHECK(report.rounds.at(0).final == (before == 0));
}

TEST_CASE("below the quorum of the policy on paper is a finding") {
  const auto town = witnessed_town();
  auto files = town.files();
  SECTION("too few") {
    cosign(files, checkpoint, {"w2.example"});
    CHECK(has_finding(audit_with(files, with_policy(town)), "finding.below-quorum", "town", checkpoint));
    CHECK(audit_with(files, with_policy(town, 1)).holds());
  }
  SECTION("witnesses that nobody has named are not counted") {
    cosign(files, checkpoint, {"w2.example", "stranger.example"});
    const auto report = audit_with(files, with_policy(town));
    CHECK(has_finding(report, "finding.below-quorum", "town", checkpoint));
    CHECK(of_town(report).ignored == 1);
  }
  SECTION("the same witness twice is one") {
    cosign(files, checkpoint, {"w2.example"});
    const auto line = log::signature_line(cosigned(files.at(checkpoint), "w2.example", kWhen + 1));
    files.at(checkpoint) += line;
    CHECK(has_finding(audit_with(files, with_policy(town)), "finding.below-quorum", "town", checkpoint));
  }
  SECTION("a name of a witness with a key of one's own") {
    cosign(files, checkpoint, {"w2.example"});
    const auto text = log::parse_note(files.at(checkpoint)).value().text;
    files.at(checkpoint) += log::signature_line(log::cosign(text, "w1.example", Town::key_of("stranger"), kWhen));
    CHECK(has_finding(audit_with(files, with_policy(town)), "finding.below-quorum", "town", checkpoint));
  }
}

TEST_CASE("cosignatures that cannot be true are found out by name") {
  const auto town = witnessed_town();
  auto files = town.files();
  cosign(files, checkpoint, {"w1.example", "w2.example"});
  SECTION("taken from another checkpoint") {
    const auto older = town.files({{"town", 2}}).at(checkpoint);
    files.at(checkpoint) += log::signature_line(cosigned(older, "w3.example"));
    CHECK(has_finding(audit_with(files, with_policy(town)), "finding.cosignature-bad", "town", checkpoint));
  }
  SECTION("in the future") {
    cosign(files, checkpoint, {"w3.example"}, kWhen + 100'000);
    CHECK(has_finding(audit_with(files, with_policy(town)), "finding.cosignature-ahead", "town", checkpoint));
  }
  SECTION("far before the newest entry") {
    cosign(files, checkpoint, {"w3.example"}, 1'000'000'000);
    CHECK(has_finding(audit_with(files, with_policy(town)), "finding.cosignature-behind", "town", checkpoint));
  }
  SECTION("and do not count") {
    files = town.files();
    cosign(files, checkpoint, {"w1.example"});
    cosign(files, checkpoint, {"w3.example"}, kWhen + 100'000);
    CHECK(has_finding(audit_with(files, with_policy(town)), "finding.below-quorum", "town", checkpoint));
  }
}

TEST_CASE("what witnesses have cosigned must be of this record") {
  const auto town = witnessed_town();
  auto files = town.files();
  cosign(files, checkpoint, {"w1.example", "w2.example"});
  SECTION("the end is cut off") {
    auto cut = town.files({{"town", 4}, {"rounds/parks-2026", 3}});
    cut[witnessed] = files.at(checkpoint);
    CHECK(has_finding(audit_with(cut, with_policy(town)), "finding.witnessed-newer", "town", witnessed));
  }
  SECTION("another history, both validly signed") {
    files[witnessed] = witnessed_town(1).files().at(checkpoint);
    files.at(checkpoint) = town.files().at(checkpoint);
    CHECK(has_finding(audit_with(files, with_policy(town)), "finding.witnessed-other", "town", witnessed));
  }
  SECTION("another log's head") {
    files[witnessed] = files.at("rounds/parks-2026/checkpoint");
    files.at(checkpoint) = town.files().at(checkpoint);
    CHECK(has_finding(audit_with(files, with_policy(town)), "finding.witnessed-broken", "town", witnessed));
  }
}

}  // namespace radslag::audit
