// The page whose script verifies a record in the visitor's browser (frontend/src/verify), and the same as one file for a disk.
#include <boost/json.hpp>

#include "server/web/exchange.hpp"
#include "server/web/pages.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace {

std::string asset(const Visit& visit, const std::string& name) { return visit.config.asset ? visit.config.asset(name) : std::string(); }

std::string offline_file(const Visit& visit) { return asset(visit, "verify." + visit.language + ".html"); }

}  // namespace

Result<Page> verify_page(const Visit& visit) {
  Page page;
  page.title = visit.text("page_title.verify");
  page.model["has_site"] = true;
  page.model["site_href"] = "/log";
  page.model["worker_href"] = asset(visit, "verify-worker.js");
  page.model["offline_href"] = offline_file(visit);
  page.model["bundle_href"] = "/log/bundle.tar";
  page.model["verify_command"] = "radslag-verify --key radslag.vkey bundle.tar";
  if (visit.html) page.model["verify_messages"] = boost::json::serialize(visit.messages.section(visit.language, "island_verify"));
  return page;
}

Result<http::Response> verify_file(const Visit& visit) {
  const std::string path = offline_file(visit);
  if (path.empty()) return refuse(Errc::not_found, "the verifier was not built");
  http::Response response;
  response.status = 302;
  response.content_type = "text/plain; charset=utf-8";
  response.headers = {{"Cache-Control", "no-cache"}, {"Location", path}};
  return response;
}

}  // namespace radslag::web
