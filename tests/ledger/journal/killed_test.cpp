// The journal killed while initiatives reach their thresholds: a signature and the hand-over that it makes due are there both or neither.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdio>

#include "ledger/store/sqlite/sqlite_store.hpp"
#include "tests/support/house.hpp"
#include "tests/support/temporary_directory.hpp"

namespace radslag::journal {
namespace {

using testing::House;

constexpr std::uint64_t threshold = 2;

std::string initiative(std::size_t number) { return "matter-" + std::to_string(number); }

/// One initiative after the other is raised, opened and signed to its threshold.
[[noreturn]] void sign_until_killed(const std::filesystem::path& path) {
  const auto store = store::SqliteStore::open(path);
  House house(*store);
  for (std::size_t i = house.journal->state()->town.initiatives.size();; ++i) {
    house.open_initiative(initiative(i));
    if (!house.journal->submit_and_wait(house.signature(initiative(i), 1))) ::_exit(1);
  }
}

void kill_while_signing(const std::filesystem::path& path, useconds_t microseconds) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    try {
      sign_until_killed(path);
    } catch (const std::exception& error) {
      std::fprintf(stderr, "child: %s\n", error.what());
      ::_exit(99);
    }
  }
  ::usleep(microseconds);
  ::kill(child, SIGKILL);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
}

}  // namespace

TEST_CASE("kill -9 never leaves a reached threshold without its hand-over", "[store]") {
  const testing::TemporaryDirectory folder;
  const auto path = folder / "record.sqlite";
  {
    const auto store = store::SqliteStore::open(path, {.create = true});
    House house(*store);
    house.begin();
    house.registrar(4, threshold);
  }
  std::size_t handed_over = 0;
  for (useconds_t i = 0; i < 12 || (handed_over == 0 && i < 100); ++i) {  // a slow machine gets more time
    kill_while_signing(path, 60'000 + 7'000 * i);
    const auto store = store::SqliteStore::open(path);
    const House house(*store);  // throws if the store ends between the two
    const auto state = house.journal->state();
    const auto counts = house.journal->signature_counts();
    handed_over = 0;
    for (const auto& [id, matter] : state->town.initiatives) {
      const bool reached = counts->at(id).standing() >= threshold;
      CHECK(reached == matter.hand_over.has_value());
      handed_over += reached ? 1 : 0;
    }
  }
  CHECK(handed_over > 0);
}

}  // namespace radslag::journal
