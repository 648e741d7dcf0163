// Entries have one encoding: what is written is read back, and nothing else is read.
#include "ledger/record/entry.hpp"

#include <rapidcheck/catch.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "ledger/log/bundle.hpp"
#include "ledger/record/values.hpp"
#include "tests/ledger/record/arbitrary_keeping.hpp"
#include "tests/ledger/record/arbitrary_matters.hpp"
#include "tests/ledger/record/arbitrary_secret.hpp"

namespace radslag::record {
namespace {

const std::string closing =
    "hour 494122\n"
    "radslag/v1/round-closed\n"
    "origin radslag.example.se/log/rounds/parks-2026\n"
    "ballots 1187\n";
const std::string key_a(64, 'a'), key_b(64, 'b'), signature(128, '0');

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

struct Refusal {
  const char* what;
  std::string bytes;
  Errc code = Errc::not_canonical;
};

/// Encoded, parsed, encoded again: the same bytes. Written twice because a reader that forgets a field would still give equal values.
void round_trips(const Statement& statement) {
  const auto text = encode_statement(statement);
  const auto again = parse_statement(text);
  RC_ASSERT(again.has_value());
  RC_ASSERT(again->index() == statement.index());
  RC_ASSERT(encode_statement(*again) == text);

  const auto hour = *arbitrary::number();
  std::vector<Seal> seals;
  for (const auto& key : *arbitrary::keys(3)) seals.push_back({key, *arbitrary::bytes<64>()});
  const auto bytes = encode_entry(hour, text, seals);
  const auto entry = parse_entry(bytes);
  RC_ASSERT(entry.has_value());
  RC_ASSERT(entry->hour == hour);
  RC_ASSERT(entry->statement_text == text);
  RC_ASSERT(entry->seals.size() == seals.size());
  RC_ASSERT(encode_entry(entry->hour, encode_statement(entry->statement), entry->seals) == bytes);
  RC_ASSERT(kind_of(entry->statement) == kind_of(statement));
}

}  // namespace

TEST_CASE("every kind of entry is read back as it was written") {
  rc::prop("town log", [] { round_trips(*arbitrary::town_statement()); });
  rc::prop("round log", [] { round_trips(*arbitrary::round_statement()); });
  rc::prop("registrar, initiatives and projects", [] { round_trips(*arbitrary::matter_statement()); });
  rc::prop("secret ballots", [] { round_trips(*arbitrary::secret_statement()); });
  rc::prop("keeping the record", [] { round_trips(*arbitrary::keeping_statement()); });
}

TEST_CASE("an entry with any one byte changed is refused or another entry, never the same") {
  rc::prop("one byte", [] {
    const auto statement = *rc::gen::oneOf(arbitrary::town_statement(), arbitrary::matter_statement());
    const auto bytes = encode_entry(*arbitrary::number(), encode_statement(statement), {});
    auto changed = bytes;
    const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
    changed[at] = static_cast<char>(changed[at] ^ *rc::gen::inRange(1, 256));
    const auto entry = parse_entry(changed);
    if (entry) RC_ASSERT(encode_entry(entry->hour, encode_statement(entry->statement), entry->seals) == changed);
  });
}

TEST_CASE("a cut entry is refused at every length") {
  const std::string bytes = closing + "signed " + key_a + " " + signature + "\n";
  REQUIRE(parse_entry(bytes).has_value());
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    if (bytes.substr(0, length) == closing) continue;  // without its seals it is an entry, which the Record refuses
    CHECK_FALSE(parse_entry(std::string_view(bytes).substr(0, length)).has_value());
  }
}

