// Which head store is a data folder's: a file `head-store` in the folder remembers it, so that a lost one is never silently made anew.
//
// Where none is set: beside the data folder (<folder>-heads/heads.sqlite), which catches an older copy of the folder put back, but not the
// loss of the disk. A demonstration has its own inside, so that it can be thrown away as one folder.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "ledger/heads/sqlite/sqlite_heads.hpp"
#include "server/programs/data_dir.hpp"

namespace radslag::programs {

class OurHeads {
 public:
  /// Opens what the folder remembers, or what is set. Makes one where the folder remembers none: a town of before there were any. Throws
  /// Stop where it is gone or is another's, and what opening throws.
  [[nodiscard]] static OurHeads open(const DataDir& dir, bool demo);
  /// For a town that is being begun: there must be none. Throws Stop.
  static void begin(const DataDir& dir, bool demo);
  /// In place of one that is gone for good. Throws Stop where it is not gone.
  static void begin_anew(const DataDir& dir, bool demo);

  [[nodiscard]] heads::HeadStore& store() const { return *heads_; }
  /// What a person should hear at start; empty: nothing.
  [[nodiscard]] const std::string& notice() const { return notice_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// Whether it is on the same disk (file system) as the record.
  [[nodiscard]] bool same_disk() const;
  /// To be called when the record has been found to agree with it: the folder remembers it from now on.
  void remember() const;

 private:
  OurHeads(DataDir dir, std::filesystem::path path, std::unique_ptr<heads::SqliteHeads> heads);

  DataDir dir_;
  std::filesystem::path path_;
  std::unique_ptr<heads::SqliteHeads> heads_;
  std::string notice_;
};

}  // namespace radslag::programs
