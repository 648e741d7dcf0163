// A site's front: takes plain requests, finds their route, guards it, gives plain answers. Each site makes its own from this one.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "server/html/exchange.hpp"
#include "server/html/problem.hpp"
#include "server/html/router.hpp"

namespace radslag::html {

class Templates;

/// Thread-safe. Must outlive the answers to its requests.
///
/// The way of every request: choice of language; route; for all but GET and HEAD the guard of same_site.hpp; `visit`, which sees no cookie
/// where the route believes none; `admit`; for a form its values and, in a session, its token; then the route's function.
class Front {
 public:
  /// Reads catalogues and templates. Throws std::runtime_error that names all that is wrong with them, of `message_keys` and the routes
  /// too; std::logic_error for a table of routes that would let a POST past the token of forms. `config` must outlive it.
  Front(const Config& config, std::vector<Route> routes, const std::vector<std::string>& message_keys = {});
  virtual ~Front();
  Front(const Front&) = delete;
  Front& operator=(const Front&) = delete;

  /// Calls `done` once, now or later from another thread. Throws what the world breaks (a database, memory).
  void handle(http::Request&& request, Done done);
  /// The most bytes that the body of such a request may have. Quick: a server asks before it reads the body.
  [[nodiscard]] std::size_t body_limit(std::string_view method, std::string_view path) const;

  [[nodiscard]] const Messages& messages() const;
  [[nodiscard]] const std::vector<Route>& routes() const;
  /// A problem as a page.
  [[nodiscard]] http::Response problem_page(const Visit& visit, const Problem& problem) const;
  /// A page that nobody keeps.
  [[nodiscard]] http::Response page(const Visit& visit, std::string_view name, const Page& page, std::string_view section = {}) const;

 protected:
  /// The site's own visit (make_shared of its kind) with what it knows: record, session. It must not fail for what a stranger sends.
  [[nodiscard]] virtual std::shared_ptr<const Visit> visit(Visit&& base, const http::Request& request) const = 0;
  /// Nothing where the visitor may take this route; otherwise the answer instead.
  [[nodiscard]] virtual std::optional<http::Response> admit(const Visit& visit, const Route& route) const = 0;
  /// Adds what the site's layout needs beside the values of page_frame. `section`: the entry of the menu that the page belongs to.
  virtual void complete_frame(const Visit& visit, std::string_view section, boost::json::object& frame) const = 0;

 private:
  struct Inside;
  [[nodiscard]] http::Response tell(const Visit& visit, const Problem& problem, bool as_json) const;
  [[nodiscard]] http::Response answer(const PageRoute& route, const Visit& visit, const http::Request& request);
  [[nodiscard]] std::string document(const Visit& visit, std::string_view name, const Page& page, std::string_view section) const;
  void run_form(const FormRoute& route, Senders senders, Exchange&& exchange) const;

  std::unique_ptr<Inside> inside_;
};

}  // namespace radslag::html
