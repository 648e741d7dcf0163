#include "server/registrar/follow/pinned_key.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/server/registrar/follow/served_town.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace radslag;
using radslag::testing::Town;
using registrar::pin_on_first_use;
using registrar::PinnedKeyError;
using registrar::read_pinned_key;

TEST_CASE("the key that was pinned is the one that is read", "[follow]") {
  Town town;
  town.begin();
  registrar::testing::ServedTown served;
  served.serve(town);
  const radslag::testing::TemporaryDirectory folder;
  const auto file = folder / "town.vkey";
  CHECK_THROWS_AS(read_pinned_key(file), PinnedKeyError);
  const auto source = served.source();
  CHECK(pin_on_first_use(*source, file) == town.vkey());
  CHECK(read_pinned_key(file) == town.vkey());
  std::ofstream(file) << "radslag.example.se/log/town+00000000+AAAA\n";
  CHECK_THROWS_WITH(read_pinned_key(file), Catch::Matchers::Contains("holds no public key"));
  served.set("town/vkey", "<html>");
  CHECK_THROWS_AS(pin_on_first_use(*source, folder / "other.vkey"), PinnedKeyError);
  CHECK_FALSE(std::filesystem::exists(folder / "other.vkey"));
}
