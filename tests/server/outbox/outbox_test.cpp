#include "server/outbox/outbox.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <set>
#include <thread>

#include "server/storage/database.hpp"
#include "tests/server/outbox/table.hpp"

using namespace radslag;
using namespace radslag::outbox;
using radslag::outbox::test::message;
using radslag::outbox::test::Table;
using radslag::testing::TemporaryDirectory;

namespace {

std::string bytes_of_files_in(const std::filesystem::path& folder) {
  std::string all;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(file.path(), std::ios::binary);
    all.append(std::istreambuf_iterator<char>(in), {});
  }
  return all;
}

}  // namespace

TEST_CASE("an event is queued once for an address") {
  const TemporaryDirectory folder;
  Table table(folder / "outbox.sqlite");
  CHECK(table.outbox->enqueue(message()).value() == Queued::now);
  CHECK(table.outbox->enqueue(message()).value() == Queued::before);
  CHECK(table.outbox->enqueue(message("decided/abc", "bo@example.org")).value() == Queued::now);
  CHECK(table.outbox->enqueue(message("answered/abc")).value() == Queued::now);
  CHECK(table.outbox->counts().waiting == 3);

  const auto due = table.outbox->take();
  REQUIRE(due);
  table.outbox->set_sent(*due);
  CHECK(table.outbox->enqueue(due->message).value() == Queued::before);  // told is told
  CHECK(table.outbox->counts().waiting == 2);
}

