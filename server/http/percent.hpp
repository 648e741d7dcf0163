// Percent-encoding (RFC 3986, section 2.1) and the UTF-8 that must come out of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace radslag::http {

/// Whether bytes are UTF-8 as of RFC 3629: no overlong forms, surrogates or code points over U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view bytes);

enum class Plus { is_plus, is_space };  ///< in a path a '+' is itself; in a query or form it is a space

/// The decoded bytes; nothing when an escape is malformed or the outcome is not UTF-8 or has a NUL.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text, Plus plus);

/// ASCII letters made lower case; other bytes stay.
[[nodiscard]] std::string to_lower(std::string_view text);

/// Equal but for the case of ASCII letters.
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b);

/// Without spaces and tabs at both ends.
[[nodiscard]] std::string_view trim(std::string_view text);

}  // namespace radslag::http
