// The one connection that writes and checkpoints.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "ledger/store/store.hpp"

namespace radslag::store {

/// One thread. How a batch reaches the disk, so that "full" is told apart from "unknown":
///   1. insert everything, in memory;
///   2. write all changed pages to the write-ahead log and reserve room for the rest: an error for want of space is here, and rolled back;
///   3. COMMIT writes one more page and fsyncs: any error from here on is StoreFailure, and the writer refuses all further work.
class Writer {
 public:
  /// Takes a connection that has our schema, WAL mode and the authorizer.
  Writer(SQLite::Database database, std::filesystem::path path);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void append(const std::vector<Batch>& batches);

 private:
  void insert(const Batch& batch);
  std::int64_t log_id(const LogName& name);
  void write_ahead();
  void reserve();
  void commit();
  void checkpoint_if_due();
  [[nodiscard]] bool roll_back() noexcept;
  [[noreturn]] void fail(const std::string& why);
  [[noreturn]] void fail_before_commit(const SQLite::Exception& error);

  std::filesystem::path path_;
  SQLite::Database database_;
  SQLite::Statement begin_, commit_, rollback_, find_log_, insert_log_, insert_entry_, insert_blob_, insert_head_;
  std::map<LogName, std::int64_t> logs_;  ///< committed ones and those of the running transaction
  int wal_frames_ = 0;                    ///< frames in the write-ahead log after the last commit
  std::int64_t reserved_bytes_ = 0;       ///< length of the write-ahead log that surely has room on the disk
  std::string failed_;                    ///< why no further work is taken; empty while all is well
};

}  // namespace radslag::store
