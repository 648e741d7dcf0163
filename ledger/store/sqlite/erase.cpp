#include "ledger/store/sqlite/erase.hpp"

#include <SQLiteCpp/Statement.h>
#include <sqlite3.h>

#include "ledger/store/sqlite/connection.hpp"
#include "ledger/store/sqlite/lock_file.hpp"
#include "ledger/store/sqlite/schema.hpp"
#include "ledger/store/store.hpp"

namespace radslag::store {
namespace {

/// In one transaction, and the triggers are back before anything is committed.
void empty_rows(SQLite::Database& database, const std::vector<crypto::Digest>& blobs, Erased& erased) {
  database.exec("BEGIN IMMEDIATE; DROP TRIGGER blob_no_update; DROP TRIGGER blob_no_delete");
  {
    SQLite::Statement length(database, "SELECT length(bytes) FROM blob WHERE digest = ?");
    SQLite::Statement empty(database, "UPDATE blob SET bytes = x'' WHERE digest = ?");
    for (const auto& blob : blobs) {
      length.reset();
      length.bind(1, blob.data(), static_cast<int>(blob.size()));
      const bool is_there = length.executeStep();
      const std::int64_t bytes = is_there ? length.getColumn(0).getInt64() : 0;
      erased.absent += is_there ? 0 : 1;
      erased.before += is_there && bytes == 0 ? 1 : 0;
      if (bytes == 0) continue;
      empty.reset();
      empty.bind(1, blob.data(), static_cast<int>(blob.size()));
      empty.exec();
      ++erased.blobs;
      erased.bytes += static_cast<std::uint64_t>(bytes);
    }
  }
  database.exec(append_only_triggers("blob"));
  database.exec("COMMIT");
}

/// Everything that the write-ahead log has goes into the database, and the log is cut to nothing.
void empty_log(SQLite::Database& database) {
  database.check(sqlite3_wal_checkpoint_v2(database.getHandle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr));
}

}  // namespace

Erased erase_blobs(const std::filesystem::path& path, const std::vector<crypto::Digest>& blobs) {
  if (!std::filesystem::exists(path)) throw StoreUnusable("there is no record at " + path.string());
  const LockFile lock(path.string() + ".lock", path);
  try {
    SQLite::Database database = open_for_writing(path, false);
    if (identify(database, path) == Identity::empty) throw StoreUnusable(path.string() + " is empty, not a Rådslag record");
    // Free pages are written over with zeros, and the copy that VACUUM makes is a file: the record may be larger than the memory.
    database.exec("PRAGMA secure_delete=ON; PRAGMA temp_store=FILE; PRAGMA synchronous=FULL; PRAGMA journal_mode=WAL");
    Erased erased;
    empty_log(database);
    empty_rows(database, blobs, erased);
    empty_log(database);
    database.exec("VACUUM");
    empty_log(database);
    return erased;
  } catch (const SQLite::Exception& error) {
    if ((error.getErrorCode() & 0xff) == SQLITE_FULL) throw StoreFull(path.string() + ": " + error.what());
    raise(error, path);
  }
}

}  // namespace radslag::store
