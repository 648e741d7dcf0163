#include "server/storage/database.hpp"

#include <SQLiteCpp/Database.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>

#include <array>
#include <fstream>

#include "tests/support/temporary_directory.hpp"

using namespace radslag::storage;
using Catch::Matchers::Contains;
using radslag::testing::TemporaryDirectory;

namespace {

constexpr int kId = 0x52647479;
constexpr std::string_view kFirst[] = {
    "CREATE TABLE parent(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;"
    "CREATE TABLE child(id INTEGER PRIMARY KEY, parent INTEGER NOT NULL REFERENCES parent(id), bytes BLOB) STRICT;"};
constexpr std::string_view kSecond[] = {kFirst[0], "ALTER TABLE parent ADD COLUMN size INTEGER NOT NULL DEFAULT 7"};

constexpr Schema kOld{.application_id = kId, .what = "a test's things", .migrations = kFirst};
constexpr Schema kNew{.application_id = kId, .what = "a test's things", .migrations = kSecond};

std::int64_t parents(Database& database) {
  return database.read([](Reading& reading) { return reading.first("SELECT count(*) FROM parent")->integer(0); });
}

mode_t mode_of(const std::filesystem::path& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777;
}

void add(Transaction& transaction, const std::string& name) { transaction.run("INSERT INTO parent(name) VALUES(?)", {name}); }

}  // namespace

TEST_CASE("what was committed is there after opening again, with every kind of value", "[storage]") {
  const TemporaryDirectory directory;
  const auto path = directory / "x.sqlite";
  const std::array<std::uint8_t, 3> three{0, 255, 7};
  const std::string zero("a\0b", 3);
  {
    const auto database = Database::open(path, kOld, {.create = true});
    const std::int64_t changed = database->transaction([&](Transaction& transaction) {
      add(transaction, zero);
      transaction.run("INSERT INTO child(id, parent, bytes) VALUES(?, 1, ?)", {std::uint64_t{9}, Blob(three)});
      return transaction.run("INSERT INTO child(id, parent, bytes) VALUES(10, 1, ?), (11, 1, ?)", {std::nullopt, Blob("")});
    });
    CHECK(changed == 2);
  }
  const auto database = Database::open(path, kOld);
  database->read([&](Reading& reading) {
    CHECK(reading.first("SELECT name FROM parent WHERE name = ?", {zero})->text(0) == zero);
    CHECK(reading.first("SELECT bytes FROM child WHERE id = ?", {9})->bytes<3>(0) == three);
    CHECK_FALSE(reading.first("SELECT 1 FROM child WHERE id = ?", {std::optional<int>()}));
    std::vector<std::optional<std::string>> all;
    reading.each("SELECT bytes FROM child WHERE id > ? ORDER BY id", {9}, [&](const Row& row) { all.push_back(row.maybe_text(0)); });
    CHECK(all == std::vector<std::optional<std::string>>{std::nullopt, ""});
  });
}

TEST_CASE("a thrown work leaves nothing, a returned one stays, an undone one leaves nothing", "[storage]") {
  const TemporaryDirectory directory;
  const auto database = Database::open(directory / "x.sqlite", kOld, {.create = true});
  CHECK_THROWS_WITH(database->transaction([](Transaction& transaction) {
    add(transaction, "thrown");
    throw std::runtime_error("no");
  }),
                    "no");
  CHECK(parents(*database) == 0);
  CHECK(database->transaction([](Transaction& transaction) {
    add(transaction, "undone");
    transaction.undo();
    add(transaction, "after it");
    return 5;
  }) == 5);
  CHECK(parents(*database) == 0);
  database->transaction([](Transaction& transaction) { add(transaction, "stays"); });
  CHECK(parents(*database) == 1);
}

