// One process on one file: an advisory lock that the kernel releases when its holder ends, however it ends.
#pragma once

#include <filesystem>

namespace radslag::storage {

class LockFile {
 public:
  /// Takes the lock on `path` (made if missing) and writes our process id into it. Throws StorageInUse, naming `database` and the holder's
  /// process id, if another holds it.
  LockFile(const std::filesystem::path& path, const std::filesystem::path& database);
  ~LockFile();
  LockFile(const LockFile&) = delete;
  LockFile& operator=(const LockFile&) = delete;

 private:
  int descriptor_;
};

}  // namespace radslag::storage
