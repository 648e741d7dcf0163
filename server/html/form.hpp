// Forms that a stranger sent: application/x-www-form-urlencoded and multipart/form-data (RFC 7578), read to the letter.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/result.hpp"
#include "server/http/message.hpp"

namespace radslag::html {

/// One name that a form has.
struct Field {
  std::string_view name;
  std::size_t max_bytes = 1'000;  ///< of each value, as normalised
  std::size_t at_least = 1;       ///< so many times it must be there: 0 for a box that may stay unticked
  std::size_t at_most = 1;
  bool is_file = false;  ///< bytes as they are; comes in multipart bodies only
};

/// A form's values, each within its field's limits.
class Form {
 public:
  /// The first value of a field; empty where there is none.
  [[nodiscard]] const std::string& text(std::string_view name) const;
  /// Whether the field was sent at all: a box that was ticked.
  [[nodiscard]] bool has(std::string_view name) const { return !all(name).empty(); }
  /// All values of a field, in order.
  [[nodiscard]] const std::vector<std::string>& all(std::string_view name) const;
  /// The bytes of a file field; empty where no file was chosen. Names and types that the sender gave are not kept: look at the bytes.
  [[nodiscard]] const std::string& file(std::string_view name) const { return text(name); }

 private:
  friend Result<Form> read_form(const http::Request& request, std::span<const Field> fields);
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

/// Texts come out as UTF-8 with plain newlines (CRLF and lone CR become LF), and may hold anything else: see text_input.hpp. A form has
/// exactly these fields: a name that is not among them, one that comes too often or too seldom, a malformed escape, NUL in a text, bytes
/// that are not UTF-8, another charset, a body that does not end as it should are errors.
/// Errors: malformed; too_large (a value over its field's limit); unsupported (another content type).
[[nodiscard]] Result<Form> read_form(const http::Request& request, std::span<const Field> fields);

}  // namespace radslag::html
