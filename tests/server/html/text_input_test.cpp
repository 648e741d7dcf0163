#include "server/html/text_input.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include "ledger/record/values.hpp"

using namespace radslag;
using namespace radslag::html;

namespace {

const TextRules line{.max_characters = 60};
const TextRules lines{.max_characters = 20'000, .lines = true};

std::string taken(std::string_view typed, const TextRules& rules = line) {
  const auto text = read_text(typed, rules);
  return text ? *text : "refused: " + text_fault_key(text.error());
}

std::string refused(std::string_view typed, const TextRules& rules = line) {
  const auto text = read_text(typed, rules);
  return text ? "taken: " + *text : text_fault_key(text.error()).substr(11);
}

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("white space is taken off the ends and made plain") {
  CHECK(taken("  Ny lekplats\t\n") == "Ny lekplats");
  CHECK(taken("\u00a0\u3000Ny\u2003") == "Ny");
  CHECK(taken("Ny\r\nlek\tplats   i parken") == "Ny lek plats i parken");
  CHECK(taken("10\u00a0000 kr") == "10\u00a0000 kr");  // a space that keeps a number together stays
  CHECK(taken("\n a\r\nb\rc\u2028d\u0085e\t\n\n ", lines) == "a\nb\nc\nd\ne");
  CHECK(taken("a  \nb", lines) == "a  \nb");  // Markdown's line break
  CHECK(taken("", {.min_characters = 0}).empty());
  CHECK(taken(" \u200b ", {.min_characters = 0}).empty());
}

TEST_CASE("what looks the same is the same") {
  CHECK(taken("A\u030ang stro\u0308m") == "\u00c5ng str\u00f6m");
  CHECK(taken("\u212bngstr\u00f6m") == taken("A\u030angstro\u0308m"));
  CHECK(taken("rub\u00adrik\u200b h\ufeffär\u2060") == "rubrik här");  // came along when copied
}

TEST_CASE("texts of other scripts, and emoji, are taken as they are") {
  for (const std::string_view text :
       {"می\u200cخواهم", "क्\u200dष", "שָׁלוֹם", "Việt Nam", "ภาษาไทย", "日本語のテキスト", "Ελληνικά", "👨\u200d👩\u200d👧", "👩🏽\u200d🚒",
        "❤\ufe0f", "🏳\ufe0f\u200d🌈", "1\ufe0f\u20e3", "🇸🇪", "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "Ett \"citat\" – och <b>taggar</b> & så"}) {
    CAPTURE(text);
    CHECK(taken(text) == text);
  }
}

TEST_CASE("what nobody sees, or what turns a line around, is refused and named") {
  CHECK(refused("") == "empty");
  CHECK(refused(" \n\u200b\u00ad ") == "empty");
  CHECK(refused("\xff") == "not-text");
  for (const std::string_view bytes : {"\xc0\xaf", "\xed\xa0\x80", "\xf5\x80\x80\x80", "a\xe2\x82"}) CHECK(refused(bytes) == "not-text");
  CHECK(refused(std::string_view("a\0b", 3)) == "control-character");
  for (const std::string_view text :
       {"a\x01", "a\x1b[31m", "a\x7f", "a\u0080", "a\u009f", "a\ue000", "a\ufdd0", "a\ufffe", "a\U0010ffff", "a\U000f0000"}) {
    CAPTURE(text);
    CHECK(refused(text) == "control-character");
  }
  for (const std::string_view text : {"a\u202eb", "a\u202ab", "a\u2066b", "a\u2069b", "a\u200eb", "a\u200fb", "a\u061cb"}) {
    CAPTURE(text);
    CHECK(refused(text) == "direction");
  }
  for (const std::string_view text : {"a\u200db",
                                      "a\u200cb",
                                      "\u200da",
                                      "a\u200d",
                                      "a\u2061b",
                                      "a\u2064b",
                                      "a\u034fb",
                                      "a\u115fb",
                                      "a\u3164b",
                                      "a\uffa0b",
                                      "a\u180eb",
                                      "a\ufe00b",
                                      "a\ufe0fb",
                                      "a\U000e0100b",
                                      "a\U000e0041b",
                                      "🏴\U000e0067",
                                      "🏴\U000e007f",
                                      "🏴\U000e0067\U000e0067\U000e0067\U000e0067\U000e0067\U000e0067\U000e0067\U000e007f",
                                      "a\U000e0067\U000e007f",
                                      "👨\u200da",
                                      "a\u200d👨",
                                      "❤\ufe0f\ufe0f"}) {
    CAPTURE(text);
    CHECK(refused(text) == "invisible");
  }
}

TEST_CASE("marks, words and texts have their length") {
  CHECK(taken("q" + repeated("\u0323", 4)) == "q" + repeated("\u0323", 4));
  CHECK(refused("q" + repeated("\u0323", 5)) == "marks");
  CHECK(refused("Z" + repeated("\u0335\u0302", 2'500), lines) == "marks");
  CHECK(refused(std::string(61, 'a')) == "too-long");
  CHECK(taken(repeated("å", 60)) == repeated("å", 60));  // characters, not bytes
  CHECK(refused("abc", {.min_characters = 4}) == "too-short");
  CHECK(taken("Å\u0308a", {.max_characters = 3}) != "");  // counted as composed
  CHECK(refused(std::string(201, 'a'), lines) == "word-too-long");
  CHECK(taken(repeated("日", 400), lines) == repeated("日", 400));
  CHECK(refused(std::string(1'000'000, 'a'), lines) == "too-long");
  CHECK(refused(repeated("ååååååååå ", 1'100), lines) == "too-long");  // within the characters, over the record's bytes
}

namespace {

rc::Gen<std::string> genText() {
  const auto character = rc::gen::oneOf(rc::gen::inRange<std::uint32_t>(0, 0x250), rc::gen::inRange<std::uint32_t>(0x300, 0x370),
                                        rc::gen::inRange<std::uint32_t>(0x600, 0x700), rc::gen::inRange<std::uint32_t>(0x2000, 0x2070),
                                        rc::gen::inRange<std::uint32_t>(0x1f300, 0x1f700),
                                        rc::gen::inRange<std::uint32_t>(0xe0000, 0xe0200), rc::gen::inRange<std::uint32_t>(0, 0x110000),
                                        rc::gen::element<std::uint32_t>(' ', '\n', '\r', 'a', 0x200d, 0xfe0f, 0xfeff, 0xfffe, 0xd800));
  return rc::gen::map(rc::gen::container<std::vector<std::uint32_t>>(character), [](const std::vector<std::uint32_t>& characters) {
    std::string out;
    for (const std::uint32_t c : characters) {
      if (c < 0x80) {
        out += static_cast<char>(c);
      } else if (c < 0x800) {
        out += {static_cast<char>(0xc0 | c >> 6), static_cast<char>(0x80 | (c & 63))};
      } else if (c < 0x10000) {
        out += {static_cast<char>(0xe0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 63)), static_cast<char>(0x80 | (c & 63))};
      } else {
        out += {static_cast<char>(0xf0 | c >> 18), static_cast<char>(0x80 | (c >> 12 & 63)), static_cast<char>(0x80 | (c >> 6 & 63)),
                static_cast<char>(0x80 | (c & 63))};
      }
    }
    return out;
  });
}

}  // namespace

TEST_CASE("what is taken is text for the record, and taking it again changes nothing") {
  int taken_texts = 0;
  CHECK(rc::check([&] {
    const std::string typed = *genText();
    for (const TextRules& rules : {line, lines}) {
      const auto text = read_text(typed, rules);
      if (!text) continue;
      ++taken_texts;
      RC_ASSERT(record::is_text(*text));
      RC_ASSERT(read_text(*text, rules).value() == *text);
      if (!rules.lines) RC_ASSERT(text->find('\n') == std::string::npos);
    }
  }));
  CHECK(taken_texts > 0);
}
