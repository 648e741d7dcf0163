#include "server/registrar/letter_codes.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "server/registrar/letters.hpp"
#include "server/storage/database.hpp"
#include "tests/server/registrar/house.hpp"

namespace radslag::registrar {
namespace {

using testing::House;
using testing::now;
using testing::number;
using testing::row;
using Why = CodeRefusal::Why;

TEST_CASE("codes are printed in groups and read however people type them") {
  const auto code = new_letter_code();
  CHECK(code.size() == 16);
  const auto printed = print_letter_code(code);
  CHECK(printed.size() == 19);
  CHECK(*parse_letter_code(printed) == code);
  std::string small;
  for (const char c : printed) small += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  CHECK(*parse_letter_code(" " + small + "\n") == code);
  CHECK(parse_letter_code("").error().code == Errc::malformed);
  CHECK(parse_letter_code(code.substr(1)).error().code == Errc::malformed);
  CHECK(parse_letter_code(code + "A").error().code == Errc::malformed);
  CHECK(parse_letter_code("ABCD-EFGH-JKLM-NPQ0").error().code == Errc::malformed);
  CHECK(parse_letter_code("ABCD-EFGH-JKLM-NPQI").error().code == Errc::malformed);
  CHECK(parse_letter_code("ABCD-EFGH-JKLM-NPQå").error().code == Errc::malformed);
}

TEST_CASE("every character of a code is as likely as every other, and no code comes twice") {
  std::set<std::string> codes;
  std::set<char> characters;
  for (int i = 0; i < 500; ++i) {
    const auto code = new_letter_code();
    codes.insert(code);
    characters.insert(code.begin(), code.end());
  }
  CHECK(codes.size() == 500);
  CHECK(characters.size() == 32);
}

TEST_CASE("a code signs in its person until it is replaced or its edition ends") {
  House house;
  house.roll("2026", 3);
  house.roll("2027", 3);
  const auto anna = house.person(number(0));
  const auto first = house->codes.issue("2026", anna);
  REQUIRE(first);
  CHECK(house->codes.person_of(print_letter_code(*first), now) == anna);
  CHECK(house->codes.has_code("2026", anna));
  CHECK_FALSE(house->codes.has_code("2027", anna));

  const auto second = house->codes.issue("2026", anna);
  CHECK(house->codes.person_of(*first, now).error().why == Why::unknown);
  CHECK(house->codes.person_of(*second, now) == anna);
  const auto other_edition = house->codes.issue("2027", anna);
  house.restart();
  CHECK(house->codes.person_of(*second, now) == anna);
  REQUIRE(house->rolls.end("2026"));
  CHECK(house->codes.person_of(*second, now).error().why == Why::unknown);
  CHECK(house->codes.person_of(*other_edition, now) == anna);
  CHECK(house->codes.issue("2026", anna).error().code == Errc::not_found);
  CHECK(house->codes.issue("2027", house.person(number(7))).error().code == Errc::unknown_credential);
  CHECK(house->codes.person_of("not a code", now).error().why == Why::malformed);
}

TEST_CASE("who guesses at one beginning waits longer and longer; others do not") {
  House house;
  house.roll("2026", 2);
  const auto code = *house->codes.issue("2026", house.person(number(0)));
  const auto other = *house->codes.issue("2026", house.person(number(1)));
  auto wrong = code;
  wrong.back() = wrong.back() == 'A' ? 'B' : 'A';
  for (int i = 0; i < 4; ++i) CHECK(house->codes.person_of(wrong, now).error().why == Why::unknown);
  CHECK(house->codes.person_of(wrong, now).error().why == Why::unknown);
  unsigned last = 0;
  auto time = now;
  for (int i = 0; i < 8; ++i) {
    const auto refusal = house->codes.person_of(code, time);
    REQUIRE_FALSE(refusal);  // the right one waits as well, or waiting would tell right from wrong
    CHECK(refusal.error().why == Why::wait);
    CHECK(refusal.error().seconds > last);
    last = refusal.error().seconds;
    time += last;
    CHECK(house->codes.person_of(wrong, time).error().why == Why::unknown);
  }
  CHECK(house->codes.person_of(other, time));
  CHECK(house->codes.person_of(code, time + 900));
  CHECK(house->codes.person_of(wrong, time + 900).error().why == Why::unknown);
}

TEST_CASE("one person does not sign in for a neighbourhood") {
  House house;
  house.roll("2026", 1);
  const auto code = *house->codes.issue("2026", house.person(number(0)));
  int good = 0;
  for (int i = 0; i < 50; ++i) good += house->codes.person_of(code, now).has_value() ? 1 : 0;
  CHECK(good < 30);
  CHECK(good >= 20);
}

TEST_CASE("a municipality signs in on one evening without anybody waiting") {
  House house;
  house.roll("2026", 400);
  std::vector<std::string> codes;
  for (unsigned i = 0; i < 400; ++i) codes.push_back(*house->codes.issue("2026", house.person(number(i))));
  int good = 0;
  for (int i = 0; i < 15; ++i) {
    for (const auto& code : codes) good += house->codes.person_of(code, now).has_value() ? 1 : 0;
  }
  CHECK(good == 6'000);
}

TEST_CASE("all guessing together has a budget that comes back with time") {
  AttemptLimits limits({.budget = 100, .budget_per_second = 2});
  for (int i = 0; i < 100; ++i) {
    const auto name = "n" + std::to_string(i);
    CHECK(limits.wait(name, now) == 0);
    limits.failed(name, now);
  }
  CHECK(limits.wait("another", now) == 1);
  CHECK(limits.wait("another", now + 1) == 0);
  limits.failed("a", now + 1);
  limits.failed("b", now + 1);
  CHECK(limits.wait("another", now + 1) == 1);
  CHECK(limits.wait("another", now) == 1);  // a clock put back gives nothing
  CHECK(limits.wait("another", now + 1'000) == 0);
}

TEST_CASE("the longest delay is a quarter of an hour, and rest is rewarded") {
  AttemptLimits limits;
  for (int i = 0; i < 40; ++i) limits.failed("a", now);
  CHECK(limits.wait("a", now) == 900);
  limits.failed("a", now + 10'000);
  CHECK(limits.wait("a", now + 10'000) == 0);
  limits.succeeded("a");
  for (int i = 0; i < 4; ++i) limits.failed("a", now + 10'000);
  CHECK(limits.wait("a", now + 10'000) == 0);
}

TEST_CASE("only so many names are remembered") {
  AttemptLimits limits({.free_failures = 0, .budget = 1'000'000, .names = 10});
  for (int i = 0; i < 100; ++i) limits.failed("n" + std::to_string(i), now);
  CHECK(limits.wait("n0", now) == 0);
  CHECK(limits.wait("n99", now) == 1);
}

/// Letters of a mailing list as "number name code".
struct Printed {
  std::vector<Letter> letters;
  std::vector<std::string> codes, names;
  int written = 0;
};

Result<LettersCount> print(House& house, const std::string& csv, Printed& printed, LettersOptions options = {"2026", "", false, {}}) {
  options.today = *parse_day("2026-11-07");
  return make_letters(
      house->database(), house->keys(), house.file("list.csv", csv), options,
      [&](const Letter& letter) {
        printed.codes.emplace_back(letter.code);
        printed.names.emplace_back(letter.name);
        CHECK_FALSE(house->codes.person_of(letter.code, now));  // not before all letters are on the disk
      },
      [&] { ++printed.written; }, [](auto, auto) { return true; });
}

const std::string list_head = "namn;personnummer;adress;skyddad\n";

TEST_CASE("a mailing list gives a letter to each on the roll, and none to the protected") {
  House house;
  REQUIRE(house.import("2026", std::string(testing::header) + row(number(0), "Centrum") + row(number(1), "Torp") +
                                   row(number(2), "Torp", "ja") + row(number(3), "Torp")));
  const auto list = list_head + "Anna;" + number(0) + ";Gatan 1;\nBo;" + number(1) + ";Gatan 2;\nCecilia;" + number(2) +
                    ";Gatan 3;\nDavid;" + number(3) + ";Gatan 4;ja\nEva;" + number(4) + ";Gatan 5;\nFel;1;Gatan 6;\nAnna;" + number(0) +
                    ";Gatan 1;\n";
  Printed printed;
  const auto count = print(house, list, printed);
  REQUIRE(count);
  CHECK(count->letters == 2);
  CHECK(count->protected_persons == 2);  // one by the roll, one by the list, which is newer
  CHECK(count->not_on_roll == 1);
  CHECK(count->bad_rows == 1);
  CHECK(count->have_one == 1);
  CHECK(printed.written == 1);
  CHECK(printed.names == std::vector<std::string>{"Anna", "Bo"});
  CHECK(house->codes.person_of(printed.codes[0], now) == house.person(number(0)));
  CHECK(house->codes.person_of(printed.codes[1], now) == house.person(number(1)));
  CHECK_FALSE(house->codes.has_code("2026", house.person(number(2))));

  Printed again;
  CHECK(print(house, list, again)->letters == 0);
  CHECK(house->codes.person_of(printed.codes[0], now));
  CHECK(print(house, list, again, {"2026", "torp", true, {}})->letters == 1);
  CHECK_FALSE(house->codes.person_of(printed.codes[1], now));
  CHECK(house->codes.person_of(again.codes[0], now) == house.person(number(1)));
  CHECK(house->codes.person_of(printed.codes[0], now));
  CHECK(print(house, list, again, {"none", "", false, {}}).error().code == Errc::not_found);
  CHECK(print(house, "a;b\n", again).error().code == Errc::malformed);
}

TEST_CASE("letters that did not reach the disk make no codes") {
  House house;
  house.roll("2026", 3);
  const auto path = house.file("list.csv", "personnummer\n" + number(0) + "\n");
  const auto fails = [&] {
    return make_letters(
        house->database(), house->keys(), path, {"2026", "", false, *parse_day("2026-11-07")}, [](const Letter&) {},
        [] { throw std::runtime_error("disk full"); }, [](auto, auto) { return true; });
  };
  CHECK_THROWS(fails());
  CHECK_FALSE(house->codes.has_code("2026", house.person(number(0))));
}

}  // namespace
}  // namespace radslag::registrar
