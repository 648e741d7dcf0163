#include "server/html/cookies.hpp"

#include <algorithm>
#include <stdexcept>

#include "server/http/percent.hpp"

namespace radslag::html {
namespace {

constexpr std::string_view prefix = "__Host-";

/// cookie-octet of RFC 6265: printable ASCII but space, quotes, comma, semicolon and backslash.
bool is_octet(char c) { return c > 0x20 && c < 0x7f && std::string_view("\",;\\").find(c) == std::string_view::npos; }

bool is_plain(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; }

std::string host_cookie(std::string_view name, std::string_view value, SameSite same_site, std::optional<std::chrono::seconds> max_age) {
  const bool fits = name.starts_with(prefix) && name.size() > prefix.size() && std::all_of(name.begin(), name.end(), is_plain) &&
                    std::all_of(value.begin(), value.end(), is_plain);
  if (!fits) throw std::logic_error("a cookie of ours is named __Host-..., name and value being letters, digits, - and _");
  std::string field = std::string(name) + '=' + std::string(value) + "; Path=/; Secure; HttpOnly; SameSite=";
  field += same_site == SameSite::strict ? "Strict" : "Lax";
  if (max_age) field += "; Max-Age=" + std::to_string(max_age->count());
  return field;
}

}  // namespace

std::optional<std::string> cookie_value(std::string_view cookie_field, std::string_view name) {
  std::optional<std::string> value;
  while (!cookie_field.empty()) {
    const std::size_t end = cookie_field.find(';');
    const std::string_view pair = http::trim(cookie_field.substr(0, end));
    cookie_field = end == std::string_view::npos ? std::string_view() : cookie_field.substr(end + 1);
    const std::size_t equals = pair.find('=');
    if (pair.substr(0, equals) != name) continue;
    if (value || equals == std::string_view::npos) return std::nullopt;
    value = pair.substr(equals + 1);
  }
  if (value && !std::all_of(value->begin(), value->end(), is_octet)) return std::nullopt;
  return value;
}

std::string set_host_cookie(std::string_view name, std::string_view value, SameSite same_site,
                            std::optional<std::chrono::seconds> max_age) {
  return host_cookie(name, value, same_site, max_age);
}

std::string drop_host_cookie(std::string_view name) { return host_cookie(name, {}, SameSite::lax, std::chrono::seconds(0)); }

}  // namespace radslag::html
