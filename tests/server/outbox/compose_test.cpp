#include "server/outbox/compose.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include <algorithm>

#include "crypto/encoding.hpp"
#include "server/outbox/check.hpp"
#include "server/outbox/encode.hpp"

using namespace radslag;
using namespace radslag::outbox;

namespace {

const std::string kId(32, 'a');
const From kFrom{"noreply@example.se", "Exempelkommunen"};
constexpr std::int64_t kHour = 498'756;  // 2026-11-24T12:00Z

Message message() { return {.event = "decided/abc", .to = "anna@example.org", .subject = "Beslut", .text = "Hej!\n", .language = "sv"}; }

std::string header_of(const std::string& bytes) { return bytes.substr(0, bytes.find("\r\n\r\n") + 2); }

std::vector<std::string> lines_of(std::string bytes) {
  std::vector<std::string> lines;
  for (std::size_t end = bytes.find("\r\n"); end != std::string::npos; end = bytes.find("\r\n")) {
    lines.push_back(bytes.substr(0, end));
    bytes.erase(0, end + 2);
  }
  if (!bytes.empty()) lines.push_back("unfinished: " + bytes);
  return lines;
}

/// RFC 2047 back to UTF-8, for values that consist of encoded words or of none.
std::string decoded(const std::string& value) {
  std::string text, rest = value;
  if (rest.find("=?") == std::string::npos) return rest;
  while (!rest.empty()) {
    const std::size_t begin = rest.find("=?utf-8?B?"), end = rest.find("?=");
    REQUIRE((begin == 0 || rest.substr(0, begin) == "\r\n "));
    REQUIRE(end - begin + 2 <= 75);
    text += crypto::from_base64(rest.substr(begin + 10, end - begin - 10)).value();
    rest.erase(0, end + 2);
  }
  return text;
}

/// RFC 2045's quoted-printable back to bytes with '\n'.
std::string unquoted(const std::string& body) {
  std::string text;
  for (const std::string& line : lines_of(body)) {
    const bool soft = line.ends_with('=');
    for (std::size_t i = 0; i < line.size() - (soft ? 1 : 0); ++i) {
      if (line[i] != '=')
        text += line[i];
      else {
        text += static_cast<char>(std::stoi(line.substr(i + 1, 2), nullptr, 16));
        i += 2;
      }
    }
    if (!soft) text += '\n';
  }
  return text;
}

}  // namespace

TEST_CASE("a letter, byte for byte") {
  Message to_anna = message();
  to_anna.subject = "Nämnden har svarat: Lekplats vid ån i Västra parken";
  to_anna.text = "Hej!\n\nLäs svaret på https://example.se/initiatives/abc?x=1\n.\nFrom oss alla \n";
  to_anna.unsubscribe_url = "https://post.example.se/unsubscribe/0123";
  const Letter letter = compose(to_anna, {"noreply@example.se", "Örebro kommun"}, kId, kHour);
  CHECK(letter.from == "noreply@example.se");
  CHECK(letter.to == "anna@example.org");
  CHECK(letter.id == kId);
  CHECK(letter.bytes ==
        "Message-ID: <" + kId +
            "@example.se>\r\n"
            "Date: Tue, 24 Nov 2026 12:00:00 +0000\r\n"
            "From: =?utf-8?B?w5ZyZWJybyBrb21tdW4=?=\r\n <noreply@example.se>\r\n"
            "To: anna@example.org\r\n"
            "Subject: =?utf-8?B?TsOkbW5kZW4gaGFyIHN2YXJhdDogTGVrcGxhdHMgdmlkIMOlbiBp?=\r\n =?utf-8?B?IFbDpHN0cmEgcGFya2Vu?=\r\n"
            "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
            "Content-Language: sv\r\n"
            "Auto-Submitted: auto-generated\r\n"
            "List-Unsubscribe: <https://post.example.se/unsubscribe/0123>\r\n"
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
            "\r\n"
            "Hej!\r\n\r\n"
            "L=C3=A4s svaret p=C3=A5 https://example.se/initiatives/abc?x=3D1\r\n"
            "=2E\r\n"
            "=46rom oss alla=20\r\n");
}

TEST_CASE("a letter without a link to unsubscribe has no such lines, and one without https does not promise one click") {
  Message to_anna = message();
  CHECK(compose(to_anna, kFrom, kId, kHour).bytes.find("List-") == std::string::npos);
  to_anna.unsubscribe_url = "http://localhost:8081/unsubscribe/0123";
  const std::string bytes = compose(to_anna, kFrom, kId, kHour).bytes;
  CHECK(bytes.find("\r\nList-Unsubscribe: <http://localhost:8081/unsubscribe/0123>\r\n") != std::string::npos);
  CHECK(bytes.find("List-Unsubscribe-Post") == std::string::npos);
}