TEST_CASE("constraints hold, and a violation leaves a database that works", "[storage]") {
  const TemporaryDirectory directory;
  const auto database = Database::open(directory / "x.sqlite", kOld, {.create = true});
  database->transaction([](Transaction& transaction) { add(transaction, "one"); });
  CHECK_THROWS_AS(database->transaction([](Transaction& transaction) { add(transaction, "one"); }), std::logic_error);
  CHECK_THROWS_AS(database->transaction([](Transaction& transaction) { transaction.run("INSERT INTO child(parent) VALUES(?)", {77}); }),
                  std::logic_error);
  CHECK_THROWS_AS(database->transaction([](Transaction& transaction) { transaction.run("INSERT INTO child(parent) VALUES(?)", {"one"}); }),
                  std::logic_error);
  // The work may go on after a violation that it expected.
  database->transaction([](Transaction& transaction) {
    CHECK(transaction.run("INSERT INTO parent(name) VALUES(?) ON CONFLICT DO NOTHING", {"one"}) == 0);
    CHECK_THROWS_AS(add(transaction, "one"), std::logic_error);
    add(transaction, "two");
  });
  CHECK(parents(*database) == 2);
}

TEST_CASE("misuse is found: writing while reading, a transaction inside another, wrong parameters, other statements", "[storage]") {
  const TemporaryDirectory directory;
  const auto database = Database::open(directory / "x.sqlite", kOld, {.create = true});
  CHECK_THROWS_AS(database->read([](Reading& reading) { (void)reading.first("INSERT INTO parent(name) VALUES('x') RETURNING id"); }),
                  std::logic_error);
  CHECK_THROWS_AS(database->transaction([&](Transaction&) { return parents(*database); }), std::logic_error);
  CHECK_THROWS_AS(database->read([&](Reading&) { database->transaction([](Transaction&) {}); }), std::logic_error);
  CHECK_THROWS_AS(database->read([](Reading& reading) { (void)reading.first("SELECT 1 WHERE 1 = ?"); }), std::logic_error);
  CHECK_THROWS_AS(database->read([](Reading& reading) { (void)reading.first("SELECT nothing FROM parent"); }), std::logic_error);
  CHECK_THROWS_AS(database->read([](Reading& reading) { return reading.first("SELECT 'x'")->integer(0); }), std::logic_error);
  CHECK_THROWS_AS(database->read([](Reading& reading) { return reading.first("SELECT 1")->integer(1); }), std::logic_error);
  CHECK_THROWS_AS(Parameter(~std::uint64_t{0}), std::logic_error);
  database->transaction([](Transaction& transaction) {
    CHECK_THROWS_AS(transaction.run("DROP TABLE child"), std::logic_error);
    CHECK_THROWS_AS(transaction.run("PRAGMA foreign_keys=OFF"), std::logic_error);
    CHECK_THROWS_AS(transaction.run("ATTACH ':memory:' AS other"), std::logic_error);
    CHECK_THROWS_AS(transaction.run("COMMIT"), std::logic_error);
    add(transaction, "all the same");
  });
  CHECK(parents(*database) == 1);
}

TEST_CASE("RETURNING gives the row, and the row of one answer may ask the same again", "[storage]") {
  const TemporaryDirectory directory;
  const auto database = Database::open(directory / "x.sqlite", kOld, {.create = true});
  const auto id = database->transaction(
      [](Transaction& transaction) { return transaction.first("INSERT INTO parent(name) VALUES('a') RETURNING id")->integer(0); });
  database->transaction([](Transaction& transaction) { add(transaction, "b"); });
  CHECK(id == 1);
  int pairs = 0;
  database->read([&](Reading& reading) {
    constexpr Sql kAll = "SELECT id FROM parent";
    reading.each(kAll, {}, [&](const Row&) { reading.each(kAll, {}, [&](const Row&) { ++pairs; }); });
  });
  CHECK(pairs == 4);
}

TEST_CASE("an older file is migrated, a newer one refused in a clear sentence", "[storage]") {
  const TemporaryDirectory directory;
  const auto path = directory / "x.sqlite";
  Database::open(path, kOld, {.create = true})->transaction([](Transaction& transaction) { add(transaction, "old"); });
  const auto size = [](Database& database) {
    return database.read([](Reading& reading) { return reading.first("SELECT size FROM parent WHERE name = 'old'")->integer(0); });
  };
  CHECK(size(*Database::open(path, kNew)) == 7);
  CHECK(size(*Database::open(path, kNew)) == 7);
  CHECK_THROWS_AS(Database::open(path, kOld), StorageUnusable);
  CHECK_THROWS_WITH(Database::open(path, kOld), Contains("made by a newer version") && Contains("format 2") && Contains("knows 1"));
  CHECK(size(*Database::open(path, kNew)) == 7);
}

