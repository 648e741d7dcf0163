#include "ledger/heads/sqlite/sqlite_heads.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <utility>

#include "ledger/store/sqlite/connection.hpp"
#include "ledger/store/sqlite/lock_file.hpp"
#include "ledger/store/sqlite/sqlite_store.hpp"

namespace radslag::heads {
namespace {

using store::StoreUnusable;

/// Every commit writes the same few pages: the log is begun anew after so many frames of 4 KiB, in room that is reserved for it.
constexpr int kCheckpointFrames = 256;
constexpr std::int64_t kReservedBytes = 2 * kCheckpointFrames * std::int64_t{4096 + 24};

constexpr const char* kTables = R"sql(
CREATE TABLE head(
  origin TEXT PRIMARY KEY CHECK(length(origin) > 0),
  note   TEXT NOT NULL CHECK(length(note) > 0)
) STRICT, WITHOUT ROWID;
CREATE TABLE identity(id TEXT NOT NULL) STRICT;
CREATE TRIGGER head_no_delete BEFORE DELETE ON head BEGIN SELECT RAISE(ABORT, 'a head is only moved on'); END;
CREATE TRIGGER head_origin BEFORE UPDATE OF origin ON head BEGIN SELECT RAISE(ABORT, 'a head is only moved on'); END;
)sql";

/// SQLite calls this for each thing that a statement would do, when it is prepared.
int allow_only_moving_on(void*, int action, const char* subject, const char* column, const char*, const char*) {
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_FUNCTION:
    case SQLITE_TRANSACTION: return SQLITE_OK;
    case SQLITE_INSERT: return std::string_view(subject) == "head" ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_UPDATE: return std::string_view(subject) == "head" && std::string_view(column) == "note" ? SQLITE_OK : SQLITE_DENY;
    default: return SQLITE_DENY;
  }
}

int remember_frames(void* frames, sqlite3*, const char*, int count) {
  *static_cast<int*>(frames) = count;
  return SQLITE_OK;
}

void identify(SQLite::Database& database, const std::filesystem::path& path) {
  const int application = database.execAndGet("PRAGMA application_id").getInt();
  const int version = database.execAndGet("PRAGMA user_version").getInt();
  if (application != kApplicationId) throw StoreUnusable(path.string() + " is not a Rådslag head store");
  if (version > kSchemaVersion) throw StoreUnusable(path.string() + " was made by a newer version of Rådslag: install that version");
  if (version < kSchemaVersion) throw StoreUnusable(path.string() + " has format " + std::to_string(version) + ", which is not known");
}

void create_schema(SQLite::Database& database, const std::string& id) {
  database.exec("BEGIN IMMEDIATE");
  database.exec(kTables);
  SQLite::Statement insert(database, "INSERT INTO identity VALUES(?)");
  insert.bind(1, id);
  insert.exec();
  database.exec("PRAGMA application_id=" + std::to_string(kApplicationId));
  database.exec("PRAGMA user_version=" + std::to_string(kSchemaVersion));
  database.exec("COMMIT");
}

/// Under another name first, so that a file of its own name is whole.
void make_whole(const std::filesystem::path& path, const std::string& id) {
  const std::filesystem::path part = path.string() + ".new";
  for (const char* rest : {"", "-journal"}) std::filesystem::remove(part.string() + rest);
  try {
    auto database = store::open_for_writing(part, true);
    database.exec("PRAGMA synchronous=EXTRA");
    create_schema(database, id);
  } catch (const SQLite::Exception& error) {
    store::raise(error, part);
  }
  std::filesystem::rename(part, path);
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  if (!synced) throw store::StoreFailure("the folder " + folder.string() + " cannot be synced");
}

void run(SQLite::Statement& statement) {
  statement.exec();
  statement.reset();
}

}  // namespace

struct SqliteHeads::Statements {
  explicit Statements(SQLite::Database& database)
      : begin(database, "BEGIN IMMEDIATE"),
        commit(database, "COMMIT"),
        rollback(database, "ROLLBACK"),
        first(database, "INSERT INTO head(origin, note) SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM head WHERE origin = ?1)"),
        next(database, "UPDATE head SET note = ?2 WHERE origin = ?1 AND note = ?3"),
        all(database, "SELECT origin, note FROM head") {}
  SQLite::Statement begin, commit, rollback, first, next, all;
};

std::unique_ptr<SqliteHeads> SqliteHeads::open(const std::filesystem::path& path) {
  if (!std::filesystem::exists(path)) throw StoreUnusable("there is no head store at " + path.string());
  return std::unique_ptr<SqliteHeads>(new SqliteHeads(path));
}

std::unique_ptr<SqliteHeads> SqliteHeads::create(const std::filesystem::path& path, const std::string& id) {
  if (std::filesystem::exists(path)) throw StoreUnusable("there is a head store at " + path.string() + " already");
  const auto folder = path.parent_path();
  if (!folder.empty() && std::filesystem::create_directories(folder)) {
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
  }
  make_whole(path, id);
  return open(path);
}

