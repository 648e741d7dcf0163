// What people type, as characters.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace radslag::staff {

/// Unicode code points; nothing if it is not UTF-8 (RFC 3629).
[[nodiscard]] std::optional<std::u32string> code_points(std::string_view utf8);

/// Small letters for A-Z and the letters of Latin-1 (Å, Ä, Ö, É ...).
[[nodiscard]] std::u32string lower(std::u32string text);

/// UTF-8, 1 to 200 bytes, no control characters, no blanks around it.
[[nodiscard]] bool is_name(std::string_view text);

/// A work address in lower case; nothing if it is none: ASCII, local part of 1 to 64, a domain with a dot, 254 in all.
[[nodiscard]] std::optional<std::string> mail_address(std::string_view text);

}  // namespace radslag::staff
