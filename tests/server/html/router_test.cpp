#include "server/html/router.hpp"

#include <catch2/catch.hpp>

using namespace radslag::html;
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
