// What this site is, and what watches it.
#include <boost/json.hpp>

#include "server/registrar/follow/follower.hpp"
#include "server/registrar/registrar.hpp"
#include "server/registrar/web/pages.hpp"

namespace radslag::registrar_web {
namespace {

constexpr std::uint64_t longest_silence_seconds = 120;

http::Response plain(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body = std::move(body);
  return response;
}

}  // namespace

Result<html::Page> front_page(const Visit& visit) {
  html::Page page;
  page.title = visit.text("registrar_site.title");
  page.model["counter_href"] = visit.site.config.counter + "/";
  page.model["signed_in"] = visit.resident.has_value();
  return page;
}

Result<html::Page> accessibility_page(const Visit& visit) {
  html::Page page;
  page.title = visit.text("page_title.accessibility");
  return page;
}

Result<http::Response> health(const Visit&) { return plain(200, "ok\n"); }

/// Not ready: residents could not be shown what they sign, or would be shown something old.
Result<http::Response> readiness(const Visit& visit) {
  const auto standing = visit.site.follower.standing();
  std::string reasons;
  if (standing.touch != registrar::Touch::following)
    reasons += "the town log: " + std::string(registrar::touch_name(standing.touch)) + '\n';
  if (standing.seen_at > 0 && visit.now > static_cast<std::uint64_t>(standing.seen_at) + longest_silence_seconds)
    reasons +=
        "the town log has not been seen for " + std::to_string(visit.now - static_cast<std::uint64_t>(standing.seen_at)) + " seconds\n";
  if (!visit.town->registrar || visit.town->registrar->registrar != visit.site.house.public_key())
    reasons += "the town log does not announce this registrar's key\n";
  if (reasons.empty()) return plain(200, "ready\n");
  return plain(503, "not ready\n" + reasons);
}

/// Nothing here is for search engines.
Result<http::Response> robots(const Visit&) {
  auto response = plain(200, "User-agent: *\nDisallow: /\n");
  response.headers = {{"Cache-Control", "public, max-age=3600"}};
  return response;
}

Result<http::Response> favicon(const Visit& visit) {
  const auto path = visit.config.asset ? visit.config.asset("favicon.svg") : std::string();
  if (path.empty()) return refuse(Errc::not_found, "no icon was built");
  auto response = plain(302, "");
  response.headers = {{"Cache-Control", "public, max-age=3600"}, {"Location", path}};
  return response;
}

}  // namespace radslag::registrar_web
