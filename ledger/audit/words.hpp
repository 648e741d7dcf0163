// Sentences as values, and their texts. What the audit says stands in words/en.txt and words/sv.txt, which are compiled in; here it is a
// key and values, so that one report can be read in each language and by programs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ledger/result.hpp"

namespace radslag::audit {

enum class Language { en, sv };

/// "sv" and "en", as `--lang` takes them; nothing for others.
[[nodiscard]] std::optional<Language> language_named(std::string_view name);
/// Of a locale's name, "sv_SE.UTF-8": Swedish where it says so, else English.
[[nodiscard]] Language language_of_locale(std::string_view locale);
/// "sv", "en": for HTML.
[[nodiscard]] std::string_view language_tag(Language language);

/// So much money, in minor units: "1,234.50 SEK".
struct Money {
  std::uint64_t minor_units = 0;
  std::string currency;
  bool operator==(const Money&) const = default;
};

struct Value;

struct Sentence {
  std::string key;  ///< in the catalogue: "finding.root-differs"
  std::vector<Value> values;
  bool operator==(const Sentence&) const = default;
};

/// What stands for `{name}` in the text: words of others (shown safely), a number, money, or sentences, one after the other.
struct Value {
  std::string name;
  std::variant<std::string, std::uint64_t, Money, std::vector<Sentence>> of;
  bool operator==(const Value&) const = default;
};

/// `key` must stand in the catalogues, and `values` must have all that its texts ask for: a test holds the sources to that.
[[nodiscard]] inline Sentence say(std::string key, std::vector<Value> values = {}) { return {std::move(key), std::move(values)}; }

/// A sentence with `{detail}`: what a rule or a format says of what it refuses. English, and for those who know the format.
[[nodiscard]] Sentence refusal(std::string key, const Error& error);

/// The sentence's text. A key or value that is missing, a bug, shows as itself in angle brackets.
[[nodiscard]] std::string text_of(const Sentence& sentence, Language language = Language::en);

/// The catalogue of a language as it was compiled in: lines `key: text`, empty ones and those that begin with '#'.
[[nodiscard]] std::string_view catalogue(Language language);
/// Keys, sorted.
[[nodiscard]] std::vector<std::string> catalogue_keys(Language language);
/// The text of a key, as it stands there: `{name}`, `{name, plural, one {# ballot} other {# ballots}}`.
[[nodiscard]] std::string_view catalogue_text(std::string_view key, Language language);

/// "61,668" or "61 668" (with a no-break space).
[[nodiscard]] std::string grouped(std::uint64_t number, Language language = Language::en);
/// "1,234.50 SEK", "1 234,50 SEK"
[[nodiscard]] std::string amount(std::uint64_t minor_units, const std::string& currency, Language language = Language::en);
/// Safe to show: what is not UTF-8, control and bidirectional characters become '?', newlines spaces.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace radslag::audit
