// Room on the disk for a commit, made sure of before the commit is asked for.
#pragma once

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <filesystem>

namespace radslag::storage {

/// Why: an error of COMMIT itself leaves the outcome unknown, so that a full disk should show before it. First all changed pages are
/// written to the write-ahead log, where an error for want of space can still be told by its cause; then room is reserved for the one or
/// two pages that COMMIT adds. Where a file system cannot reserve, a disk that fills in that very moment is a failure: more than is
/// needed, never less.
class WalRoom {
 public:
  /// Counts the log's frames from now on.
  void watch(SQLite::Database& database);
  /// In an open transaction. Throws SQLite::Exception: FULL if there is no room.
  void make(SQLite::Database& database, const std::filesystem::path& path);
  /// After a commit.
  [[nodiscard]] bool checkpoint_due() const;

 private:
  int frames_ = 0;                   ///< in the log after the last commit
  std::int64_t reserved_bytes_ = 0;  ///< length of the log that surely has room on the disk
};

}  // namespace radslag::storage
