// Which urns have been opened: where the round-closed entry stands in each round's log. Read from the store itself, so that it agrees with
// the checkpoint that is handed out beside it.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>

#include "ledger/store/store.hpp"

namespace radslag::archive {

/// Thread-safe, as far as the store's reading is.
class Closings {
 public:
  explicit Closings(const store::Store& store) : store_(store) {}

  /// Whether round-closed is among the first `size` entries of a round's log.
  [[nodiscard]] bool closed(const store::LogName& log, std::uint64_t size) const;

 private:
  struct Read {
    std::uint64_t size = 0;  ///< so far
    std::optional<std::uint64_t> closed_at;
  };

  const store::Store& store_;
  mutable std::mutex mutex_;  ///< over the rest
  mutable std::map<store::LogName, Read> read_;
};

}  // namespace radslag::archive
