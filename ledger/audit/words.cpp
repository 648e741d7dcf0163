#include "ledger/audit/words.hpp"

#include <algorithm>
#include <cassert>
#include <map>

#include "ledger/log/text.hpp"

namespace radslag::audit {

std::string_view catalogue_en();  // compiled in from words/, by cmake/Words.cmake
std::string_view catalogue_sv();

namespace {

using Texts = std::map<std::string_view, std::string_view>;

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

Texts read_catalogue(std::string_view lines) {
  Texts texts;
  while (!lines.empty()) {
    const auto end = lines.find('\n');
    const auto line = lines.substr(0, end);
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
    const auto colon = line.find(": ");
    if (line.starts_with('#') || colon == std::string_view::npos) continue;
    [[maybe_unused]] const bool is_new = texts.emplace(line.substr(0, colon), line.substr(colon + 2)).second;
    assert(is_new);
  }
  return texts;
}

const Texts& texts_in(Language language) {
  static const Texts en = read_catalogue(catalogue_en()), sv = read_catalogue(catalogue_sv());
  return language == Language::sv ? sv : en;
}

/// Where the brace that is open before `text` closes.
std::size_t closing_brace(std::string_view text) {
  std::size_t depth = 1;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && --depth == 0) return i;
  }
  return text.size();
}

/// Of "one {# ballot} other {# ballots}" the text that goes with the number; both languages have one and other.
std::string_view plural_form(std::string_view forms, std::uint64_t number) {
  std::string_view other;
  while (!forms.empty()) {
    const auto open = forms.find('{');
    if (open == std::string_view::npos) break;
    const auto name = trimmed(forms.substr(0, open));
    const auto rest = forms.substr(open + 1);
    const auto close = closing_brace(rest);
    if (name == "one" && number == 1) return rest.substr(0, close);
    if (name == "other") other = rest.substr(0, close);
    forms = close < rest.size() ? rest.substr(close + 1) : std::string_view{};
  }
  return other;
}

class Writer {
 public:
  Writer(const Sentence& sentence, Language language) : sentence_(sentence), language_(language) {}

  [[nodiscard]] std::string write(std::string_view text, const std::uint64_t* number = nullptr) const {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '#' && number) {
        out += grouped(*number, language_);
      } else if (text[i] != '{') {
        out += text[i];
      } else {
        const auto inside = text.substr(i + 1, closing_brace(text.substr(i + 1)));
        out += placeholder(inside);
        i += inside.size() + 1;
      }
    }
    return out;
  }

 private:
  [[nodiscard]] std::string placeholder(std::string_view inside) const {
    const auto comma = inside.find(',');
    const auto name = trimmed(inside.substr(0, comma));
    const auto found = std::find_if(sentence_.values.begin(), sentence_.values.end(), [&](const Value& x) { return x.name == name; });
    if (found == sentence_.values.end()) return "<" + std::string(name) + ">";
    const auto* number = std::get_if<std::uint64_t>(&found->of);
    if (comma == std::string_view::npos || !number) return value(*found);
    const auto kind = inside.find(',', comma + 1);
    return write(plural_form(inside.substr(kind + 1), *number), number);
  }

  [[nodiscard]] std::string value(const Value& value) const {
    if (const auto* text = std::get_if<std::string>(&value.of)) return printable(*text);
    if (const auto* number = std::get_if<std::uint64_t>(&value.of)) return grouped(*number, language_);
    if (const auto* money = std::get_if<Money>(&value.of)) return amount(money->minor_units, money->currency, language_);
    std::string text;
    for (const auto& sentence : std::get<std::vector<Sentence>>(value.of)) text += text_of(sentence, language_);
    return text;
  }

  const Sentence& sentence_;
  Language language_;
};

bool is_hidden(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c <= 0x9f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x2028 ||
         c == 0x2029 || c == 0xfeff;
}

}  // namespace

std::optional<Language> language_named(std::string_view name) {
  if (name == "en") return Language::en;
  if (name == "sv") return Language::sv;
  return std::nullopt;
}

Language language_of_locale(std::string_view locale) {
  const bool swedish = locale.starts_with("sv") && (locale.size() == 2 || locale[2] == '_' || locale[2] == '.' || locale[2] == '-');
  return swedish ? Language::sv : Language::en;
}

std::string_view language_tag(Language language) { return language == Language::sv ? "sv" : "en"; }

Sentence refusal(std::string key, const Error& error) { return say(std::move(key), {{"detail", error.detail}}); }

std::string text_of(const Sentence& sentence, Language language) {
  const auto text = catalogue_text(sentence.key, language);
  return text.empty() ? "<" + sentence.key + ">" : Writer(sentence, language).write(text);
}

std::string_view catalogue(Language language) { return language == Language::sv ? catalogue_sv() : catalogue_en(); }

std::vector<std::string> catalogue_keys(Language language) {
  std::vector<std::string> keys;
  for (const auto& [key, text] : texts_in(language)) keys.emplace_back(key);
  return keys;
}

std::string_view catalogue_text(std::string_view key, Language language) {
  const auto& texts = texts_in(language);
  const auto found = texts.find(key);
  return found == texts.end() ? std::string_view{} : found->second;
}

std::string grouped(std::uint64_t number, Language language) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, language == Language::sv ? "\u00a0" : ",");
  return digits;
}

std::string amount(std::uint64_t minor_units, const std::string& currency, Language language) {
  for (const char* whole : {"CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF"}) {  // no minor unit in ISO 4217
    if (currency == whole) return grouped(minor_units, language) + " " + currency;
  }
  const auto cents = std::to_string(minor_units % 100);
  const char* const point = language == Language::sv ? "," : ".";
  return grouped(minor_units / 100, language) + point + std::string(2 - cents.size(), '0') + cents + " " + currency;
}

std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    auto rest = text;
    const auto c = log::take_code_point(rest);
    if (!c) rest = text.substr(1);
    if (c == U'\n') {
      out += ' ';
    } else if (!c || is_hidden(*c)) {
      out += '?';
    } else {
      out += text.substr(0, text.size() - rest.size());
    }
    text = rest;
  }
  return out;
}

}  // namespace radslag::audit
