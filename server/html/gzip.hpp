// Pages made small for the line.
#pragma once

#include <string>
#include <string_view>

namespace radslag::html {

/// The bytes in the gzip format (RFC 1952), the same for the same input. Throws std::runtime_error where memory is out.
[[nodiscard]] std::string gzip(std::string_view bytes);

}  // namespace radslag::html
