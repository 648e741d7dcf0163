#include "server/html/router.hpp"

namespace radslag::html {
namespace {

std::string_view take_segment(std::string_view& rest) {
  const std::size_t end = rest.find('/');
  const std::string_view segment = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end);
  return segment;
}

void allow(std::string& list, std::string_view method) {
  for (const std::string_view name : method == "GET" ? std::vector<std::string_view>{"GET", "HEAD"} : std::vector<std::string_view>{method})
    if (list.find(name) == std::string::npos) list += (list.empty() ? "" : ", ") + std::string(name);
}

}  // namespace

std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view path) {
  std::vector<std::string> args;
  while (!pattern.empty() && !path.empty()) {
    if (pattern.front() != '/' || path.front() != '/') return std::nullopt;
    pattern.remove_prefix(1);
    path.remove_prefix(1);
    if (pattern == "*") {
      if (path.empty()) return std::nullopt;
      args.emplace_back(path);
      return args;
    }
    const std::string_view wanted = take_segment(pattern), segment = take_segment(path);
    if (wanted.starts_with('{')) {
      if (segment.empty()) return std::nullopt;
      args.emplace_back(segment);
    } else if (wanted != segment) {
      return std::nullopt;
    }
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return args;
}

Found find_route(std::span<const Route> routes, std::string_view method, std::string_view path) {
  constexpr std::string_view suffix = ".json";
  const std::string_view bare = path.ends_with(suffix) ? path.substr(0, path.size() - suffix.size()) : std::string_view();
  Found found;
  for (const Route& route : routes) {
    const bool is_page = std::holds_alternative<PageRoute>(route.action);
    bool json = false;
    auto args = match(route.pattern, path);
    if (is_page && !bare.empty() && (!args || !args->empty())) {  // an id has no dot: "/dialogues/7.json" is never the dialogue "7.json"
      args = match(route.pattern, bare);
      json = args.has_value();
    }
    if (!args) continue;
    if (method == route.method || (method == "HEAD" && route.method == "GET")) return {&route, std::move(*args), json, {}};
    allow(found.allow, route.method);
  }
  return found;
}

}  // namespace radslag::html
