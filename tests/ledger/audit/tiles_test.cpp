// Tiles against entries: each that a log has must be there and right; a finding names the file.
#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"
#include "ledger/audit/audit.hpp"
#include "ledger/log/tile.hpp"
#include "tests/support/town.hpp"

namespace radslag::audit {
namespace {

using testing::Town;
using Files = std::map<std::string, std::string>;

Report audited(Files files) {
  const auto source = open_files(std::move(files));
  return audit(*source, {});
}

/// Two levels: 300 entries.
const Files& long_log() {
  static const Files files = [] {
    Town town;
    town.begin();
    while (town.log("town").pieces.size() < 300) town.dialogue();
    return town.files();
  }();
  return files;
}

void check_found(const Report& report, const std::string& place) {
  INFO(render_text(report));
  CHECK_FALSE(report.holds());
  CHECK(std::any_of(report.findings.begin(), report.findings.end(), [&](const auto& finding) { return finding.place == place; }));
}

TEST_CASE("a record with its tiles holds") { CHECK(audited(long_log()).holds()); }

TEST_CASE("a missing, cut, longer or altered tile is a finding that names it") {
  const std::string path = GENERATE("town/tile/0/000", "town/tile/0/001.p/44", "town/tile/1/000.p/1");
  auto files = long_log();
  REQUIRE(files.contains(path));
  auto& bytes = files.at(path);
  SECTION("missing") { files.erase(path); }
  SECTION("cut by a hash") { bytes.resize(bytes.size() - 32); }
  SECTION("cut by a byte") { bytes.pop_back(); }
  SECTION("with a byte more") { bytes += '\0'; }
  SECTION("empty") { bytes.clear(); }
  SECTION("one bit of it") {
    const auto at = GENERATE_COPY(take(20, random<std::size_t>(0, 31)));
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << at % 8));
  }
  check_found(audited(files), path);
}

TEST_CASE("two tiles that changed places are two findings") {
  auto files = long_log();
  std::swap(files.at("town/tile/0/001.p/44"), files.at("town/tile/1/000.p/1"));
  const auto report = audited(files);
  check_found(report, "town/tile/0/001.p/44");
  check_found(report, "town/tile/1/000.p/1");
}

TEST_CASE("a partial tile, bundle or pack of an earlier size may stay if it is the beginning of the newest; no other") {
  auto files = long_log();
  files["town/tile/0/001.p/3"] = files.at("town/tile/0/001.p/44").substr(0, 96);
  CHECK(audited(files).holds());
  const std::string path = GENERATE("town/tile/0/001.p/3", "town/tile/0/001.p/45", "town/tile/0/002.p/1", "town/tile/2/000.p/1",
                                    "town/tile/entries/001.p/3", "town/blobs/001.p/3", "town/tile/00/000", "town/tile/0/000.p/256");
  files[path] = std::string(96, 'x');
  check_found(audited(files), path);
}

TEST_CASE("a blob by itself must have the digest that is its name") {
  Town town;
  town.begin();
  town.dialogue();
  auto files = town.files();
  const auto& blob = town.log("town").pieces.back().blobs.at(0);
  const auto path = "town/blob/" + crypto::to_hex(record::blob_digest(blob));
  files[path] = blob;
  CHECK(audited(files).holds());
  files[path].back() ^= 1;
  check_found(audited(files), path);
}

TEST_CASE("a record without any tiles is told so in a bearable number of findings") {
  auto files = long_log();
  std::erase_if(files, [](const auto& file) {
    return file.first.find("/tile/") != std::string::npos && file.first.find("/entries/") == std::string::npos;
  });
  const auto report = audited(files);
  CHECK(report.findings.size() == 3);
}

}  // namespace
}  // namespace radslag::audit
