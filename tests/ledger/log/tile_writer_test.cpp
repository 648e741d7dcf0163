#include "ledger/log/tile_writer.hpp"

#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include <map>
#include <string>
#include <vector>

namespace radslag::log {
namespace {

using Files = std::map<std::string, std::string>;

const std::vector<Hash>& leaves() {
  static const std::vector<Hash> all = [] {
    std::vector<Hash> hashes;
    for (std::uint64_t i = 0; i < 66'000; ++i) hashes.push_back(leaf_hash("entry " + std::to_string(i)));
    return hashes;
  }();
  return all;
}

TileWriter::Emit into(Files& files) {
  return [&files](const TilePlace& place, std::string_view bytes) { files[place.path()] = bytes; };
}

TileWriter::Read from(const Files& files) {
  return [&files](const TilePlace& place) -> Result<std::string> {
    const auto file = files.find(place.path());
    if (file == files.end()) return refuse(Errc::not_found, place.path());
    return file->second;
  };
}

/// What a tree of `size` leaves has.
Files tiles_in(const Tree& tree, std::uint64_t size) {
  Files files;
  for (const TilePlace& place : tiles_of(size)) files[place.path()] = tile(tree, *place.level, place.n, place.width);
  return files;
}

TEST_CASE("the tiles of a stream are those of the tree, and so is the root, for all sizes to 300 and around 256 times 256") {
  Tree tree;
  Files full;
  TileWriter writer(into(full));
  for (std::uint64_t size = 0; size <= 66'000; ++size) {
    if (size > 0) {
      tree.append(leaves()[size - 1]);
      writer.append(leaves()[size - 1]);
    }
    if (size > 300 && (size < 65'530 || size > 65'540) && size != 65'280 && size != 65'791 && size != 65'792 && size != 66'000) continue;
    CAPTURE(size);
    REQUIRE(writer.size() == size);
    REQUIRE(writer.root() == tree.root());
    writer.emit_partial();
    REQUIRE(full == tiles_in(tree, size));
    std::erase_if(full, [](const auto& file) { return file.first.find(".p/") != std::string::npos; });
  }
}

TEST_CASE("no tile comes before those below it") {
  std::vector<TilePlace> order;
  TileWriter writer([&](const TilePlace& place, std::string_view) { order.push_back(place); });
  for (std::uint64_t i = 0; i < 65'536; ++i) writer.append(leaves()[i]);
  writer.emit_partial();
  REQUIRE(order.size() == 256 + 1 + 1);
  REQUIRE(order[255] == TilePlace{0, 255, 256});
  REQUIRE(order[256] == TilePlace{1, 0, 256});
  REQUIRE(order[257] == TilePlace{2, 0, 1});
}

TEST_CASE("an export that grew in steps has what one made at once has, besides old partial tiles") {
  rc::prop("steps", [] {
    Files files;
    Tree tree;
    std::uint64_t size = 0;
    const auto steps = *rc::gen::container<std::vector<std::uint64_t>>(rc::gen::inRange<std::uint64_t>(0, 700));
    for (const std::uint64_t step : steps) {
      auto writer = TileWriter::resume(size, tree.root(), from(files), into(files));
      RC_ASSERT(writer.has_value());
      for (std::uint64_t i = 0; i < step && size < leaves().size(); ++i, ++size) {
        writer->append(leaves()[size]);
        tree.append(leaves()[size]);
      }
      writer->emit_partial();
      RC_ASSERT(writer->root() == tree.root());
      const Files needed = tiles_in(tree, size);
      for (const auto& [path, bytes] : needed) RC_ASSERT(files.at(path) == bytes);
      for (const auto& [path, bytes] : files) RC_ASSERT(needed.contains(path) || path.find(".p/") != std::string::npos);
    }
  });
}

TEST_CASE("an edge that is missing, cut or changed is not gone on from") {
  Tree tree;
  for (std::uint64_t i = 0; i < 600; ++i) tree.append(leaves()[i]);
  const Files good = tiles_in(tree, 600);
  Files out;
  REQUIRE(TileWriter::resume(600, tree.root(), from(good), into(out)));
  for (const std::string path : {"tile/0/002.p/88", "tile/1/000.p/2"}) {
    CAPTURE(path);
    Files bad = good;
    bad.erase(path);
    CHECK(TileWriter::resume(600, tree.root(), from(bad), into(out)).error().code == Errc::not_found);
    bad[path] = good.at(path).substr(1);
    CHECK(TileWriter::resume(600, tree.root(), from(bad), into(out)).error().code == Errc::malformed);
    bad[path] = good.at(path);
    bad[path][7] ^= 1;
    CHECK(TileWriter::resume(600, tree.root(), from(bad), into(out)).error().code == Errc::mismatch);
  }
  CHECK(TileWriter::resume(600, tree.root(599), from(good), into(out)).error().code == Errc::mismatch);
  CHECK(TileWriter::resume(0, empty_root(), from({}), into(out)));
  CHECK(out.empty());
}

}  // namespace
}  // namespace radslag::log
