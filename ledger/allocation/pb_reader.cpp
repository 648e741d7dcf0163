#include "ledger/allocation/pb_reader.hpp"

#include <algorithm>

namespace radslag::allocation::pb {

Result<std::optional<Line>> Reader::next() {
  std::uint64_t first_blank = 0;
  std::uint64_t blanks = 0;
  for (;;) {
    const auto line = lines_.next();
    const bool end = !line;
    if (end || !trim(line->text).empty()) {
      // One empty line at the very end is the format's own.
      if (blanks > (end ? 1U : 0U)) warn(first_blank, std::to_string(blanks) + (blanks == 1 ? " blank line" : " blank lines"));
      if (end) return std::optional<Line>{};
      last_line_ = line->number;
      if (line->text.size() > limits.max_line_bytes)
        return refuse_line(line->number, Errc::too_large, "more than " + std::to_string(limits.max_line_bytes) + " bytes");
      return line;
    }
    if (blanks++ == 0) first_blank = line->number;
  }
}

Result<Line> Reader::need(std::string_view what) {
  auto line = next();
  if (!line) return tl::make_unexpected(line.error());
  if (!*line) return refuse_line(last_line_ + 1, Errc::malformed, "the file ends before " + std::string(what));
  return **line;
}

bool Reader::is_section(std::string_view line, std::string_view name) {
  const std::string_view text = trim(line);
  const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; };
  return std::equal(text.begin(), text.end(), name.begin(), name.end(), [&](char a, char b) { return upper(a) == b; });
}

std::optional<std::int64_t> Reader::amount(std::uint64_t line, std::string_view text) {
  const auto comma = text.find(',');
  // "1,000" could be a thousand: then nobody knows.
  if (comma == std::string_view::npos || text.find('.') != std::string_view::npos || text.size() - comma > 3) return parse_amount(text);
  auto pointed = std::string(text);
  pointed[comma] = '.';
  const auto read = parse_amount(pointed);
  if (read) warn(line, "amount " + quoted(text) + " has a decimal comma: read as " + pointed);
  return read;
}

void Reader::warn(std::uint64_t line, std::string text) {
  if (file.warnings.size() < limits.max_warnings)
    file.warnings.push_back({line, std::move(text)});
  else
    ++file.warnings_not_kept;
}

Result<Columns> Columns::read(Reader& reader, std::string_view section, std::string_view first) {
  auto line = reader.need(std::string(section) + "'s header");
  if (!line) return tl::make_unexpected(line.error());
  Columns columns;
  columns.line_ = line->number;
  if (auto ok = split_cells(*line, reader.limits.max_fields, columns.names_); !ok) return tl::make_unexpected(ok.error());
  if (columns.names_.front() != first)
    return refuse_line(line->number, Errc::malformed, std::string(section) + "'s header begins with " + std::string(first));
  for (std::size_t i = 0; i < columns.names_.size(); ++i)
    if (columns.find(columns.names_[i]) != i)
      return refuse_line(line->number, Errc::duplicate, "the column " + quoted(columns.names_[i]) + " comes twice");
  return columns;
}

std::optional<std::size_t> Columns::find(std::string_view name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  if (found == names_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names_.begin());
}

}  // namespace radslag::allocation::pb