TEST_CASE("nothing in a subject or a name begins a header line") {
  Message to_anna = message();
  for (const std::string evil : {"a\r\nBcc: bo@example.org", "a\nBcc: bo@example.org", "a\rBcc: bo@example.org", "a\r\n\r\n<html>",
                                 "a\u2028Bcc: bo", "a\u0085Bcc: bo", "=?utf-8?Q?=0ABcc:_bo?=", "\u202Egnp.exe"}) {
    CAPTURE(evil);
    to_anna.subject = evil;
    const auto lines = lines_of(header_of(compose(to_anna, {"noreply@example.se", evil}, kId, kHour).bytes));
    CHECK(std::count_if(lines.begin(), lines.end(), [](const std::string& line) { return !line.starts_with(' '); }) == 10);
    for (const std::string& line : lines) {
      CHECK_FALSE(line.starts_with("Bcc"));
      CHECK_FALSE(line.find("=?utf-8?Q?") != std::string::npos);
    }
  }
  CHECK(clean_line("a\r\n\tb", 250) == "a   b");
  CHECK(clean_line("\u202Etxt.exe\u2066", 250) == "txt.exe");
}

TEST_CASE("whatever the texts are, a letter is short ASCII lines, and the texts come out again") {
  CHECK(rc::check([](const std::vector<std::uint16_t>& points) {
    std::string text;  // characters of one, two and three bytes, and control characters among them
    for (const std::uint16_t raw : points) {
      const unsigned point = raw % 4 == 0 ? raw % 0x800 : raw % 0x100;
      if (point < 0x80)
        text += static_cast<char>(point);
      else
        (text += static_cast<char>(0xc0 | point >> 6)) += static_cast<char>(0x80 | (point & 0x3f));
    }
    Message any = message();
    any.subject = any.text = text;
    RC_ASSERT(check(any).has_value());
    const std::string bytes = compose(any, {"noreply@example.se", text}, kId, kHour).bytes;
    for (const std::string& line : lines_of(bytes)) {
      RC_ASSERT(line.size() <= 78U);
      RC_ASSERT(line != "." && !line.starts_with("From "));
      RC_ASSERT(std::all_of(line.begin(), line.end(), [](char c) { return (c >= ' ' && c <= '~') || c == '\t'; }));
    }
    const std::string header = header_of(bytes);
    const std::size_t subject = header.find("\r\nSubject: ") + 11;
    RC_ASSERT(decoded(header.substr(subject, header.find("\r\nMIME-Version") - subject)) == clean_line(text, kSubjectBytes));
    std::string body = clean_text(text);
    if (!body.empty() && !body.ends_with('\n')) body += '\n';
    RC_ASSERT(unquoted(bytes.substr(bytes.find("\r\n\r\n") + 4)) == body);
  }));
}

TEST_CASE("long lines are cut and whole characters kept") {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "åäö☃";
  const std::string subject = clean_line(text, kSubjectBytes);
  CHECK(subject.size() <= kSubjectBytes);
  CHECK(subject.size() > kSubjectBytes - 4);
  CHECK(is_utf8(subject));
  CHECK(decoded(header_text(subject, 9)) == subject);
  CHECK(unquoted(quoted_printable(text)) == text + '\n');
}

TEST_CASE("the date is the hour, on the right day") {
  CHECK(mail_date(0) == "Thu, 01 Jan 1970 00:00:00 +0000");
  CHECK(mail_date(24 * 19'782 + 23) == "Thu, 29 Feb 2024 23:00:00 +0000");
}

TEST_CASE("what cannot be a message is refused") {
  const auto refused = [](auto change) {
    Message changed = message();
    change(changed);
    const auto result = check(changed);
    REQUIRE_FALSE(result);
    return result.error().code;
  };
  CHECK(check(message()).has_value());
  CHECK(refused([](Message& m) { m.to = "anna@example.org\r\nBcc: bo@example.org"; }) == Errc::malformed);
  CHECK(refused([](Message& m) { m.subject = "\xff"; }) == Errc::malformed);
  CHECK(refused([](Message& m) { m.text = "\xc0\xaf"; }) == Errc::malformed);
  CHECK(refused([](Message& m) { m.text = std::string(kTextBytes + 1, 'a'); }) == Errc::too_large);

  const auto is_a_bug = [](auto change) {
    Message changed = message();
    change(changed);
    CHECK_THROWS_AS(check(changed), std::logic_error);
  };
  is_a_bug([](Message& m) { m.event = ""; });
  is_a_bug([](Message& m) { m.event = "decided/Anna Berg"; });
  is_a_bug([](Message& m) { m.event = "decided/anna@example.org"; });
  is_a_bug([](Message& m) { m.language = "sv\r\nBcc: bo@example.org"; });
  is_a_bug([](Message& m) { m.unsubscribe_url = "javascript:alert(1)"; });
  is_a_bug([](Message& m) { m.unsubscribe_url = "https://example.se/>\r\nBcc: bo@example.org"; });
}
