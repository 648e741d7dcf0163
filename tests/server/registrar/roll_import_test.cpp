#include "server/registrar/roll_import.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>

#include "crypto/encoding.hpp"
#include "server/storage/database.hpp"
#include "tests/server/registrar/house.hpp"

namespace radslag::registrar {
namespace {

using testing::header;
using testing::House;
using testing::number;
using testing::row;

const std::string coordination = "197010632391";

std::uint64_t count(const Edition& edition, RowOutcome outcome) {
  const auto found = edition.outcomes.find(outcome);
  return found == edition.outcomes.end() ? 0 : found->second;
}

std::vector<std::string> issues(House& house, const std::string& edition) {
  std::vector<std::string> found;
  for (const auto& issue : house->rolls.issues(edition, 100)) {
    found.push_back(std::to_string(issue.line) + " " + std::string(outcome_name(issue.what)));
  }
  return found;
}

/// Everything that an edition's report says, to compare.
std::string report(const Edition& edition) {
  auto text = std::string(phase_name(edition.phase)) + " rows " + std::to_string(edition.rows) + " people " +
              std::to_string(edition.people) + " digest " + crypto::to_hex(edition.digest);
  for (const auto& [outcome, number] : edition.outcomes)
    text.append(" ").append(outcome_name(outcome)).append(" ").append(std::to_string(number));
  for (const auto& area : edition.areas) text.append(" ").append(area.id).append(" ").append(std::to_string(area.people));
  return text;
}

TEST_CASE("each row is counted as what it is, and its line is kept") {
  House house;
  auto rule = testing::options("2026");
  rule.minimum_age = 16;
  rule.areas = {{"centrum", "Centrum"}, {"torp", "Östra Torp"}};
  const auto young = testing::with_check_digit("101102238"), just_old = testing::with_check_digit("101101238");
  auto bad = number(5);
  bad.back() = bad.back() == '9' ? '0' : static_cast<char>(bad.back() + 1);
  const auto imported = house.import(rule, std::string(header) +                             //
                                               row(number(0), "Centrum") +                   // 2
                                               row(number(1), "ÖSTRA TORP") +                // 3
                                               row(number(2), "torp", "ja") +                // 4 protected
                                               row(number(0), "Centrum") +                   // 5 again
                                               "20" + just_old + ";2010-11-01;centrum;\n" +  // 6
                                               "20" + young + ";2010-11-02;centrum;\n" +     // 7 a day too young
                                               row(bad, "Centrum") +                         // 8
                                               row(number(3), "Norrtorp") +                  // 9
                                               row(number(4), "") +                          // 10
                                               "19640823-T234;1964-08-23;Centrum;\n" +       // 11
                                               "640823;1964-08-23;Centrum;\n" +              // 12
                                               number(6) + ";;Centrum;\n" +                  // 13
                                               number(7) + ";1950-02-30;Centrum;\n" +        // 14
                                               "a;b\n" +                                     // 15
                                               row(number(8), "Centrum", "kanske"));         // 16
  REQUIRE(imported);
  CHECK(imported->finished);
  const auto edition = house->rolls.find("2026").value();
  CHECK(edition.rows == 15);
  CHECK(edition.people == 7);
  CHECK(count(edition, RowOutcome::accepted) == 7);
  CHECK(count(edition, RowOutcome::duplicate) == 1);
  CHECK(count(edition, RowOutcome::too_young) == 1);
  CHECK(count(edition, RowOutcome::bad_check_digit) == 1);
  CHECK(count(edition, RowOutcome::temporary_number) == 1);
  CHECK(count(edition, RowOutcome::bad_number) == 1);
  CHECK(count(edition, RowOutcome::bad_birth_date) == 2);
  CHECK(count(edition, RowOutcome::unreadable) == 1);
  CHECK(count(edition, RowOutcome::protected_person) == 2);
  CHECK(count(edition, RowOutcome::unclear_protection) == 1);
  CHECK(count(edition, RowOutcome::unknown_area) == 1);
  CHECK(count(edition, RowOutcome::without_area) == 1);
  CHECK(issues(house, "2026") == std::vector<std::string>{"5 duplicate", "8 bad-check-digit", "9 unknown-area", "11 temporary-number",
                                                          "12 bad-number", "13 bad-birth-date", "14 bad-birth-date", "15 unreadable",
                                                          "16 unclear-protection"});
  CHECK(edition.areas.size() == 2);
  CHECK(edition.areas[0].people == 2);
  CHECK(edition.areas[1].people == 1);

  CHECK(house->rolls.member("2026", house.person(number(1)))->area == "torp");
  CHECK(house->rolls.member("2026", house.person(number(3)))->area.empty());
  const auto hidden = house->rolls.member("2026", house.person(number(2)));
  CHECK(hidden->is_protected);
  CHECK(hidden->area.empty());
  CHECK_FALSE(house->rolls.member("2026", house.person("20" + young)));
}

TEST_CASE("without a list the areas are learned, and marked so") {
  House house;
  REQUIRE(house.import("2026", std::string(header) + row(number(0), "Östra Torp") + row(number(1), "östra-torp") + row(number(2), "Torp!") +
                                   row(number(3), "torp")));
  const auto edition = house->rolls.find("2026").value();
  REQUIRE(edition.areas.size() == 3);
  CHECK(edition.areas[0].id == "ostra-torp");
  CHECK(edition.areas[0].people == 2);
  CHECK(edition.areas[0].learned);
  CHECK(edition.areas[1].id == "torp");
  CHECK(edition.areas[2].id == "torp-2");
}

TEST_CASE("the digest is of the people, not of the file") {
  House house;
  const auto a = row(number(0), "Centrum"), b = row(number(1), "Torp"), c = row(number(2), "Torp", "ja");
  const auto digest_of = [&](const std::string& rows) {
    House other;  // its own keys
    std::ofstream(other.dirs.keys_folder() / "roll.key") << std::ifstream(house.dirs.keys_folder() / "roll.key").rdbuf();
    other.restart();
    REQUIRE(other.import("2026", header + rows));
    return other->rolls.find("2026")->digest;
  };
  const auto digest = digest_of(a + b + c);
  CHECK(digest_of(c + a + b) == digest);
  CHECK(digest_of(a + b + b + c) == digest);
  CHECK(digest_of(a + b + row(number(2), "Centrum", "ja")) == digest);  // of a protected person no area is known
  CHECK(digest_of(a + b) != digest);
  CHECK(digest_of(a + row(number(1), "Centrum") + c) != digest);
  CHECK(digest_of(a + b + row(number(2), "Torp")) != digest);
  CHECK(digest_of(a + row(number(3), "Torp") + c) != digest);

  RollListing listing("2026", *parse_day("2026-11-01"), 0, *parse_day("2026-11-01"));
  struct Line {
    Person person;
    std::string area;
    bool is_protected;
  };
  std::vector<Line> lines{
      {house.person(number(0)), "centrum", false}, {house.person(number(1)), "torp", false}, {house.person(number(2)), "", true}};
  std::sort(lines.begin(), lines.end(), [](const auto& x, const auto& y) { return x.person < y.person; });
  for (const auto& line : lines) listing.add(line.person, line.area, line.is_protected);
  CHECK(listing.finish() == digest);
  House stranger;  // the same people under another key
  REQUIRE(stranger.import("2026", header + a + b + c));
  CHECK(stranger->rolls.find("2026")->digest != digest);
}

TEST_CASE("a person who changed numbers is one person") {
  House house;
  const std::string head = "personnummer;område;tidigare samordningsnummer;skyddad\n";
  const auto rows = [&](bool old_first) {
    const auto old_row = coordination + ";Centrum;;ja\n", new_row = number(0) + ";Torp;" + coordination + ";\n";
    return head + (old_first ? old_row + new_row : new_row + old_row) + number(1) + ";Torp;" + number(0) + ";\n" +
           coordination.substr(0, 11) + "0;Torp;;\n";
  };
  for (const bool old_first : {true, false}) {
    const auto edition = std::string(old_first ? "a" : "b");
    REQUIRE(house.import(edition, rows(old_first)));
    CHECK(house->rolls.find(edition)->people == 2);
    CHECK(count(*house->rolls.find(edition), RowOutcome::duplicate) == 1);
    CHECK(count(*house->rolls.find(edition), RowOutcome::bad_previous) == 1);
    CHECK(house->rolls.on_roll(edition, house.person(coordination)) == house.person(number(0)));
    CHECK(house->rolls.on_roll(edition, house.person(number(0))) == house.person(number(0)));
    CHECK_FALSE(house->rolls.on_roll(edition, house.person(number(9))));
    // Protected in one of the rows is protected.
    CHECK(house->rolls.member(edition, house.person(number(0)))->is_protected);
  }
}

/// Rows enough for many batches, with everything that is counted.
std::string large(unsigned rows) {
  std::string csv = header;
  for (unsigned i = 0; i < rows; ++i) {
    if (i % 10 == 3) csv += "no row\n";
    csv += row(number(i % 7 == 5 ? i - 1 : i), i % 4 == 0 ? "Torp" : "Centrum", i % 100 == 50 ? "ja" : "nej");
  }
  return csv;
}

ImportOptions small_batches(const std::string& edition) {
  auto options = testing::options(edition);
  options.batch_rows = 100;
  return options;
}

TEST_CASE("an import that was stopped goes on where it was, and ends the same") {
  House house;
  const auto path = house.file("roll.csv", large(1'500));
  const auto import = [&](const ImportProgress& progress, const ImportOptions& options) {
    return import_roll(house->database(), house->keys(), path, options, progress);
  };
  REQUIRE(import([](auto, auto, auto) { return true; }, small_batches("whole")));
  const auto whole = house->rolls.find("whole").value();
  int steps = 0;
  Result<ImportEnd> end = ImportEnd{};
  for (; end && !end->finished && steps < 100; ++steps) {
    int left = 3 + steps / 2;
    end = import([&](auto, auto, auto) { return --left > 0; }, small_batches("parts"));
    if (steps % 2 == 1) house.restart();
    const auto so_far = house->rolls.find("parts");
    if (end && !end->finished && so_far) CHECK(so_far->phase == EditionPhase::importing);
    // A stopped import is on no roll.
    if (end && !end->finished) CHECK_FALSE(house->rolls.member("parts", house.person(number(0))));
  }
  REQUIRE(end);
  CHECK(end->resumed_at_row > 0);
  CHECK(steps > 2);
  const auto parts = house->rolls.find("parts").value();
  CHECK(parts.people == whole.people);
  CHECK(parts.outcomes == whole.outcomes);
  CHECK(parts.rows == whole.rows);
  CHECK(house->rolls.issues("parts", 10'000).size() == house->rolls.issues("whole", 10'000).size());
}

TEST_CASE("an import that was killed goes on where it was") {
  House house;
  const auto path = house.file("roll.csv", large(2'000));
  REQUIRE(house.import(testing::options("whole"), large(2'000)));
  const auto whole = report(*house->rolls.find("whole"));
  std::vector<int> ended;
  for (int kill_at = 1; kill_at < 200; kill_at += 1 + kill_at / 3) {
    house.registrar.reset();
    const auto child = ::fork();
    if (child == 0) {
      Registrar registrar(house.dirs);
      int calls = 0;
      const auto progress = [&](auto, auto, auto) {
        if (++calls == kill_at) ::kill(::getpid(), SIGKILL);
        return true;
      };
      [[maybe_unused]] const auto end = import_roll(registrar.database(), registrar.keys(), path, small_batches("killed"), progress);
      ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ended.push_back(WIFSIGNALED(status) ? 1 : 0);
    house.restart();
    if (!WIFSIGNALED(status)) break;
  }
  CHECK(std::count(ended.begin(), ended.end(), 1) > 2);
  CHECK(ended.back() == 0);
  auto killed = report(*house->rolls.find("killed"));
  // The names of the editions are in their digests.
  CHECK(killed.substr(0, killed.find(" digest ")) == whole.substr(0, whole.find(" digest ")));
  CHECK(killed.substr(killed.find(" accepted ")) == whole.substr(whole.find(" accepted ")));
}

TEST_CASE("a draft is continued with the same file and rule, or replaced; a finished edition is frozen") {
  House house;
  const auto stop = [](ImportStage stage, auto, auto) { return stage == ImportStage::digesting; };
  const auto begin = [&](const ImportOptions& options, const std::string& csv, const ImportProgress& progress) {
    return import_roll(house->database(), house->keys(), house.file("roll.csv", csv), options, progress);
  };
  const auto go = [](auto, auto, auto) { return true; };
  REQUIRE(begin(small_batches("2026"), large(1'000), stop));
  REQUIRE(house->rolls.find("2026")->phase == EditionPhase::importing);
  const auto refused = [&](const Result<ImportEnd>& end) { return end ? std::string() : std::string(errc_name(end.error().code)); };
  CHECK(refused(begin(small_batches("2026"), large(1'001), go)) == "mismatch");
  auto older = small_batches("2026");
  older.minimum_age = 18;
  CHECK(refused(begin(older, large(1'000), go)) == "mismatch");
  older.replace = true;
  const auto end = begin(older, large(1'001), go);
  REQUIRE(end);
  CHECK(end->finished);
  CHECK(end->resumed_at_row == 0);
  CHECK(house->rolls.find("2026")->minimum_age == 18);
  CHECK(refused(begin(small_batches("2026"), large(1'001), go)) == "frozen");
  CHECK(refused(begin(older, large(1'001), go)) == "frozen");
  CHECK(refused(begin(small_batches("Bad name"), large(10), go)) == "malformed");
}

TEST_CASE("a file that is no roll is refused in words, and leaves nothing") {
  House house;
  const auto why = [&](const std::string& csv, unsigned age = 0) {
    auto options = testing::options("2026");
    options.minimum_age = age;
    const auto end = house.import(options, csv);
    return end ? std::string() : end.error().detail;
  };
  CHECK(why("name;area\nA;B\n").find("personnummer") != std::string::npos);
  CHECK(why("personnummer;område\n" + number(0) + ";Torp\n", 16).find("födelsedatum") != std::string::npos);
  CHECK(why(std::string("\xff\xfep\0", 4)).find("UTF-16") != std::string::npos);
  CHECK(house->rolls.all().empty());
  const auto missing = import_roll(house->database(), house->keys(), house.folder / "nowhere.csv", testing::options("2026"),
                                   [](auto, auto, auto) { return true; });
  CHECK(missing.error().code == Errc::not_found);
  const auto folder =
      import_roll(house->database(), house->keys(), house.folder.path(), testing::options("2026"), [](auto, auto, auto) { return true; });
  CHECK(folder.error().code == Errc::not_found);
}

TEST_CASE("a wrong column is not taken for areas") {
  House house;
  std::string csv = header;
  for (unsigned i = 0; i < 1'200; ++i) csv += row(number(i), "Street " + std::to_string(i));
  const auto end = house.import("2026", csv);
  REQUIRE_FALSE(end);
  CHECK(end.error().code == Errc::malformed);
}

TEST_CASE("what officers sign has no group under ten, not even by subtraction") {
  House house;
  const auto announce = [&](unsigned centrum, unsigned torp, unsigned hidden, unsigned none) {
    static int editions = 0;
    const auto name = "e" + std::to_string(++editions);
    std::string csv = header;
    unsigned i = 0;
    for (unsigned end = i + centrum; i < end; ++i) csv += row(number(i), "Centrum");
    for (unsigned end = i + torp; i < end; ++i) csv += row(number(i), "Torp");
    for (unsigned end = i + hidden; i < end; ++i) csv += row(number(i), "Torp", "ja");
    for (unsigned end = i + none; i < end; ++i) csv += row(number(i), "");
    REQUIRE(house.import(name, csv));
    return announcement_of(*house->rolls.find(name), testing::origin).value();
  };
  const auto areas = [](const record::RollEdition& row) {
    std::string text = std::to_string(row.people);
    for (const auto& area : row.areas) text += " " + area.id + " " + std::to_string(area.people);
    return text;
  };
  CHECK(areas(announce(20, 30, 0, 0)) == "50 centrum 20 torp 30");
  CHECK(areas(announce(20, 30, 10, 0)) == "60 centrum 20 torp 30");
  CHECK(areas(announce(20, 30, 3, 0)) == "53 torp 30");
  CHECK(areas(announce(20, 30, 3, 7)) == "60 centrum 20 torp 30");
  CHECK(areas(announce(20, 9, 0, 0)) == "29");
  CHECK(areas(announce(20, 9, 0, 1)) == "30 centrum 20");
  CHECK(areas(announce(10, 0, 1, 0)) == "11");
  const auto row = announce(20, 30, 0, 0);
  CHECK(row.origin == testing::origin);
  CHECK(row.drawn == "2026-11-01");
  CHECK(record::parse_statement(record::encode_statement(row)));
}

TEST_CASE("an edition can be ended, and dropped while nothing hangs on it") {
  House house;
  house.roll("old", 5);
  house.roll("new", 5);
  CHECK(house->rolls.end("none").error().code == Errc::not_found);
  REQUIRE(house->codes.issue("old", house.person(number(1))));
  CHECK(house->rolls.drop("old").error().code == Errc::frozen);
  REQUIRE(house->rolls.end("old"));
  CHECK(house->rolls.find("old")->phase == EditionPhase::ended);
  REQUIRE(house->rolls.drop("old"));
  CHECK_FALSE(house->rolls.find("old"));
  CHECK(house->rolls.find("new")->people == 5);
  REQUIRE(house->matters.open("m", "new"));
  CHECK(house->rolls.drop("new").error().code == Errc::frozen);
}

TEST_CASE("lists of areas") {
  House house;
  const auto areas = read_areas(house.file("areas", "\xef\xbb\xbf# id;name\r\ncentrum;Centrum\r\nÖstra Torp\n\n"));
  REQUIRE(areas);
  REQUIRE(areas->size() == 2);
  CHECK((*areas)[1].id == "ostra-torp");
  CHECK(read_areas(house.file("areas", "a;A\na;B\n")).error().detail.find("line 2") != std::string::npos);
  CHECK(read_areas(house.file("areas", "Ä;A\n")).error().code == Errc::malformed);
  CHECK(read_areas(house.file("areas", "# none\n")).error().code == Errc::malformed);
  CHECK(read_areas(house.folder / "absent").error().code == Errc::not_found);
}

}  // namespace
}  // namespace radslag::registrar
