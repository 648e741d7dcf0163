#include "server/web/router.hpp"

#include <catch2/catch.hpp>

using namespace radslag::web;
using Args = std::vector<std::string>;

TEST_CASE("a pattern takes the paths that it describes, and no other") {
  CHECK(match("/", "/") == Args{});
  CHECK(match("/record", "/record") == Args{});
  CHECK(match("/rounds/{round}", "/rounds/r1") == Args{"r1"});
  CHECK(match("/rounds/{round}/projects/{n}", "/rounds/r1/projects/7") == Args{"r1", "7"});
  CHECK(match("/log/*", "/log/town/tile/entries/000.p/3") == Args{"town/tile/entries/000.p/3"});
  for (const auto& [pattern, path] : std::vector<std::pair<std::string, std::string>>{{"/", ""},
                                                                                      {"/", "/record"},
                                                                                      {"/record", "/"},
                                                                                      {"/record", "/record/"},
                                                                                      {"/record", "/records"},
                                                                                      {"/record", "record"},
                                                                                      {"/rounds/{round}", "/rounds/"},
                                                                                      {"/rounds/{round}", "/rounds"},
                                                                                      {"/rounds/{round}", "/rounds/r1/"},
                                                                                      {"/rounds/{round}", "/rounds/r1/vote"},
                                                                                      {"/rounds/{round}/vote", "/rounds//vote"},
                                                                                      {"/log/*", "/log/"},
                                                                                      {"/log/*", "/log"}}) {
    CAPTURE(pattern, path);
    CHECK_FALSE(match(pattern, path).has_value());
  }
}

TEST_CASE("routes are found by path and method") {
  const auto find = [](std::string_view method, std::string_view path) { return find_route(all_routes(), method, path); };

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
