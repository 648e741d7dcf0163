#include "server/web/app.hpp"

#include <boost/json.hpp>
#include <chrono>
#include <stdexcept>

#include "crypto/random.hpp"
#include "server/http/coding.hpp"
#include "server/web/bundle_maker.hpp"
#include "server/web/gzip.hpp"
#include "server/web/language.hpp"
#include "server/web/message_keys.hpp"
#include "server/web/messages.hpp"
#include "server/web/order.hpp"
#include "server/web/page_cache.hpp"
#include "server/web/page_frame.hpp"
#include "server/web/problem.hpp"
#include "server/web/render.hpp"
#include "server/web/router.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace {

constexpr auto live_for = std::chrono::seconds(1);

/// Below this a page fits into a packet or two as it is.
constexpr std::size_t smallest_gzipped_bytes = 1'024;

/// The parameters that mean something to the route, as asked for.
Query query_of(const http::Request& request, std::span<const std::string_view> names) {
  Query query;
  if (names.empty() || request.query.empty()) return query;
  for (auto& [name, value] : http::parse_query(request.query))
    for (const std::string_view wanted : names)
      if (name == wanted && !value.empty()) query.emplace(name, std::move(value));
  return query;
}

/// An order that is not one of ours, or none, becomes one at random.
void settle_order(Query& query) {
  const auto asked = whole_number(parameter(query, "order"));
  if (!asked || *asked >= orders) query["order"] = std::to_string(crypto::random_below(orders));
}

/// Whether If-None-Match (RFC 9110 13.1.2) names the page.
bool has_already(std::string_view if_none_match, std::string_view etag) {
  return if_none_match == "*" || if_none_match.find(etag) != std::string_view::npos;
}

void remember_language(const LanguageChoice& choice, http::Response& response) {
  if (choice.remember) response.headers.emplace_back("Set-Cookie", "lang=" + choice.language + "; Max-Age=31536000; Path=/; SameSite=Lax");
}

}  // namespace

struct App::Inside {
  service::Service& service;
  const Config config;
  const Messages messages;
  const Templates templates;
  const Site site;
  PageCache cache;
  BundleMaker bundles;

  Inside(service::Service& s, Config c)
      : service(s),
        config(std::move(c)),
        messages(config.locales_dir, config.time_zone),
        templates(config.templates_dir, messages),
        site{service, messages, config},
        cache(config.cache_pages, config.cache_bytes),
        bundles(service, config.bundle_bytes) {
    check();
  }

  void check() const {
    std::string wrong;
    for (const std::string& key : message_keys())
      if (!messages.has(key)) wrong += "\n  message " + key + " is missing";
    for (const Route& route : all_routes())
      if (const auto* page = std::get_if<PageRoute>(&route.action); page && !templates.has(page->name))
        wrong += "\n  template " + std::string(page->name) + ".mustache is missing";
    if (!messages.has_language(config.content_lang))
      wrong += "\n  there is no catalogue for the content's language, " + config.content_lang;
    if (!wrong.empty()) throw std::runtime_error("the front cannot start:" + wrong);
  }

  Visit visit(const LanguageChoice& choice, const Found& found, Query query) const {
    return {site, service.state(), choice.language, !found.json, found.args, std::move(query)};
  }

  http::Response problem_page(const Visit& visit, const http::Request& request, const Problem& problem) const {
    boost::json::object model;
    model["status"] = problem.status;
    model["title"] = messages.text(visit.language, "error." + problem.name);
    model["what_to_do"] = messages.text(visit.language, "error." + problem.name + "_todo");
    model["has_text"] = !problem.detail.empty();
    model["text"] = problem.detail;
    http::Response response;
    response.status = problem.status;
    response.headers.emplace_back("Cache-Control", "no-store");
    response.headers.emplace_back("Vary", "Accept-Language, Cookie");
    if (problem.status == 503) response.headers.emplace_back("Retry-After", "1");
    const boost::json::object frame = page_frame(visit, request.path, messages.text(visit.language, "error." + problem.name), "");
    response.body = templates.document("error", visit.language, model, frame);
    return response;
  }

  http::Response tell(const Visit& visit, const http::Request& request, const Problem& problem, bool as_json) const {
    return as_json ? problem_json(problem, messages, visit.language) : problem_page(visit, request, problem);
  }

