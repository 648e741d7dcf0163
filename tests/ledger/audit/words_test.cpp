// The catalogues: both languages say everything, with the same values, and the sources ask for nothing else.
#include "ledger/audit/words.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "ledger/record/entry.hpp"

namespace radslag::audit {
namespace {

/// The names of the values that a text asks for.
std::set<std::string> values_of(std::string_view text) {
  static const std::regex value(R"(\{([a-z]+)(\}|, plural,))");
  const std::string copy(text);
  std::set<std::string> names;
  for (auto at = std::sregex_iterator(copy.begin(), copy.end(), value); at != std::sregex_iterator(); ++at) {
    const auto before = at->prefix().str();  // since the match before
    if (!before.ends_with("one ") && !before.ends_with("other ")) names.insert((*at)[1]);
  }
  return names;
}

std::string sources() {
  std::string all;
  for (const auto* folder : {"ledger/audit", "ledger/programs"}) {
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
      if (file.path().extension() != ".cpp" && file.path().extension() != ".hpp") continue;
      std::ifstream in(file.path(), std::ios::binary);
      all.append(std::istreambuf_iterator<char>(in), {});
    }
  }
  return all;
}

}  // namespace

TEST_CASE("both catalogues have the same keys, and their texts the same values") {
  const auto keys = catalogue_keys(Language::en);
  REQUIRE(keys.size() > 100);
  CHECK(keys == catalogue_keys(Language::sv));
  for (const auto& key : keys) {
    INFO(key);
    const auto en = catalogue_text(key, Language::en), sv = catalogue_text(key, Language::sv);
    CHECK_FALSE(en.empty());
    CHECK(values_of(en) == values_of(sv));
    for (const auto text : {en, sv}) {
      CHECK(std::count(text.begin(), text.end(), '{') == std::count(text.begin(), text.end(), '}'));
      if (text.find("plural") != std::string_view::npos) CHECK(text.find("other {") != std::string_view::npos);
    }
  }
}

TEST_CASE("every sentence that the sources name stands in the catalogues, and none besides") {
  const auto text = sources();
  const auto keys = catalogue_keys(Language::en);
  const std::set<std::string> known(keys.begin(), keys.end());
  const std::regex named(
      R"re("((?:finding|unchecked|meaning|heading|verdict|receipt|seen|lone|witness|round|urn|secret|initiative|page|ballot)\.[a-z-]+)")re");
  std::set<std::string> missing;
  for (auto at = std::sregex_iterator(text.begin(), text.end(), named); at != std::sregex_iterator(); ++at) {
    if (!known.contains((*at)[1])) missing.insert((*at)[1]);
  }
  CHECK(missing == std::set<std::string>{});
  std::set<std::string> unused;
  for (const auto& key : keys) {
    const auto kind = key.substr(0, key.find('.'));
    const bool by_word = kind == "outcome" || kind == "reject" || kind == "ground" || kind == "matter-kind";
    if (!by_word && text.find("\"" + key + "\"") == std::string::npos) unused.insert(key);
  }
  CHECK(unused == std::set<std::string>{});
}

TEST_CASE("words of the record have words for people") {
  for (const auto word : record::words(record::InitiativeOutcome{}))
    CHECK_FALSE(catalogue_text("outcome." + std::string(word), Language::sv).empty());
  for (const auto word : record::words(record::RejectReason{}))
    CHECK_FALSE(catalogue_text("reject." + std::string(word), Language::sv).empty());
}

TEST_CASE("sentences are filled in") {
  CHECK(text_of(say("found", {{"findings", std::uint64_t{1}}})) == "Found: 1 reason");
  CHECK(text_of(say("found", {{"findings", std::uint64_t{61'668}}})) == "Found: 61,668 reasons");
  CHECK(text_of(say("found", {{"findings", std::uint64_t{61'668}}}), Language::sv) == "Funnet: 61\u00a0668 skäl");
  const auto named =
      say("verdict.holds", {{"record", std::vector{say("record.named", {{"town", "Ås\x1b[2J"}, {"origin", "as.example"}})}}});
  CHECK(text_of(named) == "The record of Ås?[2J (as.example) holds.");
  CHECK(text_of(named, Language::sv) == "Liggaren för Ås?[2J (as.example) håller.");
  // What others say is not read again as a text of ours.
  CHECK(text_of(say("finding.file-broken", {{"detail", "{detail} # {size}"}})) == "this file is not what it must be: {detail} # {size}");
  CHECK(text_of(say("no.such-key")) == "<no.such-key>");
  CHECK(text_of(say("record.origin")) == "The record (<origin>)");
}

TEST_CASE("money and languages") {
  CHECK(amount(123'450, "SEK") == "1,234.50 SEK");
  CHECK(amount(123'405, "SEK", Language::sv) == "1\u00a0234,05 SEK");
  CHECK(amount(1'234, "ISK", Language::sv) == "1\u00a0234 ISK");
  CHECK(language_of_locale("sv_SE.UTF-8") == Language::sv);
  CHECK(language_of_locale("sv") == Language::sv);
  CHECK(language_of_locale("svx") == Language::en);
  CHECK(language_of_locale("C.UTF-8") == Language::en);
  CHECK_FALSE(language_named("de"));
}

}  // namespace radslag::audit
