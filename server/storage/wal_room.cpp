#include "server/storage/wal_room.hpp"

#include <SQLiteCpp/Exception.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <string>

namespace radslag::storage {
namespace {

/// 4 MiB: long enough that a busy page is changed several times before it is copied, short enough to read again in a moment.
constexpr int kCheckpointFrames = 1024;

constexpr std::int64_t kSpareFrames = 16;
constexpr std::int64_t kWalHeaderBytes = 32;
constexpr std::int64_t kFrameBytes = 24 + 4096;  // its header and a page of SQLite's default size

int remember_frames(void* frames, sqlite3*, const char*, int count) {
  *static_cast<int*>(frames) = count;
  return SQLITE_OK;
}

/// Why the last write to the log failed. Where no statement runs, SQLite keeps the cause with the file alone.
int cause_of_failed_write(sqlite3* handle) {
  sqlite3_file* log = nullptr;
  int cause = 0;
  if (sqlite3_file_control(handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) == SQLITE_OK && log && log->pMethods) {
    log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &cause);
  }
  return cause;
}

bool is_want_of_room(int cause) { return cause == ENOSPC || cause == EFBIG || cause == EDQUOT; }

void write_pages(SQLite::Database& database) {
  const int result = sqlite3_db_cacheflush(database.getHandle());
  if (result == SQLITE_IOERR_WRITE && is_want_of_room(cause_of_failed_write(database.getHandle()))) {
    throw SQLite::Exception("no room for the pages of a transaction", SQLITE_FULL);
  }
  if (result != SQLITE_OK) throw SQLite::Exception(sqlite3_errstr(result), result);
}

}  // namespace

void WalRoom::watch(SQLite::Database& database) { sqlite3_wal_hook(database.getHandle(), remember_frames, &frames_); }

bool WalRoom::checkpoint_due() const { return frames_ >= kCheckpointFrames; }

void WalRoom::make(SQLite::Database& database, const std::filesystem::path& path) {
  write_pages(database);
  int written = 0;
  int unused = 0;
  // Pages of this transaction that are in the log already. The log may also have been begun anew: then this is too much.
  database.check(sqlite3_db_status(database.getHandle(), SQLITE_DBSTATUS_CACHE_WRITE, &written, &unused, 1));
  const std::int64_t frames = frames_ + std::int64_t{written} + kSpareFrames;
  if (kWalHeaderBytes + frames * kFrameBytes <= reserved_bytes_) return;

  const std::int64_t wanted = kWalHeaderBytes + (frames + kSpareFrames) * kFrameBytes;
  // SQLite holds no POSIX lock on this file (its locks are on the database and the index), so closing it again drops none.
  const int log = ::open((path.string() + "-wal").c_str(), O_WRONLY | O_CLOEXEC);
  if (log < 0) throw SQLite::Exception("cannot open the write-ahead log", SQLITE_IOERR);
  const int cause = ::fallocate(log, 0, 0, wanted) == 0 ? 0 : errno;
  ::close(log);
  if (is_want_of_room(cause)) throw SQLite::Exception("no room for the commit", SQLITE_FULL);
  if (cause != 0 && cause != EOPNOTSUPP && cause != EINTR) throw SQLite::Exception("cannot reserve room for the commit", SQLITE_IOERR);
  if (cause != EINTR) reserved_bytes_ = wanted;
}

}  // namespace radslag::storage
