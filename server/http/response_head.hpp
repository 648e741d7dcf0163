// The head of an answer, from values to bytes. Pure: no socket, no clock.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "server/http/message.hpp"
#include "server/http/request_head.hpp"

namespace radslag::http {

/// What the session adds to a handler's answer.
struct HeadOptions {
  std::string_view security;      ///< the fields that every answer has, each with its line end: security_fields
  std::string_view date;          ///< as of RFC 9110, section 5.6.7
  bool close = false;             ///< say that the connection ends with this answer
  bool strict_transport = false;  ///< say that this host is to be reached by https only (RFC 6797)
};

/// What a browser may do with our pages, to be made once. `form_actions`: other sites' origins that forms may be sent to. Throws
/// std::invalid_argument for one that is no origin ("https://host" or "http://host:port").
[[nodiscard]] std::string security_fields(std::span<const std::string> form_actions);

/// The body that a response carries, wherever it lies.
[[nodiscard]] std::string_view body_of(const Response& response);

/// Whether a status may come with a body (RFC 9110, section 6.4.1).
[[nodiscard]] bool may_have_body(int status);

/// Appends status line, fields and empty line, with the security headers that every answer has. False, and nothing appended, when a
/// field of the response would break out of its line.
[[nodiscard]] bool append_head(std::string& out, const Response& response, const HeadOptions& options);

/// An answer of the session itself: problem details (RFC 9457) that say no more than the title, and the connection closes.
[[nodiscard]] Response problem(const Refusal& refusal, const Limits& limits);

}  // namespace radslag::http
