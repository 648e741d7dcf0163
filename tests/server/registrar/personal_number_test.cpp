#include "server/registrar/personal_number.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "tests/server/registrar/house.hpp"

namespace radslag::registrar {
namespace {

const Day today = parse_day("2026-11-07").value();

std::string canonical(std::string_view typed, Day day = today) {
  const auto number = PersonalNumber::parse(typed, day);
  return number ? std::string(number->digits()) : "refused: " + std::string(fault_name(number.error()));
}

TEST_CASE("a number in each of its spellings has one canonical form") {
  for (const auto* typed : {"196408233234", "19640823-3234", "6408233234", "640823-3234", " 640823-3234\r\n", "\t196408233234 "}) {
    CHECK(canonical(typed) == "196408233234");
  }
}

TEST_CASE("Skatteverket's test numbers and examples are taken") {
  for (const auto* number :
       {"189001019802", "189001029819", "190001019801", "199001012385", "196408233234", "191212121212", "198112289874"}) {
    CHECK(canonical(number) == number);
    CHECK_FALSE(PersonalNumber::parse(number, today)->is_coordination());
  }
}

TEST_CASE("the century of ten digits comes from the separator and the day") {
  CHECK(canonical("121212-1212") == "201212121212");
  CHECK(canonical("121212+1212") == "191212121212");
  CHECK(canonical("1212121212") == "201212121212");
  CHECK(canonical("000229-2399") == "200002292399");
  CHECK(canonical("640823-3234", parse_day("2063-12-31").value()) == "196408233234");
  CHECK(canonical("640823-3234", parse_day("2064-12-31").value()) == "206408233234");
  CHECK(canonical("640823+3234", parse_day("2064-01-01").value()) == "196408233234");
  CHECK(canonical("640823+3234") == "186408233234");
}

TEST_CASE("who is born later this year, or turns a hundred in it, is not guessed at") {
  const auto number = "2612" + std::string("01");  // 1 December: after today
  const auto with_digit = testing::with_check_digit(number + "238");
  CHECK(canonical(with_digit) == "refused: not-born");
  CHECK(canonical(with_digit.substr(0, 6) + "+" + with_digit.substr(6)) == "19" + with_digit);
  CHECK(canonical("19" + with_digit) == "19" + with_digit);
  CHECK(canonical("20" + with_digit) == "refused: not-born");
}

TEST_CASE("a plus must be true") {
  CHECK(canonical("19121212+1212") == "191212121212");
  CHECK(canonical("19640823+3234") == "refused: separator");
  CHECK(canonical("19640823-3234") == "196408233234");
}

TEST_CASE("days that are none are refused, 29 February only where there was one") {
  CHECK(canonical("200002292399") == "200002292399");
  CHECK(canonical("202402292383") == "202402292383");
  for (const auto& nine : {"000229", "230229", "900230", "901301", "900100", "900132", "900431", "900060"}) {
    const auto ten = testing::with_check_digit(std::string(nine) + "238");
    const auto century = std::string(nine) == "230229" ? "20" : "19";
    CHECK(canonical(century + ten) == "refused: date");
  }
  // A '+' makes 00 the year 1900, which had no 29 February.
  CHECK(canonical("000229+2399") == "refused: date");
  CHECK(canonical("210001012385") == "refused: date");
  CHECK(canonical("170001012385") == "refused: date");
}

TEST_CASE("coordination numbers are the day plus sixty") {
  CHECK(canonical("701063-2391") == "197010632391");
  for (const auto* number : {"197010632391", "191401682396", "202601612381", "202201612393"}) {
    CHECK(canonical(number) == number);
    CHECK(PersonalNumber::parse(number, today)->is_coordination());
  }
  CHECK(PersonalNumber::parse("701063-2391", today)->day_in_number() == parse_day("1970-10-03"));
  CHECK(canonical("19" + testing::with_check_digit("701092239")) == "refused: date");
  CHECK(canonical("19" + testing::with_check_digit("700290239")) == "refused: date");
}

TEST_CASE("each wrong digit is caught by the check digit") {
  const std::string good = "196408233234";
  for (std::size_t at = 8; at < good.size(); ++at) {
    for (char c = '0'; c <= '9'; ++c) {
      auto other = good;
      other[at] = c;
      CHECK(canonical(other) == (c == good[at] ? good : "refused: check-digit"));
    }
  }
}

TEST_CASE("neighbours that changed places are caught, but for 0 and 9") {
  CHECK(canonical("196408232334") == "refused: check-digit");
  CHECK(canonical("196408233324") == "refused: check-digit");
}

TEST_CASE("T-numbers and hospitals' own numbers are refused with that reason") {
  for (const auto* typed : {"640823-T234", "19640823T234", "19640823-R234", "640823t234"}) CHECK(canonical(typed) == "refused: temporary");
  CHECK(canonical("640823-3T34") == "refused: character");
}

TEST_CASE("what is no number is refused, whatever it is") {
  CHECK(canonical("") == "refused: length");
  CHECK(canonical("   ") == "refused: length");
  CHECK(canonical("19640823323") == "refused: length");
  CHECK(canonical("1964082332345") == "refused: length");
  CHECK(canonical("640823-323") == "refused: length");
  CHECK(canonical("640823--3234") == "refused: character");
  CHECK(canonical("64-0823-3234") == "refused: character");
  CHECK(canonical("640823 3234") == "refused: character");
  CHECK(canonical("640823/3234") == "refused: character");
  CHECK(canonical("-6408233234") == "refused: character");
  CHECK(canonical("6408233234-") == "refused: character");
  CHECK(canonical("+46701740635") == "refused: length");
  CHECK(canonical("+4670174063") == "refused: character");
  CHECK(canonical("196408233234\n196408233234") == "refused: character");
  CHECK(canonical(std::string("19640823323\0", 12)) == "refused: character");
  CHECK(canonical(std::string(100'000, '1')) == "refused: length");
}

TEST_CASE("digits of other scripts are no digits") {
  CHECK(canonical("６４０８２３-３２３４") == "refused: character");
  CHECK(canonical("19640823323４") == "refused: character");
  CHECK(canonical("٦٤٠٨٢٣٣٢٣٤") == "refused: character");
  CHECK(canonical("640823−3234") == "refused: character");  // a minus sign, not a hyphen
  CHECK(canonical("640823–3234") == "refused: character");
}

TEST_CASE("ages are reached on the birthday, by leap-day children on the 28th") {
  const auto reached = [](const char* born, unsigned age, const char* on) { return has_reached(*parse_day(born), age, *parse_day(on)); };
  CHECK(reached("2010-11-07", 16, "2026-11-07"));
  CHECK_FALSE(reached("2010-11-08", 16, "2026-11-07"));
  CHECK(reached("2012-02-29", 14, "2026-02-28"));
  CHECK_FALSE(reached("2012-02-29", 14, "2026-02-27"));
  CHECK_FALSE(reached("2012-02-29", 16, "2028-02-28"));
  CHECK(reached("2012-02-29", 16, "2028-02-29"));
  CHECK(reached("2012-03-01", 14, "2026-03-01"));
  CHECK_FALSE(reached("2012-03-01", 14, "2026-02-28"));
  CHECK(reached("2026-11-07", 0, "2026-11-07"));
}

TEST_CASE("days are read in two spellings and no other") {
  CHECK(day_text(*parse_day("2026-02-28")) == "2026-02-28");
  CHECK(day_text(*parse_day("20260228")) == "2026-02-28");
  CHECK(day_text(day_of(testing::now)) == "2026-11-07");
  for (const auto* text : {"", "2026-2-28", "2026-02-29", "2026/02/28", "28-02-2026", "2026-13-01", "2026-00-01", "1799-12-31",
                           "2026-02-28 ", "２０２６-02-28"}) {
    CHECK_FALSE(parse_day(text));
  }
}

}  // namespace
}  // namespace radslag::registrar
