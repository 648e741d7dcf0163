// Several threads at one database: each transaction whole, none lost, and a failing one takes nobody with it.
#include <catch2/catch.hpp>

#include <atomic>
#include <latch>
#include <thread>

#include "server/storage/database.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace radslag::storage;
using radslag::testing::TemporaryDirectory;

namespace {

constexpr std::string_view kTables[] = {"CREATE TABLE n(id INTEGER PRIMARY KEY, thread INTEGER NOT NULL, step INTEGER NOT NULL) STRICT"};
constexpr Schema kSchema{.application_id = 0x52647479, .what = "numbers", .migrations = kTables};
constexpr int kThreads = 8;
constexpr int kSteps = 40;

void in_threads(const std::function<void(int)>& work) {
  std::latch together(kThreads);
  std::vector<std::jthread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      together.arrive_and_wait();
      work(i);
    });
  }
}

std::int64_t count(Database& database) {
  return database.read([](Reading& reading) { return reading.first("SELECT count(*) FROM n")->integer(0); });
}

}  // namespace

TEST_CASE("threads that write together lose nothing, and the thrown and undone leave nothing", "[storage]") {
  const TemporaryDirectory directory;
  const auto database = Database::open(directory / "x.sqlite", kSchema, {.create = true});
  std::atomic<int> thrown{0};
  in_threads([&](int thread) {
    for (int step = 0; step < kSteps; ++step) {
      try {
        const int answer = database->transaction([&](Transaction& transaction) {
          transaction.run("INSERT INTO n(thread, step) VALUES(?, ?)", {thread, step});
          if (step % 4 == 1) throw std::runtime_error(std::to_string(thread));
          if (step % 4 == 2) transaction.undo();
          transaction.run("INSERT INTO n(thread, step) VALUES(?, ?)", {thread, -1 - step});
          return thread * 1000 + step;
        });
        if (answer != thread * 1000 + step) thrown = -1'000'000;
      } catch (const std::runtime_error& error) {
        // Each thread's own exception, not a neighbour's.
        thrown += error.what() == std::to_string(thread) ? 1 : -1'000'000;
      }
    }
  });
  CHECK(thrown == kThreads * kSteps / 4);
  CHECK(count(*database) == kThreads * kSteps / 2 * 2);
  const auto wrong = database->read([](Reading& reading) {
    return reading.first("SELECT count(*) FROM n WHERE (CASE WHEN step < 0 THEN -1 - step ELSE step END) % 4 IN (1, 2)")->integer(0);
  });
  CHECK(wrong == 0);
}

TEST_CASE("a count that each thread reads and writes back is right: transactions do not interleave", "[storage]") {
  const TemporaryDirectory directory;
  const auto database = Database::open(directory / "x.sqlite", kSchema, {.create = true});
  database->transaction([](Transaction& transaction) { transaction.run("INSERT INTO n VALUES(1, 0, 0)"); });
  std::atomic<bool> torn{false};
  in_threads([&](int thread) {
    for (int i = 0; i < kSteps; ++i) {
      if (thread % 2 == 0) {
        database->transaction([](Transaction& transaction) {
          const std::int64_t now = transaction.first("SELECT step FROM n WHERE id = 1")->integer(0);
          transaction.run("UPDATE n SET thread = ?", {now + 1});
          transaction.run("UPDATE n SET step = ?", {now + 1});
        });
      } else {
        database->read([&](Reading& reading) {
          const Row row = *reading.first("SELECT thread, step FROM n");
          if (row.integer(0) != row.integer(1)) torn = true;
        });
      }
    }
  });
  CHECK_FALSE(torn);
  CHECK(database->read([](Reading& reading) { return reading.first("SELECT step FROM n")->integer(0); }) == kThreads / 2 * kSteps);
}
