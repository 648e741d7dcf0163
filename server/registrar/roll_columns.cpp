#include "server/registrar/roll_columns.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace radslag::registrar {
namespace {

/// The letter that a Swedish letter at `i` is folded to, and how many bytes it takes; 0 bytes for no such letter.
std::pair<char, std::size_t> swedish_letter(std::string_view text, std::size_t i) {
  constexpr std::array<std::pair<std::string_view, char>, 6> letters{
      {{"\xc3\xa5", 'a'}, {"\xc3\x85", 'a'}, {"\xc3\xa4", 'a'}, {"\xc3\x84", 'a'}, {"\xc3\xb6", 'o'}, {"\xc3\x96", 'o'}}};
  for (const auto& [bytes, letter] : letters) {
    if (text.substr(i).starts_with(bytes)) return {letter, bytes.size()};
  }
  return {};
}

/// The rings and dots that stand after their letter where a text is decomposed (U+0308, U+030A).
bool is_mark(std::string_view text, std::size_t i) {
  const auto rest = text.substr(i);
  return rest.starts_with("\xcc\x88") || rest.starts_with("\xcc\x8a");
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr std::array<std::string_view, 6> number_names{"personnummer",           "pnr",      "personalnumber",
                                                       "personalidentitynumber", "personid", "idnummer"};
constexpr std::array<std::string_view, 5> birth_names{"fodelsedatum", "fodd", "birthdate", "dateofbirth", "fodelsedag"};
constexpr std::array<std::string_view, 4> area_names{"omrade", "area", "distrikt", "stadsdel"};
constexpr std::array<std::string_view, 6> protected_names{"skyddad",         "skydd", "protected", "sekretess", "sekretessmarkering",
                                                          "skyddadidentitet"};
constexpr std::array<std::string_view, 3> previous_names{"tidigaresamordningsnummer", "previouscoordinationnumber",
                                                         "samordningsnummertidigare"};
constexpr std::array<std::string_view, 2> name_names{"namn", "name"};
constexpr std::array<std::string_view, 4> address_names{"adress", "address", "gatuadress", "utdelningsadress"};
constexpr std::array<std::string_view, 3> postcode_names{"postnummer", "postcode", "postnr"};
constexpr std::array<std::string_view, 3> city_names{"ort", "city", "postort"};

}  // namespace

std::string folded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (const auto [letter, bytes] = swedish_letter(text, i); bytes > 0) {
      out += letter;
      i += bytes;
    } else if (is_mark(text, i)) {
      i += 2;
    } else {
      if (text[i] != ' ' && text[i] != '_' && text[i] != '-' && text[i] != '\t') out += lower(text[i]);
      ++i;
    }
  }
  return out;
}

std::string id_of_name(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size() && out.size() < 64;) {
    const auto [letter, bytes] = swedish_letter(name, i);
    const char c = bytes > 0 ? letter : lower(name[i]);
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (kept) {
      out += c;
    } else if (!is_mark(name, i) && !out.empty() && out.back() != '-') {
      out += '-';
    }
    i += bytes > 0 ? bytes : is_mark(name, i) ? 2 : 1;
  }
  while (out.ends_with('-')) out.pop_back();
  return out;
}

Result<RollColumns> RollColumns::find(const std::vector<std::string>& header) {
  std::vector<std::string> names;
  for (const auto& name : header) names.push_back(folded(name));
  std::string twice;
  const auto place = [&](const auto& known) -> std::optional<std::size_t> {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (std::find(known.begin(), known.end(), names[i]) == known.end()) continue;
      if (found) twice = header[i];
      if (!found) found = i;
    }
    return found;
  };
  RollColumns columns;
  const auto number = place(number_names);
  columns.birth_date = place(birth_names);
  columns.area = place(area_names);
  columns.is_protected = place(protected_names);
  columns.previous = place(previous_names);
  columns.name = place(name_names);
  columns.address = place(address_names);
  columns.postcode = place(postcode_names);
  columns.city = place(city_names);
  if (!number) return refuse(Errc::malformed, "no column of the first line is called personnummer");
  if (!twice.empty()) return refuse(Errc::malformed, "the column \"" + twice + "\" has another beside it with the same meaning");
  columns.number = *number;
  return columns;
}

Protection protection_of(std::string_view cell) {
  constexpr std::array<std::string_view, 12> yes{"1", "ja", "j", "yes", "y", "true", "x", "s", "f", "sant", "sekretess", "skyddad"};
  constexpr std::array<std::string_view, 7> no{"", "0", "nej", "n", "no", "false", "falskt"};
  const auto word = folded(cell);
  if (std::find(no.begin(), no.end(), word) != no.end()) return Protection::no;
  if (std::find(yes.begin(), yes.end(), word) != yes.end()) return Protection::yes;
  return Protection::unclear;
}

}  // namespace radslag::registrar
