// Keys that change and ends that are lost: the audit follows them from the first key, and names what does not fit.
#include <algorithm>
#include <catch2/catch.hpp>

#include "ledger/audit/audit.hpp"
#include "ledger/log/checkpoint.hpp"
#include "ledger/log/receipt.hpp"
#include "tests/support/town.hpp"

namespace radslag::audit {
namespace {

using testing::Files;
using testing::Town;

constexpr const char* round_log = "rounds/parks-2026";

Report audited(const Files& files, Options options = {}) {
  options.key = log::VerifierKey::of("radslag.example.se/log/town", Town::public_key("log-town"));
  options.threads = 2;
  return audit(*open_files(files), options);
}

bool has(const Report& report, const std::string& key) {
  return std::any_of(report.findings.begin(), report.findings.end(), [&](const Finding& finding) { return finding.sentence.key == key; });
}

std::string all_findings(const Report& report) {
  std::string all;
  for (const auto& finding : report.findings) all += finding_text(finding) + "\n";
  return all;
}

std::string signed_by(const std::string& origin, const Town& town, const std::string& log, const std::string& who) {
  const auto& tree = town.log(log).tree;
  return log::sign_checkpoint({origin, tree.size(), tree.root()}, Town::key_of(who));
}

Town before_loss() {
  Town town;
  town.begin();
  town.dialogue();
  town.registrar();
  town.raise("benches");
  town.open_initiative("benches");
  town.begin_round("parks-2026");
  town.open("parks-2026", Town::definition(), 4);
  town.vote("parks-2026", 0, {0});
  town.sign("benches", 1);
  town.sign("benches", 2);
  town.vote("parks-2026", 1, {1});
  return town;
}

Town recovered(const Town& before) {
  auto town = before.restored({{"town", before.log("town").pieces.size() - 2}, {round_log, before.log(round_log).pieces.size() - 1}});
  town.recover("town", before, "log-town-again");
  town.recover(round_log, before, "log-parks-again");
  return town;
}

}  // namespace

TEST_CASE("succession: a town log whose key was changed is followed from the first key") {
  Town town;
  town.begin();
  town.change_log_key("log-town-2");
  town.dialogue();
  town.change_log_key("log-town-3");
  town.dialogue();
  auto files = town.files();
  const auto report = audited(files);
  INFO(all_findings(report));
  CHECK(report.holds());
  REQUIRE(report.key_changes.size() == 2);
  CHECK(report.key_changes[0].entry == 1);
  CHECK(report.counts.checkpoint_signatures == 1);
  CHECK(render_text(report).find("entry 1, by an act of two keepers") != std::string::npos);

  SECTION("both signatures, as while the key changes") {
    const auto& tree = town.log("town").tree;
    const auto old_key = Town::key_of("log-town-2"), new_key = Town::key_of("log-town-3");
    const std::vector<const crypto::SigningKey*> keys{&new_key, &old_key};
    files["town/checkpoint"] = log::sign_checkpoint({town.origin(), tree.size(), tree.root()}, keys);
    CHECK(audited(files).holds());
  }
  SECTION("a key after its end: the first") {
    files["town/checkpoint"] = signed_by(town.origin(), town, "town", "log-town");
    const auto bad = audited(files);
    INFO(all_findings(bad));
    CHECK(has(bad, "finding.old-key"));
    CHECK(bad.findings.size() == 1);
    CHECK_FALSE(bad.town_sound);
  }
  SECTION("a key after its end: the second") {
    files["town/checkpoint"] = signed_by(town.origin(), town, "town", "log-town-2");
    CHECK(has(audited(files), "finding.old-key"));
  }
  SECTION("a key that was not announced") {
    files["town/checkpoint"] = signed_by(town.origin(), town, "town", "stranger");
    const auto bad = audited(files);
    CHECK(has(bad, "finding.key-not-announced"));
    CHECK(finding_text(bad.findings[0]).find("town/checkpoint") != std::string::npos);
  }
  SECTION("a generation that was not opened") {
    files["town/checkpoint"] = signed_by(town.origin() + "/2", town, "town", "log-town-3");
    CHECK(has(audited(files), "finding.generation-not-announced"));
  }
  SECTION("another log's name") {
    files["town/checkpoint"] = signed_by(town.origin() + "/02", town, "town", "log-town-3");
    CHECK_FALSE(audited(files).holds());
    files["town/checkpoint"] = signed_by("elsewhere.example/log/town", town, "town", "log-town-3");
    CHECK_FALSE(audited(files).holds());
  }
}

TEST_CASE("succession: a new key that the one so far did not sign is refused") {
  Town town;
  town.begin();
  record::LogKey forged{town.origin(), Town::public_key("thief"), {}};
  forged.signature = Town::key_of("thief").sign("anything");
  town.forge("town", forged, testing::keepers);
  town.log("town").key = "thief";
  const auto report = audited(town.files());
  INFO(all_findings(report));
  CHECK(has(report, "finding.entry-refused"));
  CHECK(has(report, "finding.key-not-announced"));
}

TEST_CASE("succession: a recovery is followed, and told") {
  const auto before = before_loss();
  auto town = recovered(before);
  town.resubmit("town", before, before.log("town").pieces.size() - 1);
  town.vote("parks-2026", 2, {2});
  town.resubmit(round_log, before, before.log(round_log).pieces.size() - 1);
  const auto report = audited(town.files());
  INFO(all_findings(report));
  CHECK(report.holds());
  REQUIRE(report.recoveries.size() == 2);
  const auto& of_town = report.recoveries[0];
  CHECK(of_town.log == "town");
  CHECK(of_town.kept + 2 == of_town.lost_size);
  CHECK(of_town.shown == 1);
  CHECK(of_town.counted == 1);
  CHECK(report.recoveries[1].shown == 1);
  CHECK(report.recoveries[1].counted == 0);
  CHECK(report.logs[0].origin == "radslag.example.se/log/town/2");
  const auto text = render_text(report);
  CHECK(text.find("The record lost entries " + std::to_string(of_town.kept) + " to " + std::to_string(of_town.kept + 1)) !=
        std::string::npos);
  CHECK(text.find("Yesterday's copy was put back") != std::string::npos);
}

TEST_CASE("succession: after a recovery the old key's word counts no more") {
  const auto before = before_loss();
  const auto town = recovered(before);
  auto files = town.files();
  SECTION("of the town log") {
    files["town/checkpoint"] = signed_by(town.origin(), town, "town", "log-town");
    const auto report = audited(files);
    INFO(all_findings(report));
    CHECK(has(report, "finding.generation-ended"));
  }
  SECTION("the new name under the old key") {
    files["town/checkpoint"] = signed_by(town.origin() + "/2", town, "town", "log-town");
    CHECK(has(audited(files), "finding.key-not-announced"));
  }
  SECTION("of a round's log") {
    files[std::string(round_log) + "/checkpoint"] = signed_by(town.log(round_log).origin, town, round_log, "log-rounds/parks-2026");
    CHECK(has(audited(files), "finding.generation-ended"));
  }
  SECTION("a round's log with another beginning than was kept") {
    auto other = recovered(before);
    auto forged = before.restored({{round_log, 1}});
    forged.vote("parks-2026", 3, {3});
    forged.vote("parks-2026", 2, {2});
    auto rounds = forged.files();
    for (const auto& [path, bytes] : rounds) {
      if (path.starts_with(round_log)) files[path] = bytes;
    }
    const auto& tree = forged.log(round_log).tree;
    files[std::string(round_log) + "/checkpoint"] =
        log::sign_checkpoint({town.log(round_log).origin + "/2", tree.size(), tree.root()}, Town::key_of("log-parks-again"));
    const auto report = audited(files);
    INFO(all_findings(report));
    CHECK(has(report, "finding.kept-differs"));
  }
}

TEST_CASE("succession: receipts and heads of the lost end") {
  const auto before = before_loss();
  auto town = recovered(before);
  const auto size = before.log("town").pieces.size();
  town.resubmit("town", before, size - 1);
  const auto receipt = [&](const Town& from, std::uint64_t index) {
    return NamedReceipt{"a.tlog-proof", log::parse_receipt(from.receipt("town", index, from.log("town").pieces.size())).value()};
  };
  Options options;
  SECTION("receipts") {
    options.receipts = {receipt(before, size - 2), receipt(before, size - 1), receipt(before, 0), receipt(town, 0)};
    const auto report = audited(town.files(), options);
    INFO(all_findings(report));
    CHECK(report.holds());
    CHECK(report.receipts[0].lost_with.has_value());
    CHECK_FALSE(report.receipts[0].shown_again);
    CHECK(report.receipts[1].shown_again);
    CHECK(report.receipts[2].holds);
    CHECK_FALSE(report.receipts[2].lost_with.has_value());
    CHECK(report.receipts[3].holds);
  }
  SECTION("the last known head, and earlier ones") {
    for (const std::uint64_t n : {size, size - 1, size - 2, std::uint64_t{1}})
      options.seen.push_back({town.origin(), n, before.log("town").tree.root(n)});
    const auto report = audited(town.files(), options);
    INFO(all_findings(report));
    CHECK(report.holds());
  }
  SECTION("another head of the size that was lost") {
    options.seen = {{town.origin(), size, log::leaf_hash("another history")}};
    CHECK(has(audited(town.files(), options), "finding.other-than-seen"));
  }
  SECTION("more was lost than the record says") {
    options.seen = {{town.origin(), size + 1, log::leaf_hash("later")}};
    CHECK(has(audited(town.files(), options), "finding.more-lost"));
    options.seen = {};
    options.seen_heads = {{"head", log::sign_checkpoint({town.origin(), size + 1, log::leaf_hash("later")}, Town::key_of("log-town"))}};
    CHECK(has(audited(town.files(), options), "finding.more-lost"));
  }
}

}  // namespace radslag::audit
