#include "server/storage/migrations.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <stdexcept>
#include <string>

#include "server/storage/database.hpp"

namespace radslag::storage {
namespace {

/// The version the file has; 0 for an empty one.
std::size_t identify(SQLite::Database& database, const std::filesystem::path& path, const Schema& schema, bool create) {
  const int application = database.execAndGet("PRAGMA application_id").getInt();
  const int version = database.execAndGet("PRAGMA user_version").getInt();
  const int tables = database.execAndGet("SELECT count(*) FROM sqlite_schema").getInt();
  if (application == 0 && version == 0 && tables == 0) {
    if (!create) throw StorageUnusable(path.string() + " is empty, it does not hold " + std::string(schema.what));
    return 0;
  }
  if (application != schema.application_id) throw StorageUnusable(path.string() + " does not hold " + std::string(schema.what));
  if (version < 1 || static_cast<std::size_t>(version) > schema.migrations.size()) {
    throw StorageUnusable(path.string() + " was made by a newer version of Rådslag (format " + std::to_string(version) +
                          ", this program knows " + std::to_string(schema.migrations.size()) + "): install that version");
  }
  return static_cast<std::size_t>(version);
}

void apply(SQLite::Database& database, const Schema& schema, std::size_t version) {
  database.exec("BEGIN IMMEDIATE");
  try {
    database.exec(std::string(schema.migrations[version - 1]));
    if (SQLite::Statement(database, "PRAGMA foreign_key_check").executeStep()) {
      throw std::logic_error("migration " + std::to_string(version) + " leaves a reference to nothing");
    }
    database.exec("PRAGMA application_id=" + std::to_string(schema.application_id));
    database.exec("PRAGMA user_version=" + std::to_string(version));
    database.exec("COMMIT");
  } catch (...) {
    (void)database.tryExec("ROLLBACK");
    throw;
  }
}

}  // namespace

void migrate(SQLite::Database& database, const std::filesystem::path& path, const Schema& schema, bool create) {
  if (schema.application_id == 0 || schema.migrations.empty()) throw std::logic_error("a schema without identity or tables");
  std::size_t version = identify(database, path, schema, create);
  // A table that others refer to can be made anew only while references are not enforced; apply() checks them instead.
  database.exec("PRAGMA foreign_keys=OFF; PRAGMA synchronous=FULL");
  while (version < schema.migrations.size()) apply(database, schema, ++version);
}

}  // namespace radslag::storage
