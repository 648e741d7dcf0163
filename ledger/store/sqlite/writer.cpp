#include "ledger/store/sqlite/writer.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <stdexcept>
#include <utility>

#include "ledger/store/sqlite/connection.hpp"
#include "ledger/store/sqlite/schema.hpp"

namespace radslag::store {
namespace {

/// 4096 pages of 4 KiB: long enough that a page of the digest index is changed several times before it is copied, short enough that
/// recovery after a crash takes a moment.
constexpr int kCheckpointFrames = 4096;

/// Room kept ahead of the commit, in frames: what COMMIT itself writes is one or two.
constexpr std::int64_t kSpareFrames = 16;

constexpr std::int64_t kWalHeaderBytes = 32;
constexpr std::int64_t kFrameHeaderBytes = 24;

int remember_frames(void* frames, sqlite3*, const char*, int count) {
  *static_cast<int*>(frames) = count;
  return SQLITE_OK;
}

/// `bytes` must outlive the execution of the statement.
template <typename Bytes>
void bind_bytes(SQLite::Statement& statement, int parameter, const Bytes& bytes) {
  // A null pointer would bind NULL, which an empty body is not.
  statement.bindNoCopy(parameter, bytes.size() == 0 ? static_cast<const void*>("") : bytes.data(), static_cast<int>(bytes.size()));
}

void run(SQLite::Statement& statement) {
  statement.exec();
  statement.reset();
}

/// For each blob of a batch, the index of the entry that has the blob's digest as its key.
using BlobPlaces = std::map<Digest, std::optional<std::int64_t>>;

}  // namespace

Writer::Writer(SQLite::Database database, std::filesystem::path path)
    : path_(std::move(path)),
      database_(std::move(database)),
      begin_(database_, "BEGIN IMMEDIATE"),
      commit_(database_, "COMMIT"),
      rollback_(database_, "ROLLBACK"),
      find_log_(database_, "SELECT id FROM log WHERE name = ?"),
      insert_log_(database_, "INSERT INTO log(id, name) SELECT COALESCE(MAX(id) + 1, 1), ? FROM log"),
      insert_entry_(database_, "INSERT INTO entry(log, idx, leaf, body, key) VALUES(?, ?, ?, ?, ?)"),
      insert_blob_(database_, "INSERT INTO blob(id, digest, bytes, log, idx) SELECT COALESCE(MAX(id) + 1, 1), ?, ?, ?, ? FROM blob"),
      insert_head_(database_,
                   "INSERT INTO head(log, seq, size, note) SELECT ?1, COALESCE(MAX(seq) + 1, 0), ?2, ?3 FROM head WHERE log = ?1") {
  sqlite3_wal_hook(database_.getHandle(), remember_frames, &wal_frames_);
}

Writer::~Writer() = default;

void Writer::append(const std::vector<Batch>& batches) {
  if (!failed_.empty()) throw StoreFailure("no further writes after an earlier failure: " + failed_);
  if (batches.empty()) return;
  try {
    run(begin_);
    for (const Batch& batch : batches) insert(batch);
    write_ahead();
  } catch (const SQLite::Exception& error) {
    fail_before_commit(error);
  } catch (...) {
    if (!roll_back()) fail("rollback failed");
    throw;
  }
  commit();
  checkpoint_if_due();
}

void Writer::insert(const Batch& batch) {
  const std::int64_t log = log_id(batch.log);
  BlobPlaces places;
  for (const NewBlob& blob : batch.blobs) places.emplace(blob.digest, std::nullopt);

  auto index = static_cast<std::int64_t>(batch.first_index);
  for (const NewEntry& entry : batch.entries) {
    insert_entry_.bind(1, log);
    insert_entry_.bind(2, index);
    bind_bytes(insert_entry_, 3, entry.leaf);
    bind_bytes(insert_entry_, 4, entry.body);
    const auto place = places.find(entry.key);
    if (place != places.end() && !place->second) {
      place->second = index;
      insert_entry_.bind(5);
    } else {
      bind_bytes(insert_entry_, 5, entry.key);
    }
    run(insert_entry_);
    ++index;
  }
  for (const NewBlob& blob : batch.blobs) {
    bind_bytes(insert_blob_, 1, blob.digest);
    bind_bytes(insert_blob_, 2, blob.bytes);
    const auto& place = places.at(blob.digest);
    if (place) {
      insert_blob_.bind(3, log);
      insert_blob_.bind(4, *place);
    } else {
      insert_blob_.bind(3);
      insert_blob_.bind(4);
    }
    run(insert_blob_);
  }
  insert_head_.bind(1, log);
  insert_head_.bind(2, index);
  insert_head_.bindNoCopy(3, batch.checkpoint);
  run(insert_head_);
}

std::int64_t Writer::log_id(const LogName& name) {
  if (const auto known = logs_.find(name); known != logs_.end()) return known->second;
  std::int64_t id = 0;
  find_log_.bind(1, name);
  if (find_log_.executeStep()) id = find_log_.getColumn(0).getInt64();
  find_log_.reset();
  if (id == 0) {
    insert_log_.bind(1, name);
    run(insert_log_);
    id = database_.getLastInsertRowid();
  }
  logs_[name] = id;
  return id;
}

void Writer::write_ahead() {
  database_.check(sqlite3_db_cacheflush(database_.getHandle()));
  reserve();
}

/// Makes sure that the disk has room for what COMMIT will add to the write-ahead log. Where a file system cannot reserve, a full disk
/// at COMMIT is a StoreFailure: more than is needed, never less.
void Writer::reserve() {
  int written = 0;
  int unused = 0;
  // Counts the pages of this transaction that are in the log already. The log may also have been begun anew: then this is too much.
  database_.check(sqlite3_db_status(database_.getHandle(), SQLITE_DBSTATUS_CACHE_WRITE, &written, &unused, 1));
  const std::int64_t frames = wal_frames_ + std::int64_t{written} + kSpareFrames;
  if (kWalHeaderBytes + frames * (kFrameHeaderBytes + kPageBytes) <= reserved_bytes_) return;

  const std::int64_t wanted = kWalHeaderBytes + (frames + kSpareFrames) * (kFrameHeaderBytes + kPageBytes);
  // SQLite holds no POSIX lock on this file (its locks are on the database and the index), so closing it again drops none.
  const int log = ::open((path_.string() + "-wal").c_str(), O_WRONLY | O_CLOEXEC);
  if (log < 0) throw SQLite::Exception("cannot open the write-ahead log", SQLITE_IOERR);
  const int cause = ::fallocate(log, 0, 0, wanted) == 0 ? 0 : errno;
  ::close(log);
  if (cause == ENOSPC || cause == EFBIG || cause == EDQUOT) throw SQLite::Exception("no room for the commit", SQLITE_FULL);
  if (cause != 0 && cause != EOPNOTSUPP && cause != EINTR) throw SQLite::Exception("cannot reserve room for the commit", SQLITE_IOERR);
  if (cause != EINTR) reserved_bytes_ = wanted;
}

void Writer::commit() {
  try {
    run(commit_);
  } catch (const SQLite::Exception& error) {
    fail(std::string("commit: ") + error.what());
  }
}

/// SQLite's own automatic checkpoint swallows its errors, so it is off and this stands in its place.
void Writer::checkpoint_if_due() {
  if (wal_frames_ < kCheckpointFrames) return;
  const int result = sqlite3_wal_checkpoint_v2(database_.getHandle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  // A reader may keep old pages alive: the next commit tries again. No room in the database file: the log still holds everything.
  if (result == SQLITE_OK || (result & 0xff) == SQLITE_BUSY) return;
  const SQLite::Exception error(database_.getHandle(), result);
  if (!is_full(error, database_)) fail(std::string("checkpoint: ") + error.what());
}

bool Writer::roll_back() noexcept {
  for (SQLite::Statement* statement : {&begin_, &find_log_, &insert_log_, &insert_entry_, &insert_blob_, &insert_head_}) {
    statement->tryReset();
  }
  logs_.clear();
  // After some errors SQLite has rolled back by itself.
  if (sqlite3_get_autocommit(database_.getHandle()) == 0) {
    try {
      rollback_.exec();
    } catch (const SQLite::Exception&) {
      // What counts is whether a transaction is still open.
    }
    rollback_.tryReset();
  }
  return sqlite3_get_autocommit(database_.getHandle()) != 0;
}

void Writer::fail(const std::string& why) {
  failed_ = path_.string() + ": " + why;
  never_checkpoint(database_);
  throw StoreFailure(failed_);
}

void Writer::fail_before_commit(const SQLite::Exception& error) {
  const bool full = is_full(error, database_);
  const int code = error.getErrorCode() & 0xff;
  if (!roll_back()) fail(std::string("rollback after: ") + error.what());
  if (full) throw StoreFull(path_.string() + ": " + error.what());
  if (code == SQLITE_CONSTRAINT || code == SQLITE_TOOBIG) throw std::logic_error(path_.string() + ": " + error.what());
  fail(error.what());
}

}  // namespace radslag::store
