// Tiles from a stream of leaves, without the tree: what a static export writes, in 8 KB of memory a level.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/log/tile.hpp"

namespace radslag::log {

class TileWriter {
 public:
  /// Called with each tile, in an order in which no tile comes before those below it. What it throws passes through.
  using Emit = std::function<void(const TilePlace& place, std::string_view bytes)>;
  /// Gives the bytes of a tile that was emitted before.
  using Read = std::function<Result<std::string>(const TilePlace& place)>;

  explicit TileWriter(Emit emit);
  /// Goes on after `size` entries: reads the partial tiles of that size (at most one a level) and refuses them (Errc::mismatch) if they do
  /// not give `root`.
  [[nodiscard]] static Result<TileWriter> resume(std::uint64_t size, const Hash& root, const Read& read, Emit emit);

  /// Emits each tile that this leaf makes full.
  void append(const Hash& leaf);
  /// Emits the partial tiles of the present size. One may go on appending afterwards.
  void emit_partial() const;

  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] Hash root() const;

 private:
  Emit emit_;
  std::uint64_t size_ = 0;
  std::array<std::vector<Hash>, tile_levels> edge_;  ///< of each level the hashes after its last full tile: 0 to 255
};

}  // namespace radslag::log
