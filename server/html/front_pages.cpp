// How a front makes documents, and keeps them.
#include <boost/json.hpp>
#include <chrono>

#include "server/html/frame.hpp"
#include "server/html/gzip.hpp"
#include "server/html/inside_front.hpp"
#include "server/http/coding.hpp"

namespace radslag::html {
namespace {

constexpr auto live_for = std::chrono::seconds(1);

/// Below this a page fits into a packet or two as it is.
constexpr std::size_t smallest_gzipped_bytes = 1'024;

/// Whether If-None-Match (RFC 9110 13.1.2) names the page.
bool has_already(std::string_view if_none_match, std::string_view etag) {
  return if_none_match == "*" || if_none_match.find(etag) != std::string_view::npos;
}

/// Never compressed: beside what a stranger made the page say, the length could tell the token of its forms.
http::Response not_kept(int status, std::string content_type, std::string body) {
  http::Response response;
  response.status = status;
  response.content_type = std::move(content_type);
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body = std::move(body);
  return response;
}

/// Nothing in a page that is kept is a secret of its reader, so nobody learns one from its length.
RenderedPage rendered(std::string body, std::string content_type, bool gzipped) {
  RenderedPage page{std::move(body), std::move(content_type), {}, false};
  if (gzipped && page.body.size() >= smallest_gzipped_bytes) {
    page.body = gzip(page.body);
    page.gzipped = true;
  }
  page.etag = etag_of(page.body);
  return page;
}

}  // namespace

std::string Front::document(const Visit& visit, std::string_view name, const Page& page, std::string_view section) const {
  boost::json::object frame = page_frame(visit, page);
  complete_frame(visit, section, frame);
  return inside_->templates.document(name, visit.language, page.model, frame, inside_->config.layout);
}

http::Response Front::page(const Visit& visit, std::string_view name, const Page& page, std::string_view section) const {
  if (!page.see_other.empty()) return see_other(page.see_other);
  if (!visit.html) return not_kept(200, "application/json", boost::json::serialize(page.model));
  return not_kept(200, "text/html; charset=utf-8", document(visit, name, page, section));
}

http::Response Front::problem_page(const Visit& visit, const Problem& problem) const {
  Page page;
  page.title = inside_->messages.text(visit.language, "error." + problem.name);
  page.model["status"] = problem.status;
  page.model["title"] = page.title;
  page.model["what_to_do"] = inside_->messages.text(visit.language, "error." + problem.name + "_todo");
  page.model["has_text"] = !problem.detail.empty();
  page.model["text"] = problem.detail;
  http::Response response = not_kept(problem.status, "text/html; charset=utf-8", document(visit, "error", page, {}));
  if (problem.status == 503) response.headers.emplace_back("Retry-After", "1");
  return response;
}

http::Response Front::answer(const PageRoute& route, const Visit& visit, const http::Request& request) {
  const bool is_for_all = visit.snapshot && visit.session_secret.empty();
  const auto now = PageCache::Clock::now();
  const bool gzipped = http::accepts_coding(request.accept_encoding, "gzip");
  std::string key = request.path + '\n' + query_text(visit.query) + '\n' + (visit.html ? visit.language : std::string());
  if (gzipped) key += "\ngzip";
  auto kept = is_for_all ? inside_->cache.find(key, visit.snapshot, now) : nullptr;
  if (!kept) {
    const auto made = route.model(visit);
    if (!made) return tell(visit, problem_of(made.error()), !visit.html);
    if (!is_for_all || !made->see_other.empty()) return page(visit, route.name, *made, route.section);
    kept = std::make_shared<const RenderedPage>(
        visit.html ? rendered(document(visit, route.name, *made, route.section), "text/html; charset=utf-8", gzipped)
                   : rendered(boost::json::serialize(made->model), "application/json", gzipped));
    inside_->cache.put(std::move(key), visit.snapshot, kept, route.live ? now + live_for : PageCache::Clock::time_point::max());
  }
  http::Response response;
  response.content_type = kept->content_type;
  response.headers.emplace_back("Cache-Control", "no-cache");
  response.headers.emplace_back("ETag", kept->etag);
  response.headers.emplace_back("Vary", visit.html ? "Accept-Encoding, Accept-Language, Cookie" : "Accept-Encoding");
  if (has_already(request.if_none_match, kept->etag)) {
    response.status = 304;
  } else {
    if (kept->gzipped) response.headers.emplace_back("Content-Encoding", "gzip");
    response.shared_body = std::shared_ptr<const std::string>(kept, &kept->body);
  }
  return response;
}

}  // namespace radslag::html
