// The store in SQLite: the contract, opening and reopening, and what it refuses to open.
#include "ledger/store/sqlite/sqlite_store.hpp"

#include <SQLiteCpp/Database.h>
#include <unistd.h>

#include <fstream>

#include "tests/ledger/store/contract.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace radslag::store;
using Catch::Matchers::Contains;
using radslag::testing::TemporaryDirectory;

namespace {

std::unique_ptr<SqliteStore> create(const std::filesystem::path& path) { return SqliteStore::open(path, {.create = true}); }

void change_with_sql(const std::filesystem::path& path, const std::string& sql) {
  SQLite::Database database(path.string(), SQLite::OPEN_READWRITE);
  database.exec(sql);
}

std::string refusal(const std::function<void()>& open) {
  try {
    open();
  } catch (const StoreUnusable& error) {
    return error.what();
  }
  return "not refused";
}

}  // namespace

TEST_CASE("the store in SQLite keeps the contract", "[store]") {
  const TemporaryDirectory directory;
  contract::run([&] { return create(directory / "record.db"); });
}

TEST_CASE("a store is the same after reopening", "[store]") {
  const TemporaryDirectory directory;
  const auto path = directory / "record.db";
  create(path)->append({contract::batch("town", 0, 10), contract::batch("rounds/a", 0, 3, 100)});
  {
    const auto again = SqliteStore::open(path);
    contract::check_log(*again, "town", 10);
    again->append({contract::batch("town", 10, 5), contract::batch("rounds/b", 0, 1, 200)});
    CHECK_THROWS_AS(again->append({contract::batch("rounds/c", 0, 3, 100)}), std::logic_error);
  }
  CHECK_FALSE(std::filesystem::exists(path.string() + "-wal"));  // a clean end leaves one file
  const auto third = create(path);                               // an existing store is opened as it is
  contract::check_log(*third, "town", 15);
  contract::check_log(*third, "rounds/a", 3, 100);
  contract::check_log(*third, "rounds/b", 1, 200);
  CHECK(third->logs() == std::vector<LogName>{"town", "rounds/a", "rounds/b"});
}

TEST_CASE("a missing store is an error, not a new file", "[store]") {
  const TemporaryDirectory directory;
  const auto path = directory / "record.db";
  CHECK_THAT(refusal([&] { (void)SqliteStore::open(path); }), Contains(path.string()));
  CHECK_THAT(refusal([&] { (void)SqliteStore::open_read_only(path); }), Contains(path.string()));
  CHECK(std::filesystem::is_empty(directory.path()));

  std::ofstream(path.string() + "-wal") << "left over";
  CHECK_THAT(refusal([&] { (void)create(path); }), Contains(path.string() + "-wal"));
}

TEST_CASE("an empty file becomes a store only when asked to", "[store]") {
  const TemporaryDirectory directory;
  const auto path = directory / "record.db";
  std::ofstream(path).flush();
  CHECK_THAT(refusal([&] { (void)SqliteStore::open(path); }), Contains("empty"));
  CHECK_THAT(refusal([&] { (void)SqliteStore::open_read_only(path); }), Contains("empty"));
  create(path)->append({contract::batch("town", 0, 1)});
  contract::check_log(*SqliteStore::open(path), "town", 1);
}

