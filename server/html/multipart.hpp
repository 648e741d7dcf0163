// multipart/form-data (RFC 7578) as browsers write it. For form.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/result.hpp"

namespace radslag::html {

struct FormPart {
  std::string name;
  std::string value;
  bool is_file = false;  ///< it came with a file name, which is not kept
};

/// The value of a parameter of a Content-Type field (`boundary=abc; charset="utf-8"`), unquoted; nothing where it is absent, malformed or
/// there twice.
[[nodiscard]] std::optional<std::string> content_type_parameter(std::string_view parameters, std::string_view name);

/// Errors: malformed. Headers of a part other than Content-Disposition are ignored; a part in another transfer encoding is malformed.
[[nodiscard]] Result<std::vector<FormPart>> read_multipart(std::string_view body, std::string_view content_type_parameters,
                                                           std::size_t max_parts);

}  // namespace radslag::html
