#include "server/html/messages.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <fstream>
#include <thread>

#include "tests/support/temporary_directory.hpp"

using namespace radslag::html;
using radslag::testing::TemporaryDirectory;

namespace {

const std::string nbsp = "\u00a0";

void write(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

std::string refusal(const std::filesystem::path& folder) {
  try {
    const Messages messages(folder, "Europe/Stockholm");
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("messages follow the language's rules") {
  TemporaryDirectory folder;
  write(
      folder / "sv" / "a.json",
      R"({"a.votes":"{n, plural, =0 {Inga röster} one {# röst} other {# röster}}","a.plain":"Hej","a.when":"{w, date, ::yMMMMd} kl. {w, date, ::HHmm}","a.share":"{s, number, percent}"})");
  write(
      folder / "en" / "a.json",
      R"({"a.votes":"{n, plural, =0 {No votes} one {# vote} other {# votes}}","a.plain":"Hello","a.when":"{w, date, ::yMMMMd} at {w, date, ::HHmm}","a.share":"{s, number, percent}"})");
  const Messages messages(folder.path(), "Europe/Stockholm");
  CHECK(messages.languages() == std::vector<std::string>{"en", "sv"});

  SECTION("plurals and numbers") {
    CHECK(messages.text("sv", "a.votes", {{"n", 0}}) == "Inga röster");
    CHECK(messages.text("sv", "a.votes", {{"n", 1}}) == "1 röst");
    CHECK(messages.text("sv", "a.votes", {{"n", 1234567}}) == "1" + nbsp + "234" + nbsp + "567 röster");
    CHECK(messages.text("en", "a.votes", {{"n", 1}}) == "1 vote");
    CHECK(messages.text("en", "a.votes", {{"n", 1234567}}) == "1,234,567 votes");
    CHECK(messages.text("sv", "a.share", {{"s", 0.4321}}) == "43" + nbsp + "%");
    CHECK(messages.text("en", "a.share", {{"s", 0.4321}}) == "43%");
    CHECK(messages.number("sv", 12345) == "12" + nbsp + "345");
  }
  SECTION("hours are shown in the municipality's zone, summer and winter; days stay the day they are") {
    CHECK(messages.text("sv", "a.when", {{"w", Hour{494'122}}}) == "15 maj 2026 kl. 12:00");     // 10:00Z
    CHECK(messages.text("en", "a.when", {{"w", Hour{490'895}}}) == "January 1, 2026 at 00:00");  // 2025-12-31T23:00Z
    CHECK(messages.text("sv", "a.when", {{"w", Day{"2026-12-31"}}}).starts_with("31 december 2026"));
  }
  SECTION("money is whole where nothing is lost") {
    CHECK(messages.money("sv", 31'200'000, "SEK") == "312" + nbsp + "000" + nbsp + "kr");
    CHECK(messages.money("sv", 31'200'050, "SEK") == "312" + nbsp + "000,50" + nbsp + "kr");
    CHECK(messages.money("sv", 5, "SEK") == "0,05" + nbsp + "kr");
    CHECK(messages.money("sv", 0, "SEK") == "0" + nbsp + "kr");
    CHECK(messages.money("en", 31'200'000, "SEK").find("312,000") != std::string::npos);
    CHECK(messages.money("sv", 100'000'000'000'000'001, "SEK").find("000,01") != std::string::npos);  // exact beyond 2^53
    CHECK(messages.money("en", 1'200, "JPY").find("1,200") != std::string::npos);                     // no minor units
  }
  SECTION("lists and names") {
    CHECK(messages.list("sv", {"a", "b", "c"}) == "a, b och c");
    CHECK(messages.list("en", {"a", "b"}) == "a and b");
    CHECK(messages.own_name("sv") == "Svenska");
    CHECK_FALSE(messages.right_to_left("sv"));
  }
  SECTION("the files of a language are one catalogue") {
    write(folder / "sv" / "b.json", R"({"b.more":"Mer"})");
    write(folder / "en" / "c.json", R"({"b.more":"More"})");
    const Messages merged(folder.path(), "Europe/Stockholm");
    CHECK(merged.text("sv", "b.more", {}) == "Mer");
    CHECK(merged.text("en", "b.more", {}) == "More");
    CHECK(merged.text("en", "a.plain", {}) == "Hello");
  }
  SECTION("plain messages") {
    CHECK(messages.is_plain("a.plain"));
    CHECK_FALSE(messages.is_plain("a.votes"));
    CHECK(messages.plain("en") == std::map<std::string, std::string>{{"a.plain", "Hello"}});
    CHECK(messages.section("en", "a").size() == 4);
    CHECK_THROWS_AS(messages.text("en", "a.nothing"), std::logic_error);
  }
  SECTION("many threads") {
    std::vector<std::thread> threads;
    std::atomic<int> wrong = 0;
    for (int t = 0; t < 4; ++t)
      threads.emplace_back([&, t] {
        for (int i = 2; i < 500; ++i)
          if (messages.text("sv", "a.votes", {{"n", i + t}}) != std::to_string(i + t) + " röster") ++wrong;
      });
    for (auto& thread : threads) thread.join();
    CHECK(wrong == 0);
  }
}

TEST_CASE("what is wrong with catalogues is said at the start") {
  TemporaryDirectory folder;
  CHECK(refusal(folder.path()).find("no catalogues") != std::string::npos);
  write(folder / "sv" / "a.json", R"({"a.b":"B","a.c":"{n, plural, one {x}"})");
  write(folder / "en" / "a.json", R"({"a.b":"B"})");
  CHECK(refusal(folder.path()).find("sv/a.json: a.c: not a MessageFormat pattern") != std::string::npos);
  CHECK(refusal(folder.path()).find("en: a.c is missing") != std::string::npos);
  CHECK_THROWS(Messages("frontend/locales", "Europe/Nowhere"));
  write(folder / "sv" / "b.json", R"({"a.b":"B again"})");
  const std::string twice = refusal(folder.path());
  CHECK(twice.find("a.b is in sv/") != std::string::npos);
  CHECK(twice.find("sv/a.json") != std::string::npos);
  CHECK(twice.find("sv/b.json") != std::string::npos);
}
