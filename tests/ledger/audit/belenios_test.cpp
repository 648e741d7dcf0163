#include <catch2/catch.hpp>
#include <filesystem>
#include <map>

#include "ledger/audit/belenios.hpp"
#include "ledger/audit/source.hpp"

namespace radslag::audit {
namespace {

std::map<std::string, std::string> samples() {
  std::map<std::string, std::string> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("tests/data/belenios")) {
    if (entry.path().extension() == ".bel") paths.emplace(entry.path().parent_path().filename().string().substr(0, 1), entry.path());
  }
  return paths;
}

BeleniosReport audit_file(const std::string& path, unsigned threads = 1) {
  return audit_belenios([&] { return open_belenios_file(path); }, {.threads = threads, .progress = {}});
}

}  // namespace

TEST_CASE("every election that belenios-tool made holds, and its result is computed again") {
  const std::map<std::string, std::string> groups = {{"A", "BELENIOS-2048"}, {"B", "BELENIOS-2048"}, {"D", "RFC-3526-2048"},
                                                     {"E", "Ed25519"},       {"F", "Ed25519"},       {"G", "Ed25519"},
                                                     {"I", "BELENIOS-2048"}};
  REQUIRE(samples().size() == groups.size());
  for (const auto& [letter, path] : samples()) {
    CAPTURE(path);
    const BeleniosReport report = audit_file(path, 2);
    CAPTURE(render_text(report));
    CHECK(report.holds());
    CHECK(report.unchecked.empty());
    CHECK(report.group == groups.at(letter));
    CHECK(report.credentials == 20);
    CHECK(report.ballots == 20);
    CHECK(report.checked_ballots == 20);
    CHECK(report.voters == 20);
    const bool mixnet = letter == "D" || letter == "F";
    CHECK(report.trustees == (letter == "A" ? 1 : 3));
    CHECK(report.shuffles == (mixnet ? 3 : 0));
    REQUIRE(report.result);
    // The same twenty voters in all samples.
    CHECK(report.result->front().totals == std::vector<std::uint64_t>{9, 10, 5, 8, 6, 8, 13, 12, 12, 9});
    if (mixnet) {
      REQUIRE(report.result->size() == 2);
      CHECK(report.result->back().rows.size() == 20);
      CHECK(report.result->back().rows.front().size() == 10);
    }
  }
}

TEST_CASE("an audit's report is the same for any number of threads") {
  const std::string path = samples().at("E");
  CHECK(render_json(audit_file(path, 1)) == render_json(audit_file(path, 7)));
}

TEST_CASE("reports name what they found, and are JSON") {
  const BeleniosReport report = audit_file(samples().at("E"));
  CHECK(render_text(report).find("The election holds") != std::string::npos);
  const std::string json = render_json(report);
  CHECK(json.starts_with("{\"holds\":true,\"uuid\":\"a2aXeKuGAsRv7F\","));
  CHECK(json.find("\"result\":[[9,10,5,8,6,8,13,12,12,9]],\"invalid\":[],\"findings\":[],\"unchecked\":[]}\n") != std::string::npos);
  BeleniosReport broken = report;
  broken.findings.push_back({"bad-result", 7, "a \"quoted\"\nreason"});
  CHECK_FALSE(broken.holds());
  CHECK(render_text(broken).find("bad-result, event 7: a \"quoted\" reason.\n") != std::string::npos);
  CHECK(render_text(broken).find("does NOT hold: 1 finding.") != std::string::npos);
  CHECK(render_json(broken).find(R"({"name":"bad-result","event":7,"detail":"a \"quoted\"\nreason"})") != std::string::npos);
}

TEST_CASE("files are told apart, and a missing one is said to be missing") {
  CHECK(is_belenios_file(samples().at("A")));
  CHECK_FALSE(is_belenios_file("README.md"));
  CHECK_FALSE(is_belenios_file("nowhere.bel"));
  CHECK_THROWS_AS(open_belenios_file("nowhere.bel"), NoInput);
}

}  // namespace radslag::audit