  Result<std::shared_ptr<const RenderedPage>> render(const PageRoute& route, const Visit& visit, const std::string& path,
                                                     bool gzipped) const {
    auto page = route.model(visit);
    if (!page) return tl::make_unexpected(page.error());
    auto rendered = std::make_shared<RenderedPage>();
    if (visit.html) {
      rendered->content_type = "text/html; charset=utf-8";
      rendered->body = templates.document(route.name, visit.language, page->model, page_frame(visit, path, page->title, route.section));
    } else {
      rendered->content_type = "application/json";
      rendered->body = boost::json::serialize(page->model);
    }
    // No page holds a secret of its reader, so nobody learns one from a page's length.
    if (gzipped && rendered->body.size() >= smallest_gzipped_bytes) {
      rendered->body = gzip(rendered->body);
      rendered->gzipped = true;
    }
    rendered->etag = etag_of(rendered->body);
    return std::shared_ptr<const RenderedPage>(std::move(rendered));
  }

  http::Response answer(const PageRoute& route, const Visit& visit, const http::Request& request) {
    const auto now = PageCache::Clock::now();
    const bool gzipped = http::accepts_coding(request.accept_encoding, "gzip");
    std::string key = request.path + '\n' + query_text(visit.query) + '\n' + (visit.html ? visit.language : std::string());
    if (gzipped) key += "\ngzip";
    auto page = cache.find(key, visit.state, now);
    if (!page) {
      auto made = render(route, visit, request.path, gzipped);
      if (!made) return tell(visit, request, problem_of(made.error()), !visit.html);
      page = *made;
      cache.put(std::move(key), visit.state, page, route.live ? now + live_for : PageCache::Clock::time_point::max());
    }
    http::Response response;
    response.content_type = page->content_type;
    response.headers.emplace_back("Cache-Control", "no-cache");
    response.headers.emplace_back("ETag", page->etag);
    response.headers.emplace_back("Vary", visit.html ? "Accept-Encoding, Accept-Language, Cookie" : "Accept-Encoding");
    if (has_already(request.if_none_match, page->etag)) {
      response.status = 304;
    } else {
      if (page->gzipped) response.headers.emplace_back("Content-Encoding", "gzip");
      response.shared_body = std::shared_ptr<const std::string>(page, &page->body);
    }
    return response;
  }

  http::Response answer(const FileRoute& route, const Visit& visit, const http::Request& request) const {
    auto file = route.file(visit);
    return file ? std::move(*file) : tell(visit, request, problem_of(file.error()), route.for_programs);
  }
};

App::App(service::Service& service, Config config) : inside_(std::make_unique<Inside>(service, std::move(config))) {}

App::~App() = default;

void App::handle(http::Request&& request, std::function<void(http::Response&&)> done) {
  const LanguageChoice choice = choose_language(request, inside_->messages, inside_->config.content_lang);
  const Found found = find_route(all_routes(), request.method, request.path);
  http::Response response;
  if (found.route == nullptr) {
    const bool wrong_method = !found.allow.empty();
    const Problem problem = wrong_method ? method_not_allowed() : problem_of({Errc::not_found, {}});
    const bool as_json = request.method == "POST" || request.path.ends_with(".json") || request.path.starts_with("/log/");
    response = inside_->tell(inside_->visit(choice, found, {}), request, problem, as_json);
    if (wrong_method) response.headers.emplace_back("Allow", found.allow);
  } else if (const auto* page = std::get_if<PageRoute>(&found.route->action)) {
    Query query = query_of(request, page->parameters);
    if (page->shuffled) settle_order(query);
    response = inside_->answer(*page, inside_->visit(choice, found, std::move(query)), request);
  } else if (const auto* file = std::get_if<FileRoute>(&found.route->action)) {
    response = inside_->answer(*file, inside_->visit(choice, found, query_of(request, file->parameters)), request);
  } else {
    const Endpoint run = std::get<EndpointRoute>(found.route->action).run;
    return run({inside_->visit(choice, found, {}), std::move(request), std::move(done), inside_->bundles});
  }
  remember_language(choice, response);
  done(std::move(response));
}

std::size_t App::body_limit(std::string_view method, std::string_view raw_path) const {
  if (method == "POST" && raw_path == "/acts") return inside_->config.act_body_bytes;
  if (method == "POST" && match("/rounds/{round}/ballots", raw_path)) return inside_->config.ballot_body_bytes;
  return inside_->config.small_body_bytes;
}

}  // namespace radslag::web
