#include "ledger/heads/sqlite/sqlite_heads.hpp"

#include <SQLiteCpp/Database.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "ledger/store/sqlite/sqlite_store.hpp"
#include "tests/support/temporary_directory.hpp"

namespace radslag::heads {
namespace {

using Catch::Matchers::Contains;
using testing::TemporaryDirectory;

constexpr const char* id = "0123456789abcdef0123456789abcdef";
const std::string town = "example.se/log/town", round_log = "example.se/log/rounds/parks";

template <typename Exception, typename Work>
std::string refusal(Work work) {
  try {
    work();
  } catch (const Exception& error) {
    return error.what();
  }
  return "nothing was refused";
}

std::string note(std::uint64_t number) { return "note " + std::to_string(number); }

/// Moves the town's head on, one by one from what is there, until it is killed; tells of each that was acknowledged.
[[noreturn]] void move_until_killed(const std::filesystem::path& path, int pipe_end) {
  const auto heads = SqliteHeads::open(path);
  for (std::uint64_t number = std::stoull(heads->all().at(town).substr(5));; ++number) {
    heads->swap({{town, note(number), note(number + 1)}});
    const auto acknowledged = number + 1;
    if (::write(pipe_end, &acknowledged, sizeof acknowledged) != sizeof acknowledged) ::_exit(1);
  }
}

std::uint64_t kill_while_moving(const std::filesystem::path& path, useconds_t microseconds) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::close(ends[0]);
    try {
      move_until_killed(path, ends[1]);
    } catch (const std::exception& error) {
      std::fprintf(stderr, "child: %s\n", error.what());
      ::_exit(99);
    }
  }
  ::close(ends[1]);
  ::usleep(microseconds);
  ::kill(child, SIGKILL);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
  std::uint64_t acknowledged = 0, next = 0;
  while (::read(ends[0], &next, sizeof next) == sizeof next) acknowledged = next;
  ::close(ends[0]);
  return acknowledged;
}

}  // namespace

TEST_CASE("heads are moved on together or not at all, and are there after a restart") {
  const TemporaryDirectory folder;
  const auto path = folder / "far" / "heads.sqlite";
  {
    const auto heads = SqliteHeads::create(path, id);
    CHECK(heads->all().empty());
    heads->swap({{town, "", "one"}, {round_log, "", "first"}});
    heads->swap({{town, "one", "two"}});
    CHECK(heads->all() == Notes{{town, "two"}, {round_log, "first"}});
  }
  const auto heads = SqliteHeads::open(path);
  CHECK(heads->id() == id);
  CHECK(heads->all() == Notes{{town, "two"}, {round_log, "first"}});
  CHECK(std::filesystem::status(path.parent_path()).permissions() == std::filesystem::perms::owner_all);

  SECTION("what somebody else has moved is named, and nothing is written") {
    for (const auto& wrong : std::vector<Swap>{{town, "one", "three"}, {town, "", "three"}, {"example.se/log/other", "one", "three"}}) {
      const auto said = refusal<HeadsMoved>([&] { heads->swap({{round_log, "first", "second"}, wrong}); });
      CHECK_THAT(said, Contains(wrong.origin) && Contains(path.string()));
      CHECK(heads->all() == Notes{{town, "two"}, {round_log, "first"}});
    }
    heads->swap({{round_log, "first", "second"}});
    CHECK(heads->all().at(round_log) == "second");
  }
  SECTION("it is made once") { CHECK_THROWS_AS(SqliteHeads::create(path, id), store::StoreUnusable); }
  SECTION("one process has it") { CHECK_THROWS_AS(SqliteHeads::open(path), store::StoreInUse); }
}

TEST_CASE("many moves are kept in little room") {
  const TemporaryDirectory folder;
  const auto path = folder / "heads.sqlite";
  {
    const auto heads = SqliteHeads::create(path, id);
    heads->swap({{town, "", note(0)}});
    for (std::uint64_t i = 0; i < 1'000; ++i) heads->swap({{town, note(i), note(i + 1)}});
    CHECK(std::filesystem::file_size(path.string() + "-wal") < 3'000'000);
  }
  CHECK(std::filesystem::file_size(path) < 100'000);
  CHECK(SqliteHeads::open(path)->all().at(town) == note(1'000));
}

TEST_CASE("what is no head store is refused with a sentence") {
  const TemporaryDirectory folder;
  const auto path = folder / "heads.sqlite";
  CHECK_THAT(refusal<store::StoreUnusable>([&] { (void)SqliteHeads::open(path); }), Contains("no head store at " + path.string()));
  SECTION("a text") {
    std::ofstream(path) << "not a database, but long enough to be taken for one by who only looks at its size and at nothing else";
    CHECK_THAT(refusal<store::StoreUnusable>([&] { (void)SqliteHeads::open(path); }), Contains("is not a Rådslag head store"));
  }
  SECTION("a record") {
    (void)store::SqliteStore::open(path, {.create = true});
    CHECK_THAT(refusal<store::StoreUnusable>([&] { (void)SqliteHeads::open(path); }), Contains("is not a Rådslag head store"));
  }
  SECTION("of a newer version") {
    (void)SqliteHeads::create(path, id);
    SQLite::Database(path.string(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version=9");
    CHECK_THAT(refusal<store::StoreUnusable>([&] { (void)SqliteHeads::open(path); }), Contains("newer version"));
  }
}

TEST_CASE("the file itself gives no head up") {
  const TemporaryDirectory folder;
  const auto path = folder / "heads.sqlite";
  SqliteHeads::create(path, id)->swap({{town, "", "one"}});
  SQLite::Database database(path.string(), SQLite::OPEN_READWRITE);
  CHECK_THROWS_AS(database.exec("DELETE FROM head"), SQLite::Exception);
  CHECK_THROWS_AS(database.exec("UPDATE head SET origin = 'x'"), SQLite::Exception);
}

TEST_CASE("a head that was acknowledged outlives kill -9", "[store]") {
  const TemporaryDirectory folder;
  const auto path = folder / "heads.sqlite";
  SqliteHeads::create(path, id)->swap({{town, "", note(0)}});
  std::uint64_t last = 0;
  for (useconds_t i = 0; i < 12 || (last == 0 && i < 100); ++i) {
    const auto acknowledged = kill_while_moving(path, 3'000 + 5'000 * i);
    const auto found = std::stoull(SqliteHeads::open(path)->all().at(town).substr(5));
    CHECK(found >= acknowledged);
    CHECK(found >= last);
    last = found;
  }
  CHECK(last > 0);
}

}  // namespace radslag::heads
