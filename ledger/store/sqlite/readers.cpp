#include "ledger/store/sqlite/readers.hpp"

#include <utility>

#include "ledger/store/sqlite/connection.hpp"

namespace radslag::store {
namespace {

constexpr std::size_t kIdleKept = 8;

constexpr const char* kFind = R"sql(
SELECT log.name, entry.idx FROM entry JOIN log ON log.id = entry.log WHERE entry.key = ?1
UNION ALL
SELECT log.name, blob.idx FROM blob JOIN log ON log.id = blob.log WHERE blob.digest = ?1 AND blob.idx IS NOT NULL
LIMIT 1
)sql";

}  // namespace

Reader::Reader(const std::filesystem::path& path)
    : database(open_reader(path)),
      logs(database, "SELECT name FROM log ORDER BY id"),
      size(database, "SELECT MAX(idx) + 1 FROM entry WHERE log = (SELECT id FROM log WHERE name = ?)"),
      checkpoint(database, "SELECT note FROM head WHERE log = (SELECT id FROM log WHERE name = ?) ORDER BY seq DESC LIMIT 1"),
      entry(database, "SELECT body FROM entry WHERE log = (SELECT id FROM log WHERE name = ?) AND idx = ?"),
      scan(database,
           "SELECT idx, body, leaf FROM entry WHERE log = (SELECT id FROM log WHERE name = ?) AND idx >= ? AND idx < ? ORDER BY idx"),
      blob(database, "SELECT bytes FROM blob WHERE digest = ?"),
      find(database, kFind) {}

Readers::Readers(std::filesystem::path path) : path_(std::move(path)) { idle_.reserve(kIdleKept); }

std::unique_ptr<Reader> Readers::take() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      std::unique_ptr<Reader> reader = std::move(idle_.back());
      idle_.pop_back();
      return reader;
    }
  }
  return std::make_unique<Reader>(path_);
}

void Readers::give_back(std::unique_ptr<Reader> reader) noexcept {
  const std::lock_guard lock(mutex_);
  // The vector has room from the start, so this cannot throw; a reader too many is closed.
  if (idle_.size() < idle_.capacity()) idle_.push_back(std::move(reader));
}

void Readers::raise_named(const SQLite::Exception& error) const { raise(error, path_); }

}  // namespace radslag::store
