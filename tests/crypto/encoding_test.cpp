#include "crypto/encoding.hpp"

#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

namespace radslag::crypto {
namespace {

using namespace std::string_literals;

TEST_CASE("hex writes and reads every byte") {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  REQUIRE(to_hex("\x00\x0f\xa0\xff"s) == "000fa0ff");
  REQUIRE(from_hex(to_hex(all)) == all);
  REQUIRE(from_hex("") == "");
}

TEST_CASE("hex in another form is refused") {
  for (const std::string& text : {"a"s, "abc"s, "AB"s, "aB"s, "0x"s, "g0"s, "0g"s, " 0"s, "0\n"s, "\0\0"s, "\xff\xff"s, "-1"s}) {
    CAPTURE(text);
    REQUIRE_FALSE(from_hex(text));
  }
}

TEST_CASE("hex of a fixed length has that length") {
  REQUIRE(array_from_hex<2>("01ff") == std::array<std::uint8_t, 2>{0x01, 0xff});
  REQUIRE_FALSE(array_from_hex<2>("01"));
  REQUIRE_FALSE(array_from_hex<2>("01ff00"));
  REQUIRE_FALSE(array_from_hex<2>("01FF"));
  REQUIRE(to_hex(std::array<std::uint8_t, 2>{0x01, 0xff}) == "01ff");
}

TEST_CASE("base64 gives the known answers of RFC 4648 section 10") {
  const std::vector<std::pair<std::string, std::string>> known = {
      {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : known) {
    REQUIRE(to_base64(bytes) == text);
    REQUIRE(from_base64(text) == bytes);
  }
  REQUIRE(to_base64("\xfb\xff\xbf"s) == "+/+/");
}

TEST_CASE("base64 in another form is refused") {
  const std::vector<std::string> refused = {
      "Zg",   "Zg=",  "Z",        "Z===",     "====",     "=",         "Zg==\n",    " Zg==",   "Zg= =",  // padding, white space
      "Zh==", "Zm9=", "Zm8",      "Zm9vYg",   "Zg==Zg==", "Zm8=Zm9v",  "Zg=v",      "Z=9v",    "=m9v",   // trailing bits, inner padding
      "Zm9-", "Zm9_", "Zm9vZ_==", "Zm9v\n\n", "Zm\n9v",   "Zm9v\r\n ", "\0\0\0\0"s, "Zm9\xff", "\xc3\xa5\xc3\xa5"};  // other alphabets
  for (const std::string& text : refused) {
    CAPTURE(text);
    REQUIRE_FALSE(from_base64(text));
  }
}

TEST_CASE("each value has one base64 form: all endings of a last group") {
  int accepted = 0;
  for (int c = 0; c < 256; ++c) {
    for (int d = 0; d < 256; ++d) {
      const std::string text = {'Z', 'm', '9', 'v', 'A', 'A', static_cast<char>(c), static_cast<char>(d)};
      const auto bytes = from_base64(text);
      if (!bytes) continue;
      ++accepted;
      if (to_base64(*bytes) != text) FAIL(text);
    }
  }
  REQUIRE(accepted == 64 * 64 + 16 + 1);  // three, two and one byte in the group
}

TEST_CASE("what is encoded is decoded to the same") {
  rc::prop("hex", [](const std::string& bytes) { RC_ASSERT(from_hex(to_hex(bytes)) == bytes); });
  rc::prop("base64", [](const std::string& bytes) { RC_ASSERT(from_base64(to_base64(bytes)) == bytes); });
}

}  // namespace
}  // namespace radslag::crypto
