// Which blobs are not to be handed out, ballots apart: texts of residents that no officer has looked at, and for good those that the law
// forbids (FORMAT.md section 3); and what a decision withholds (4.8). Read from the store itself, so that it agrees with the checkpoint
// that is handed out beside it.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "ledger/record/entry.hpp"
#include "ledger/store/store.hpp"

namespace radslag::archive {

/// A blob that an entry of the town log opened or withheld.
struct SealChange {
  std::uint64_t town_index = 0;  ///< of that entry
  store::LogName log;            ///< whose entries name the blob
  store::Digest blob{};
  std::optional<std::uint64_t> entry;  ///< that names it, where it is known
};

/// Thread-safe, as far as the store's reading is.
class Seals {
 public:
  explicit Seals(const store::Store& store) : store_(store) {}

  /// Whether the blob is sealed or withheld by the first `town_size` entries of the town log. False for a blob that they do not name.
  [[nodiscard]] bool sealed(const store::Digest& blob, std::uint64_t town_size) const;
  /// Which of them withholds it; nothing where none does.
  [[nodiscard]] std::optional<std::uint64_t> withheld_by(const store::Digest& blob, std::uint64_t town_size) const;
  /// What the entries from <= index < to of the town log opened and withheld.
  [[nodiscard]] std::vector<SealChange> changes(std::uint64_t from, std::uint64_t to) const;

 private:
  struct Text {
    store::Digest digest{};
    std::uint64_t entry = 0;
  };
  void read_to(std::uint64_t town_size) const;
  void read(std::uint64_t index, std::string_view body) const;
  void read_text(std::uint64_t index, const record::Statement& statement) const;
  void withhold(std::uint64_t index, const record::BlobsWithheld& row) const;

  const store::Store& store_;
  mutable std::mutex mutex_;  ///< over the rest: what has been read so far
  mutable std::uint64_t size_ = 0;
  mutable std::map<std::string, Text> initiatives_, proposals_;  ///< their texts, while sealed
  mutable std::map<store::Digest, std::uint64_t> opened_at_;     ///< the entry that opened it; `never` so far
  mutable std::map<store::Digest, std::uint64_t> withheld_at_;   ///< the entry that withheld it
  mutable std::vector<SealChange> changes_;                      ///< in the order of the town log
};

}  // namespace radslag::archive
