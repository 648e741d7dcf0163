// What the connections themselves refuse, tried with raw SQL: append-only does not rest on our code asking for the right things only.
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "ledger/store/sqlite/connection.hpp"
#include "ledger/store/sqlite/sqlite_store.hpp"
#include "tests/ledger/store/contract.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace radslag::store;
using radslag::testing::TemporaryDirectory;

namespace {

std::filesystem::path store_with_rows(const TemporaryDirectory& directory) {
  const auto path = directory / "record.db";
  SqliteStore::open(path, {.create = true})->append({contract::batch("town", 0, 4)});
  return path;
}

const std::vector<std::string> kReplacements = {
    "INSERT OR REPLACE INTO entry SELECT log, idx, leaf, x'00', key FROM entry WHERE idx = 1",
    "INSERT OR REPLACE INTO entry SELECT log, 4, leaf, x'00', key FROM entry WHERE idx = 2",
    "INSERT OR REPLACE INTO blob SELECT id, digest, x'00', log, idx FROM blob WHERE id = 1",
    "INSERT OR REPLACE INTO blob SELECT 3, digest, x'00', log, idx FROM blob WHERE id = 1",
    "INSERT OR REPLACE INTO head SELECT log, seq, size, 'other' FROM head",
    "INSERT OR REPLACE INTO log VALUES(1, 'other')",
    "INSERT OR REPLACE INTO log VALUES(2, 'town')",
    "INSERT INTO entry SELECT log, 6, leaf, body, NULL FROM entry WHERE idx = 1",
    "INSERT INTO entry SELECT 7, 0, leaf, body, NULL FROM entry WHERE idx = 1",
    "INSERT INTO entry SELECT log, 4, x'00', body, NULL FROM entry WHERE idx = 1",
    "INSERT INTO entry SELECT log, 4, leaf, 'a text', NULL FROM entry WHERE idx = 1",
    "INSERT INTO entry SELECT log, 4, leaf, body, digest FROM entry JOIN blob USING(log, idx) WHERE idx = 1",
    "INSERT INTO head SELECT log, seq + 1, size + 1, note FROM head",
};

const std::vector<std::string> kChanges = {"UPDATE entry SET body = x'00' WHERE idx = 1",
                                           "DELETE FROM entry WHERE idx = 3",
                                           "UPDATE blob SET bytes = x'00'",
                                           "DELETE FROM blob",
                                           "UPDATE head SET note = ''",
                                           "DELETE FROM head",
                                           "UPDATE log SET name = 'x'",
                                           "DELETE FROM log",
                                           "INSERT INTO log VALUES(1, 'x') ON CONFLICT(id) DO UPDATE SET name = 'x'"};

const std::vector<std::string> kOther = {"DROP TABLE entry",
                                         "DROP TRIGGER entry_no_update",
                                         "DROP INDEX entry_key",
                                         "ALTER TABLE entry ADD COLUMN x",
                                         "CREATE TABLE t(x)",
                                         "CREATE TEMP TABLE t(x)",
                                         "CREATE TRIGGER t AFTER INSERT ON entry BEGIN SELECT 1; END",
                                         "PRAGMA recursive_triggers=OFF",
                                         "PRAGMA writable_schema=ON",
                                         "PRAGMA synchronous=OFF",
                                         "PRAGMA user_version=9",
                                         "ATTACH ':memory:' AS other",
                                         "VACUUM",
                                         "REINDEX",
                                         "ANALYZE",
                                         "INSERT INTO sqlite_schema VALUES('table','t','t',0,'')"};

void all_refused(SQLite::Database& database, const std::vector<std::string>& statements) {
  for (const std::string& sql : statements) {
    INFO(sql);
    CHECK_THROWS_AS(database.exec(sql), SQLite::Exception);
  }
}

}  // namespace

TEST_CASE("the writer's connection refuses everything but the next rows", "[store]") {
  const TemporaryDirectory directory;
  const auto path = store_with_rows(directory);
  {
    SQLite::Database database = open_for_writing(path, false);
    harden_writer(database, path);
    all_refused(database, kReplacements);
    all_refused(database, kChanges);
    all_refused(database, kOther);
    // So the refusals above are not of everything.
    CHECK_NOTHROW(database.exec("BEGIN; INSERT INTO log VALUES(2, 'the next log'); ROLLBACK"));
  }
  contract::check_log(*SqliteStore::open(path), "town", 4);
}

TEST_CASE("a plain connection with default settings changes no row by mistake", "[store]") {
  const TemporaryDirectory directory;
  const auto path = store_with_rows(directory);
  {
    SQLite::Database database(path.string(), SQLite::OPEN_READWRITE);
    REQUIRE(database.execAndGet("PRAGMA recursive_triggers").getInt() == 0);
    all_refused(database, kReplacements);
    all_refused(database, kChanges);
  }
  contract::check_log(*SqliteStore::open(path), "town", 4);
}

TEST_CASE("a reader's connection cannot write", "[store]") {
  const TemporaryDirectory directory;
  const auto path = store_with_rows(directory);
  SQLite::Database database = open_reader(path);
  all_refused(database, kReplacements);
  all_refused(database, kChanges);
  all_refused(database, {"INSERT INTO log VALUES(2, 'x')", "DROP TABLE entry", "CREATE TABLE t(x)", "PRAGMA user_version=9", "VACUUM"});
  CHECK(database.execAndGet("PRAGMA recursive_triggers").getInt() == 1);
  CHECK(database.execAndGet("PRAGMA query_only").getInt() == 1);
  CHECK(database.execAndGet("PRAGMA wal_autocheckpoint").getInt() == 0);
}
