// The database when the world breaks: a full disk, a failing fsync, a kill.
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <thread>

#include "server/storage/database.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace radslag::storage;
using radslag::testing::TemporaryDirectory;

namespace {

constexpr std::string_view kTables[] = {"CREATE TABLE n(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT"};
constexpr Schema kSchema{.application_id = 0x52647479, .what = "numbers", .migrations = kTables};

std::unique_ptr<Database> open(const std::filesystem::path& path) { return Database::open(path, kSchema, {.create = true}); }

constexpr std::size_t kRowBytes = 3000;

void add(Database& database, std::int64_t id, std::size_t bytes = kRowBytes) {
  const std::string all(bytes, 'b');
  database.transaction([&](Transaction& transaction) { transaction.run("INSERT INTO n(id, bytes) VALUES(?, ?)", {id, Blob(all)}); });
}

/// Rows are 0, 1, 2 ... without a gap; gives how many.
std::int64_t rows(Database& database) {
  return database.read([](Reading& reading) {
    const Row row = *reading.first("SELECT count(*), COALESCE(MAX(id) + 1, 0) FROM n");
    if (row.integer(0) != row.integer(1)) throw std::runtime_error("a gap");
    return row.integer(0);
  });
}

template <typename Exception>
bool add_until(Database& database, std::int64_t& next, std::int64_t limit, std::size_t bytes = kRowBytes) {
  try {
    for (; next < limit; ++next) add(database, next, bytes);
  } catch (const Exception&) {
    return true;
  }
  return false;
}

/// Runs `work` in a child process and gives its exit code; an exception is printed and is 99. A child uses no Catch macros.
int in_child(const std::function<int()>& work) {
  std::cout.flush();
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    int code = 99;
    try {
      code = work();
    } catch (const std::exception& error) {
      std::fprintf(stderr, "child: %s\n", error.what());
    }
    ::_exit(code);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

void limit_file_size(rlim_t bytes) {
  rlimit limit{};
  ::getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = bytes;
  ::setrlimit(RLIMIT_FSIZE, &limit);
}

int full_and_then_room(const std::filesystem::path& path, rlim_t bytes, std::size_t row_bytes) {
  ::signal(SIGXFSZ, SIG_IGN);
  auto database = open(path);
  limit_file_size(bytes);
  std::int64_t next = 0;
  if (!add_until<NothingWritten>(*database, next, 100'000, row_bytes)) return 1;
  if (next == 0) return 2;  // the test wants some rows first
  if (rows(*database) != next) return 3;
  if (!add_until<NothingWritten>(*database, next, 100'000, row_bytes)) return 4;  // still full, still the same error
  if (rows(*database) != next) return 5;
  limit_file_size(RLIM_INFINITY);
  if (add_until<std::exception>(*database, next, next + 300) || rows(*database) != next) return 6;
  database.reset();
  return rows(*open(path)) == next ? 0 : 7;
}

}  // namespace

TEST_CASE("a file that may not grow: nothing was written, and it goes on when it may", "[storage]") {
  const TemporaryDirectory directory;
  const rlim_t bytes = GENERATE(as<rlim_t>{}, 200'000, 500'001, 1'000'000, 4'200'000, 4'400'000);
  CHECK(in_child([&] { return full_and_then_room(directory / "x.sqlite", bytes, kRowBytes); }) == 0);
}

TEST_CASE("the same for transactions that are large beside the room that is left", "[storage]") {
  const TemporaryDirectory directory;
  const rlim_t bytes = GENERATE(as<rlim_t>{}, 800'000, 1'000'000, 1'500'001, 3'000'000);
  CHECK(in_child([&] { return full_and_then_room(directory / "x.sqlite", bytes, 300'000); }) == 0);
}

TEST_CASE("threads at a full disk: each is told, nobody loses what was acknowledged", "[storage]") {
  const TemporaryDirectory directory;
  const int code = in_child([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    auto database = open(directory / "x.sqlite");
    limit_file_size(600'000);
    std::atomic<std::int64_t> next{0}, kept{0}, told{0}, other{0};
    {
      std::vector<std::jthread> threads;
      for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
          for (int full = 0; full < 20;) {
            try {
              add(*database, next++, 9000);
              ++kept;
            } catch (const NothingWritten&) {
              ++full, ++told;
            } catch (...) {
              ++full, ++other;
            }
          }
        });
      }
    }
    if (other != 0 || told != 80 || kept == 0) return 1;
    limit_file_size(RLIM_INFINITY);
    const auto count = [](Reading& reading) { return reading.first("SELECT count(*) FROM n")->integer(0); };
    if (database->read(count) != kept) return 2;
    add(*database, next++);
    return database->read(count) == kept + 1 ? 0 : 3;
  });
  CHECK(code == 0);
}

TEST_CASE("work that swallows the error of a full disk has not succeeded", "[storage]") {
  const TemporaryDirectory directory;
  const int code = in_child([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    auto database = open(directory / "x.sqlite");
    limit_file_size(600'000);
    bool swallowed = false;
    try {
      database->transaction([&](Transaction& transaction) {
        try {
          // More than the page cache holds, so that the disk is full before the commit.
          for (int id = 0; id < 20'000; ++id) transaction.run("INSERT INTO n(id, bytes) VALUES(?, ?)", {id, Blob(std::string(3000, 'b'))});
        } catch (const NothingWritten&) {
          swallowed = true;
        }
      });
      return 1;
    } catch (const NothingWritten&) {
      return swallowed && rows(*database) == 0 ? 0 : 2;
    }
  });
  CHECK(code == 0);
}

TEST_CASE("what was acknowledged outlives kill -9", "[storage]") {
  const TemporaryDirectory directory;
  const auto path = directory / "x.sqlite";
  const std::int64_t enough = GENERATE(1, 40, 700);
  const int code = in_child([&] {
    const auto database = open(path);
    for (std::int64_t id = 0; id < enough; ++id) add(*database, id);
    ::kill(::getpid(), SIGKILL);
    return 0;
  });
  CHECK(code == 1000 + SIGKILL);
  CHECK(rows(*open(path)) == enough);
}

// Run by the test below in a process of its own, with the preloaded library.
TEST_CASE("child: write until an fsync fails", "[.storage-fsync-child]") {
  const char* path = std::getenv("STORAGE_CHILD_PATH");
  REQUIRE(path);
  const auto database = open(path);
  std::int64_t next = rows(*database);
  REQUIRE(add_until<StorageFailure>(*database, next, 100'000));
  CHECK_THROWS_AS(add(*database, next + 1), StorageFailure);
  CHECK_THROWS_AS(rows(*database), StorageFailure);
  std::ofstream(std::string(path) + ".acknowledged") << next;
}

TEST_CASE("a failing fsync is a failure of unknown outcome, and ends all work", "[storage]") {
  // Which fsync fails, and of which file: all, or the database alone, which only a checkpoint syncs.
  struct Case {
    const char* at;
    const char* suffix;
  };
  const Case c = GENERATE(Case{"1", ""}, Case{"2", ""}, Case{"3", ""}, Case{"20", ""}, Case{"1", "x.sqlite"});
  const TemporaryDirectory directory;
  const auto path = directory / "x.sqlite";
  add(*open(path), 0);
  const int code = in_child([&] {
    ::setenv("LD_PRELOAD", RADSLAG_FSYNC_FAIL_LIBRARY, 1);
    ::setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 1);
    ::setenv("FSYNC_FAIL_AT", c.at, 1);
    ::setenv("FSYNC_FAIL_SUFFIX", c.suffix, 1);
    ::setenv("STORAGE_CHILD_PATH", path.c_str(), 1);
    ::execl("/proc/self/exe", "server_tests", "[.storage-fsync-child]", "-o", "/dev/null", nullptr);
    return 98;
  });
  CHECK(code == 0);
  std::int64_t acknowledged = 0;
  std::ifstream(path.string() + ".acknowledged") >> acknowledged;
  CHECK(acknowledged >= 1);
  // The row whose write failed may be there or not; all before it are.
  const auto database = open(path);
  const std::int64_t found = rows(*database);
  CHECK((found == acknowledged || found == acknowledged + 1));
  add(*database, found);
}