TEST_CASE("other spellings of an entry are refused") {
  REQUIRE(parse_entry(closing).has_value());
  const std::string sealed = closing + "signed " + key_a + " " + signature + "\nsigned " + key_b + " " + signature + "\n";
  REQUIRE(parse_entry(sealed).has_value());
  const std::vector<Refusal> refusals{
      {"empty", ""},
      {"a leading zero", replaced(closing, "ballots 1187", "ballots 01187")},
      {"a zero with a zero", replaced(closing, "ballots 1187", "ballots 00")},
      {"a plus sign", replaced(closing, "ballots 1187", "ballots +1187")},
      {"a minus sign", replaced(closing, "ballots 1187", "ballots -1")},
      {"hexadecimal", replaced(closing, "ballots 1187", "ballots 0x4a3")},
      {"a number over 10^17", replaced(closing, "ballots 1187", "ballots 100000000000000001")},
      {"a number over 64 bits", replaced(closing, "ballots 1187", "ballots 18446744073709551616")},
      {"no number", replaced(closing, "ballots 1187", "ballots ")},
      {"a leading zero in the hour", replaced(closing, "hour 4", "hour 04")},
      {"two spaces", replaced(closing, "ballots 1187", "ballots  1187")},
      {"a space at the end", replaced(closing, "1187\n", "1187 \n")},
      {"a tab", replaced(closing, "ballots 1187", "ballots\t1187")},
      {"CRLF", replaced(closing, "1187\n", "1187\r\n")},
      {"CRLF in the first line", replaced(closing, "494122\n", "494122\r\n")},
      {"no newline at the end", closing.substr(0, closing.size() - 1)},
      {"a blank line at the end", closing + "\n"},
      {"a continued line where no text is", replaced(closing, "1187\n", "1187\n\t\n")},
      {"reordered fields", replaced(replaced(closing, "origin radslag.example.se/log/rounds/parks-2026\n", ""), "1187\n",
                                    "1187\norigin radslag.example.se/log/rounds/parks-2026\n")},
      {"a field twice", replaced(closing, "ballots 1187\n", "ballots 1187\nballots 1187\n")},
      {"an extra field", closing + "note x\n"},
      {"a missing field", replaced(closing, "ballots 1187\n", "")},
      {"a field in capitals", replaced(closing, "ballots", "Ballots")},
      {"a byte order mark", "\xef\xbb\xbf" + closing},
      {"NUL at the end", closing + std::string(1, '\0')},
      {"NUL in a value", replaced(closing, "1187", std::string("1187") + std::string(1, '\0'))},
      {"an origin with a space", replaced(closing, "radslag.example", "radslag example")},
      {"an origin with a slash at its end", replaced(closing, "parks-2026\n", "parks-2026/\n")},
      {"an unknown kind", replaced(closing, "round-closed", "round-clothed"), Errc::unsupported},
      {"a kind with a space", replaced(closing, "round-closed", "round-closed "), Errc::unsupported},
      {"an unknown version", replaced(closing, "radslag/v1/", "radslag/v2/"), Errc::unsupported},
      {"another's statement", replaced(closing, "radslag/v1/", "rodslag/v1/"), Errc::unsupported},
      {"seals out of order", closing + "signed " + key_b + " " + signature + "\nsigned " + key_a + " " + signature + "\n"},
      {"a seal twice", closing + "signed " + key_a + " " + signature + "\nsigned " + key_a + " " + signature + "\n"},
      {"upper-case hex", replaced(sealed, key_a, std::string(64, 'A'))},
      {"a key too short", replaced(sealed, key_a, std::string(63, 'a'))},
      {"a key too long", replaced(sealed, key_a, std::string(65, 'a'))},
      {"a signature too short", replaced(sealed, signature, std::string(127, '0'))},
      {"something after the seals", sealed + "x\n"},
  };
  for (const auto& refusal : refusals) {
    INFO(refusal.what);
    const auto entry = parse_entry(refusal.bytes);
    REQUIRE_FALSE(entry.has_value());
    CHECK(entry.error().code == refusal.code);
  }
}

