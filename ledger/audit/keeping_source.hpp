// A site's record, kept in a folder while it is verified: a mirror that verifies by itself, and goes on where it was interrupted.
//
// Files that never change (full tiles and bundles) are fetched once, and packs again only when their size has changed at the site. What is
// in the folder is not believed: it goes through the same audit as what is fetched, and if that finds anything, all is fetched anew. A file
// that is there is replaced only when the record has been found to hold: a site that has changed must not take away what shows it.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ledger/archive/export_folder.hpp"
#include "ledger/audit/audit.hpp"
#include "ledger/audit/source.hpp"

namespace radslag::audit {

/// The person wants it to end; the folder goes on from there next time.
struct Stopped : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class KeepingSource final : public Source {
 public:
  /// `believe`: what the folder has is used. `stop` is asked before each file; may be empty. Throws NoInput for a folder with something
  /// else in it, archive::FolderInUse, std::filesystem::filesystem_error.
  KeepingSource(Source& site, archive::ExportFolder& folder, bool believe, std::function<bool()> stop);

  Result<std::string> get(const std::string& path, std::uint64_t max_bytes) override;
  std::optional<std::vector<std::string>> list() const override { return std::nullopt; }
  bool is_live() const override { return site_.is_live(); }

  /// Files that the folder had already.
  [[nodiscard]] std::uint64_t reused() const { return reused_; }
  [[nodiscard]] std::uint64_t fetched() const { return fetched_; }

  /// What was fetched takes the place of what was there, the checkpoints last, and what they do not need any more goes.
  void keep(const Report& report);
  /// The folder is again as it was.
  void undo();

 private:
  [[nodiscard]] std::optional<std::string> at_hand(const std::string& path, std::uint64_t max_bytes);
  void remove_old_partials(const Report& report);

  Source& site_;
  archive::ExportFolder& folder_;
  const bool believe_;
  const std::function<bool()> stop_;
  std::map<std::string, std::string> heads_;  ///< checkpoints, policy and the like, as they were fetched last
  std::vector<std::string> added_;
  std::uint64_t reused_ = 0, fetched_ = 0;
};

/// Checkpoints that the folder has from before, for Options::seen_heads: the record must go on from them.
[[nodiscard]] std::vector<NamedHead> kept_heads(const archive::ExportFolder& folder);

struct KeptReport {
  Report report;
  std::uint64_t reused = 0, fetched = 0;  ///< files
};

/// Audits `site` and keeps it in `folder`, from where it verifies offline with the same result. Where it does not hold and the folder has
/// a record already, that stays as it was. Throws as `audit` and KeepingSource do, and Stopped.
[[nodiscard]] KeptReport audit_and_keep(Source& site, const std::filesystem::path& folder, Options options, std::function<bool()> stop);

}  // namespace radslag::audit
