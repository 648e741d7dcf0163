// The record's files for outsiders in a folder that any plain file server can serve (FORMAT.md section 1), made from a store and grown
// with it: each run writes only what is new.
//
// The order of a run: tiles, bundles and packs that nobody has asked for yet; all of it onto the disk; packs that changed (an urn was
// opened, a text was opened, something was withheld); the checkpoints last. So a reader never sees a checkpoint without what it covers, and
// a run that was interrupted anywhere is finished by the next.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "ledger/archive/announcements.hpp"
#include "ledger/archive/closings.hpp"
#include "ledger/archive/log_export.hpp"
#include "ledger/archive/publication.hpp"

namespace radslag::archive {

struct ExportOptions {
  bool each_blob = false;  ///< every blob also as a file of its own: blob/<digest>
  /// Called after each bundle of entries. May be empty; false ends the run, which the next one finishes.
  std::function<bool(std::uint64_t done, std::uint64_t all)> progress = {};
};

struct Exported {
  std::uint64_t entries = 0;  ///< in the folder now, of all logs
  std::uint64_t added = 0;    ///< of them by this run
  std::uint64_t written = 0;  ///< files
  bool finished = true;       ///< false: `progress` ended it
};

/// One folder and one store, run after run. One process at a time writes a folder.
class StaticExport {
 public:
  /// Makes the folder where it is absent. Throws FolderInUse, std::filesystem::filesystem_error. `store` must outlive it.
  StaticExport(const store::Store& store, std::string vkey, Beside beside, std::filesystem::path folder);

  /// Brings the folder to the store's newest checkpoints. Errors: mismatch (it holds something else, or a record that this store does not
  /// continue: names both heads; nothing that was there is changed), not_found (the store has no record yet). Throws
  /// std::filesystem::filesystem_error, store::StoreUnusable.
  [[nodiscard]] Result<Exported> run(const ExportOptions& options);
  /// For the runs to come.
  void set_beside(Beside beside) { beside_ = std::move(beside); }

 private:
  using Heads = std::vector<LogHead>;
  [[nodiscard]] Result<> check(const Heads& heads);
  [[nodiscard]] LogExport& log(const store::LogName& name);
  [[nodiscard]] std::set<std::uint64_t> changed_packs(const LogHead& head, const Shown& shown, const std::vector<SealChange>& changes);
  void show(const Heads& heads);
  void put_beside(const Heads& heads);
  void put_head(const LogHead& head, std::uint64_t town_size);
  void put_if_other(const std::string& path, const std::string& bytes);
  [[nodiscard]] std::set<store::LogName> ended(std::uint64_t from, std::uint64_t to) const;

  const store::Store& store_;
  Seals seals_;
  Closings closings_;
  Announcements announcements_;
  Packs packs_;
  std::string vkey_;
  Beside beside_;
  ExportFolder folder_;
  std::map<store::LogName, std::unique_ptr<LogExport>> logs_;
};

}  // namespace radslag::archive
