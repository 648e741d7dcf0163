#include "server/http/response_head.hpp"

#include <algorithm>
#include <stdexcept>

#include <boost/beast/http/status.hpp>

namespace radslag::http {

namespace {

bool stays_in_line(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

bool is_field_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

/// Anything beyond a bare origin could add words to the policy.
bool is_origin(std::string_view text) {
  const std::size_t scheme = text.starts_with("https://") ? 8 : text.starts_with("http://") ? 7 : 0;
  const std::string_view host = text.substr(scheme);
  return scheme > 0 && !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  std::string_view(".-_:[]").find(c) != std::string_view::npos;
         });
}

}  // namespace

std::string security_fields(std::span<const std::string> form_actions) {
  std::string forms = "form-action 'self'";
  for (const std::string& origin : form_actions) {
    if (!is_origin(origin)) throw std::invalid_argument("not an origin that forms may be sent to: " + origin);
    forms += ' ' + origin;
  }
  // Within the site the referrer stays, since a browser that sends none says "Origin: null" also to its own site, and the guard of forms
  // could not tell it from a stranger.
  return "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
         "connect-src 'self'; " +
         forms +
         "; base-uri 'none'; frame-ancestors 'none'\r\n"
         "X-Content-Type-Options: nosniff\r\n"
         "Referrer-Policy: same-origin\r\n"
         "Cross-Origin-Opener-Policy: same-origin\r\n"
         "Cross-Origin-Resource-Policy: same-origin\r\n"
         "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\r\n";
}

std::string_view body_of(const Response& response) { return response.shared_body ? *response.shared_body : response.body; }

bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

bool append_head(std::string& out, const Response& response, const HeadOptions& options) {
  const bool sound = response.status >= 200 && response.status <= 599 && stays_in_line(response.content_type) &&
                     std::all_of(response.headers.begin(), response.headers.end(),
                                 [](const auto& field) { return is_field_name(field.first) && stays_in_line(field.second); });
  if (!sound) return false;
  const auto reason = boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(response.status));
  out.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ").append(reason.data(), reason.size()).append("\r\n");
  append_field(out, "Date", options.date);
  if (may_have_body(response.status)) {
    if (!response.content_type.empty()) append_field(out, "Content-Type", response.content_type);
    append_field(out, "Content-Length", std::to_string(body_of(response).size()));
  }
  for (const auto& [name, value] : response.headers) append_field(out, name, value);
  if (options.close) append_field(out, "Connection", "close");
  if (options.strict_transport) append_field(out, "Strict-Transport-Security", "max-age=31536000");
  out.append(options.security).append("\r\n");
  return true;
}

Response problem(const Refusal& refusal, const Limits& limits) {
  Response response;
  response.status = refusal.status;
  response.content_type = "application/problem+json";
  response.headers.emplace_back("Cache-Control", "no-store");
  if (refusal.status == 405) response.headers.emplace_back("Allow", "GET, HEAD, POST");
  if (refusal.status == 503) response.headers.emplace_back("Retry-After", std::to_string(limits.retry_after_seconds));
  response.body =
      "{\"type\":\"about:blank\",\"status\":" + std::to_string(refusal.status) + ",\"title\":\"" + std::string(refusal.title) + "\"}\n";
  response.close = true;
  return response;
}

}  // namespace radslag::http
