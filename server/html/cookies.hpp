// Cookies that hold a session: read strictly, and set so that no other site, script or host name of ours can touch them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace radslag::html {

/// The value of the cookie `name` in a Cookie field (RFC 6265, section 4.2.1). Nothing where it is absent, malformed, or there twice: then
/// somebody has set a second one, and which is ours cannot be told. Other cookies may look as they like.
[[nodiscard]] std::optional<std::string> cookie_value(std::string_view cookie_field, std::string_view name);

enum class SameSite { lax, strict };  ///< lax: also sent when a link on another site leads here

/// A Set-Cookie field: Secure, HttpOnly, Path=/, without Domain. It ends with the browser's session, or after `max_age`. `name` begins
/// with "__Host-" (then browsers take it on no other terms); `value` is ASCII letters, digits, '-' and '_'. Anything else is a bug:
/// std::logic_error.
[[nodiscard]] std::string set_host_cookie(std::string_view name, std::string_view value, SameSite same_site,
                                          std::optional<std::chrono::seconds> max_age = std::nullopt);
/// Makes the browser forget it.
[[nodiscard]] std::string drop_host_cookie(std::string_view name);

}  // namespace radslag::html
