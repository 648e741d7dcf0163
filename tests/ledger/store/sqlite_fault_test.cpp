// The store in SQLite when the world breaks: killed, a full disk, a failing fsync.
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <random>

#include "ledger/store/sqlite/sqlite_store.hpp"
#include "tests/ledger/store/contract.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace radslag::store;
using radslag::testing::TemporaryDirectory;

namespace {

constexpr std::uint64_t kRows = 16;

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

[[noreturn]] void append_until_killed(const std::filesystem::path& path, int pipe_end) {
  const auto store = SqliteStore::open(path);
  for (std::uint64_t size = store->size("town");; size += kRows) {
    store->append({contract::batch("town", size, kRows)});
    const std::uint64_t acknowledged = size + kRows;
    if (::write(pipe_end, &acknowledged, sizeof acknowledged) != sizeof acknowledged) ::_exit(1);
  }
}

/// What the child had acknowledged when it was killed after `microseconds`.
std::uint64_t kill_while_appending(const std::filesystem::path& path, useconds_t microseconds) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::close(ends[0]);
    try {
      append_until_killed(path, ends[1]);
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
  std::uint64_t acknowledged = 0;
  std::uint64_t next = 0;
  while (::read(ends[0], &next, sizeof next) == sizeof next) acknowledged = next;
  ::close(ends[0]);
  return acknowledged;
}

/// Appends batches until one throws; gives the size before it. `size` batches went well.
template <typename Exception>
bool append_until(Store& store, std::uint64_t& size, std::uint64_t limit = 1'000'000) {
  try {
    for (; size < limit; size += kRows) store.append({contract::batch("town", size, kRows)});
  } catch (const Exception&) {
    return true;
  }
  return false;
}

/// For a child process, where Catch's macros would not be counted.
bool holds(const Store& store, std::uint64_t size) {
  std::uint64_t next = 0;
  bool right = store.size("town") == size;
  store.scan("town", 0, size, [&](std::uint64_t index, std::string_view bytes, const Digest&) {
    right = right && index == next++ && bytes == contract::body(index);
  });
  return right && next == size && (size == 0 || store.checkpoint("town") == contract::note(size));
}

/// A store that was full: nothing of the last batch is there, reads go on; with `make_room` it takes the same batch again.
int full_and_then_room(const std::filesystem::path& path, const std::function<void()>& take_room, const std::function<void()>& make_room) {
  auto store = SqliteStore::open(path, {.create = true});
  std::uint64_t size = 0;
  take_room();
  if (!append_until<StoreFull>(*store, size)) return 1;
  if (size == 0) return 2;  // the test wants some batches first
  if (!holds(*store, size)) return 3;
  if (!append_until<StoreFull>(*store, size)) return 4;  // still full, still the same error
  if (!holds(*store, size)) return 5;
  make_room();
  const std::uint64_t more = size + 50 * kRows;
  if (append_until<std::exception>(*store, size, more) || !holds(*store, more)) return 6;
  store.reset();
  return holds(*SqliteStore::open(path), more) ? 0 : 7;
}

void limit_file_size(rlim_t bytes) {
  rlimit limit{};
  ::getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = bytes;
  ::setrlimit(RLIMIT_FSIZE, &limit);
}

}  // namespace

