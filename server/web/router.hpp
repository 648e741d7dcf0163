// Which route a request takes: a table of data, searched in order.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "server/web/exchange.hpp"

namespace radslag::web {

/// A page: HTML at its pattern, JSON at the pattern with ".json" after it.
struct PageRoute {
  PageFunction model;
  std::string_view name;                     ///< the template's
  std::string_view section;                  ///< the entry of the menu that it belongs to, or nothing
  std::vector<std::string_view> parameters;  ///< of the query that mean something; others are ignored
  bool live = false;                         ///< shows counters that move without an act: true for a second only
  bool shuffled = false;                     ///< needs `order`: gets one at random where none is asked for
};

struct FileRoute {
  FileFunction file;
  std::vector<std::string_view> parameters = {};
  bool for_programs = false;  ///< problems are told as JSON
};

struct EndpointRoute {
  Endpoint run;
};

struct Route {
  std::string_view method;   ///< GET also answers HEAD
  std::string_view pattern;  ///< "/rounds/{round}/vote"; "{...}" takes one segment, "*" at the end takes all the rest (not empty)
  std::variant<PageRoute, FileRoute, EndpointRoute> action;
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

/// The product's routes.
[[nodiscard]] std::span<const Route> all_routes();

}  // namespace radslag::web
