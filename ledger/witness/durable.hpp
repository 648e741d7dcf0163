// Files that are there whole, or as they were before, whatever happens.
#pragma once

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace radslag::witness {

/// A write failed, and perhaps nobody knows whether it was done: end the process; a start finds out from the disk.
struct WriteFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// There is no space: surely nothing was written, and what was there stands.
struct NoSpace : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The folder cannot be used as it is: a sentence that says what is wrong and what to do.
struct Unusable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Another process is using the folder.
struct InUse : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline constexpr std::string_view unfinished_suffix = ".unfinished";

/// Written beside, synced, put in its place, and its folder synced: on the disk when this returns. Mode 0600. Throws NoSpace, WriteFailed.
void write_durably(const std::filesystem::path& path, std::string_view bytes);
/// A new folder, mode 0700, that is on the disk when this returns. One that is there already is left as it is. Throws NoSpace, WriteFailed.
void make_folder_durably(const std::filesystem::path& path);
/// The whole file; nothing where there is none. Throws Unusable where it cannot be read, or is over `max_bytes`.
[[nodiscard]] std::optional<std::string> read_whole(const std::filesystem::path& path, std::size_t max_bytes);

/// One process on one folder: an advisory lock that the kernel releases when its holder ends, however it ends.
class FolderLock {
 public:
  /// Throws InUse, Unusable.
  explicit FolderLock(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace radslag::witness
