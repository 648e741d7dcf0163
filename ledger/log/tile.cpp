#include "ledger/log/tile.hpp"

#include <algorithm>
#include <bit>
#include <cassert>

#include "ledger/log/text.hpp"

namespace radslag::log {

namespace {

constexpr std::string_view tile_start = "tile/";
constexpr std::string_view entries_word = "entries";
constexpr std::size_t highest_named_level = 63;
constexpr std::size_t tile_height = 8;  ///< 2^8 hashes a tile
constexpr std::size_t hash_bytes = std::tuple_size_v<Hash>;

/// Those of one level which has `count` hashes (or entries), and had `before`.
void add_places(std::vector<TilePlace>& places, std::optional<std::size_t> level, std::uint64_t count, std::uint64_t before) {
  if (count == before) return;
  std::uint64_t n = before / tile_width;
  for (; n < count / tile_width; ++n) places.push_back({level, n, tile_width});
  if (count % tile_width != 0) places.push_back({level, n, count % tile_width});
}

std::uint64_t hashes_of(std::size_t level, std::uint64_t size) { return level < tile_levels ? size >> tile_height * level : 0; }

}  // namespace

std::string TilePlace::path() const {
  return std::string(tile_start) + (level ? std::to_string(*level) : std::string(entries_word)) + '/' + tile_index_path(n, width);
}

Result<TilePlace> TilePlace::parse(std::string_view path) {
  if (!path.starts_with(tile_start)) return refuse(Errc::malformed, "a tile's path does not begin with tile/");
  path.remove_prefix(tile_start.size());
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return refuse(Errc::malformed, "a tile's path without an index");
  TilePlace place;
  if (path.substr(0, slash) != entries_word) {
    const auto level = parse_decimal(path.substr(0, slash), "a tile's level");
    if (!level) return tl::make_unexpected(level.error());
    if (*level > highest_named_level) return refuse(Errc::too_large, "a tile's level is over 63");
    place.level = *level;
  }
  const auto index = parse_tile_index_path(path.substr(slash + 1));
  if (!index) return tl::make_unexpected(index.error());
  place.n = index->first;
  place.width = index->second;
  return place;
}

std::uint64_t tile_hashes(std::size_t level, std::uint64_t n, std::uint64_t size) { return bundle_entries(n, hashes_of(level, size)); }

std::uint64_t width_at(const TilePlace& place, std::uint64_t size) {
  return place.level ? tile_hashes(*place.level, place.n, size) : bundle_entries(place.n, size);
}

std::string tile(const Tree& tree, std::size_t level, std::uint64_t n, std::uint64_t width) {
  assert(width >= 1 && width <= tile_hashes(level, n, tree.size()));
  std::string bytes;
  bytes.reserve(width * hash_bytes);
  for (std::uint64_t i = 0; i < width; ++i) bytes += crypto::view(tree.node(tile_height * level, n * tile_width + i));
  return bytes;
}

Result<> check_tile(const Tree& tree, const TilePlace& place, std::string_view bytes) {
  assert(place.level);
  if (bytes.size() != place.width * hash_bytes) {
    return refuse(Errc::malformed,
                  place.path() + " has " + std::to_string(bytes.size()) + " bytes instead of " + std::to_string(place.width * hash_bytes));
  }
  const std::string good = tile(tree, *place.level, place.n, place.width);
  const auto [here, there] = std::mismatch(good.begin(), good.end(), bytes.begin());
  if (here == good.end()) return {};
  const auto at = static_cast<std::size_t>(here - good.begin()) / hash_bytes;
  return refuse(Errc::mismatch, place.path() + ": hash " + std::to_string(at) + " is not the one that the entries give");
}

std::vector<TilePlace> tiles_of(std::uint64_t size, std::uint64_t from) {
  assert(from <= size);
  std::vector<TilePlace> places;
  for (std::size_t level = 0; level < tile_levels; ++level) add_places(places, level, hashes_of(level, size), hashes_of(level, from));
  return places;
}

std::vector<TilePlace> bundles_of(std::uint64_t size, std::uint64_t from) {
  assert(from <= size);
  std::vector<TilePlace> places;
  add_places(places, std::nullopt, size, from);
  return places;
}

}  // namespace radslag::log