TEST_CASE("what was acknowledged outlives kill -9", "[store]") {
  const TemporaryDirectory directory;
  const auto path = directory / "record.db";
  (void)SqliteStore::open(path, {.create = true});
  std::minstd_rand random{std::random_device{}()};
  std::uint64_t size = 0;
  for (int round = 0; round < 12; ++round) {
    const std::uint64_t acknowledged = kill_while_appending(path, static_cast<useconds_t>(1000 + random() % 60'000));
    const auto store = SqliteStore::open(path);
    const std::uint64_t found = store->size("town");
    CHECK(found >= std::max(acknowledged, size));
    CHECK(found % kRows == 0);
    size = found;
    if (size > 0) contract::check_log(*store, "town", size);
  }
  CHECK(size > 0);
}

TEST_CASE("a file that may not grow is full, rolled back, and goes on when it may", "[store]") {
  const TemporaryDirectory directory;
  const rlim_t bytes = GENERATE(as<rlim_t>{}, 200'000, 500'000, 1'000'000, 1'300'001);
  CHECK(in_child([&] {
          ::signal(SIGXFSZ, SIG_IGN);
          return full_and_then_room(
              directory / "record.db", [&] { limit_file_size(bytes); }, [] { limit_file_size(RLIM_INFINITY); });
        }) == 0);
}

TEST_CASE("a full disk is full, rolled back, and goes on when there is room", "[store]") {
  const TemporaryDirectory directory;
  const auto mounted = directory / "disk";
  std::filesystem::create_directory(mounted);
  const int code = in_child([&] {
    // A file system of the child's own, gone with the child.
    if (::unshare(CLONE_NEWNS) != 0 || ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount("tmpfs", mounted.c_str(), "tmpfs", 0, "size=24m") != 0) {
      return 77;
    }
    const auto filler = mounted / "filler";
    const auto fill = [&] { std::ofstream(filler) << std::string(23'000'000, 'f'); };
    return full_and_then_room(mounted / "record.db", fill, [&] { std::filesystem::remove(filler); });
  });
  if (code == 77) {
    std::cout << "SKIPPED: a full disk (may not mount a tmpfs)\n";
    return;
  }
  CHECK(code == 0);
}

// Run by the test below in a process of its own, with the preloaded library.
TEST_CASE("child: append until an fsync fails", "[.store-fsync-child]") {
  const char* path = std::getenv("STORE_CHILD_PATH");
  REQUIRE(path);
  const auto store = SqliteStore::open(path);
  std::uint64_t size = store->size("town");
  REQUIRE(append_until<StoreFailure>(*store, size, 100'000));
  CHECK_THROWS_AS(store->append({contract::batch("town", size, kRows)}), StoreFailure);
  contract::check_log(*store, "town", store->size("town"));
  std::ofstream(std::string(path) + ".acknowledged") << size;
}

TEST_CASE("a failing fsync is a failure of unknown outcome, and stops the writer", "[store]") {
  // Which fsync fails, and of which file: all, or the database alone, which only a checkpoint syncs.
  struct Case {
    const char* at;
    const char* suffix;
  };
  const Case c = GENERATE(Case{"1", ""}, Case{"2", ""}, Case{"3", ""}, Case{"10", ""}, Case{"61", ""}, Case{"1", "record.db"});
  const TemporaryDirectory directory;
  const auto path = directory / "record.db";
  SqliteStore::open(path, {.create = true})->append({contract::batch("town", 0, kRows)});
  const int code = in_child([&] {
    ::setenv("LD_PRELOAD", RADSLAG_FSYNC_FAIL_LIBRARY, 1);
    ::setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 1);
    ::setenv("FSYNC_FAIL_AT", c.at, 1);
    ::setenv("FSYNC_FAIL_SUFFIX", c.suffix, 1);
    ::setenv("STORE_CHILD_PATH", path.c_str(), 1);
    ::execl("/proc/self/exe", "ledger_tests", "[.store-fsync-child]", "-o", "/dev/null", nullptr);
    return 98;
  });
  CHECK(code == 0);
  std::uint64_t acknowledged = 0;
  std::ifstream(path.string() + ".acknowledged") >> acknowledged;
  CHECK(acknowledged >= kRows);

  // The batch whose write failed may be there or not; all before it is, and nothing after it.
  const auto store = SqliteStore::open(path);
  const std::uint64_t found = store->size("town");
  CHECK((found == acknowledged || found == acknowledged + kRows));
  contract::check_log(*store, "town", found);
  store->append({contract::batch("town", found, kRows)});
}
