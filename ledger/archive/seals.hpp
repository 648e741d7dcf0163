// Which texts of residents are not to be handed out: those that no officer has looked at, and for good those that the law forbids
// (FORMAT.md section 3). Read from the store itself, so that it agrees with the checkpoint that is handed out beside it.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "ledger/record/entry.hpp"
#include "ledger/store/store.hpp"

namespace radslag::archive {

/// Thread-safe, as far as the store's reading is.
class Seals {
 public:
  explicit Seals(const store::Store& store) : store_(store) {}

  /// Whether the blob is sealed by the first `town_size` entries of the town log. False for a blob that they do not name.
  [[nodiscard]] bool sealed(const store::Digest& blob, std::uint64_t town_size) const;

 private:
  void read_to(std::uint64_t town_size) const;
  void read(std::uint64_t index, std::string_view body) const;

  const store::Store& store_;
  mutable std::mutex mutex_;  ///< over the rest: what has been read so far
  mutable std::uint64_t size_ = 0;
  mutable std::map<std::string, store::Digest> initiatives_, proposals_;  ///< their texts, while sealed
  mutable std::map<store::Digest, std::uint64_t> opened_at_;              ///< the entry that opened it; `never` so far
};

}  // namespace radslag::archive
