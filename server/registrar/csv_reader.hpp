// CSV as municipalities' systems write it, read in one pass and in little memory: ';', ',' or tab, quotes, UTF-8 with or without a byte
// order mark, LF or CRLF. A bad row costs that row and no other.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/result.hpp"

namespace radslag::registrar {

struct CsvLimits {
  std::size_t row_bytes = 8'192;
  std::size_t columns = 64;
};

enum class CsvFault {
  none,
  too_long,      ///< over row_bytes, perhaps by a quote that nothing closes; reading goes on at the next line
  not_utf8,      ///< malformed UTF-8
  nul,           ///< a NUL: not a text
  bad_quotes,    ///< a quote inside an unquoted cell, or something after the closing one
  column_count,  ///< not as many cells as the header has
};

struct CsvRow {
  std::uint64_t line = 0;  ///< of its beginning, from 1
  CsvFault fault = CsvFault::none;
  std::vector<std::string_view> cells;  ///< good until the next call; meaningless where there is a fault
};

class CsvReader {
 public:
  /// Gives up to `size` bytes from where it stopped the last time; 0 at the end.
  using Read = std::function<std::size_t(char* to, std::size_t size)>;

  /// Reads the header. Errors: malformed (UTF-16, empty, or a header that cannot be read), in words for a person.
  [[nodiscard]] static Result<CsvReader> open(Read read, CsvLimits limits = {});
  ~CsvReader();
  CsvReader(CsvReader&&) noexcept = default;
  CsvReader& operator=(CsvReader&&) noexcept = default;

  [[nodiscard]] const std::vector<std::string>& header() const { return header_; }
  /// Goes on at a row's beginning that `offset` and `line` gave before: `read` must give the bytes from there.
  void resume(Read read, std::uint64_t offset, std::uint64_t line);

  /// The next row that is not empty; false at the end.
  [[nodiscard]] bool next(CsvRow& row);
  /// Bytes from the file's beginning to the end of the last row that `next` gave, and the line that begins there.
  [[nodiscard]] std::uint64_t offset() const { return base_ + at_; }
  [[nodiscard]] std::uint64_t line() const { return line_; }

 private:
  CsvReader(Read read, CsvLimits limits);
  [[nodiscard]] Result<> read_header();
  bool fill();
  [[nodiscard]] std::size_t find_end(CsvFault& fault);
  void split(std::string_view text, CsvRow& row);
  void skip_line();

  Read read_;
  CsvLimits limits_;
  std::string buffer_, cells_;         ///< read and not yet consumed; a row's cells without their quotes
  std::size_t at_ = 0;                 ///< the first byte not consumed
  std::uint64_t base_ = 0, line_ = 1;  ///< of the buffer's beginning; of the next row
  bool ended_ = false;
  char separator_ = ';';
  std::vector<std::string> header_;
};

}  // namespace radslag::registrar
