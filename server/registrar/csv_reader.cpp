#include "server/registrar/csv_reader.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "ledger/record/values.hpp"

namespace radslag::registrar {
namespace {

constexpr std::size_t block = 1 << 18;
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

/// The length of the well-formed UTF-8 character at `i`, 0 for none (RFC 3629).
std::size_t character_length(std::string_view s, std::size_t i) {
  const auto byte = [&](std::size_t at) { return at < s.size() ? static_cast<unsigned char>(s[at]) : 0U; };
  const auto lead = byte(i);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  // The second byte alone tells overlong forms, surrogates and what lies over U+10FFFF.
  const unsigned low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80, high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  if (byte(i + 1) < low || byte(i + 1) > high) return 0;
  for (std::size_t k = 2; k < length; ++k) {
    if ((byte(i + k) & 0xc0) != 0x80) return 0;
  }
  return length;
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto length = character_length(text, i);
    if (length == 0) return false;
    i += length;
  }
  return true;
}

std::string_view without_line_end(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

/// The separator that the header has most of, outside quotes.
char separator_of(std::string_view header) {
  std::array<std::pair<std::size_t, char>, 3> counts{{{0, ';'}, {0, ','}, {0, '\t'}}};
  bool quoted = false;
  for (const char c : header) {
    if (c == '"') quoted = !quoted;
    for (auto& [count, separator] : counts) {
      if (!quoted && c == separator) ++count;
    }
  }
  return std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.first < b.first; })->second;
}

}  // namespace

CsvReader::CsvReader(Read read, CsvLimits limits) : read_(std::move(read)), limits_(limits) {}

CsvReader::~CsvReader() {
  // What was read were personal numbers.
  ::sodium_memzero(buffer_.data(), buffer_.size());
  ::sodium_memzero(cells_.data(), cells_.size());
}

Result<CsvReader> CsvReader::open(Read read, CsvLimits limits) {
  CsvReader reader(std::move(read), limits);
  if (auto good = reader.read_header(); !good) return tl::make_unexpected(good.error());
  return reader;
}

Result<> CsvReader::read_header() {
  while (!ended_ && buffer_.size() < 4) fill();
  const std::string_view begin(buffer_);
  if (begin.starts_with("\xff\xfe") || begin.starts_with("\xfe\xff") || (begin.size() > 1 && (begin[0] == 0 || begin[1] == 0))) {
    return refuse(Errc::malformed, "the file is UTF-16: save it as \"CSV UTF-8\"");
  }
  if (begin.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
  CsvFault fault = CsvFault::none;
  const auto end = find_end(fault);
  if (fault == CsvFault::too_long) return refuse(Errc::malformed, "the first line, which names the columns, is too long");
  const auto line = without_line_end(std::string_view(buffer_).substr(at_, end - at_));
  separator_ = separator_of(line);
  CsvRow row;
  split(line, row);
  if (row.fault == CsvFault::not_utf8) return refuse(Errc::malformed, "the file is not UTF-8: save it as \"CSV UTF-8\"");
  if (row.fault != CsvFault::none && row.fault != CsvFault::column_count) {
    return refuse(Errc::malformed, "the first line, which names the columns, cannot be read");
  }
  if (row.cells.size() > limits_.columns)
    return refuse(Errc::malformed, "the file has more than " + std::to_string(limits_.columns) + " columns");
  for (const auto cell : row.cells) header_.emplace_back(cell);
  line_ += static_cast<std::uint64_t>(
      std::count(buffer_.begin() + static_cast<std::ptrdiff_t>(at_), buffer_.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
  at_ = end;
  if (header_.size() == 1 && header_[0].empty()) return refuse(Errc::malformed, "the file is empty, or its first line is");
  return {};
}

void CsvReader::resume(Read read, std::uint64_t offset, std::uint64_t line) {
  read_ = std::move(read);
  buffer_.clear();
  at_ = 0;
  base_ = offset;
  line_ = line;
  ended_ = false;
}

/// More bytes at the buffer's end; what has been consumed goes. False at the end of the file.
bool CsvReader::fill() {
  if (ended_) return false;
  const auto rest = buffer_.size() - at_;
  std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(at_), buffer_.end(), buffer_.begin());
  base_ += at_;
  at_ = 0;
  buffer_.resize(rest + block);
  const auto got = read_(buffer_.data() + rest, block);
  buffer_.resize(rest + got);
  if (got == 0) ended_ = true;
  return got > 0;
}

/// One past the row that begins at at_, its line end included. `too_long` where it has none within the limit.
std::size_t CsvReader::find_end(CsvFault& fault) {
  bool quoted = false;
  for (std::size_t length = 0;; ++length) {
    if (length > limits_.row_bytes) {
      fault = CsvFault::too_long;
      return at_;
    }
    if (at_ + length >= buffer_.size() && !fill()) {
      if (quoted) fault = CsvFault::too_long;
      return at_ + length;
    }
    const char c = buffer_[at_ + length];
    if (c == '"') quoted = !quoted;
    if (c == '\n' && !quoted) return at_ + length + 1;
  }
}

/// To the next line's beginning, whatever quotes say: one unclosed quote must not swallow the file.
void CsvReader::skip_line() {
  for (;;) {
    const auto end = buffer_.find('\n', at_);
    if (end != std::string::npos) {
      at_ = end + 1;
      break;
    }
    at_ = buffer_.size();
    if (!fill()) break;
  }
  ++line_;
}

bool CsvReader::next(CsvRow& row) {
  for (;;) {
    row.line = line_;
    row.fault = CsvFault::none;
    row.cells.clear();
    const auto end = find_end(row.fault);
    if (row.fault == CsvFault::too_long) {
      skip_line();
      return true;
    }
    if (end == at_) return false;
    const auto text = std::string_view(buffer_).substr(at_, end - at_);
    line_ += static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
    at_ = end;
    const auto line = without_line_end(text);
    if (line.empty()) continue;
    split(line, row);
    return true;
  }
}

void CsvReader::split(std::string_view text, CsvRow& row) {
  if (text.find('\0') != std::string_view::npos) return void(row.fault = CsvFault::nul);
  if (!is_utf8(text)) return void(row.fault = CsvFault::not_utf8);
  cells_.clear();
  cells_.reserve(text.size());  // the cells point into it
  for (std::size_t i = 0;; ++i) {
    const auto begin = cells_.size();
    if (i < text.size() && text[i] == '"') {
      for (++i; i < text.size(); ++i) {
        if (text[i] == '"') {
          if (i + 1 >= text.size() || text[i + 1] != '"') break;
          ++i;
        }
        cells_ += text[i];
      }
      if (i < text.size()) ++i;  // the closing quote
      if (i < text.size() && text[i] != separator_) return void(row.fault = CsvFault::bad_quotes);
    } else {
      for (; i < text.size() && text[i] != separator_; ++i) {
        if (text[i] == '"') return void(row.fault = CsvFault::bad_quotes);
        cells_ += text[i];
      }
    }
    row.cells.emplace_back(cells_.data() + begin, cells_.size() - begin);
    if (row.cells.size() > limits_.columns) return void(row.fault = CsvFault::column_count);
    if (i >= text.size()) break;
  }
  if (!header_.empty() && row.cells.size() != header_.size()) row.fault = CsvFault::column_count;
}

}  // namespace radslag::registrar
