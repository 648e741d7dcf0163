#include "server/storage/database.hpp"

#include "server/storage/connection.hpp"
#include "server/storage/engine.hpp"
#include "server/storage/migrations.hpp"

namespace radslag::storage {
namespace {

void require_file(const std::filesystem::path& path, const Schema& schema, bool create) {
  if (std::filesystem::exists(path)) return;
  if (!create)
    throw StorageUnusable("there is no " + path.string() + ", which should hold " + std::string(schema.what) + ": is the path right?");
  const std::filesystem::path log = path.string() + "-wal";
  if (std::filesystem::exists(log)) throw StorageUnusable(log.string() + " is there, but the database that it belongs to is not");
}

}  // namespace

std::optional<Row> Reading::first(Sql sql, std::initializer_list<Parameter> parameters) {
  std::optional<Row> row(std::in_place);
  if (!engine_.first(sql.text(), parameters, *row)) row.reset();
  return row;
}

void Reading::each(Sql sql, std::initializer_list<Parameter> parameters, const std::function<void(const Row&)>& visit) {
  engine_.each(sql.text(), parameters, visit);
}

std::int64_t Transaction::run(Sql sql, std::initializer_list<Parameter> parameters) { return engine_.run(sql.text(), parameters); }

std::unique_ptr<Database> Database::open(const std::filesystem::path& path, const Schema& schema, OpenOptions options) {
  require_file(path, schema, options.create);
  auto lock = std::make_unique<LockFile>(path.string() + ".lock", path);
  try {
    SQLite::Database connection = open_connection(path, options.create);
    migrate(connection, path, schema, options.create);
    harden(connection, path);
    return std::unique_ptr<Database>(new Database(std::make_unique<Engine>(std::move(lock), std::move(connection), path)));
  } catch (const SQLite::Exception& error) {
    raise_at_opening(error, path);
  }
}

std::unique_ptr<Database> Database::open_to_read(const std::filesystem::path& path, const Schema& schema) {
  require_file(path, schema, false);
  try {
    SQLite::Database connection = open_reading_connection(path);
    const auto number = [&](const char* pragma) { return connection.execAndGet(pragma).getInt(); };
    const bool known = number("PRAGMA application_id") == schema.application_id &&
                       number("PRAGMA user_version") == static_cast<int>(schema.migrations.size());
    if (!known) throw StorageUnusable(path.string() + " does not hold " + std::string(schema.what) + " as this version knows it");
    only_rows(connection);
    return std::unique_ptr<Database>(new Database(std::make_unique<Engine>(nullptr, std::move(connection), path)));
  } catch (const SQLite::Exception& error) {
    raise_at_opening(error, path);
  }
}

Database::Database(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}
Database::~Database() = default;

void Database::run_transaction(const std::function<void(Transaction&)>& work) { engine_->transaction(work); }
void Database::run_reading(const std::function<void(Reading&)>& work) { engine_->read(work); }
const std::filesystem::path& Database::path() const { return engine_->path(); }

}  // namespace radslag::storage