SqliteHeads::SqliteHeads(std::filesystem::path path)
    : path_(std::move(path)), lock_(std::make_unique<store::LockFile>(path_.string() + ".lock", path_)) {
  try {
    prepare();
  } catch (const SQLite::Exception& error) {
    const int code = error.getErrorCode() & 0xff;
    if (code == SQLITE_NOTADB) throw StoreUnusable(path_.string() + " is not a Rådslag head store");
    if (code == SQLITE_BUSY) throw store::StoreInUse("another program has " + path_.string() + " open");
    store::raise(error, path_);
  }
}

SqliteHeads::~SqliteHeads() = default;

void SqliteHeads::prepare() {
  database_ = std::make_unique<SQLite::Database>(store::open_for_writing(path_, false));
  database_->exec("PRAGMA locking_mode=EXCLUSIVE");
  if (database_->execAndGet("PRAGMA journal_mode=WAL").getString() != "wal") {
    throw StoreUnusable(path_.string() + ": this file system does not carry SQLite's write-ahead log");
  }
  database_->exec("PRAGMA synchronous=FULL; PRAGMA cache_size=-512");
  identify(*database_, path_);
  id_ = database_->execAndGet("SELECT id FROM identity").getString();
  database_->check(sqlite3_set_authorizer(database_->getHandle(), allow_only_moving_on, nullptr));
  sqlite3_wal_hook(database_->getHandle(), remember_frames, &wal_frames_);
  statements_ = std::make_unique<Statements>(*database_);
  reserve();
}

/// So that a disk that fills up is met here and not in a commit. Where a file system cannot reserve, the commit finds out.
void SqliteHeads::reserve() {
  const int log = ::open((path_.string() + "-wal").c_str(), O_WRONLY | O_CLOEXEC | O_CREAT, 0600);
  if (log < 0) throw store::StoreFailure(path_.string() + "-wal cannot be opened");
  const int cause = ::fallocate(log, 0, 0, kReservedBytes) == 0 ? 0 : errno;
  ::close(log);
  if (cause == ENOSPC || cause == EFBIG || cause == EDQUOT) throw store::StoreFull(path_.string() + ": no room for its write-ahead log");
}

void SqliteHeads::swap(const std::vector<Swap>& swaps) {
  if (!failed_.empty()) throw store::StoreFailure("no further writes after an earlier failure: " + failed_);
  if (swaps.empty()) return;
  try {
    run(statements_->begin);
    for (const auto& swap : swaps) move(swap);
    // What is written for want of space fails here, and is undone; what fails from here on is unknown.
    database_->check(sqlite3_db_cacheflush(database_->getHandle()));
  } catch (const SQLite::Exception& error) {
    const bool full = store::is_full(error, *database_);
    roll_back(error.what());
    if (full) throw store::StoreFull(path_.string() + ": " + error.what());
    fail(error.what());
  } catch (...) {
    roll_back("an exception");
    throw;
  }
  try {
    run(statements_->commit);
  } catch (const SQLite::Exception& error) {
    fail(std::string("commit: ") + error.what());
  }
  checkpoint_if_due();
}

void SqliteHeads::move(const Swap& swap) {
  auto& statement = swap.before.empty() ? statements_->first : statements_->next;
  statement.bind(1, swap.origin);
  statement.bind(2, swap.after);
  if (!swap.before.empty()) statement.bind(3, swap.before);
  const int moved = statement.exec();
  statement.reset();
  if (moved != 1) {
    throw HeadsMoved(place() + " does not hold the head of " + swap.origin + " that was put there: another server writes to it");
  }
}

void SqliteHeads::roll_back(const std::string& why) {
  for (auto* statement : {&statements_->begin, &statements_->first, &statements_->next}) statement->tryReset();
  // After some errors SQLite has rolled back by itself.
  if (sqlite3_get_autocommit(database_->getHandle()) == 0) {
    try {
      statements_->rollback.exec();
    } catch (const SQLite::Exception&) {
      // What counts is whether a transaction is still open.
    }
    statements_->rollback.tryReset();
  }
  if (sqlite3_get_autocommit(database_->getHandle()) == 0) fail("rollback after: " + why);
}

void SqliteHeads::checkpoint_if_due() {
  if (wal_frames_ < kCheckpointFrames) return;
  const int result = sqlite3_wal_checkpoint_v2(database_->getHandle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if (result == SQLITE_OK) return;
  const SQLite::Exception error(database_->getHandle(), result);
  // No room in the database file: the log still holds everything.
  if (!store::is_full(error, *database_)) fail(std::string("checkpoint: ") + error.what());
}

void SqliteHeads::fail(const std::string& why) {
  failed_ = path_.string() + ": " + why;
  store::never_checkpoint(*database_);
  throw store::StoreFailure(failed_);
}

Notes SqliteHeads::all() const {
  try {
    Notes notes;
    auto& statement = statements_->all;
    while (statement.executeStep()) notes.emplace(statement.getColumn(0).getString(), statement.getColumn(1).getString());
    statement.reset();
    return notes;
  } catch (const SQLite::Exception& error) {
    store::raise(error, path_);
  }
}

std::string SqliteHeads::place() const { return "the head store " + path_.string(); }

}  // namespace radslag::heads
