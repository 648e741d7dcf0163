// Honest records hold, and the report says what is in them.
#include <catch2/catch.hpp>
#include <fstream>

#include "ledger/audit/audit.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/town.hpp"

namespace radslag::audit {
namespace {

using testing::Town;

Report audit_files(const testing::Files& files, Options options) {
  const auto source = open_files(files);
  return audit(*source, options);
}

Options pinned(const Town& town) {
  Options options;
  options.key = town.vkey();
  return options;
}

void write(const std::filesystem::path& path, const std::string& bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

}  // namespace

TEST_CASE("a whole life of a town holds, with the right counts") {
  const auto town = Town::whole_life(7);
  auto options = pinned(town);
  options.threads = GENERATE(1U, 3U);
  const auto report = audit_files(town.files(), options);
  INFO(render_text(report));
  CHECK(report.holds());
  CHECK(report.pinned);
  CHECK(report.town == "Exempelby");
  CHECK(report.demo);
  CHECK(report.counts.entries == 6 + 13);
  CHECK(report.counts.ballots == 9);
  CHECK(report.counts.ballot_signatures == 9);
  CHECK(report.counts.checkpoint_signatures == 2);
  CHECK(report.counts.seal_signatures == 1 + 2 + 2 + 2 + 1 + 4 * 2);
  CHECK(report.counts.blobs == 3 + 2 + 9 + 2);
  REQUIRE(report.logs.size() == 2);
  CHECK(report.logs[0].size == 6);
  CHECK(report.logs[1].size == 13);
  CHECK((report.logs[1].intact && report.logs[1].replayed));
  REQUIRE(report.rounds.size() == 1);
  const auto& round = report.rounds[0];
  CHECK(round.phase == record::Phase::allocated);
  CHECK_FALSE(round.sealed);
  CHECK(round.sound);
  CHECK(round.voters == 7);
  CHECK(round.blank == 1);
  CHECK(round.checked_ballots == 9);
  CHECK(round.roll == 9);
  // Last ballots: {0,3} {0,3} {0,2} {2,3} {1,3} {0} {}: P1 4, P4 4, P3 2, P2 1. Cheaper first: P4, P1, P3, then P2 does not fit.
  CHECK(round.funded == 3);
  CHECK(round.cost == 900'000);
  CHECK(round.projects[0].votes == 4);
  CHECK(round.projects[1].outcome == allocation::Fate::does_not_fit);
  REQUIRE(round.decision);
  REQUIRE(round.decision->departures.size() == 1);
  CHECK(round.decision->departures[0].project == "P3");
  CHECK_FALSE(round.decision->departures[0].funded);
  CHECK(round.milestones == 1);
}

TEST_CASE("the report can be quoted") {
  const auto town = Town::whole_life(7);
  const auto text = render_text(audit_files(town.files(), pinned(town)));
  INFO(text);
  for (const auto* sentence :
       {"The record of Exempelby (radslag.example.se/log/town) holds.", "9 ballots by 7 voters of 9 on the roll were recounted",
        "the tally is right to the vote", "it funds 3 projects for 9,000.00 SEK of 10,000.00 SEK", "departing from the tally for 1 project",
        "Reason given: The site is needed for a water main.", "(the one that you gave)"}) {
    CHECK(text.find(sentence) != std::string::npos);
  }
  const auto json = render_json(audit_files(town.files(), pinned(town)));
  CHECK(json.find("\"holds\":true") != std::string::npos);
  CHECK(json.find("\"votes\":4") != std::string::npos);
}

TEST_CASE("a rule that looks at whole ballots, and a lot") {
  auto definition = Town::by_lot(Town::definition(), 3);
  definition.rule = allocation::EqualSharesRule{};
  const auto whole = audit_files(Town::whole_life(7, definition).files(), {});
  INFO(render_text(whole));
  CHECK(whole.holds());
  CHECK(render_text(whole).find("The rule that was fixed at opening was applied again") != std::string::npos);
  CHECK(render_text(whole).find("from all 3 shares") != std::string::npos);
  CHECK(render_json(whole).find("\"lot\":{\"committed\":3,\"settled\":true,\"drawn\":true}") != std::string::npos);

  Town town;
  town.begin();
  town.dialogue();
  town.begin_round("r1");
  town.open("r1", definition, 3);
  town.close("r1");
  CHECK(render_text(audit_files(town.files(), {})).find("It has not been drawn.") != std::string::npos);
  town.draw_lot("r1", 0);
  const auto text = render_text(audit_files(town.files(), {}));
  CHECK(text.find("could not be drawn: of its 3 shares at least one was kept back") != std::string::npos);
}

TEST_CASE("without a key the record's own is used, and the report says so") {
  const auto town = Town::whole_life(2);
  const auto report = audit_files(town.files(), {});
  CHECK(report.holds());
  CHECK_FALSE(report.pinned);
  CHECK(render_text(report).find("KEY NOT PINNED") != std::string::npos);
  auto files = town.files();
  files.erase("town/vkey");
  CHECK_FALSE(audit_files(files, {}).holds());
  CHECK(audit_files(files, pinned(town)).holds());
}

TEST_CASE("an open round holds and is sealed until closing") {
  Town town;
  town.begin();
  town.dialogue();
  town.begin_round("r1");
  town.begin_round("r2");
  town.open("r1", Town::definition(), 3);
  town.vote("r1", 0, {1});
  town.vote("r1", 2, {0, 1});
  const auto report = audit_files(town.files(), pinned(town));
  INFO(render_text(report));
  CHECK(report.holds());
  REQUIRE(report.rounds.size() == 2);
  CHECK(report.rounds[0].sealed);
  CHECK(report.rounds[0].ballots == 2);
  CHECK(report.rounds[0].checked_ballots == 0);
  CHECK(report.rounds[1].phase == record::Phase::begun);
  CHECK_FALSE(report.rounds[1].has_log);
  CHECK(report.rounds_in(record::Phase::open) == 1);
  const auto text = render_text(report);
  CHECK(text.find("sealed until closing") != std::string::npos);
  CHECK(text.find("The round r2 has been begun; of its own log there is nothing here.") != std::string::npos);
  CHECK(text.find("Round r2: Its own log is not here: whether it has been opened cannot be told.") != std::string::npos);
}

TEST_CASE("of a round whose log is kept back nothing is claimed") {
  Town town;
  town.begin();
  town.dialogue();
  town.begin_round("r1");
  town.open("r1", Town::definition(), 3);
  auto files = town.files();
  std::erase_if(files, [](const auto& file) { return file.first.starts_with("rounds/r1/"); });
  const auto text = render_text(audit_files(files, pinned(town)));
  CHECK(text.find("not been opened") == std::string::npos);
  CHECK(text.find("The round r1 has been begun; of its own log there is nothing here.") != std::string::npos);
}

TEST_CASE("a log of several bundles holds") {
  const auto town = Town::whole_life(600);
  auto options = pinned(town);
  options.threads = GENERATE(1U, 4U);
  std::uint64_t last = 0;
  options.progress = [&](const Progress& progress) { last = progress.log == "rounds/parks-2026" ? progress.done : last; };
  const auto report = audit_files(town.files(), options);
  INFO(render_text(report));
  CHECK(report.holds());
  CHECK(report.counts.ballot_signatures == 602);
  CHECK(report.rounds.at(0).voters == 600);
  CHECK(last == 606);
}

TEST_CASE("an older state of the record holds by itself") {
  const auto town = Town::whole_life(7);
  const auto report = audit_files(town.files({{"town", 3}, {"rounds/parks-2026", 5}}), pinned(town));
  INFO(render_text(report));
  CHECK(report.holds());
  CHECK(report.rounds.at(0).sealed);
}

TEST_CASE("directory, archive and memory are the same record") {
  const auto town = Town::whole_life(3);
  const testing::TemporaryDirectory folder;
  for (const auto& [path, bytes] : town.files()) write(folder / ("bundle/" + path), bytes);
  write(folder / "bundle.tar", Town::tar(town.files()));
  const auto expected = render_json(audit_files(town.files(), pinned(town)));
  for (const auto* name : {"bundle", "bundle.tar"}) {
    const auto source = open_source((folder / name).string());
    CHECK(render_json(audit(*source, pinned(town))) == expected);
  }
}

TEST_CASE("what is no record is told from a record that does not hold") {
  const testing::TemporaryDirectory folder;
  CHECK_THROWS_AS(open_source((folder / "nothing").string()), NoInput);
  write(folder / "file.tar", "not an archive");
  CHECK_THROWS_AS(open_source((folder / "file.tar").string()), Unreadable);
  const auto source = open_source(folder.path().string());
  CHECK_THROWS_AS(audit(*source, Options{Town().vkey(), 1, {}, {}}), NoInput);
}

}  // namespace radslag::audit
