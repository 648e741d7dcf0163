// Erasing for good: the bytes are in no file any more, the row and all that guards it are.
#include "ledger/store/sqlite/erase.hpp"

#include <SQLiteCpp/Database.h>

#include <fstream>
#include <iterator>

#include "ledger/store/sqlite/sqlite_store.hpp"
#include "tests/ledger/store/contract.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace radslag::store;
using Catch::Matchers::Contains;
using radslag::testing::TemporaryDirectory;

namespace {

const std::string secret = "Åsa Öberg, Storgatan 4, who asked to be forgotten";

std::string text_of(std::uint64_t n, std::size_t bytes) {
  std::string text = secret + " " + std::to_string(n) + " ";
  while (text.size() < bytes) text += secret;
  return text;
}

/// In which files of the folder the text stands.
std::vector<std::string> files_with(const std::filesystem::path& folder, const std::string& text) {
  std::vector<std::string> found;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(file.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (bytes.find(text) != std::string::npos) found.push_back(file.path().filename().string());
  }
  return found;
}

/// Entries with a blob each, long and short in turn; every third one is to be erased.
Batch batch_with(std::uint64_t first, std::uint64_t count) {
  auto batch = contract::batch("town", first, count);
  batch.blobs.clear();
  for (std::uint64_t n = first; n < first + count; ++n)
    batch.blobs.push_back({contract::name_of_blob(n), n % 3 == 0 ? text_of(n, n % 2 == 0 ? 60 : 20'000) : "kept " + std::string(300, 'k')});
  return batch;
}

std::vector<Digest> every_third(std::uint64_t count) {
  std::vector<Digest> blobs;
  for (std::uint64_t n = 0; n < count; n += 3) blobs.push_back(contract::name_of_blob(n));
  return blobs;
}

}  // namespace

TEST_CASE("erased blobs are in no file of the store any more", "[store]") {
  const TemporaryDirectory directory;
  const auto path = directory / "record.db";
  {
    const auto store = SqliteStore::open(path, {.create = true});
    for (std::uint64_t first = 0; first < 300; first += 10) store->append({batch_with(first, 10)});
  }
  REQUIRE_FALSE(files_with(path.parent_path(), secret).empty());

  const auto erased = erase_blobs(path, every_third(300));
  CHECK(erased.blobs == 100);
  CHECK(erased.bytes > 1'000'000);
  CHECK(erased.before == 0);
  CHECK(erased.absent == 0);
  CHECK(files_with(path.parent_path(), secret).empty());
  CHECK(files_with(path.parent_path(), "who asked to be forgotten").empty());

  const auto store = SqliteStore::open(path);
  CHECK(store->size("town") == 300);
  std::size_t wrong = 0;
  for (std::uint64_t n = 0; n < 300; ++n) {
    const auto blob = store->blob(contract::name_of_blob(n));
    wrong += blob != (n % 3 == 0 ? "" : "kept " + std::string(300, 'k'));
  }
  CHECK(wrong == 0);
  // The digest is not free again.
  CHECK_THROWS_AS(store->append({Batch{"town", 300, {}, {{contract::name_of_blob(3), "again"}}, "n"}}), std::logic_error);
}

TEST_CASE("a store that was left in the middle of its write-ahead log is erased whole", "[store]") {
  const TemporaryDirectory directory;
  const auto path = directory / "record.db";
  const TemporaryDirectory copies;
  const auto copy = copies / "record.db";
  {
    const auto store = SqliteStore::open(path, {.create = true});
    for (std::uint64_t first = 0; first < 30; first += 10) store->append({batch_with(first, 10)});
    for (const char* part : {"", "-wal", "-shm"}) std::filesystem::copy_file(path.string() + part, copy.string() + part);
  }
  REQUIRE(files_with(copy.parent_path(), secret) == std::vector<std::string>{"record.db-wal"});
  CHECK(erase_blobs(copy, every_third(30)).blobs == 10);
  CHECK(files_with(copy.parent_path(), secret).empty());
  CHECK(SqliteStore::open(copy)->size("town") == 30);
}

TEST_CASE("erasing again changes nothing, and says so", "[store]") {
  const TemporaryDirectory directory;
  const auto path = directory / "record.db";
  SqliteStore::open(path, {.create = true})->append({batch_with(0, 10)});
  CHECK(erase_blobs(path, {contract::name_of_blob(0)}).blobs == 1);
  const auto again = erase_blobs(path, {contract::name_of_blob(0), contract::name_of_blob(3), contract::name_of_blob(999)});
  CHECK(again.blobs == 1);
  CHECK(again.before == 1);
  CHECK(again.absent == 1);
}

TEST_CASE("after erasing, rows are guarded as before", "[store]") {
  const TemporaryDirectory directory;
  const auto path = directory / "record.db";
  SqliteStore::open(path, {.create = true})->append({batch_with(0, 10)});
  (void)erase_blobs(path, {contract::name_of_blob(0)});
  SQLite::Database database(path.string(), SQLite::OPEN_READWRITE);
  CHECK_THROWS_WITH(database.exec("UPDATE blob SET bytes = x'00'"), Contains("append-only"));
  CHECK_THROWS_WITH(database.exec("DELETE FROM blob"), Contains("append-only"));
  CHECK_THROWS_WITH(database.exec("DELETE FROM entry"), Contains("append-only"));
}

TEST_CASE("a store in use is not erased, nor what is none", "[store]") {
  const TemporaryDirectory directory;
  const auto path = directory / "record.db";
  const auto store = SqliteStore::open(path, {.create = true});
  store->append({batch_with(0, 10)});
  CHECK_THROWS_AS(erase_blobs(path, {contract::name_of_blob(0)}), StoreInUse);
  CHECK_FALSE(store->blob(contract::name_of_blob(0))->empty());
  CHECK_THROWS_AS(erase_blobs(directory / "none.db", {}), StoreUnusable);
  {
    SQLite::Database other((directory / "other.db").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    other.exec("CREATE TABLE t(x)");
  }
  CHECK_THROWS_AS(erase_blobs(directory / "other.db", {}), StoreUnusable);
}
