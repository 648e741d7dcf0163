#include "server/html/front.hpp"

#include <boost/json.hpp>
#include <stdexcept>

#include "server/html/csrf.hpp"
#include "server/html/inside_front.hpp"
#include "server/html/language.hpp"

namespace radslag::html {
namespace {

constexpr std::string_view json_type = "application/json";

/// The parameters that mean something to the route, as asked for.
Query query_of(const http::Request& request, std::span<const std::string_view> names) {
  Query query;
  if (names.empty() || request.query.empty()) return query;
  for (auto& [name, value] : http::parse_query(request.query))
    for (const std::string_view wanted : names)
      if (name == wanted && !value.empty()) query.emplace(name, std::move(value));
  return query;
}

Query query_of(const http::Request& request, const Found& found) {
  Query query;
  if (found.route == nullptr) return query;
  if (const auto* page = std::get_if<PageRoute>(&found.route->action)) {
    query = query_of(request, page->parameters);
    if (page->settle != nullptr) page->settle(query);
  } else if (const auto* file = std::get_if<FileRoute>(&found.route->action)) {
    query = query_of(request, file->parameters);
  }
  return query;
}

/// Whether a problem on the way to a route is told to a program.
bool for_programs(const Found& found, const http::Request& request, const Config& config) {
  if (found.json || request.content_type == json_type || request.path.ends_with(".json")) return true;
  for (const std::string& path : config.program_paths)
    if (request.path.starts_with(path)) return true;
  const auto* file = found.route == nullptr ? nullptr : std::get_if<FileRoute>(&found.route->action);
  return file != nullptr && file->for_programs;
}

void remember_language(const LanguageChoice& choice, http::Response& response) {
  if (choice.remember) response.headers.emplace_back("Set-Cookie", "lang=" + choice.language + "; Max-Age=31536000; Path=/; SameSite=Lax");
}

}  // namespace

Front::Front(const Config& config, std::vector<Route> routes, const std::vector<std::string>& message_keys)
    : inside_(std::make_unique<Inside>(config, std::move(routes))) {
  inside_->check(message_keys);
}

Front::~Front() = default;

const Messages& Front::messages() const { return inside_->messages; }

const std::vector<Route>& Front::routes() const { return inside_->routes; }

void Front::handle(http::Request&& request, Done done) {
  const Config& config = inside_->config;
  const LanguageChoice choice = choose_language(request, inside_->messages, config.content_lang);
  const Found found = find_route(inside_->routes, request.method, request.path);
  const Senders senders = found.route == nullptr ? Senders::own_site : found.route->senders;
  if (senders != Senders::own_site) request.cookie.clear();
  const std::shared_ptr<const Visit> visit = this->visit(
      {inside_->messages, config, choice.language, !found.json, found.args, query_of(request, found), request.path, {}, {}}, request);
  const bool as_json = for_programs(found, request, config);
  const auto give = [&](http::Response&& response) {
    remember_language(choice, response);
    done(std::move(response));
  };
  if (found.route == nullptr) {
    http::Response response = tell(*visit, found.allow.empty() ? problem_of({Errc::not_found, {}}) : method_not_allowed(), as_json);
    if (!found.allow.empty()) response.headers.emplace_back("Allow", found.allow);
    return give(std::move(response));
  }
  if (!may_send(request, senders, config.origins)) return give(tell(*visit, foreign_form(), as_json));
  if (auto instead = admit(*visit, *found.route)) return give(std::move(*instead));
  if (const auto* page = std::get_if<PageRoute>(&found.route->action)) return give(answer(*page, *visit, request));
  if (const auto* file = std::get_if<FileRoute>(&found.route->action)) {
    auto made = file->file(*visit);
    return give(made ? std::move(*made) : tell(*visit, problem_of(made.error()), as_json));
  }
  Exchange exchange(*this, visit, std::move(request), std::move(done));
  if (const auto* form = std::get_if<FormRoute>(&found.route->action)) return run_form(*form, senders, std::move(exchange));
  std::get<EndpointRoute>(found.route->action).run(*visit, std::move(exchange));
}

void Front::run_form(const FormRoute& route, Senders senders, Exchange&& exchange) const {
  const std::shared_ptr<const Visit> visit = exchange.visit_;
  const bool needs_token = senders == Senders::own_site && !visit->session_secret.empty();
  std::vector<Field> fields = route.fields;
  fields.push_back({csrf_field, csrf_token_bytes, 0, 1});
  auto form = read_form(exchange.request, fields);
  if (!form) return exchange.refuse(form.error());
  if (needs_token && !csrf_matches(visit->session_secret, form->text(csrf_field))) return exchange.done(tell(*visit, stale_form(), false));
  exchange.form = std::move(*form);
  route.run(*visit, std::move(exchange));
}

std::size_t Front::body_limit(std::string_view method, std::string_view path) const {
  const Found found = find_route(inside_->routes, method, path);
  return found.route != nullptr && found.route->body_bytes > 0 ? found.route->body_bytes : inside_->config.small_body_bytes;
}

http::Response Front::tell(const Visit& visit, const Problem& problem, bool as_json) const {
  return as_json ? problem_json(problem, inside_->messages, visit.language) : problem_page(visit, problem);
}

}  // namespace radslag::html
