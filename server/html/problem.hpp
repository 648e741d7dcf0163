// The one place where an error becomes an HTTP status and a text.
#pragma once

#include <string>
#include <string_view>

#include "ledger/result.hpp"
#include "server/http/message.hpp"

namespace radslag::html {

class Messages;

/// What went wrong, as it is told outside.
struct Problem {
  int status = 500;
  std::string name;    ///< "unknown-project": the message keys are error.<name> and error.<name>_todo
  std::string detail;  ///< plain English, or empty
};

[[nodiscard]] int status_of(Errc code);
[[nodiscard]] Problem problem_of(const Error& error);
[[nodiscard]] Problem method_not_allowed();
[[nodiscard]] Problem unavailable(std::string detail);
[[nodiscard]] Problem foreign_form();  ///< what only forms of this site's pages may send came from elsewhere
[[nodiscard]] Problem stale_form();    ///< the form's token is not the session's

/// application/problem+json (RFC 9457) with the member `code`: the problem's name.
[[nodiscard]] http::Response problem_json(const Problem& problem, const Messages& messages, const std::string& language);

}  // namespace radslag::html
