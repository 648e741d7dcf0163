// A log's tiles against its entries (c2sp.org/tlog-tiles): each that the log has must be there and hold the hashes that the entries give.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "ledger/audit/log_stream.hpp"
#include "ledger/log/tile_writer.hpp"

namespace radslag::audit {

/// Leaves go by in order; each full tile is asked for when its last leaf has gone by, the partial ones at the end.
class TileCheck {
 public:
  /// `trouble` is called for each tile that is missing, cut or wrong; after `most_troubles` of a log the rest is not looked at. `source`
  /// must outlive it.
  TileCheck(Source& source, std::string log, std::function<void(const FileTrouble&)> trouble);

  void append(const log::Hash& leaf) { tiles_.append(leaf); }
  /// The log ends here, for now.
  void finish() { tiles_.emit_partial(); }

  [[nodiscard]] std::uint64_t size() const { return tiles_.size(); }
  [[nodiscard]] log::Hash root() const { return tiles_.root(); }

  static constexpr std::size_t most_troubles = 20;

 private:
  void check(const log::TilePlace& place, std::string_view good);
  void tell(const std::string& path, Error error);

  Source& source_;
  const std::string log_;
  std::function<void(const FileTrouble&)> trouble_;
  std::size_t troubles_ = 0;
  log::TileWriter tiles_;
};

}  // namespace radslag::audit
