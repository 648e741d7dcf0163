#include "server/storage/connection.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>

#include "server/storage/errors.hpp"

namespace radslag::storage {
namespace {

constexpr int kBusyMilliseconds = 5000;
constexpr mode_t kOwnerOnly = 0600;

/// SQLite calls this for each thing that a statement would do, when it is prepared.
int allow_only_rows(void*, int action, const char* subject, const char*, const char*, const char*) {
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE:
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT: return SQLITE_OK;
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE: return std::string_view(subject).starts_with("sqlite_") ? SQLITE_DENY : SQLITE_OK;
    default: return SQLITE_DENY;
  }
}

/// The write-ahead log and its index take their mode from the database file. This happens before SQLite has the file open: closing any
/// descriptor of it would drop SQLite's locks (POSIX).
void make_private(const std::filesystem::path& path, bool create) {
  if (create) {
    const int made = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOwnerOnly);
    if (made < 0) throw StorageUnusable("cannot make " + path.string() + ": " + std::generic_category().message(errno));
    ::close(made);
  }
  if (::chmod(path.c_str(), kOwnerOnly) != 0) {
    throw StorageUnusable("cannot make " + path.string() + " private to its owner: " + std::generic_category().message(errno));
  }
}

SQLite::Database open_wary(const std::filesystem::path& path, int flags) {
  SQLite::Database database(path.string(), flags | SQLite::OPEN_NOMUTEX, kBusyMilliseconds);
  sqlite3* handle = database.getHandle();
  database.check(sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr));
  database.check(sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr));
  database.check(sqlite3_extended_result_codes(handle, 1));
  return database;
}

}  // namespace

SQLite::Database open_connection(const std::filesystem::path& path, bool create) {
  make_private(path, create);
  SQLite::Database database = open_wary(path, SQLite::OPEN_READWRITE);
  sqlite3* handle = database.getHandle();
  // SQLite's own automatic checkpoint swallows its errors: the engine checkpoints itself.
  database.check(sqlite3_wal_autocheckpoint(handle, 0));
  database.exec("PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON");
  return database;
}

SQLite::Database open_reading_connection(const std::filesystem::path& path) {
  SQLite::Database database = open_wary(path, SQLite::OPEN_READONLY);
  database.exec("PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY");
  return database;
}

void only_rows(SQLite::Database& database) { database.check(sqlite3_set_authorizer(database.getHandle(), allow_only_rows, nullptr)); }

void harden(SQLite::Database& database, const std::filesystem::path& path) {
  if (database.execAndGet("PRAGMA journal_mode=WAL").getString() != "wal") {
    throw StorageUnusable(path.string() + ": this file system does not carry SQLite's write-ahead log; use a local disk");
  }
  database.exec("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; PRAGMA cache_size=-8192");
  only_rows(database);
}

void never_checkpoint(SQLite::Database& database) noexcept {
  sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

Meaning meaning_of(int extended_code, SQLite::Database& database) {
  switch (extended_code & 0xff) {
    case SQLITE_ERROR:
    case SQLITE_AUTH:
    case SQLITE_TOOBIG:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_MISUSE:
    case SQLITE_RANGE: return Meaning::bug;
    case SQLITE_FULL:
    case SQLITE_BUSY: return Meaning::not_written;
    default: break;
  }
  // A write that fails for want of space is no failed fsync: the frame that would commit is not whole, and so counts for nothing.
  if (extended_code == SQLITE_IOERR_WRITE || extended_code == SQLITE_IOERR_SHMSIZE || extended_code == SQLITE_IOERR_TRUNCATE) {
    const int cause = sqlite3_system_errno(database.getHandle());
    if (cause == ENOSPC || cause == EFBIG || cause == EDQUOT) return Meaning::not_written;
  }
  return Meaning::unknown;
}

void raise_at_opening(const SQLite::Exception& error, const std::filesystem::path& path) {
  const std::string what = path.string() + ": " + error.what();
  switch (error.getErrorCode() & 0xff) {
    case SQLITE_CORRUPT: throw StorageUnusable(what + " (the file is damaged: put back a copy, see deploy/RUNBOOK.md)");
    case SQLITE_NOTADB: throw StorageUnusable(what + " (not a database of Rådslag)");
    case SQLITE_BUSY: throw StorageInUse(what + " (another program has it open: close it first)");
    default: throw StorageUnusable(what + " (SQLite code " + std::to_string(error.getErrorCode()) + ")");
  }
}

}  // namespace radslag::storage
