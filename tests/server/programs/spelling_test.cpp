#include "server/programs/spelling.hpp"

#include <catch2/catch.hpp>
#include <vector>

using namespace radslag::programs;

TEST_CASE("the distance between words") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("port", "") == 4);
  CHECK(edit_distance("", "port") == 4);
  CHECK(edit_distance("port", "port") == 0);
  CHECK(edit_distance("port", "prot") == 2);
  CHECK(edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("what was probably meant") {
  const std::vector<std::string> known{"serve", "init", "check-config", "export"};
  CHECK(nearest("srve", known) == "serve");
  CHECK(nearest("exprot", known) == "export");
  CHECK(nearest("check_config", known) == "check-config");
  CHECK(nearest("banana", known).empty());
  CHECK(did_you_mean("srve", known) == " Did you mean serve?");
  CHECK(did_you_mean("banana", known).empty());
}