TEST_CASE("a migration that fails leaves the file as it was", "[storage]") {
  const TemporaryDirectory directory;
  const auto path = directory / "x.sqlite";
  Database::open(path, kOld, {.create = true})->transaction([](Transaction& transaction) { add(transaction, "old"); });
  const std::string_view broken[] = {kFirst[0], "DELETE FROM parent; CREATE TABLE child(x)"};
  CHECK_THROWS_AS(Database::open(path, {.application_id = kId, .what = "things", .migrations = broken}), StorageUnusable);
  const std::string_view orphans[] = {kFirst[0], "INSERT INTO child(id, parent) VALUES(1, 99)"};
  CHECK_THROWS_AS(Database::open(path, {.application_id = kId, .what = "things", .migrations = orphans}), std::logic_error);
  CHECK(parents(*Database::open(path, kOld)) == 1);
}

TEST_CASE("a file that is not this kind is refused and left alone", "[storage]") {
  const TemporaryDirectory directory;
  const auto path = directory / "x.sqlite";
  CHECK_THROWS_WITH(Database::open(path, kOld), Contains("there is no") && Contains("a test's things"));
  CHECK_FALSE(std::filesystem::exists(path));

  (void)Database::open(path, kOld, {.create = true});
  constexpr Schema other{.application_id = kId + 1, .what = "messages", .migrations = kFirst};
  CHECK_THROWS_WITH(Database::open(path, other, {.create = true}), Contains("does not hold messages"));

  const auto text = directory / "text";
  std::ofstream(text) << std::string(5000, 'x');
  CHECK_THROWS_AS(Database::open(text, kOld, {.create = true}), StorageUnusable);
  std::ofstream(directory / "empty").close();
  CHECK_THROWS_WITH(Database::open(directory / "empty", kOld), Contains("is empty"));
  std::ofstream(directory / "y.sqlite-wal").close();
  CHECK_THROWS_WITH(Database::open(directory / "y.sqlite", kOld, {.create = true}), Contains("the database that it belongs to is not"));
  const auto foreign = directory / "foreign";
  SQLite::Database(foreign.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE t(x)");
  CHECK_THROWS_AS(Database::open(foreign, kOld, {.create = true}), StorageUnusable);
}

TEST_CASE("the files are their owner's alone, also where a wider one was found", "[storage]") {
  const TemporaryDirectory directory;
  const auto path = directory / "x.sqlite";
  (void)Database::open(path, kOld, {.create = true});
  std::filesystem::permissions(path, std::filesystem::perms(0644));
  const auto database = Database::open(path, kOld);
  database->transaction([](Transaction& transaction) { add(transaction, "x"); });
  for (const char* suffix : {"", "-wal", "-shm", ".lock"}) {
    INFO(suffix);
    CHECK(mode_of(path.string() + suffix) == 0600);
  }
}

TEST_CASE("one holder at a time", "[storage]") {
  const TemporaryDirectory directory;
  const auto path = directory / "x.sqlite";
  auto database = Database::open(path, kOld, {.create = true});
  CHECK_THROWS_AS(Database::open(path, kOld), StorageInUse);
  CHECK_THROWS_WITH(Database::open(path, kOld), Contains("pid " + std::to_string(::getpid())));
  database.reset();
  CHECK_NOTHROW(Database::open(path, kOld));
}

TEST_CASE("what is deleted is overwritten", "[storage]") {
  const TemporaryDirectory directory;
  const auto path = directory / "x.sqlite";
  const std::string secret = "anna.andersson@example.se";
  {
    const auto database = Database::open(path, kOld, {.create = true});
    database->transaction([&](Transaction& transaction) { add(transaction, secret); });
    database->transaction([&](Transaction& transaction) { transaction.run("DELETE FROM parent WHERE name = ?", {secret}); });
  }
  // Closed: the write-ahead log has been copied into the file and is gone.
  std::ifstream file(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  CHECK(bytes.size() > 4096);
  CHECK(bytes.find(secret) == std::string::npos);
  CHECK_FALSE(std::filesystem::exists(path.string() + "-wal"));
}
