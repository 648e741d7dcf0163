#include "server/staff/passphrase.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "server/staff/text.hpp"

namespace radslag::staff {
namespace {

constexpr std::size_t kFewestCharacters = 12;
constexpr std::size_t kFewestDifferent = 5;
constexpr std::size_t kFewestBeside = 6;  // letters and digits that are left without common words, or without the own name

// What lists of leaked passphrases begin with, in Swedish and English, as the words that they are made of.
constexpr std::u32string_view kCommon[] = {U"password",
                                           U"passwort",
                                           U"passord",
                                           U"lösenord",
                                           U"losenord",
                                           U"hemligt",
                                           U"hemlig",
                                           U"välkommen",
                                           U"valkommen",
                                           U"welcome",
                                           U"administrator",
                                           U"admin",
                                           U"iloveyou",
                                           U"letmein",
                                           U"monkey",
                                           U"dragon",
                                           U"football",
                                           U"fotboll",
                                           U"princess",
                                           U"sunshine",
                                           U"master",
                                           U"superman",
                                           U"batman",
                                           U"starwars",
                                           U"trustno",
                                           U"sverige",
                                           U"sommar",
                                           U"vinter",
                                           U"hösten",
                                           U"våren",
                                           U"kommunen",
                                           U"kommun",
                                           U"rådslag",
                                           U"radslag",
                                           U"secret",
                                           U"changeme",
                                           U"default",
                                           U"computer",
                                           U"internet",
                                           U"stockholm",
                                           U"hejhej",
                                           U"jagälskardig",
                                           U"correcthorsebatterystaple"};

// Rows that fingers run along, both ways.
constexpr std::u32string_view kRows[] = {U"01234567890", U"abcdefghijklmnopqrstuvwxyzåäö", U"qwertyuiopå", U"asdfghjklöä", U"zxcvbnm"};

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_letter(char32_t c) { return (c >= U'a' && c <= U'z') || c > 0xBF; }

std::u32string letters_and_digits(std::u32string text) {
  std::erase_if(text, [](char32_t c) { return !is_letter(c) && !is_digit(c); });
  return text;
}

void remove_all(std::u32string& text, std::u32string_view word) {
  for (auto at = text.find(word); at != std::u32string::npos; at = text.find(word)) text.erase(at, word.size());
}

bool are_neighbours(char32_t a, char32_t b) {
  if (a == b) return true;
  return std::ranges::any_of(kRows, [&](std::u32string_view row) {
    const char32_t forth[] = {a, b};
    const char32_t back[] = {b, a};
    return row.find(std::u32string_view(forth, 2)) != row.npos || row.find(std::u32string_view(back, 2)) != row.npos;
  });
}

/// At most two jumps: "qwerty123456", "aaaaaaabbbbbbb".
bool runs_along_rows(const std::u32string& text) {
  int jumps = 0;
  for (std::size_t i = 1; i < text.size(); ++i) jumps += are_neighbours(text[i - 1], text[i]) ? 0 : 1;
  return jumps <= 2;
}

bool is_common(const std::u32string& lowered) {
  std::u32string rest = letters_and_digits(lowered);
  if (std::ranges::all_of(rest, is_digit) || runs_along_rows(rest)) return true;
  if (std::set<char32_t>(lowered.begin(), lowered.end()).size() < kFewestDifferent) return true;
  const std::size_t before = rest.size();
  for (const auto word : kCommon) remove_all(rest, word);
  if (rest.size() == before) return false;
  std::erase_if(rest, is_digit);  // a year behind a common word
  return rest.size() < kFewestBeside;
}

/// The words of name and address that are long enough to mean something.
std::vector<std::u32string> own_words(std::string_view name, std::string_view mail) {
  std::vector<std::u32string> words;
  for (const std::string_view text : {name, mail}) {
    std::u32string word;
    for (const char32_t c : lower(code_points(text).value_or(U"")) + U' ') {
      if (is_letter(c)) {
        word += c;
        continue;
      }
      if (word.size() >= 3) words.push_back(word);
      word.clear();
    }
  }
  std::ranges::sort(words, std::ranges::greater(), &std::u32string::size);
  return words;
}

bool is_made_of(const std::u32string& lowered, const std::vector<std::u32string>& words) {
  std::u32string rest = letters_and_digits(lowered);
  const std::size_t before = rest.size();
  for (const auto& word : words) remove_all(rest, word);
  if (rest.size() == before) return false;
  std::erase_if(rest, is_digit);
  return rest.size() < kFewestBeside;
}

}  // namespace

Outcome<> check_passphrase(std::string_view passphrase, std::string_view name, std::string_view mail) {
  if (passphrase.size() > kLongestPassphraseBytes) return refused(Refusal::passphrase_too_long);
  const auto points = code_points(passphrase);
  if (!points || points->size() < kFewestCharacters) return refused(Refusal::passphrase_too_short);
  const std::u32string lowered = lower(*points);
  if (is_made_of(lowered, own_words(name, mail))) return refused(Refusal::passphrase_own_name);
  if (is_common(lowered)) return refused(Refusal::passphrase_common);
  return {};
}

}  // namespace radslag::staff
