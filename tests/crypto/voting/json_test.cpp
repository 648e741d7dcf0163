#include "crypto/voting/json.hpp"

#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

namespace radslag::voting::json {
namespace {

bool integer_is_refused(std::string_view text) {
  Reader in(text);
  (void)in.integer();
  return !in.done();
}

bool text_is_refused(std::string_view text) {
  Reader in(text);
  (void)in.text();
  return !in.done();
}

bool value_is_refused(std::string_view text) {
  Reader in(text);
  in.skip_value();
  return !in.done();
}

TEST_CASE("integers have one form") {
  Reader in("0,17,9007199254740991");
  REQUIRE(in.integer() == 0);
  in.expect(",");
  REQUIRE(in.integer() == 17);
  in.expect(",");
  REQUIRE(in.integer() == 9007199254740991);
  REQUIRE(in.done());
  for (const char* text : {"", "+5", "-1", "00", "05", "1.0", "1e3", " 1", "1 ", "9007199254740992", "99999999999999999999999"}) {
    INFO(text);
    REQUIRE(integer_is_refused(text));
  }
}

TEST_CASE("a string is written so that it is read back") {
  rc::prop("strings", [] {
    std::string text;
    for (const auto code : *rc::gen::container<std::vector<std::uint16_t>>(rc::gen::inRange<std::uint16_t>(0, 0x800))) {
      if (code < 0x80) {
        text += static_cast<char>(code);
      } else {
        text += static_cast<char>(0xc0 | code >> 6);
        text += static_cast<char>(0x80 | (code & 0x3f));
      }
    }
    const std::string quoted = quote(text);
    Reader in(quoted);
    RC_ASSERT(in.text() == text);
    RC_ASSERT(in.done());
  });
  Reader in(R"("\u00e5\ud83d\ude00\/\n")");
  REQUIRE(in.text() == "\xc3\xa5\xf0\x9f\x98\x80/\n");
  REQUIRE(in.done());
}

TEST_CASE("what is no JSON string is refused") {
  for (const char* text : {"", "\"", "a\"", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\n\"",
                           "\"\xff\"", "\"\xc0\x80\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "\"\xc3\""}) {
    INFO(text);
    REQUIRE(text_is_refused(text));
  }
}

TEST_CASE("values of all kinds are passed over, and what is no value is not") {
  for (const char* text : {"1", "-1.5e3", "true", "false", "null", "\"a\"", "[]", "{}", "[1,[2,{\"a\":null}]]", "{\"a\":[],\"b\":{}}"}) {
    INFO(text);
    REQUIRE_FALSE(value_is_refused(text));
  }
  for (const char* text : {"", "[", "[1,]", "[,1]", "{\"a\"}", "{\"a\":1,}", "{a:1}", "nul", "[1 ,2]", "[1]]"}) {
    INFO(text);
    REQUIRE(value_is_refused(text));
  }
  REQUIRE(value_is_refused(std::string(100'000, '[')));
}

TEST_CASE("after its first disappointment a reader gives nothing more") {
  Reader in("[1,x,2]");
  std::vector<std::uint64_t> read;
  for (bool first = true; in.next_item(first);) read.push_back(in.integer());
  REQUIRE(in.failed());
  REQUIRE(read == std::vector<std::uint64_t>{1, 0});
  REQUIRE_FALSE(in.take(",2]"));
  REQUIRE(in.plain().empty());
  REQUIRE_FALSE(in.bad_number());
}

}  // namespace
}  // namespace radslag::voting::json
