// Content codings of RFC 9110, section 8.4.1, as handlers need them.
#pragma once

#include <string_view>

namespace radslag::http {

/// Whether an Accept-Encoding field takes a coding: named with q over 0, or else "*" with q over 0 (RFC 9110, section 12.5.3).
[[nodiscard]] bool accepts_coding(std::string_view accept_encoding, std::string_view coding);

}  // namespace radslag::http
