#include "server/http/response_head.hpp"

#include <algorithm>

#include <boost/beast/http/status.hpp>

namespace radslag::http {

namespace {

constexpr std::string_view security_fields =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src "
    "'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\r\n";

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

}  // namespace

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
  out.append(security_fields).append("\r\n");
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
