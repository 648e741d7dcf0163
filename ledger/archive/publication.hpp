// The record's files for outsiders (FORMAT.md sections 1 and 6), made from a store: what stands below /log/, and the whole as a bundle.
// Ballots of a round that has not been closed are never among them, nor texts of residents that no officer has looked at.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/archive/closings.hpp"
#include "ledger/archive/seals.hpp"
#include "ledger/record/entry.hpp"
#include "ledger/result.hpp"
#include "ledger/store/store.hpp"

namespace radslag::archive {

/// Thread-safe, as far as the store's reading is.
class Publication {
 public:
  /// `vkey`: the town log's public key as text, for the file `town/vkey`.
  Publication(const store::Store& store, std::string vkey) : store_(store), seals_(store), closings_(store), vkey_(std::move(vkey)) {}

  /// A file by its path: "town/checkpoint", "rounds/r1/tile/entries/000.p/17", "rounds/r1/blobs/000.p/17", "town/blob/<digest>".
  /// Nothing beyond the newest checkpoint. Errors: not_found, sealed.
  [[nodiscard]] Result<std::string> file(std::string_view path) const;

  /// Where a blob may be handed out: it is in the record under this log and not, or no longer, sealed.
  [[nodiscard]] Result<std::string> blob(const store::LogName& log, const store::Digest& digest) const;

  /// A ballot box that has been opened, or a log that is none.
  [[nodiscard]] bool is_unsealed(const store::LogName& log) const;

  /// The bundle as a ustar archive in pieces. `sink` returns false to stop.
  void bundle(const std::function<bool(std::string_view)>& sink, const std::function<void(std::uint64_t entries)>& progress = {}) const;

 private:
  struct LogSize {
    store::LogName log;
    std::uint64_t size;
    std::string checkpoint;
  };
  [[nodiscard]] std::vector<LogSize> sizes() const;
  [[nodiscard]] std::string entries(const store::LogName& log, std::uint64_t bundle, std::uint64_t width) const;
  /// `unsealed`: ballots may be handed out. `town_size`: what decides which texts may.
  [[nodiscard]] std::string blobs(const store::LogName& log, std::uint64_t bundle, std::uint64_t width, bool unsealed,
                                  std::uint64_t town_size) const;

  const store::Store& store_;
  Seals seals_;
  Closings closings_;
  std::string vkey_;
};

}  // namespace radslag::archive