TEST_CASE("text is UTF-8 without what hides or turns it") {
  const auto with_name = [](const std::string& name) {
    return "hour 1\nradslag/v1/town-begun\norigin x/town\nname " + name + "\ncurrency SEK\ndemo no\n";
  };
  for (const auto* good :
       {"a", "\xc3\x85tvidaberg", "two\n\tlines", "a\n\t\n\tb", "\xf0\x9f\x8c\xb3", "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d"}) {
    CHECK(parse_entry(with_name(good)).has_value());
  }
  const std::vector<std::pair<const char*, std::string>> refusals{
      {"empty", ""},
      {"space before", " a"},
      {"space after", "a "},
      {"newline before", "\n\ta"},
      {"newline after", "a\n\t"},
      {"a bare newline", "a\nb"},
      {"a tab", "a\tb"},
      {"carriage return", "a\rb"},
      {"NUL", std::string("a\0b", 3)},
      {"escape", "a\x1b[1mb"},
      {"delete", "a\x7f"},
      {"C1 control", "a\xc2\x9b"},
      {"byte order mark",
       "\xef\xbb\xbf"
       "a"},
      {"right-to-left override",
       "a\xe2\x80\xae"
       "b"},
      {"left-to-right embedding",
       "a\xe2\x80\xaa"
       "b"},
      {"isolate",
       "a\xe2\x81\xa6"
       "b"},
      {"pop isolate",
       "a\xe2\x81\xa9"
       "b"},
      {"line separator",
       "a\xe2\x80\xa8"
       "b"},
      {"surrogate", "a\xed\xa0\x80"},
      {"non-character", "a\xef\xbf\xbf"},
      {"non-character in a higher plane", "a\xf0\x9f\xbf\xbe"},
      {"non-character U+FDD0", "a\xef\xb7\x90"},
      {"overlong slash", "a\xc0\xaf"},
      {"overlong in three bytes", "a\xe0\x80\xaf"},
      {"overlong in four bytes", "a\xf0\x80\x80\xaf"},
      {"over U+10FFFF", "a\xf4\x90\x80\x80"},
      {"cut", "a\xc3"},
      {"a lone continuation", "a\x80"},
      {"Latin-1", "\xc5tvidaberg"},
      {"too long", std::string(max_text_bytes + 1, 'a')},
  };
  for (const auto& [what, name] : refusals) {
    INFO(what);
    CHECK_FALSE(parse_entry(with_name(name)).has_value());
  }
  CHECK(parse_entry(with_name(std::string(max_text_bytes, 'a'))).has_value());
}

TEST_CASE("dates are real days from 1970 to 9999") {
  for (const auto* good : {"1970-01-01", "2024-02-29", "2000-02-29", "9999-12-31"}) CHECK(is_date(good));
  for (const auto* bad : {"1969-12-31", "2023-02-29", "1900-02-29", "2100-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "2026-04-31",
                          "2026-1-01", "2026-01-1", "26-01-01", "2026/01/01", "2026-01-01 ", "+026-01-01", "", "2026-01-32"}) {
    INFO(bad);
    CHECK_FALSE(is_date(bad));
  }
}

TEST_CASE("ids, project ids and currencies") {
  CHECK((is_id("a") && is_id("0-9") && is_id(std::string(64, 'x'))));
  CHECK_FALSE((is_id("") || is_id("-a") || is_id("A") || is_id("a_b") || is_id("a/b") || is_id("..") || is_id(std::string(65, 'x'))));
  CHECK((is_project_id("A/7") && is_project_id("!") && is_project_id(std::string(64, '~'))));
  CHECK_FALSE((is_project_id("") || is_project_id("a b") || is_project_id("a,b") || is_project_id("\xc3\xa5") || is_project_id("a\n")));
  CHECK(is_currency("SEK"));
  CHECK_FALSE((is_currency("sek") || is_currency("SE") || is_currency("SEKK")));
}

TEST_CASE("an entry over 65,535 bytes is refused") {
  std::string bytes = closing;
  for (int i = 0; bytes.size() <= log::max_entry_bytes; ++i) bytes += "signed " + key_a + " " + signature + "\n";
  const auto entry = parse_entry(bytes);
  REQUIRE_FALSE(entry.has_value());
  CHECK(entry.error().code == Errc::too_large);
}

TEST_CASE("roles are words of the list, in its order, each once") {
  const auto with_roles = [](const std::string& roles) {
    return "radslag/v1/officer-announced\norigin x/town\nofficer " + key_a + " " + roles + " Anna Ek, clerk\n";
  };
  for (const auto* good : {"keeper", "keeper,officer,election-board,board,registrar", "officer,board", "registrar"})
    CHECK(parse_statement(with_roles(good)).has_value());
  for (const auto* bad :
       {"", "mayor", "board,keeper", "registrar,board", "keeper,keeper", "keeper,", ",keeper", "Keeper", "keeper, board"}) {
    INFO(bad);
    CHECK_FALSE(parse_statement(with_roles(bad)).has_value());
  }
}

TEST_CASE("hours for people") {
  CHECK(hour_text(0) == "1970-01-01T00:00Z");
  CHECK(hour_text(494'122) == "2026-05-15T10:00Z");
  CHECK(hour_text(max_number) == "100000000000000000 h");
}

}  // namespace radslag::record
