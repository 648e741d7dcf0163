// A record opened without its server and without comparing it with the head store: for recovering it, and for its keys.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "ledger/journal/journal.hpp"
#include "ledger/record/draft.hpp"
#include "ledger/store/store.hpp"
#include "server/programs/data_dir.hpp"
#include "server/programs/office.hpp"
#include "server/service/key_ring.hpp"

namespace radslag::programs {

class OfflineTown {
 public:
  /// Replays the record. Throws Stop where there is none, and what opening throws.
  explicit OfflineTown(const DataDir& dir);
  ~OfflineTown();

  [[nodiscard]] const record::State& state() const { return *state_; }
  [[nodiscard]] const journal::Journal& journal() const { return *journal_; }
  [[nodiscard]] service::KeyRing& keys() { return keys_; }
  /// Size and root of a log as it stands; size 0 and the empty root of one without entries.
  [[nodiscard]] log::Checkpoint head(const std::string& log) const;
  /// The hour of a log's last entry; 0 of one without entries.
  [[nodiscard]] std::uint64_t last_hour(const std::string& log) const;

  /// Handing in the same act again is safe. Throws Stop with the record's reason.
  journal::Committed submit(const Act& act);

 private:
  std::unique_ptr<store::Store> store_;
  service::KeyRing keys_;
  std::unique_ptr<journal::Journal> journal_;
  std::shared_ptr<const record::State> state_;
};

/// Writes the draft to a new file. Throws Stop where there is a file of that name.
void write_draft(const std::filesystem::path& file, const record::Draft& draft);

}  // namespace radslag::programs
