#include "server/web/routes.hpp"

#include <catch2/catch.hpp>

using namespace radslag::web;
using radslag::html::find_route;
using radslag::html::Found;
using Args = std::vector<std::string>;

TEST_CASE("routes are found by path and method") {
  const auto routes = all_routes(Config{});
  const auto find = [&](std::string_view method, std::string_view path) { return find_route(routes, method, path); };

  const auto pattern = [&](std::string_view method, std::string_view path) {
    const Found found = find(method, path);
    return found.route ? std::string(found.route->pattern) : std::string();
  };

  SECTION("pages, also as JSON") {
    CHECK(find("GET", "/rounds/r1").args == Args{"r1"});
    CHECK_FALSE(find("GET", "/rounds/r1").json);
    CHECK(find("GET", "/rounds/r1.json").json);
    CHECK(find("GET", "/rounds/r1.json").args == Args{"r1"});
    CHECK(pattern("GET", "/dialogues.json") == "/dialogues");
    CHECK(pattern("HEAD", "/about") == "/about");
  }
  SECTION("files are themselves") {
    CHECK(pattern("GET", "/rounds/r1/result.csv") == "/rounds/{round}/result.csv");
    CHECK(pattern("GET", "/log/bundle.tar") == "/log/bundle.tar");
    CHECK(find("GET", "/log/town/checkpoint").args == Args{"town/checkpoint"});
    CHECK(find("GET", "/healthz.json").route == nullptr);
  }
  SECTION("another method is told which there are") {
    CHECK(find("POST", "/record").route == nullptr);
    CHECK(find("POST", "/record").allow == "GET, HEAD");
    CHECK(find("GET", "/acts").allow == "POST");
    CHECK(find("GET", "/nowhere").allow.empty());
  }
}
