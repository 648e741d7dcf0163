// Which route a request takes: a table of data, searched in order.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ledger/result.hpp"
#include "server/html/form.hpp"
#include "server/html/handler.hpp"
#include "server/html/query.hpp"
#include "server/html/same_site.hpp"

namespace radslag::html {

class Exchange;
struct Page;

/// A page: HTML at its pattern, JSON at the pattern with ".json" after it.
struct PageRoute {
  Handler<Result<Page>()> model;
  std::string_view name;                     ///< the template's
  std::string_view section;                  ///< the entry of the menu that it belongs to, or nothing
  std::vector<std::string_view> parameters;  ///< of the query that mean something; others are ignored
  bool live = false;                         ///< shows counters that move without an act: true for a second only
  void (*settle)(Query& query) = nullptr;    ///< sets parameters that the page needs and nobody asked for
};

/// A file made at once. Errors become problems.
struct FileRoute {
  Handler<Result<http::Response>()> file;
  std::vector<std::string_view> parameters = {};
  bool for_programs = false;  ///< problems are told as JSON
};

/// Anything else, answered through the exchange, perhaps later. With POST it is for machines.
struct EndpointRoute {
  Handler<void(Exchange&&)> run;
};

/// A form that was sent: `run` finds its values in the exchange. Where the visit has a session, its token has been checked.
struct FormRoute {
  Handler<void(Exchange&&)> run;
  std::vector<Field> fields;  ///< all that the form has, but for its token
};

struct Route {
  std::string_view method;   ///< GET also answers HEAD
  std::string_view pattern;  ///< "/rounds/{round}/vote"; "{...}" takes one segment, "*" at the end takes all the rest (not empty)
  std::variant<PageRoute, FileRoute, EndpointRoute, FormRoute> action;
  Senders senders = Senders::own_site;
  std::size_t body_bytes = 0;   ///< the most that a body may have; 0: Config::small_body_bytes
  std::string_view needs = {};  ///< the right that Front::admit looks for
};

struct Found {
  const Route* route = nullptr;  ///< nullptr: no such path, or not with this method
  std::vector<std::string> args;
  bool json = false;  ///< the path ended in ".json"
  std::string allow;  ///< the methods that the path has: not empty where only the method is wrong
};

/// What stands in the pattern's braces; nothing where the path does not match.
[[nodiscard]] std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view path);

[[nodiscard]] Found find_route(std::span<const Route> routes, std::string_view method, std::string_view path);

}  // namespace radslag::html
