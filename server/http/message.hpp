// What a handler sees of HTTP: plain values. Beast stops at server/http; a handler is a function that a test calls.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace radslag::http {

struct Request {
  std::string method;                   ///< GET, HEAD or POST; the session has refused all others
  std::string path;                     ///< percent-decoded, valid UTF-8, begins with '/', without "..", "//", NUL or backslash
  std::string raw_path;                 ///< as sent, for routes that decode segments themselves
  std::string query;                    ///< as sent, without '?'
  std::string content_type;             ///< lower case, without parameters; empty if none
  std::string content_type_parameters;  ///< as sent, what follows the first ';': the boundary of a multipart body
  std::string accept_language;
  std::string if_none_match;
  std::string accept_encoding;
  std::string cookie;
  std::string body;             ///< at most the limit of the route's class
  std::string host;             ///< as sent, the one there was
  std::string origin;           ///< for refusing forms that another site sent
  std::string sec_fetch_site;   ///< likewise
  std::string idempotency_key;  ///< of a write that a client may repeat
};

struct Response {
  int status = 200;
  std::string content_type = "text/html; charset=utf-8";
  std::vector<std::pair<std::string, std::string>> headers;  ///< beside those that the session sets on every answer
  std::string body;
  std::shared_ptr<const std::string> shared_body;  ///< when set, sent instead of `body`, without a copy
  bool close = false;                              ///< close the connection after this answer
};

/// Percent-decoded parameters of a query or form body in order; malformed escapes and invalid UTF-8 give an empty list.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> parse_query(std::string_view query);

}  // namespace radslag::http
