#include "server/html/json_input.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

using namespace radslag;
using namespace radslag::html;

namespace {

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

bool is_malformed(std::string_view body) {
  const auto value = read_json(body);
  return !value && value.error().code == Errc::malformed;
}

}  // namespace

TEST_CASE("JSON with two meanings, or none, is refused") {
  using namespace std::string_literals;
  const std::string bad[] = {
      "",
      "   ",
      "nul",
      "{",
      "[1,2",
      "[1,]",
      R"({"a":1,})",
      R"({a:1})",
      "// note\n1",
      "/* note */ 1",
      "NaN",
      "Infinity",
      "-Infinity",
      "0x10",
      "01",
      "+1",
      ".5",
      "'text'",
      "\xEF\xBB\xBF{}",                 // a byte order mark
      R"({"a":1}{"b":2})",              // two documents
      R"({"a":1} trailing)",            //
      R"({"a":1,"a":2})",               // duplicate keys,
      R"({"a":1,"\u0061":2})",          // also when escaped
      R"({"x":{"a":1,"b":{},"a":2}})",  // and further in
      R"([{"ab":1,"a\u0062":1}])",      //
      "1.0",
      "1.5",
      "1e3",
      "1e400",
      "1e-400",
      "-0",
      "-0.0",
      "9007199254740992",      // 2^53
      "-9007199254740992",     //
      "9223372036854775808",   // 2^63
      "18446744073709551616",  // 2^64
      repeated("9", 100'000),
      R"("\u0000")",
      R"({"a\u0000b":1})",
      "\"a\0b\""s,
      "\"\xff\"",
      "\"\xc0\xaf\"",
      "\"\xed\xa0\x80\"",      // a surrogate
      "\"\xf5\x80\x80\x80\"",  // over U+10FFFF
      "\"\xe2\x82\"",          // cut off
      R"("\ud800")",           // a lone surrogate, escaped
      R"("\udc00\ud800")",
      "\"line\nbreak\"",
      R"("\x41")",
      repeated("[", 9) + repeated("]", 9),
      repeated("[", 33) + repeated("]", 33),
      repeated("[", 10'000) + repeated("]", 10'000),
      repeated(R"({"a":)", 9) + "1" + repeated("}", 9),
  };
  for (const std::string& body : bad) {
    CAPTURE(body.substr(0, 80));
    CHECK(is_malformed(body));
  }
}

TEST_CASE("JSON with one meaning is read") {
  CHECK(read_json("0").value() == 0);
  CHECK(read_json(" [1, -1, 9007199254740991, -9007199254740991] ").value().as_array().size() == 4);
  CHECK(read_json(R"({"a":1,"A":2,"__proto__":3,"constructor":{"a":4}})").value().as_object().size() == 4);
  CHECK(read_json(R"("\u00e5\ud83d\ude00")").value().as_string() == "å😀");
  CHECK(read_json(repeated("[", 8) + repeated("]", 8)).has_value());
  std::string wide = "{";
  for (int i = 0; i < 100'000; ++i) wide += (i ? ",\"k" : "\"k") + std::to_string(i) + "\":null";
  CHECK(read_json(wide + "}").value().as_object().size() == 100'000);
  CHECK(read_json("\"" + std::string(1'000'000, 'x') + "\"").value().as_string().size() == 1'000'000);
}

TEST_CASE("an object has exactly the fields that are expected") {
  constexpr std::string_view fields[] = {"a", "b"};
  CHECK(read_object(R"({"b":null,"a":1})", fields).has_value());
  for (const char* body : {R"({"a":1})", R"({"a":1,"b":2,"c":3})", R"({"a":1,"c":3})", R"({"a":1,"B":2})", "[]", "null", "1", R"("a")"}) {
    CAPTURE(body);
    const auto object = read_object(body, fields);
    REQUIRE_FALSE(object.has_value());
    CHECK(object.error().code == Errc::malformed);
  }
  const auto object = read_object(R"({"a":"text","b":2})", fields).value();
  CHECK(text_field(object, "a") == "text");
  CHECK_FALSE(text_field(object, "b").has_value());
  CHECK_FALSE(text_field(object, "c").has_value());
}
