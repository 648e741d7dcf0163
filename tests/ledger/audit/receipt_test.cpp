// Receipts held against the record.
#include <catch2/catch.hpp>

#include "ledger/audit/audit.hpp"
#include "tests/support/town.hpp"

namespace radslag::audit {
namespace {

using testing::Town;

constexpr const char* round_log = "rounds/parks-2026";

Report audit_with(const testing::Files& files, const Town& town, const std::string& receipt) {
  Options options;
  options.key = town.vkey();
  options.receipts.push_back({"mine.tlog-proof", log::parse_receipt(receipt).value()});
  const auto source = open_files(files);
  return audit(*source, options);
}

bool refused_with(const Report& report, const std::string& words) {
  INFO(render_text(report));
  REQUIRE(report.receipts.size() == 1);
  CHECK_FALSE(report.receipts[0].holds);
  REQUIRE(report.findings.size() == 1);
  return text_of(report.findings[0].sentence).find(words) != std::string::npos;
}

/// The record holds; the receipt is none of it.
bool is_none(const Report& report, const std::string& words) {
  INFO(render_text(report));
  CHECK(report.holds());
  REQUIRE(report.receipts.size() == 1);
  CHECK_FALSE(report.receipts[0].holds);
  CHECK(render_text(report).find("NOT VALID") != std::string::npos);
  return text_of(*report.receipts[0].invalid).find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("a receipt of any size of the record agrees with it") {
  const auto town = Town::whole_life(5);
  const auto log = GENERATE(as<std::string>{}, "town", "rounds/parks-2026");
  const auto all = town.log(log).pieces.size();
  for (std::uint64_t size = 1; size <= all; ++size) {
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto report = audit_with(town.files(), town, town.receipt(log, index, size));
      REQUIRE(report.holds());
      REQUIRE(report.receipts.at(0).holds);
      REQUIRE(report.receipts[0].log == log);
    }
  }
}

TEST_CASE("a log that was cut back is valid by itself; a newer receipt tells") {
  const auto town = Town::whole_life(5);
  const std::map<std::string, std::uint64_t> older{{"town", 3}, {round_log, 4}};
  const auto source = open_files(town.files(older));
  Options options;
  options.key = town.vkey();
  CHECK(audit(*source, options).holds());
  CHECK(refused_with(audit_with(town.files(older), town, town.receipt(round_log, 2, 7)), "has only 4"));
  CHECK(audit_with(town.files(older), town, town.receipt(round_log, 2, 4)).holds());
}

TEST_CASE("two histories under one key: the receipt tells") {
  auto town = Town::whole_life(5);
  auto other = Town::whole_life(5);
  other.log("town").pieces.pop_back();
  ++other.hour;
  const auto content = other.blob(record::encode_content(record::MilestoneContent{"The contractor has not begun."}));
  other.forge(
      "town",
      record::Milestone{other.origin(), "parks-2026", "P1", "2026-08-03", record::MilestoneState::delayed, record::blob_digest(content)},
      testing::officer, {content});
  CHECK(refused_with(audit_with(town.files(), town, other.receipt("town", 2, 6)), "two histories"));
}

TEST_CASE("receipts that are none say nothing about the record") {
  const auto town = Town::whole_life(3);
  const auto good = log::parse_receipt(town.receipt(round_log, 2, 5)).value();
  SECTION("no entry in it") {
    auto bare = good;
    bare.extra.reset();
    CHECK(is_none(audit_with(town.files(), town, log::receipt_text(bare)), "does not carry its entry"));
  }
  SECTION("another entry") {
    auto other = good;
    other.extra = town.log(round_log).pieces[3].entry;
    CHECK(is_none(audit_with(town.files(), town, log::receipt_text(other)), "does not stand at index 2"));
  }
  SECTION("another place") {
    auto moved = good;
    moved.index = 3;
    CHECK(is_none(audit_with(town.files(), town, log::receipt_text(moved)), "does not stand at index 3"));
  }
  SECTION("a checkpoint of the town's own name by another key") {
    auto forged = good;
    forged.checkpoint = log::sign_checkpoint({town.log(round_log).origin, 5, log::leaf_hash("x")}, Town::key_of("stranger"));
    CHECK(is_none(audit_with(town.files(), town, log::receipt_text(forged)), "no signature of"));
  }
  SECTION("of another town") {
    const auto elsewhere = [] {
      Town other("elsewhere.example");
      other.begin();
      return other;
    }();
    CHECK(is_none(audit_with(town.files(), town, elsewhere.receipt("town", 0, 1)), "does not name: elsewhere.example/log/town"));
  }
}

}  // namespace radslag::audit
