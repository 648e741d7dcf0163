#include "server/html/csv.hpp"

#include <array>

namespace radslag::html {

std::string csv_money(std::uint64_t minor_units) {
  const std::string rest = std::to_string(minor_units % 100);
  return std::to_string(minor_units / 100) + '.' + (rest.size() < 2 ? "0" : "") + rest;
}

std::string csv_cell(std::string_view text) {
  constexpr std::array<std::string_view, 10> formulas{"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};
  std::string cell(text);
  for (const std::string_view beginning : formulas)
    if (text.starts_with(beginning)) {
      cell.insert(0, 1, '\'');
      break;
    }
  if (cell.find_first_of(",;\"\r\n\t") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

CsvWriter::CsvWriter(const std::vector<std::string>& names) : text_("\xEF\xBB\xBF") { row(names); }

void CsvWriter::row(const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) text_ += ',';
    text_ += csv_cell(cells[i]);
  }
  text_ += "\r\n";
}

}  // namespace radslag::html
