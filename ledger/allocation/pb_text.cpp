#include "ledger/allocation/pb_text.hpp"

#include <algorithm>
#include <cstring>

#include "ledger/allocation/project.hpp"

namespace radslag::allocation::pb {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// The length of the well-formed sequence at the front (RFC 3629 section 4), or 0.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xC2 && lead <= 0xDF ? 2 : lead >= 0xE0 && lead <= 0xEF ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
  if (length == 0 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if (!is_continuation(text[i])) return 0;
  // The second byte rules out overlong forms, surrogates and what lies over U+10FFFF.
  if ((lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xED && byte(1) > 0x9F)) return 0;
  if ((lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) > 0x8F)) return 0;
  return length;
}

/// How many bytes at the front are plain printable ASCII, in steps of eight.
std::size_t plain_prefix(std::string_view text) {
  constexpr std::uint64_t kHigh = 0x8080808080808080, kOnes = 0x0101010101010101;
  std::size_t done = 0;
  for (; text.size() - done >= 8; done += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + done, 8);
    const std::uint64_t below_space = (word - kOnes * 0x20) & ~word & kHigh;
    const std::uint64_t del = ((word ^ (kOnes * 0x7F)) - kOnes) & kHigh;
    if ((word & kHigh) != 0 || below_space != 0 || del != 0) break;
  }
  return done;
}

/// Reads the quoted cell whose opening quote is at the front; leaves `text` after the closing one.
bool take_quoted(std::string_view& text, std::string& cell) {
  text.remove_prefix(1);
  for (;;) {
    const std::size_t quote = text.find('"');
    if (quote == std::string_view::npos) return false;
    cell.append(text.substr(0, quote));
    text.remove_prefix(quote + 1);
    if (text.empty() || text.front() != '"') return true;
    cell += '"';
    text.remove_prefix(1);
  }
}

}  // namespace

std::optional<Line> Lines::next() {
  if (rest_.empty()) return std::nullopt;
  const std::size_t end = rest_.find('\n');
  std::string_view text = rest_.substr(0, end);
  rest_ = end == std::string_view::npos ? std::string_view{} : rest_.substr(end + 1);
  if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
  return Line{text, ++number_};
}

tl::unexpected<Error> refuse_line(std::uint64_t line, Errc code, std::string_view text) {
  return refuse(code, "line " + std::to_string(line) + ": " + std::string(text));
}

std::string quoted(std::string_view text) {
  constexpr std::size_t kMost = 60;
  if (text.size() <= kMost) return "\"" + std::string(text) + "\"";
  std::size_t end = kMost;
  while (end > 0 && is_continuation(text[end])) --end;
  return "\"" + std::string(text.substr(0, end)) + "...\"";
}

Result<> check_text(std::string_view bytes) {
  std::uint64_t line = 1;
  for (std::size_t i = 0; i < bytes.size();) {
    i += plain_prefix(bytes.substr(i));
    if (i == bytes.size()) break;
    const char c = bytes[i];
    const std::size_t length = utf8_length(bytes.substr(i));
    if (length == 0) return refuse_line(line, Errc::malformed, "not UTF-8");
    const bool line_end = c == '\n' || (c == '\r' && i + 1 < bytes.size() && bytes[i + 1] == '\n');
    if (!line_end && c != '\t' && ((c >= 0 && c < 0x20) || c == 0x7F)) return refuse_line(line, Errc::malformed, "a control character");
    if (c == '\n') ++line;
    i += length;
  }
  return {};
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

Result<> split_cells(const Line& line, std::size_t max_fields, std::vector<std::string>& cells) {
  cells.clear();
  std::string_view rest = line.text;
  for (;;) {
    if (cells.size() == max_fields) return refuse_line(line.number, Errc::too_large, "more than " + std::to_string(max_fields) + " fields");
    std::string& cell = cells.emplace_back();
    rest = rest.substr(std::min(rest.find_first_not_of(" \t"), rest.size()));
    if (!rest.empty() && rest.front() == '"') {
      if (!take_quoted(rest, cell)) return refuse_line(line.number, Errc::malformed, "a quote that is not closed");
      rest = rest.substr(std::min(rest.find_first_not_of(" \t"), rest.size()));
      if (!rest.empty() && rest.front() != ';') return refuse_line(line.number, Errc::malformed, "text after a closing quote");
    } else {
      const std::string_view raw = rest.substr(0, rest.find(';'));
      cell = trim(raw);
      rest.remove_prefix(raw.size());
    }
    if (rest.empty()) return {};
    rest.remove_prefix(1);
  }
}

void append_cell(std::string& out, std::string_view cell) {
  const bool plain = cell.find_first_of(";\"") == std::string_view::npos && trim(cell).size() == cell.size();
  if (plain) {
    out += cell;
    return;
  }
  out += '"';
  for (const char c : cell) out.append(c == '"' ? 2 : 1, c);
  out += '"';
}

std::optional<std::uint64_t> parse_count(std::string_view text) {
  if (text.empty() || text.size() > 18 || !std::all_of(text.begin(), text.end(), is_digit)) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) value = value * 10 + static_cast<std::uint64_t>(c - '0');
  return value;
}

std::optional<std::int64_t> parse_amount(std::string_view text) {
  const std::size_t point = text.find('.');
  const auto units = parse_count(text.substr(0, point));
  if (!units || *units > static_cast<std::uint64_t>(kMaxAmount) / 100) return std::nullopt;
  std::uint64_t hundredths = 0;
  if (point != std::string_view::npos) {
    const std::string_view decimals = text.substr(point + 1);
    const auto value = parse_count(decimals);
    if (!value || decimals.size() > 2) return std::nullopt;
    hundredths = decimals.size() == 1 ? *value * 10 : *value;
  }
  const auto minor = static_cast<std::int64_t>(*units * 100 + hundredths);
  if (minor > kMaxAmount) return std::nullopt;
  return minor;
}

std::string print_amount(std::int64_t minor) {
  std::string text = std::to_string(minor / 100);
  const std::int64_t hundredths = minor % 100;
  if (hundredths == 0) return text;
  text += '.';
  text += static_cast<char>('0' + hundredths / 10);
  if (hundredths % 10 != 0) text += static_cast<char>('0' + hundredths % 10);
  return text;
}

}  // namespace radslag::allocation::pb
