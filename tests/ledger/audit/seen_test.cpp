// What somebody has seen of a record before, held against what it is now.
#include <catch2/catch.hpp>

#include "ledger/audit/audit.hpp"
#include "tests/support/town.hpp"

namespace radslag::audit {
namespace {

using testing::Town;

constexpr const char* round_log = "rounds/parks-2026";

Report audit_with(const testing::Files& files, const Town& town, const std::vector<log::Checkpoint>& seen) {
  Options options;
  options.key = town.vkey();
  options.seen = seen;
  const auto source = open_files(files);
  return audit(*source, options);
}

log::Checkpoint seen_of(const Town& town, const std::string& log, std::uint64_t size) {
  const auto& held = town.log(log);
  return {held.origin, size, held.tree.root(size)};
}

}  // namespace

TEST_CASE("a record goes on from whatever was seen of it before") {
  const auto town = Town::whole_life(5);
  for (const auto* log : {"town", round_log}) {
    for (std::uint64_t size = 0; size <= town.log(log).pieces.size(); ++size) {
      CHECK(audit_with(town.files(), town, {seen_of(town, log, size)}).holds());
    }
  }
}

TEST_CASE("a log that is shorter than what was seen is found out, though it is valid by itself") {
  const auto town = Town::whole_life(5);
  const auto files = town.files({{"town", 3}, {round_log, 4}});
  CHECK(audit_with(files, town, {}).holds());
  const auto report = audit_with(files, town, {seen_of(town, round_log, 4), seen_of(town, "town", 5)});
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].log == "town");
  CHECK(text_of(report.findings[0].sentence).find("taken away") != std::string::npos);
}

TEST_CASE("another history than was seen is found out, and a log that is gone") {
  const auto town = Town::whole_life(5);
  auto other = seen_of(town, round_log, 4);
  other.root = seen_of(town, round_log, 3).root;
  const log::Checkpoint gone{"radslag.example.se/log/rounds/none", 2, other.root};
  const auto report = audit_with(town.files(), town, {other, gone});
  REQUIRE(report.findings.size() == 2);
  CHECK(text_of(report.findings[0].sentence).find("another history") != std::string::npos);
  CHECK(report.findings[1].severity == Severity::missing);
}

}  // namespace radslag::audit
