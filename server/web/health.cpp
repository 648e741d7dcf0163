// For whoever watches or crawls the service.
#include "server/web/exchange.hpp"

namespace radslag::web {
namespace {

http::Response plain(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body = std::move(body);
  return response;
}

}  // namespace

Result<http::Response> health(const Visit&) { return plain(200, "ok\n"); }

Result<http::Response> readiness(const Visit& visit) {
  const std::vector<std::string> reasons = visit.site.service.not_ready();
  if (reasons.empty()) return plain(200, "ready\n");
  std::string body = "not ready\n";
  for (const std::string& reason : reasons) body += reason + '\n';
  return plain(503, std::move(body));
}

/// A demonstration has no place in search results; the record's single entries are too many to be crawled.
Result<http::Response> robots(const Visit& visit) {
  http::Response response =
      plain(200, visit.state->town.demo ? "User-agent: *\nDisallow: /\n" : "User-agent: *\nDisallow: /log/\nDisallow: /record/entry\n");
  response.headers = {{"Cache-Control", "public, max-age=3600"}};
  return response;
}

Result<http::Response> favicon(const Visit& visit) {
  const std::string path = visit.config.asset ? visit.config.asset("favicon.svg") : std::string();
  if (path.empty()) return refuse(Errc::not_found, "no icon was built");
  http::Response response = plain(302, "");
  response.headers = {{"Cache-Control", "public, max-age=3600"}, {"Location", path}};
  return response;
}

}  // namespace radslag::web
