// The record's files for outsiders (FORMAT.md sections 1 and 6), made from a store: what stands below /log/, and the whole as a bundle.
// Ballots of a round that has not been closed are never among them, nor texts of residents that no officer has looked at, nor what a
// decision withholds.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "ledger/archive/announcements.hpp"
#include "ledger/archive/closings.hpp"
#include "ledger/archive/heads.hpp"
#include "ledger/archive/packs.hpp"
#include "ledger/archive/seals.hpp"
#include "ledger/log/tile.hpp"
#include "ledger/result.hpp"
#include "ledger/store/store.hpp"

namespace radslag::archive {

/// What a running server has beside its store. Each may be empty. Thread-safe, as the publication is.
struct Beside {
  /// A log's newest checkpoint that has been published: the store commits before the head store has it. Empty: the store's.
  Newest newest = {};
  /// A tile's bytes, not_found beyond the newest checkpoint. Empty: tiles are computed from the store, which takes long for high levels.
  std::function<Result<std::string>(const store::LogName& log, std::size_t level, std::uint64_t n, std::uint64_t width)> tile = {};
  /// A checkpoint of that log with the cosignatures that there are of it.
  std::function<std::string(const store::LogName& log, const std::string& checkpoint)> with_cosignatures = {};
  /// The newest checkpoint of that log with the quorum of cosignatures.
  std::function<std::optional<std::string>(const store::LogName& log)> witnessed = {};
};

/// Thread-safe, as far as the store's reading is.
class Publication {
 public:
  /// `vkey`: the town log's first public key as text, for the files `town/vkey` and `policy`.
  Publication(const store::Store& store, std::string vkey, Beside beside = {});

  /// A file by its path: "town/checkpoint", "policy", "rounds/r1/tile/0/000.p/17", "rounds/r1/tile/entries/000.p/17",
  /// "rounds/r1/blobs/000.p/17", "town/blob/<digest>". Of tiles, bundles and packs any width up to the newest checkpoint's; nothing beyond
  /// it. Errors: not_found, sealed.
  [[nodiscard]] Result<std::string> file(std::string_view path) const;

  /// Where a blob may be handed out: it is in the record under this log and not, or no longer, sealed, nor withheld.
  [[nodiscard]] Result<std::string> blob(const store::LogName& log, const store::Digest& digest) const;

  /// A ballot box that has been opened, or a log that is none.
  [[nodiscard]] bool is_unsealed(const store::LogName& log) const;

  /// The bundle as a ustar archive in pieces. `sink` returns false to stop.
  void bundle(const std::function<bool(std::string_view)>& sink, const std::function<void(std::uint64_t entries)>& progress = {}) const;

 private:
  [[nodiscard]] std::optional<std::string> newest(const store::LogName& log) const;
  [[nodiscard]] Result<std::string> log_file(const store::LogName& log, std::string_view rest, std::string_view path) const;
  [[nodiscard]] Result<std::string> tile(const store::LogName& log, const log::TilePlace& place) const;
  [[nodiscard]] std::string with_cosignatures(const store::LogName& log, const std::string& note) const;
  [[nodiscard]] std::optional<std::string> witnessed(const store::LogName& log, std::uint64_t size) const;
  [[nodiscard]] std::string policy(std::uint64_t town_size) const { return announcements_.policy(town_size).text(); }

  const store::Store& store_;
  Seals seals_;
  Closings closings_;
  Announcements announcements_;
  Packs packs_;
  std::string vkey_;
  Beside beside_;
};

/// Splits "rounds/r1/blobs/000" into the log and what follows it: ("rounds/r1", "blobs/000"). Nothing where no log is named.
[[nodiscard]] std::optional<std::pair<store::LogName, std::string_view>> split_log(std::string_view path);

}  // namespace radslag::archive
