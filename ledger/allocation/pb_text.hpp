// The text layer of .pb files: lines, cells, numbers. Knows nothing of what they mean.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/result.hpp"

namespace radslag::allocation::pb {

struct Line {
  std::string_view text;     ///< without its line end
  std::uint64_t number = 0;  ///< from 1
};

/// Walks over the lines of a text; "\n" and "\r\n" end a line, and a last line may lack its end.
class Lines {
 public:
  explicit Lines(std::string_view bytes) : rest_(bytes) {}
  [[nodiscard]] std::optional<Line> next();

 private:
  std::string_view rest_;
  std::uint64_t number_ = 0;
};

/// "line N: text" as an error.
[[nodiscard]] tl::unexpected<Error> refuse_line(std::uint64_t line, Errc code, std::string_view text);

/// A stranger's text for a message: in quotes, cut at 60 bytes on a character's boundary.
[[nodiscard]] std::string quoted(std::string_view text);

/// Refuses bytes that are not UTF-8 (RFC 3629) and control characters other than tab and line ends, naming the line.
[[nodiscard]] Result<> check_text(std::string_view bytes);

/// Without spaces and tabs at both ends.
[[nodiscard]] std::string_view trim(std::string_view text);

/// Splits a line at ";" into `cells`, trimmed, quotes resolved (RFC 4180 section 2 with ";"; quoted cells stay within a line). A quote
/// inside an unquoted cell stands for itself.
[[nodiscard]] Result<> split_cells(const Line& line, std::size_t max_fields, std::vector<std::string>& cells);

/// A cell as split_cells reads it, in quotes only where it has to be.
void append_cell(std::string& out, std::string_view cell);

/// Digits only, up to 18 of them.
[[nodiscard]] std::optional<std::uint64_t> parse_count(std::string_view text);

/// "1500" or "1500.5" or "1500.50" in minor units (150000, 150050); nothing for any other text and for more than kMaxAmount.
[[nodiscard]] std::optional<std::int64_t> parse_amount(std::string_view text);

/// The shortest text that parse_amount reads as this amount.
[[nodiscard]] std::string print_amount(std::int64_t minor);

}  // namespace radslag::allocation::pb
