// A file that is there whole or not at all: written beside its place as NAME.part, synced, then renamed.
#pragma once

#include <filesystem>
#include <string_view>

namespace radslag::programs {

class ExportFile {
 public:
  /// Throws Stop (Exit::cannot_create) here and in the rest.
  explicit ExportFile(std::filesystem::path path);
  /// Removes what has not been finished.
  ~ExportFile();
  ExportFile(const ExportFile&) = delete;
  ExportFile& operator=(const ExportFile&) = delete;

  void write(std::string_view bytes);
  void finish();

 private:
  [[noreturn]] void fail(int cause) const;

  std::filesystem::path path_, part_;
  int descriptor_ = -1;
  bool finished_ = false;
};

/// All of it to an open descriptor. False with errno set if that fails.
[[nodiscard]] bool write_all(int descriptor, std::string_view bytes);

}  // namespace radslag::programs
