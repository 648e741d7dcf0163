// Writing a file so that it is there whole or not at all, whenever the power goes.
#pragma once

#include <filesystem>
#include <functional>
#include <string_view>

#include <sys/types.h>

namespace radslag::registrar {

/// A file under another name until `finish`; removed if that is never called.
class NewFile {
 public:
  /// Throws std::system_error naming the path, as all here.
  NewFile(std::filesystem::path path, mode_t mode);
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  void write(std::string_view bytes);
  /// On the disk, under its own name; the folder too. With `may_replace` false an existing file stays and std::system_error (EEXIST) is
  /// thrown.
  void finish(bool may_replace = true);
  /// On the disk, still under the other name.
  void sync();

 private:
  void flush();

  std::filesystem::path path_, other_;
  std::string waiting_;
  int descriptor_ = -1;
};

/// The folder's own entries are on the disk.
void sync_folder(const std::filesystem::path& folder);
/// Makes a folder for its owner alone; one that is there stays as it is.
void make_private_folder(const std::filesystem::path& folder);

}  // namespace radslag::registrar