TEST_CASE("files of others and of newer versions are refused and left alone", "[store]") {
  const TemporaryDirectory directory;
  const auto path = directory / "record.db";
  const auto refused = [&](const std::string& why) {
    std::ifstream before_file(path, std::ios::binary);
    const std::string before{std::istreambuf_iterator<char>(before_file), {}};
    for (const bool asked_to_create : {false, true}) {
      const std::string message = refusal([&] { (void)SqliteStore::open(path, {.create = asked_to_create}); });
      CHECK_THAT(message, Contains(why));
      CHECK_THAT(message, Contains(path.string()));
    }
    CHECK_THAT(refusal([&] { (void)SqliteStore::open_read_only(path); }), Contains(why));
    std::ifstream after_file(path, std::ios::binary);
    CHECK(before == std::string{std::istreambuf_iterator<char>(after_file), {}});
  };
  SECTION("another program's database") {
    SQLite::Database(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE t(x)");
    refused("another program");
  }
  SECTION("no database at all") {
    std::ofstream(path) << std::string(5000, 'x');
    refused("not a Rådslag record");
  }
  SECTION("a newer version") {
    (void)create(path);
    change_with_sql(path, "PRAGMA user_version=2");
    refused("newer version");
    refused("install that version");
  }
  SECTION("a version that never was") {
    (void)create(path);
    change_with_sql(path, "PRAGMA user_version=0");
    refused("not known");
  }
}

TEST_CASE("one process at a time writes", "[store]") {
  const TemporaryDirectory directory;
  const auto path = directory / "record.db";
  auto first = create(path);
  const std::string message = refusal([&] { (void)SqliteStore::open(path); });
  CHECK_THAT(message, Contains("another radslag (pid " + std::to_string(::getpid()) + ") is using " + path.string()));
  first->append({contract::batch("town", 0, 2)});
  first.reset();
  CHECK_NOTHROW((void)SqliteStore::open(path));
}

TEST_CASE("a read-only store reads beside the writer and cannot write", "[store]") {
  const TemporaryDirectory directory;
  const auto path = directory / "record.db";
  auto writer = create(path);
  writer->append({contract::batch("town", 0, 4)});
  const auto reader = SqliteStore::open_read_only(path);
  contract::check_log(*reader, "town", 4);
  writer->append({contract::batch("town", 4, 4)});
  contract::check_log(*reader, "town", 8);
  CHECK_THROWS_AS(reader->append({contract::batch("town", 8, 1)}), std::logic_error);
  writer.reset();
  contract::check_log(*reader, "town", 8);
  contract::check_log(*SqliteStore::open_read_only(path), "town", 8);
  contract::check_log(*SqliteStore::open(path), "town", 8);
}

TEST_CASE("a damaged file is noticed at opening or reading, by name", "[store]") {
  const TemporaryDirectory directory;
  const auto path = directory / "record.db";
  create(path)->append({contract::batch("town", 0, 2000)});
  const auto pages = std::filesystem::file_size(path) / 4096;
  REQUIRE(pages > 20);

  const auto read_everything = [&] {
    const auto store = SqliteStore::open(path);
    contract::check_log(*store, "town", 2000);
  };
  SECTION("its first page") {
    std::fstream(path, std::ios::in | std::ios::out | std::ios::binary).write(std::string(4096, '\x5a').data(), 4096);
    CHECK_THAT(refusal(read_everything), Contains(path.string()));
  }
  SECTION("all other pages") {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096);
    for (std::uintmax_t page = 1; page < pages; ++page) file.write(std::string(4096, '\x5a').data(), 4096);
    file.close();
    CHECK_THAT(refusal(read_everything), Contains(path.string()));
  }
  SECTION("its second half is missing") {
    std::filesystem::resize_file(path, pages / 2 * 4096);
    CHECK_THAT(refusal(read_everything), Contains(path.string()));
  }
  SECTION("a row taken out with the triggers dropped") {
    change_with_sql(path, "DROP TRIGGER entry_no_delete; DELETE FROM entry WHERE idx = 1000");
    CHECK_THAT(refusal(read_everything), Contains("entry 1000 of log town is missing"));
  }
  SECTION("the last rows taken out with the triggers dropped") {
    change_with_sql(path, "DROP TRIGGER entry_no_delete; DELETE FROM entry WHERE idx >= 1500");
    CHECK_THAT(refusal(read_everything), Contains("do not agree"));
  }
  SECTION("a table taken out") {
    change_with_sql(path, "DROP TABLE head");
    CHECK_THAT(refusal(read_everything), Contains(path.string()));
  }
}

TEST_CASE("the store says which protection against the WAL-reset bug is in force", "[store]") {
  CHECK_THAT(SqliteStore::protection(), Contains("SQLite 3."));
  CHECK_THAT(SqliteStore::protection(), Contains("WAL-reset bug"));
}
