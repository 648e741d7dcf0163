// The head store in one SQLite file: one connection, which alone has the file for as long as it is open (locking_mode=EXCLUSIVE, so that no
// shared memory is needed and the file may lie on another machine's disk), WAL and synchronous=FULL.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "ledger/heads/heads.hpp"

namespace radslag::store {
class LockFile;
}

namespace radslag::heads {

/// PRAGMA application_id of a head store: "RdHs".
inline constexpr int kApplicationId = 0x52644873;
inline constexpr int kSchemaVersion = 1;

class SqliteHeads final : public HeadStore {
 public:
  /// Throws store::StoreUnusable with a sentence for a person (no file, another program's, a newer version, damaged), store::StoreInUse.
  [[nodiscard]] static std::unique_ptr<SqliteHeads> open(const std::filesystem::path& path);
  /// Makes a new one, whole or not at all; an existing file is refused. Its folder is made if it is missing, for its owner alone. `id`: see
  /// `id()`.
  [[nodiscard]] static std::unique_ptr<SqliteHeads> create(const std::filesystem::path& path, const std::string& id);
  ~SqliteHeads() override;

  /// Drawn when it was made: a record remembers which head store is its own.
  [[nodiscard]] const std::string& id() const { return id_; }

  void swap(const std::vector<Swap>& swaps) override;
  [[nodiscard]] Notes all() const override;
  [[nodiscard]] std::string place() const override;

 private:
  explicit SqliteHeads(std::filesystem::path path);
  void prepare();
  void reserve();
  void move(const Swap& swap);
  void roll_back(const std::string& why);
  void checkpoint_if_due();
  [[noreturn]] void fail(const std::string& why);

  struct Statements;

  std::filesystem::path path_;
  std::unique_ptr<store::LockFile> lock_;
  std::unique_ptr<SQLite::Database> database_;
  std::unique_ptr<Statements> statements_;
  std::string id_;
  int wal_frames_ = 0;  ///< in the write-ahead log after the last commit
  std::string failed_;  ///< why no further work is taken; empty while all is well
};

}  // namespace radslag::heads
