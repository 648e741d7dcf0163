#include "ledger/log/bundle.hpp"

#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

namespace radslag::log {
namespace {

TEST_CASE("tile paths are those of tlog-tiles, both ways") {
  const std::vector<std::pair<std::pair<std::uint64_t, std::uint64_t>, std::string>> known = {
      {{0, 256}, "000"},
      {{5, 256}, "005"},
      {{999, 256}, "999"},
      {{1000, 256}, "x001/000"},
      {{1234067, 256}, "x001/x234/067"},
      {{1000000, 256}, "x001/x000/000"},
      {{273, 112}, "273.p/112"},
      {{0, 1}, "000.p/1"},
      {{1234067, 255}, "x001/x234/067.p/255"},
      {{9223372036854775807U, 256}, "x009/x223/x372/x036/x854/x775/807"},
  };
  for (const auto& [tile, path] : known) {
    CAPTURE(path);
    REQUIRE(tile_index_path(tile.first, tile.second) == path);
    REQUIRE(parse_tile_index_path(path) == tile);
  }
}

TEST_CASE("a tile path in another form is refused") {
  for (
      const char* path :
      {"",          "5",        "05",        "0005",        "x005",    "x000/005",  "x000/x001/234", "001/234",
       "x001/x234", "x001/",    "/005",      "x1/234",      "x001/34", "x001//234", "X001/234",      "x001x234",
       "00a",       "-01",      "005 ",      " 005",        "005.p/0", "005.p/256", "005.p/257",     "005.p/01",
       "005.p/",    "005.p",    "005.p/1/",  "005.p/1.p/1", ".p/1",    "005.P/1",   "../005",        "005/../006",
       "005.p/-1",  "005.p/1 ", "x001/234x", "x001/x234/",  "999999",  "%30005",    "005\n",         "x009/x223/x372/x036/x854/x775/808"}) {
    CAPTURE(path);
    REQUIRE_FALSE(parse_tile_index_path(path));
  }
}

TEST_CASE("a bundle has as many entries as the log has left for it") {
  REQUIRE(bundle_entries(0, 0) == 0);
  REQUIRE(bundle_entries(0, 1) == 1);
  REQUIRE(bundle_entries(0, 256) == 256);
  REQUIRE(bundle_entries(1, 256) == 0);
  REQUIRE(bundle_entries(1, 257) == 1);
  REQUIRE(bundle_entries(273, 70000) == 112);
  REQUIRE(bundle_entries(272, 70000) == 256);
  REQUIRE(bundle_entries(~std::uint64_t{0}, 70000) == 0);
}

TEST_CASE("entries are put into a bundle with their length before them") {
  std::string bundle;
  append_to_bundle(bundle, "");
  append_to_bundle(bundle, "abc");
  REQUIRE(bundle == std::string("\0\0\0\3abc", 7));
  append_to_bundle(bundle, std::string(max_entry_bytes, 'x'));
  const auto entries = split_bundle(bundle, 3);
  REQUIRE(entries);
  REQUIRE((*entries)[0].empty());
  REQUIRE((*entries)[1] == "abc");
  REQUIRE((*entries)[2] == std::string(max_entry_bytes, 'x'));
  REQUIRE((*entries)[1].data() == bundle.data() + 4);
}

TEST_CASE("a bundle that is cut, has too much or is of another width is refused") {
  std::string bundle;
  append_to_bundle(bundle, "first");
  append_to_bundle(bundle, "second");
  REQUIRE(split_bundle(bundle, 2));
  REQUIRE(split_bundle("", 0));
  REQUIRE_FALSE(split_bundle("x", 0));
  REQUIRE_FALSE(split_bundle(bundle, 1));
  REQUIRE_FALSE(split_bundle(bundle, 3));
  REQUIRE_FALSE(split_bundle(bundle + '\0', 2));
  for (std::size_t length = 0; length < bundle.size(); ++length) {
    CAPTURE(length);
    REQUIRE_FALSE(split_bundle(bundle.substr(0, length), 2));
  }
}

TEST_CASE("what was put into a bundle comes out of it") {
  rc::prop("entries", [](const std::vector<std::string>& given) {
    RC_PRE(given.size() <= bundle_width);
    std::string bundle;
    for (const std::string& entry : given) append_to_bundle(bundle, entry);
    const auto entries = split_bundle(bundle, given.size());
    RC_ASSERT(entries.has_value());
    RC_ASSERT(std::vector<std::string>(entries->begin(), entries->end()) == given);
  });
  rc::prop("paths", [] {
    const std::pair tile(*rc::gen::inRange<std::uint64_t>(0, std::uint64_t{1} << 62), *rc::gen::inRange<std::uint64_t>(1, 257));
    RC_ASSERT(parse_tile_index_path(tile_index_path(tile.first, tile.second)) == tile);
  });
}

}  // namespace
}  // namespace radslag::log
