// The token that a form of a session carries, so that nobody else can have made it: bound to the session's secret, and to nothing that
// changes while the session lasts.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace radslag::html {

inline constexpr std::string_view csrf_field = "csrf";  ///< the form field's name
inline constexpr std::size_t csrf_token_bytes = 64;     ///< of a token

/// HMAC-SHA-256 under the session's secret, in hex. Templates get it as `page.csrf`; it stands in no address.
[[nodiscard]] std::string csrf_token(std::string_view session_secret);

/// Compares in constant time. False for an empty secret.
[[nodiscard]] bool csrf_matches(std::string_view session_secret, std::string_view token);

}  // namespace radslag::html
