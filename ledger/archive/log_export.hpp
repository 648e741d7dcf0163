// One log's part of a static export: its tiles, entry bundles, packs and, where they are wanted, single blobs. Not its checkpoint.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "ledger/archive/export_folder.hpp"
#include "ledger/archive/heads.hpp"
#include "ledger/archive/packs.hpp"
#include "ledger/log/checkpoint.hpp"
#include "ledger/log/tile_writer.hpp"
#include "ledger/result.hpp"

namespace radslag::archive {

/// What one run brings to a log.
struct LogStep {
  const LogHead& head;
  Shown shown;
  std::set<std::uint64_t> changed;  ///< packs that may differ from those of the run before
  bool each_blob = false;
  /// Called after each bundle with its number of entries; false ends the run.
  const std::function<bool(std::uint64_t entries)>& go_on;
};

class LogExport {
 public:
  /// Reads the checkpoint that the folder has of the log, if any. `folder`, `store` and `packs` must outlive it.
  LogExport(ExportFolder& folder, const store::Store& store, const Packs& packs, store::LogName log);

  /// Of the checkpoint in the folder; 0 where there is none.
  [[nodiscard]] std::uint64_t size_before() const { return before_ ? before_->size : 0; }
  /// Refuses (Errc::mismatch) a folder whose checkpoint is no checkpoint, another log's, or ahead of `head`: names both heads.
  [[nodiscard]] Result<> may_grow_to(const LogHead& head) const;

  /// Everything that `step.head` needs and is not there. Refuses (Errc::mismatch) where the folder's checkpoint is not one of this log,
  /// before anything beyond it is written. Throws store::StoreUnusable where the store contradicts itself. False: ended by `go_on`.
  [[nodiscard]] Result<bool> write(const LogStep& step);
  /// The folder's checkpoint is now this one. Removes what nobody needs any more.
  void written(const LogHead& head);

 private:
  void put_tile(const log::TilePlace& place, std::string_view bytes);
  void put_bundle(std::uint64_t n, std::uint64_t width, const EntryBundle& entries);
  void put_pack(std::uint64_t n, std::uint64_t width, const EntryBundle& entries, const LogStep& step);
  void put_blobs(std::uint64_t width, const EntryBundle& entries, const LogStep& step);
  void clear_old_packs(std::uint64_t n, std::uint64_t width, bool changed);
  void outdate_partial(const std::string& path);
  [[nodiscard]] bool append_leaves(std::uint64_t n, const EntryBundle& entries);
  void check_bodies(std::uint64_t n, std::uint64_t width, const EntryBundle& entries) const;
  [[nodiscard]] Error other_history(const LogHead& head) const;

  ExportFolder& folder_;
  const store::Store& store_;
  const Packs& packs_;
  const store::LogName log_;
  std::optional<log::Checkpoint> before_;
  bool unreadable_ = false;  ///< there is a checkpoint, but not in the format
  log::TileWriter tiles_;    ///< of all that was read of the store
  std::vector<std::string> outdated_;
};

}  // namespace radslag::archive
