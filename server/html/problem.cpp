#include "server/html/problem.hpp"

#include <boost/json.hpp>

#include "server/html/messages.hpp"

namespace radslag::html {

int status_of(Errc code) {
  switch (code) {
    case Errc::malformed:
    case Errc::not_canonical: return 400;
    case Errc::bad_signature:
    case Errc::not_authorised:
    case Errc::unknown_credential:
    case Errc::sealed:
    case Errc::demo_only: return 403;
    case Errc::not_found: return 404;
    case Errc::not_open:
    case Errc::closed:
    case Errc::frozen:
    case Errc::out_of_order:
    case Errc::too_many_ballots:
    case Errc::duplicate: return 409;
    case Errc::too_large: return 413;
    case Errc::unsupported: return 415;
    case Errc::unknown_project:
    case Errc::too_many_choices:
    case Errc::too_few_choices:
    case Errc::over_budget:
    case Errc::mismatch:
    case Errc::needs_reason: return 422;
    case Errc::expired: return 410;
    case Errc::withheld: return 451;
    case Errc::busy: return 503;
  }
  return 500;
}

Problem problem_of(const Error& error) { return {status_of(error.code), std::string(errc_name(error.code)), error.detail}; }

Problem method_not_allowed() { return {405, "method-not-allowed", {}}; }

Problem foreign_form() { return {403, "foreign-form", {}}; }

Problem stale_form() { return {403, "stale-form", {}}; }

Problem unavailable(std::string detail) { return {503, "unavailable", std::move(detail)}; }

http::Response problem_json(const Problem& problem, const Messages& messages, const std::string& language) {
  boost::json::object body;
  body["type"] = "about:blank";
  body["title"] = messages.text(language, "error." + problem.name);
  body["status"] = problem.status;
  body["code"] = problem.name;
  body["detail"] = problem.detail;
  http::Response response;
  response.status = problem.status;
  response.content_type = "application/problem+json";
  response.headers.emplace_back("Cache-Control", "no-store");
  if (problem.status == 503) response.headers.emplace_back("Retry-After", "1");
  response.body = boost::json::serialize(body);
  return response;
}

}  // namespace radslag::html
