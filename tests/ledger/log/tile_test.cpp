#include "ledger/log/tile.hpp"

#include <catch2/catch.hpp>

#include <cstring>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace radslag::log {
namespace {

Tree tree_of(std::uint64_t size) {
  Tree tree;
  for (std::uint64_t i = 0; i < size; ++i) tree.append(leaf_hash("entry " + std::to_string(i)));
  return tree;
}

/// The root of a complete tree over leaves begin to end, from the definition alone.
Hash subtree(const Tree& tree, std::uint64_t begin, std::uint64_t end) {
  if (end - begin == 1) return tree.leaf(begin);
  const std::uint64_t middle = (begin + end) / 2;
  return node_hash(subtree(tree, begin, middle), subtree(tree, middle, end));
}

TEST_CASE("tile paths are those of the standard, both ways") {
  const std::vector<std::pair<TilePlace, std::string>> known = {
      {{0, 0, 256}, "tile/0/000"},
      {{0, 273, 112}, "tile/0/273.p/112"},
      {{1, 1, 17}, "tile/1/001.p/17"},
      {{3, 1234067, 256}, "tile/3/x001/x234/067"},
      {{63, 5, 1}, "tile/63/005.p/1"},
      {{std::nullopt, 0, 256}, "tile/entries/000"},
      {{std::nullopt, 1234067, 255}, "tile/entries/x001/x234/067.p/255"},
  };
  for (const auto& [place, path] : known) {
    CAPTURE(path);
    CHECK(place.path() == path);
    CHECK(TilePlace::parse(path) == place);
  }
}

TEST_CASE("another form of a tile's path is refused") {
  for (const char* path : {"",
                           "tile",
                           "tile/",
                           "tile/0",
                           "tile/0/",
                           "/tile/0/000",
                           "tile/00/000",
                           "tile/-1/000",
                           "tile/+1/000",
                           "tile/64/000",
                           "tile//000",
                           "tile/0/0",
                           "tile/0/0000",
                           "tile/0/1000",
                           "tile/0/x000/000",
                           "tile/0/000.p/0",
                           "tile/0/000.p/256",
                           "tile/0/000.p/01",
                           "tile/0/000.p",
                           "tile/8/0/005",
                           "tile/Entries/000",
                           "tile/entries",
                           "tile/entries/",
                           "tile/entries/5",
                           "tile/data/000",
                           "tile/0/000/",
                           "tile/0/../0/000",
                           "tile/99999999999999999999/000",
                           "Tile/0/000",
                           "tile/0/000\n",
                           "tile /0/000"}) {
    CAPTURE(path);
    CHECK_FALSE(TilePlace::parse(path));
  }
}

TEST_CASE("the standard's example of 70,000 entries has the tiles that it says") {
  CHECK(tile_hashes(0, 272, 70'000) == 256);
  CHECK(tile_hashes(0, 273, 70'000) == 112);
  CHECK(tile_hashes(0, 274, 70'000) == 0);
  CHECK(tile_hashes(1, 0, 70'000) == 256);
  CHECK(tile_hashes(1, 1, 70'000) == 17);
  CHECK(tile_hashes(2, 0, 70'000) == 1);
  CHECK(tile_hashes(2, 1, 70'000) == 0);
  CHECK(tile_hashes(3, 0, 70'000) == 0);
  CHECK(tile_hashes(63, 0, 70'000) == 0);
  CHECK(tile_hashes(0, 0, 256) == 256);
  CHECK(tile_hashes(1, 0, 256) == 1);
  CHECK(tile_hashes(1, 0, 255) == 0);
  CHECK(tile_hashes(7, 0, (std::uint64_t{1} << 63) - 1) == 127);
  CHECK(tile_hashes(0, ~std::uint64_t{0}, 70'000) == 0);
  CHECK(width_at({std::nullopt, 273, 1}, 70'000) == 112);
  CHECK(width_at({2, 0, 1}, 70'000) == 1);

  const auto tiles = tiles_of(70'000);
  CHECK(tiles.size() == 274 + 2 + 1);
  CHECK(tiles[273] == TilePlace{0, 273, 112});
  CHECK(tiles[275] == TilePlace{1, 1, 17});
  CHECK(tiles[276] == TilePlace{2, 0, 1});
  CHECK(bundles_of(70'000).size() == 274);
  CHECK(bundles_of(70'000).back() == TilePlace{std::nullopt, 273, 112});
}

TEST_CASE("each hash of each tile is the root of its subtree, for all sizes to 300") {
  const Tree full = tree_of(300);
  Tree tree;
  for (std::uint64_t size = 0; size <= 300; ++size) {
    if (size > 0) tree.append(full.leaf(size - 1));
    CAPTURE(size);
    std::uint64_t leaves = 0;
    for (const TilePlace& place : tiles_of(size)) {
      CAPTURE(place.path());
      REQUIRE(place.width == width_at(place, size));
      const std::string bytes = tile(tree, *place.level, place.n, place.width);
      REQUIRE(bytes.size() == place.width * 32);
      REQUIRE(bytes == tile(full, *place.level, place.n, place.width));
      REQUIRE(check_tile(tree, place, bytes));
      const std::uint64_t each = std::uint64_t{1} << 8 * *place.level;
      for (std::uint64_t i = 0; i < place.width; ++i) {
        const std::uint64_t begin = (place.n * 256 + i) * each;
        REQUIRE(bytes.substr(i * 32, 32) == crypto::view(subtree(tree, begin, begin + each)));
      }
      if (*place.level == 0) leaves += place.width;
    }
    REQUIRE(leaves == size);
  }
}

TEST_CASE("around 256 times 256 entries the tiles of the levels meet") {
  const Tree tree = tree_of(65'793);
  for (const std::uint64_t size : {65'279U, 65'280U, 65'535U, 65'536U, 65'537U, 65'791U, 65'792U, 65'793U}) {
    CAPTURE(size);
    std::map<std::size_t, std::uint64_t> hashes;
    for (const TilePlace& place : tiles_of(size)) hashes[*place.level] += place.width;
    CHECK(hashes[0] == size);
    CHECK(hashes[1] == size / 256);
    CHECK(hashes[2] == size / 65'536);
    CHECK(hashes.size() == 3);  // made above
  }
  // A hash of one level is the root of the full tile below it.
  const std::string top = tile(tree, 2, 0, 1);
  CHECK(top == crypto::view(tree.root(65'536)));
  const std::string middle = tile(tree, 1, 0, 256);
  for (const std::uint64_t n : {0U, 1U, 128U, 255U}) {
    CHECK(middle.substr(n * 32, 32) == crypto::view(subtree(tree, n * 256, (n + 1) * 256)));
  }
}

TEST_CASE("a growing export needs what is new and the new right edge, nothing else") {
  for (const std::uint64_t size : {0U, 1U, 255U, 256U, 257U, 511U, 512U, 1000U, 65'536U, 65'537U}) {
    for (const std::uint64_t from : {0U, 1U, 255U, 256U, 257U, 512U, 999U, 65'535U, 65'536U, 65'537U}) {
      if (from > size) continue;
      CAPTURE(size, from);
      for (const auto list : {&tiles_of, &bundles_of}) {
        std::vector<TilePlace> there = list(from, 0);
        std::vector<TilePlace> needed;
        for (const TilePlace& place : list(size, 0)) {
          if (std::find(there.begin(), there.end(), place) == there.end()) needed.push_back(place);
        }
        REQUIRE(list(size, from) == needed);
      }
    }
  }
}

TEST_CASE("a tile with any byte changed, cut or longer is not the tree's, and the place is named") {
  const Tree tree = tree_of(300);
  const TilePlace place{0, 1, 44};
  const std::string good = tile(tree, 0, 1, 44);
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 0x10);
    const auto checked = check_tile(tree, place, bad);
    REQUIRE_FALSE(checked);
    REQUIRE(checked.error().code == Errc::mismatch);
    REQUIRE(checked.error().detail.starts_with("tile/0/001.p/44: hash " + std::to_string(i / 32) + " "));
  }
  for (const std::string& bad : {std::string(), good.substr(1), good.substr(0, good.size() - 32), good + '\0', good + good}) {
    const auto checked = check_tile(tree, place, bad);
    REQUIRE_FALSE(checked);
    CHECK(checked.error().code == Errc::malformed);
  }
}

}  // namespace
}  // namespace radslag::log
