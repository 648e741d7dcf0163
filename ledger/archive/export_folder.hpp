// The folder of a static export, as a file server shows it while it is being written: every file is there whole or not at all, whenever
// the writing process or the machine stops.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace radslag::archive {

/// Another process is writing there: says so.
struct FolderInUse : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Paths are relative to the folder. All throw std::filesystem::filesystem_error where the disk refuses; the next writer finishes then what
/// this one could not.
class ExportFolder {
 public:
  /// Makes the folder where it is absent, locks it, and clears away what an interrupted writer left under temporary names.
  /// Throws FolderInUse.
  explicit ExportFolder(std::filesystem::path root);
  ~ExportFolder();
  ExportFolder(const ExportFolder&) = delete;
  ExportFolder& operator=(const ExportFolder&) = delete;

  /// Nothing is in it, or a writer's first run was interrupted: whatever else is in it is not a record.
  [[nodiscard]] bool is_new() const { return new_; }
  [[nodiscard]] const std::filesystem::path& root() const { return root_; }

  /// Size of a regular file; nothing where there is none.
  [[nodiscard]] std::optional<std::uint64_t> size(const std::string& path) const;
  [[nodiscard]] std::optional<std::string> read(const std::string& path) const;
  /// Names in a folder, files and folders; none where it is absent.
  [[nodiscard]] std::vector<std::string> names(const std::string& path) const;

  /// In its place at once; on the disk after `settle`.
  void write(const std::string& path, std::string_view bytes);
  /// In its place, instead of what was there, when `show_staged` is called.
  void stage(const std::string& path, std::string_view bytes);
  void show_staged();
  void forget_staged() { staged_.clear(); }
  [[nodiscard]] bool has_staged() const { return !staged_.empty(); }
  /// On the disk before it is in its place.
  void write_durably(const std::string& path, std::string_view bytes);
  /// A file, or a folder with all that is in it; nothing happens where there is none.
  void remove(const std::string& path);
  /// All that was written and removed is on the disk.
  void settle();
  /// Nothing under a temporary name is left.
  void finish();

  [[nodiscard]] std::uint64_t written() const { return written_; }  ///< files
  [[nodiscard]] std::uint64_t removed() const { return removed_; }  ///< files and folders

 private:
  void make_parent(const std::string& path);
  [[nodiscard]] std::filesystem::path temporary();
  void put(const std::filesystem::path& place, std::string_view bytes, bool durably) const;
  void move(const std::filesystem::path& from, const std::string& path);
  [[noreturn]] void fail(const std::filesystem::path& place) const;

  std::filesystem::path root_, part_;
  int descriptor_ = -1;
  bool new_ = false, unsettled_ = false;
  std::uint64_t next_temporary_ = 0, written_ = 0, removed_ = 0;
  std::unordered_set<std::string> made_;  ///< folders that are there
  std::vector<std::pair<std::filesystem::path, std::string>> staged_;
};

}  // namespace radslag::archive
