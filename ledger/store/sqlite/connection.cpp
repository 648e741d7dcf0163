#include "ledger/store/sqlite/connection.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <string_view>

#include "ledger/store/store.hpp"

namespace radslag::store {
namespace {

constexpr int kBusyMilliseconds = 5000;

/// SQLite calls this for each thing that a statement would do, when it is prepared.
int allow_only_reading_and_inserting(void*, int action, const char* subject, const char*, const char*, const char*) {
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_FUNCTION:
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT: return SQLITE_OK;
    case SQLITE_INSERT: return std::string_view(subject).starts_with("sqlite_") ? SQLITE_DENY : SQLITE_OK;
    default: return SQLITE_DENY;
  }
}

void set_for_all(SQLite::Database& database) {
  database.check(sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr));
  database.check(sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr));
  database.check(sqlite3_extended_result_codes(database.getHandle(), 1));
  database.exec("PRAGMA recursive_triggers=ON; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY");
  database.check(sqlite3_wal_autocheckpoint(database.getHandle(), 0));
}

}  // namespace

SQLite::Database open_for_writing(const std::filesystem::path& path, bool create) {
  const int flags = SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX | (create ? SQLite::OPEN_CREATE : 0);
  SQLite::Database database(path.string(), flags, kBusyMilliseconds);
  set_for_all(database);
  return database;
}

void harden_writer(SQLite::Database& database, const std::filesystem::path& path) {
  if (database.execAndGet("PRAGMA journal_mode=WAL").getString() != "wal") {
    throw StoreUnusable(path.string() + ": this file system does not carry SQLite's write-ahead log; use a local disk");
  }
  // NORMAL may lose an acknowledged commit at power loss, which after a receipt left the house is a rollback. The page cache is in KiB.
  database.exec("PRAGMA synchronous=FULL; PRAGMA cache_size=-16384");
  database.check(sqlite3_set_authorizer(database.getHandle(), allow_only_reading_and_inserting, nullptr));
}

SQLite::Database open_reader(const std::filesystem::path& path) {
  SQLite::Database database(path.string(), SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX, kBusyMilliseconds);
  never_checkpoint(database);
  set_for_all(database);
  database.exec("PRAGMA query_only=ON; PRAGMA cache_size=-2048");
  return database;
}

void never_checkpoint(SQLite::Database& database) {
  database.check(sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr));
}

std::string wal_protection() {
  constexpr int kFixed = 3051003;
  const std::string version = std::string("SQLite ") + sqlite3_libversion();
  if (sqlite3_libversion_number() >= kFixed) return version + ": the WAL-reset bug is fixed in it";
  return version + ": older than 3.51.3, has the WAL-reset bug; protected by one connection that alone writes and checkpoints";
}

bool is_full(const SQLite::Exception& error, SQLite::Database& database) {
  const int code = error.getErrorCode();
  if ((code & 0xff) == SQLITE_FULL) return true;
  if (code != SQLITE_IOERR_WRITE && code != SQLITE_IOERR_SHMSIZE && code != SQLITE_IOERR_TRUNCATE) return false;
  const int cause = sqlite3_system_errno(database.getHandle());
  return cause == ENOSPC || cause == EFBIG || cause == EDQUOT;
}

void raise(const SQLite::Exception& error, const std::filesystem::path& path) {
  const std::string what = path.string() + ": " + error.what();
  // No room for the index in memory that is kept beside the file: nothing was being written.
  if (error.getExtendedErrorCode() == SQLITE_IOERR_SHMSIZE || error.getErrorCode() == SQLITE_IOERR_SHMSIZE) throw StoreFull(what);
  switch (error.getErrorCode() & 0xff) {
    case SQLITE_CORRUPT: throw StoreUnusable(what + " (the file is damaged: see deploy/RUNBOOK.md)");
    case SQLITE_NOTADB: throw StoreUnusable(what + " (not a Rådslag record)");
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_READONLY: throw StoreUnusable(what);
    // A table or column that our format has is not there.
    case SQLITE_ERROR: throw StoreUnusable(what + " (the file is not as this program made it)");
    default: throw StoreFailure(what + " (SQLite code " + std::to_string(error.getErrorCode()) + ")");
  }
}

}  // namespace radslag::store
