#include "server/web/writing.hpp"

#include <algorithm>

#include "server/html/query.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace {

/// So much is taken in, that a text which is too long comes back to be shortened, and is not lost.
constexpr std::size_t max_typed_bytes = 80'000;

void check_text(const Visit& visit, const std::string& field, const html::TextRules& rules, std::string& text, Faults& faults) {
  auto read = html::read_text(text, rules);
  if (read) {
    text = std::move(*read);
    return;
  }
  faults[field] = visit.text(html::text_fault_key(read.error()), {{"max", static_cast<std::int64_t>(rules.max_characters)},
                                                                  {"min", static_cast<std::int64_t>(rules.min_characters)}});
}

bool is_among(const std::vector<std::string>& ids, const std::string& id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); }

/// People put spaces, also unbreakable ones, between thousands.
std::string without_spaces(std::string_view typed) {
  std::string out;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    if (typed.substr(i, 2) == "\u00a0")
      ++i;
    else if (typed.substr(i, 3) == "\u202f")
      i += 2;
    else if (typed[i] != ' ')
      out += typed[i];
  }
  return out;
}

}  // namespace

std::vector<html::Field> writing_fields() {
  return {{"do", 20},        {"title", max_typed_bytes}, {"text", max_typed_bytes, 0},
          {"board", 200, 0}, {"area", 200, 0},           {"estimate", 1'000, 0}};
}

Writing writing_of(const html::Form& form) {
  return {form.text("title"), form.text("text"), form.text("board"), form.text("area"), form.text("estimate")};
}

std::optional<std::uint64_t> read_amount(std::string_view typed) {
  const std::string text = without_spaces(typed);
  const std::size_t comma = text.find_first_of(",.");
  const std::string whole = text.substr(0, comma);
  std::string rest = comma == std::string::npos ? "00" : text.substr(comma + 1);
  if (rest.size() == 1) rest += '0';
  const auto units = html::whole_number(whole), hundredths = html::whole_number(rest);
  if (!units || !hundredths || rest.size() != 2 || *units > max_estimate / 100) return std::nullopt;
  return *units * 100 + *hundredths;
}

Faults check_title(const Visit& visit, Writing& writing) {
  Faults faults;
  check_text(visit, "title", title_rules, writing.title, faults);
  return faults;
}

Faults check_writing(const Visit& visit, const WritingKind& kind, Writing& writing) {
  Faults faults = check_title(visit, writing);
  check_text(visit, "text", long_text_rules, writing.text, faults);
  if (kind.with_board && !is_among(kind.boards, writing.board)) faults["board"] = visit.text("write.choose_board");
  if (!writing.area.empty() && !is_among(kind.areas, writing.area)) faults["area"] = visit.text("write.choose_area");
  if (kind.with_estimate && !writing.estimate.empty() && !read_amount(writing.estimate))
    faults["estimate"] = visit.text("write.estimate_fault");
  return faults;
}

}  // namespace radslag::web
