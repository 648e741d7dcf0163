#include "ledger/store/sqlite/sqlite_store.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "ledger/store/sqlite/connection.hpp"
#include "ledger/store/sqlite/lock_file.hpp"
#include "ledger/store/sqlite/readers.hpp"
#include "ledger/store/sqlite/schema.hpp"
#include "ledger/store/sqlite/writer.hpp"

namespace radslag::store {
namespace {

/// A scan's read transaction ends after so many rows: a slow visitor must not keep the write-ahead log from being begun anew.
constexpr std::uint64_t kScanRows = 1024;

std::string_view bytes_of(const SQLite::Column& column) {
  return {static_cast<const char*>(column.getBlob()), static_cast<std::size_t>(column.getBytes())};
}

std::optional<std::string> first_value(SQLite::Statement& statement) {
  if (!statement.executeStep()) return std::nullopt;
  return std::string(bytes_of(statement.getColumn(0)));
}

void bind_digest(SQLite::Statement& statement, const Digest& digest) { statement.bind(1, digest.data(), static_cast<int>(digest.size())); }

/// The column is signed; no log is longer than that.
std::int64_t bound(std::uint64_t index) {
  return static_cast<std::int64_t>(std::min<std::uint64_t>(index, std::numeric_limits<std::int64_t>::max()));
}

void require_file(const std::filesystem::path& path, bool create) {
  if (std::filesystem::exists(path)) return;
  if (!create)
    throw StoreUnusable("there is no record at " + path.string() + ": is the path right? A new record is made only when asked for");
  const std::filesystem::path log = path.string() + "-wal";
  if (std::filesystem::exists(log)) throw StoreUnusable(log.string() + " is there, but the database that it belongs to is not");
}

std::unique_ptr<Writer> open_writer(const std::filesystem::path& path, bool create) {
  SQLite::Database database = open_for_writing(path, create);
  if (identify(database, path) == Identity::empty) {
    if (!create) throw StoreUnusable(path.string() + " is empty, not a Rådslag record");
    create_schema(database);
  }
  harden_writer(database, path);
  return std::make_unique<Writer>(std::move(database), path);
}

}  // namespace

std::unique_ptr<SqliteStore> SqliteStore::open(const std::filesystem::path& path, OpenOptions options) {
  require_file(path, options.create);
  auto lock = std::make_unique<LockFile>(path.string() + ".lock", path);
  try {
    return std::unique_ptr<SqliteStore>(new SqliteStore(path, std::move(lock), open_writer(path, options.create)));
  } catch (const SQLite::Exception& error) {
    raise(error, path);
  }
}

std::unique_ptr<SqliteStore> SqliteStore::open_read_only(const std::filesystem::path& path) {
  require_file(path, false);
  try {
    SQLite::Database database = open_reader(path);
    if (identify(database, path) == Identity::empty) throw StoreUnusable(path.string() + " is empty, not a Rådslag record");
    return std::unique_ptr<SqliteStore>(new SqliteStore(path, nullptr, nullptr));
  } catch (const SQLite::Exception& error) {
    raise(error, path);
  }
}

SqliteStore::SqliteStore(const std::filesystem::path& path, std::unique_ptr<LockFile> lock, std::unique_ptr<Writer> writer)
    : path_(path), lock_(std::move(lock)), writer_(std::move(writer)), readers_(std::make_unique<Readers>(path)) {
  check_heads();
}

SqliteStore::~SqliteStore() = default;

std::string SqliteStore::protection() { return wal_protection(); }

/// Rows and newest checkpoint are written together, so they must agree; if not, someone changed the file.
void SqliteStore::check_heads() const {
  readers_->with([&](Reader& reader) {
    SQLite::Statement odd(reader.database,
                          "SELECT name FROM log WHERE (SELECT COALESCE(MAX(idx) + 1, 0) FROM entry WHERE log = log.id) IS NOT "
                          "(SELECT size FROM head WHERE log = log.id ORDER BY seq DESC LIMIT 1)");
    if (odd.executeStep()) {
      throw StoreUnusable(path_.string() + ": the entries of log " + odd.getColumn(0).getString() + " and its checkpoint do not agree");
    }
  });
}

void SqliteStore::append(const std::vector<Batch>& batches) {
  if (!writer_) throw std::logic_error("append to a store that was opened read-only");
  writer_->append(batches);
}

std::vector<LogName> SqliteStore::logs() const {
  return readers_->with([](Reader& reader) {
    const Running running(reader.logs);
    std::vector<LogName> names;
    while (reader.logs.executeStep()) names.push_back(reader.logs.getColumn(0).getString());
    return names;
  });
}

std::uint64_t SqliteStore::size(const LogName& log) const {
  return readers_->with([&](Reader& reader) {
    const Running running(reader.size);
    reader.size.bind(1, log);
    reader.size.executeStep();
    return static_cast<std::uint64_t>(reader.size.getColumn(0).getInt64());  // MAX of nothing is NULL, which reads as 0
  });
}

std::optional<std::string> SqliteStore::checkpoint(const LogName& log) const {
  return readers_->with([&](Reader& reader) {
    const Running running(reader.checkpoint);
    reader.checkpoint.bind(1, log);
    return first_value(reader.checkpoint);
  });
}

std::optional<std::string> SqliteStore::entry(const LogName& log, std::uint64_t index) const {
  return readers_->with([&](Reader& reader) {
    const Running running(reader.entry);
    reader.entry.bind(1, log);
    reader.entry.bind(2, bound(index));
    return first_value(reader.entry);
  });
}

void SqliteStore::scan(const LogName& log, std::uint64_t begin, std::uint64_t end,
                       const std::function<void(std::uint64_t, std::string_view, const Digest&)>& visit) const {
  readers_->with([&](Reader& reader) {
    const std::uint64_t last = std::min(end, size(log));
    for (std::uint64_t next = begin; next < last;) {
      const std::uint64_t chunk_end = std::min(last, next + kScanRows);
      const Running running(reader.scan);
      reader.scan.bind(1, log);
      reader.scan.bind(2, bound(next));
      reader.scan.bind(3, bound(chunk_end));
      for (; next < chunk_end; ++next) {
        if (!reader.scan.executeStep() || reader.scan.getColumn(0).getInt64() != bound(next) || reader.scan.getColumn(2).getBytes() != 32) {
          throw StoreUnusable(path_.string() + ": entry " + std::to_string(next) + " of log " + log + " is missing or damaged");
        }
        Digest leaf;
        std::ranges::copy(bytes_of(reader.scan.getColumn(2)), leaf.begin());
        visit(next, bytes_of(reader.scan.getColumn(1)), leaf);
      }
    }
  });
}

std::optional<std::string> SqliteStore::blob(const Digest& digest) const {
  return readers_->with([&](Reader& reader) {
    const Running running(reader.blob);
    bind_digest(reader.blob, digest);
    return first_value(reader.blob);
  });
}

std::optional<Place> SqliteStore::find(const IdempotencyKey& key) const {
  return readers_->with([&](Reader& reader) -> std::optional<Place> {
    const Running running(reader.find);
    bind_digest(reader.find, key);
    if (!reader.find.executeStep()) return std::nullopt;
    return Place{reader.find.getColumn(0).getString(), static_cast<std::uint64_t>(reader.find.getColumn(1).getInt64())};
  });
}

}  // namespace radslag::store