TEST_CASE("many threads that queue the same event queue it once") {
  const TemporaryDirectory folder;
  Table table(folder / "outbox.sqlite");
  std::atomic<int> queued = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i)
    threads.emplace_back([&] {
      if (table.outbox->enqueue(message()).value() == Queued::now) ++queued;
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(queued == 1);
  CHECK(table.outbox->counts().waiting == 1);
}

TEST_CASE("a message is queued if and only if what it is about is kept") {
  const TemporaryDirectory folder;
  Table table(folder / "outbox.sqlite");
  CHECK_THROWS_AS(table.database->transaction([&](storage::Transaction& transaction) {
    CHECK(table.outbox->enqueue(transaction, message()).value() == Queued::now);
    throw std::runtime_error("the use case fails");
  }),
                  std::runtime_error);
  CHECK(table.outbox->counts().waiting == 0);
  table.database->transaction([&](storage::Transaction& transaction) {
    CHECK(table.outbox->enqueue(transaction, message()).value() == Queued::now);
    const auto refused = table.outbox->enqueue(transaction, message("decided/abc", "not an address"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::malformed);
    CHECK(refused.error().detail.find("not an address") == std::string::npos);
  });
  CHECK(table.outbox->counts().waiting == 1);
}

TEST_CASE("a message comes back as it was queued, and stays through a restart") {
  const TemporaryDirectory folder;
  std::string id;
  Message sent = message();
  sent.unsubscribe_url = "https://example.se/u/1";
  {
    Table table(folder / "outbox.sqlite");
    REQUIRE(table.outbox->enqueue(sent));
    id = table.outbox->take().value().id;
  }
  Table table(folder / "outbox.sqlite");
  CHECK_FALSE(table.outbox->take());  // it was given out: its next try has been set down
  table.time += 3600;
  const Due due = table.outbox->take().value();
  CHECK(due.id == id);
  CHECK(due.attempt == 2);
  CHECK(due.queued_hour == 1'795'521'600 / 3600);
  CHECK(due.message.event == sent.event);
  CHECK(due.message.to == sent.to);
  CHECK(due.message.subject == sent.subject);
  CHECK(due.message.text == sent.text);
  CHECK(due.message.language == sent.language);
  CHECK(due.message.unsubscribe_url == sent.unsubscribe_url);
}

TEST_CASE("tries are doubly far apart each time, up to a bound, and not to the second") {
  const TemporaryDirectory folder;
  Table table(folder / "outbox.sqlite", {.first_retry_seconds = 100, .longest_retry_seconds = 1'000, .give_up_hours = 100});
  REQUIRE(table.outbox->enqueue(message()));
  std::set<std::int64_t> last_pauses;
  for (const std::int64_t expected : {100, 200, 400, 800, 1'000, 1'000, 1'000, 1'000, 1'000, 1'000}) {
    const Due due = table.outbox->take().value();
    table.outbox->set_later(due, "rcpt-450");
    table.time += expected * 3 / 4 - 1;
    CHECK_FALSE(table.outbox->take());
    const std::int64_t before = table.time;
    while (!table.database->read(
        [&](storage::Reading& reading) { return reading.first("SELECT 1 FROM outbox WHERE due <= ?", {table.time.load()}); })) {
      ++table.time;
      REQUIRE(table.time - before <= expected / 2 + 1);
    }
    if (expected == 1'000) last_pauses.insert(table.time - before);
  }
  CHECK(last_pauses.size() > 1);  // one chance in 500^5 that they are all alike
}

TEST_CASE("a message that waited too long has failed, and can be queued again") {
  const TemporaryDirectory folder;
  Table table(folder / "outbox.sqlite", {.give_up_hours = 72});
  Message hour_long = message("confirm/1");
  hour_long.useless_after = table.time + 3600;
  REQUIRE(table.outbox->enqueue(hour_long));
  REQUIRE(table.outbox->enqueue(message("decided/abc")));
  CHECK(table.outbox->expire().empty());

  table.time += 3600;
  auto expired = table.outbox->expire();
  REQUIRE(expired.size() == 1);
  CHECK(expired[0].event == "confirm/1");
  CHECK(expired[0].reason == "not-tried");

  const Due due = table.outbox->take().value();
  table.outbox->set_later(due, "rcpt-450");
  table.time += 71 * 3600;
  CHECK_FALSE(table.outbox->take());  // given up, though expire() has not come by yet
  expired = table.outbox->expire();
  REQUIRE(expired.size() == 1);
  CHECK(expired[0].reason == "rcpt-450");
  CHECK(expired[0].attempts == 1);
  CHECK(table.outbox->counts().waiting == 0);
  CHECK(table.outbox->counts().failed == 2);
  CHECK(table.outbox->failed().at(0).event == "decided/abc");

  CHECK(table.outbox->enqueue(message("decided/abc")).value() == Queued::now);
  CHECK(table.outbox->take().value().id == due.id);
  CHECK(table.outbox->counts().failed == 1);
}

TEST_CASE("one that was shown to nobody is put back at the head of the queue, its attempt not counted") {
  const TemporaryDirectory folder;
  Table table(folder / "outbox.sqlite");
  REQUIRE(table.outbox->enqueue(message()));
  for (int i = 0; i < 20; ++i) {
    const Due due = table.outbox->take().value();
    CHECK(due.attempt == 1);
    table.outbox->put_back(due, "unreachable");
  }
}

TEST_CASE("the longest due comes first") {
  const TemporaryDirectory folder;
  Table table(folder / "outbox.sqlite");
  for (const std::string event : {"a", "b", "c"}) {
    REQUIRE(table.outbox->enqueue(message(event)));
    ++table.time;
  }
  for (const std::string event : {"a", "b", "c"}) CHECK(table.outbox->take().value().message.event == event);
  CHECK_FALSE(table.outbox->take());
}

TEST_CASE("when a message is done its address and texts are nowhere in the files") {
  const TemporaryDirectory folder;
  {
    Table table(folder / "outbox.sqlite");
    for (const std::string event : {"a", "b", "c"}) {
      Message private_one = message(event, "greta.hemlig@example.org");
      private_one.subject = "hemligt ämne";
      private_one.text = "en hemlig text";
      private_one.unsubscribe_url = "https://example.se/hemlig-lank";
      REQUIRE(table.outbox->enqueue(private_one));
    }
    table.outbox->set_sent(table.outbox->take().value());
    table.outbox->set_failed(table.outbox->take().value(), "rcpt-550");
    CHECK(table.outbox->counts().oldest_waiting_hour == 1'795'521'600 / 3600);
    CHECK(bytes_of_files_in(folder.path()).find("greta.hemlig") != std::string::npos);  // the third waits: the search finds what is there
    table.time += 72 * 3600;
    CHECK(table.outbox->expire().size() == 1);
    CHECK_FALSE(table.outbox->counts().oldest_waiting_hour);
    table.database->read([](storage::Reading& reading) {
      const auto row = reading.first("SELECT coalesce(event, ''), coalesce(attempts, 0), length(id) FROM outbox WHERE state = 'sent'");
      CHECK(row->text(0).empty());
      CHECK(row->integer(1) == 0);
      CHECK(row->integer(2) == 32);
    });
  }
  // Closing wrote the write-ahead log into the file.
  const std::string bytes = bytes_of_files_in(folder.path());
  CHECK(bytes.find("rcpt-550") != std::string::npos);
  for (const std::string secret : {"greta", "hemlig", "example.se"}) CHECK(bytes.find(secret) == std::string::npos);
}

TEST_CASE("an id says nothing about the address to who lacks the secret") {
  const TemporaryDirectory folder;
  const auto id_with = [&](const std::string& file, std::uint8_t fill) {
    const auto database = storage::Database::open(folder / file, kSchema, {.create = true});
    Options options;
    options.secret.fill(fill);
    const Outbox outbox(*database, options);
    REQUIRE(outbox.enqueue(message()));
    return outbox.take().value().id;
  };
  CHECK(id_with("a", 1) == id_with("b", 1));
  CHECK(id_with("c", 1) != id_with("d", 2));
}
