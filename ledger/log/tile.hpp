// Tiles of the tree: c2sp.org/tlog-tiles v0.1.0, height 8. Tile n of level l holds the hashes
// MTH(D[(n * 256 + i) * 256^l : (n * 256 + i + 1) * 256^l]) for i = 0 to 255: those of full subtrees only.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/log/bundle.hpp"
#include "ledger/log/tree.hpp"

namespace radslag::log {

inline constexpr std::uint64_t tile_width = bundle_width;
/// A log of less than 2^63 entries has tiles of the levels 0 to 7 alone; paths may name up to 63.
inline constexpr std::size_t tile_levels = 8;

/// Where a tile or a bundle stands below its log: "tile/0/x001/234", "tile/1/000.p/17", "tile/entries/000.p/5".
struct TilePlace {
  std::optional<std::size_t> level;  ///< 0 to 63; none: a bundle of entries
  std::uint64_t n = 0;
  std::uint64_t width = tile_width;  ///< 1 to 256

  [[nodiscard]] std::string path() const;
  /// Canonical forms only.
  [[nodiscard]] static Result<TilePlace> parse(std::string_view path);
  bool operator==(const TilePlace&) const = default;
};

/// How many hashes tile `n` of `level` has in a log of `size` entries: 0 to 256. Empty tiles are never served.
[[nodiscard]] std::uint64_t tile_hashes(std::size_t level, std::uint64_t n, std::uint64_t size);
/// The same for any place: hashes of a tile or entries of a bundle.
[[nodiscard]] std::uint64_t width_at(const TilePlace& place, std::uint64_t size);

/// The tile's bytes, 32 for each hash. 1 <= width <= tile_hashes(level, n, tree.size()).
[[nodiscard]] std::string tile(const Tree& tree, std::size_t level, std::uint64_t n, std::uint64_t width);
/// Whether `bytes` are what `tree` has there. Names the first hash that differs (Errc::mismatch) or says that it is cut (Errc::malformed).
/// `place` must be one that the tree has.
[[nodiscard]] Result<> check_tile(const Tree& tree, const TilePlace& place, std::string_view bytes);

/// Every tile that a log of `size` entries has and one of `from` entries did not have in this width: full tiles and, at the right edge,
/// partial ones. By level, then index; no bundles. from <= size, and size is a log at hand: there is an item for every 256 entries.
[[nodiscard]] std::vector<TilePlace> tiles_of(std::uint64_t size, std::uint64_t from = 0);
/// The same for the bundles of entries.
[[nodiscard]] std::vector<TilePlace> bundles_of(std::uint64_t size, std::uint64_t from = 0);

}  // namespace radslag::log
