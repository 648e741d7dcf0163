// Bundles of entries, and the packs of blobs that belong to them (FORMAT.md section 1), made from a store.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/archive/seals.hpp"
#include "ledger/log/tree.hpp"
#include "ledger/record/entry.hpp"
#include "ledger/store/store.hpp"

namespace radslag::archive {

/// What decides which blobs of a log are handed out.
struct Shown {
  bool ballots = false;         ///< its urn has been opened, or it has none
  std::uint64_t town_size = 0;  ///< entries of the town log that open texts and withhold blobs
};

struct EntryBundle {
  std::string bytes;
  std::vector<log::Hash> leaves;  ///< as the store has them
};

/// Thread-safe, as far as the store's reading is.
class Packs {
 public:
  Packs(const store::Store& store, const Seals& seals) : store_(store), seals_(seals) {}

  /// The entries from `bundle` * 256 on, `width` of them, all of which must be there.
  [[nodiscard]] EntryBundle entries(const store::LogName& log, std::uint64_t bundle, std::uint64_t width) const;
  /// The blobs that those entries name. `entries`: the bundle's bytes.
  [[nodiscard]] std::string blobs(std::string_view entries, std::uint64_t width, const Shown& shown) const;
  /// Calls `visit` with the digest of each blob that those entries name, and whether it is handed out.
  void each_blob(std::string_view entries, std::uint64_t width, const Shown& shown,
                 const std::function<void(const store::Digest& digest, bool is_shown)>& visit) const;

 private:
  const store::Store& store_;
  const Seals& seals_;
};

}  // namespace radslag::archive
