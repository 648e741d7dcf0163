// CSV (RFC 4180) for people's spreadsheets: a cell is never taken for a formula.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace radslag::html {

/// "312000.50": hundredths as every reader of CSV understands them.
[[nodiscard]] std::string csv_money(std::uint64_t minor_units);

/// A cell as written: quoted where it must be; a text that a spreadsheet would compute (= + - @, also full-width, tab or carriage return at
/// its beginning) gets an apostrophe before it.
[[nodiscard]] std::string csv_cell(std::string_view text);

class CsvWriter {
 public:
  explicit CsvWriter(const std::vector<std::string>& names);
  void row(const std::vector<std::string>& cells);
  /// With a byte order mark, without which the commonest spreadsheet reads å as two letters.
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace radslag::html
