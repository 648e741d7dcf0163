#include "server/outbox/sender.hpp"

#include <catch2/catch.hpp>

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>

#include "server/outbox/folder.hpp"
#include "tests/server/outbox/reports.hpp"
#include "tests/server/outbox/table.hpp"

using namespace radslag;
using namespace radslag::outbox;
using radslag::outbox::test::impatient;
using radslag::outbox::test::message;
using radslag::outbox::test::Reports;
using radslag::outbox::test::Table;
using radslag::testing::TemporaryDirectory;

namespace {

using Kind = Report::Kind;

/// A transport that answers what the test says, and then `delivered`.
class Scripted final : public Transport {
 public:
  explicit Scripted(std::deque<Attempt> answers) : answers_(std::move(answers)) {}

  Attempt send(const Letter& letter) override {
    const std::lock_guard lock(mutex_);
    letters_.push_back(letter);
    if (answers_.empty()) return {Outcome::delivered, ""};
    Attempt attempt = answers_.front();
    answers_.pop_front();
    return attempt;
  }

  std::vector<Letter> letters() {
    const std::lock_guard lock(mutex_);
    return letters_;
  }

 private:
  std::mutex mutex_;
  std::deque<Attempt> answers_;
  std::vector<Letter> letters_;
};

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("what is queued is sent into a folder, each letter once, and nobody else may read it") {
  const TemporaryDirectory folder;
  Table table(folder / "outbox.sqlite");
  Folder mail(folder / "mail");
  Reports reports;
  Sender sender(*table.outbox, mail, impatient(reports));
  std::vector<std::string> ids;
  for (const std::string event : {"a", "b", "c"}) {
    REQUIRE(table.outbox->enqueue(message(event)));
    const Report report = reports.take();
    CHECK(report.kind == Kind::sent);
    CHECK(report.event == event);
    CHECK(report.attempt == 1);
    ids.push_back(report.id);
  }
  CHECK(table.outbox->counts().waiting == 0);
  for (const std::string& id : ids) {
    const auto path = folder / "mail" / (id + ".eml");
    CHECK(read(path).starts_with("Message-ID: <" + id + "@example.se>\r\n"));
    CHECK((std::filesystem::status(path).permissions() & std::filesystem::perms::all) ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
  }
  CHECK(std::distance(std::filesystem::directory_iterator(folder / "mail"), {}) == 3);
}

TEST_CASE("a folder that cannot be written to is a way that is closed, and no letter is lost") {
  const TemporaryDirectory folder;
  Table table(folder / "outbox.sqlite");
  Folder mail(folder / "mail");
  std::filesystem::remove(folder / "mail");
  std::ofstream(folder / "mail") << "a file in its place";
  Reports reports;
  Sender sender(*table.outbox, mail, impatient(reports));
  REQUIRE(table.outbox->enqueue(message()));
  CHECK(reports.take().kind == Kind::unavailable);
  CHECK(table.outbox->counts().waiting == 1);
  std::filesystem::remove(folder / "mail");
  std::filesystem::create_directory(folder / "mail");
  while (reports.take().kind != Kind::sent) {
  }
  CHECK(table.outbox->counts().waiting == 0);
  CHECK_THROWS_AS(Folder("/nowhere/at/all"), std::runtime_error);
}

TEST_CASE("a letter that is put off is sent later, the same to the byte") {
  const TemporaryDirectory folder;
  Table table(folder / "outbox.sqlite", {.first_retry_seconds = 100});
  Scripted transport({{Outcome::later, "rcpt-450"}, {Outcome::later, "cut"}});
  Reports reports;
  REQUIRE(table.outbox->enqueue(message()));
  Sender sender(*table.outbox, transport, impatient(reports));
  for (const std::string reason : {"rcpt-450", "cut"}) {
    const Report report = reports.take();
    CHECK(report.kind == Kind::later);
    CHECK(report.reason == reason);
    table.time += 3600;
  }
  const Report report = reports.take();
  CHECK(report.kind == Kind::sent);
  CHECK(report.attempt == 3);
  const auto letters = transport.letters();
  REQUIRE(letters.size() == 3);
  CHECK(letters[0].bytes == letters[1].bytes);
  CHECK(letters[0].bytes == letters[2].bytes);
}

TEST_CASE("a refused letter has failed, and the next one is sent") {
  const TemporaryDirectory folder;
  Table table(folder / "outbox.sqlite");
  Scripted transport({{Outcome::refused, "rcpt-550"}});
  Reports reports;
  REQUIRE(table.outbox->enqueue(message("a")));
  ++table.time;
  REQUIRE(table.outbox->enqueue(message("b")));
  Sender sender(*table.outbox, transport, impatient(reports));
  const Report first = reports.take(), second = reports.take();
  CHECK(first.kind == Kind::failed);
  CHECK(first.event == "a");
  CHECK(first.reason == "rcpt-550");
  CHECK(second.kind == Kind::sent);
  CHECK(second.event == "b");
  CHECK(table.outbox->counts().failed == 1);
}

TEST_CASE("while the way is closed only one letter is tried, and then all go") {
  const TemporaryDirectory folder;
  Table table(folder / "outbox.sqlite");
  Scripted transport({{Outcome::unavailable, "unreachable"}, {Outcome::unavailable, "unreachable"}, {Outcome::unavailable, "login"}});
  Reports reports;
  for (const std::string event : {"a", "b", "c"}) {
    REQUIRE(table.outbox->enqueue(message(event)));
    ++table.time;
  }
  Sender sender(*table.outbox, transport, impatient(reports));
  for (int i = 0; i < 3; ++i) {
    const Report report = reports.take();
    CHECK(report.kind == Kind::unavailable);
    CHECK(report.attempt == 1);
  }
  std::map<std::string, int> sent;
  for (int i = 0; i < 3; ++i) {
    const Report report = reports.take();
    CHECK(report.kind == Kind::sent);
    ++sent[report.event];
  }
  CHECK(sent.size() == 3);
  CHECK(table.outbox->counts().waiting == 0);
}

TEST_CASE("the sender gives up what waited too long, and says so") {
  const TemporaryDirectory folder;
  Table table(folder / "outbox.sqlite");
  Scripted transport({});
  Reports reports;
  Message hour_long = message("confirm/1");
  hour_long.useless_after = table.time + 3600;
  REQUIRE(table.outbox->enqueue(hour_long));
  table.time += 3600;
  Sender sender(*table.outbox, transport, impatient(reports));
  const Report report = reports.take();
  CHECK(report.kind == Kind::given_up);
  CHECK(report.event == "confirm/1");
  CHECK(report.reason == "not-tried");
  CHECK(transport.letters().empty());
}

TEST_CASE("a sender stops at once while it waits, and what is queued after that is sent by the next one") {
  const TemporaryDirectory folder;
  Table table(folder / "outbox.sqlite");
  Scripted transport({{Outcome::unavailable, "unreachable"}});
  Reports reports;
  REQUIRE(table.outbox->enqueue(message()));
  {
    SenderOptions options = impatient(reports);
    options.first_pause = options.longest_pause = std::chrono::hours(24);
    Sender sender(*table.outbox, transport, options);
    CHECK(reports.take().kind == Kind::unavailable);
  }
  Sender sender(*table.outbox, transport, impatient(reports));
  CHECK(reports.take().kind == Kind::sent);
}

namespace {

/// No file of this process grows beyond `bytes`, as on a full disk. A child's business.
void limit_files(rlim_t bytes) {
  rlimit limit{};
  ::getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = std::min(bytes, limit.rlim_max);
  ::setrlimit(RLIMIT_FSIZE, &limit);
}

/// Delivers, and the disk is full then.
class Filling final : public Transport {
 public:
  explicit Filling(std::filesystem::path log) : log_(std::move(log)) {}
  Attempt send(const Letter&) override {
    limit_files(std::filesystem::file_size(log_));
    ++sent;
    return {Outcome::delivered, ""};
  }
  std::atomic<int> sent = 0;

 private:
  std::filesystem::path log_;
};

/// 0 if each letter went out once, although some outcomes could not be written down at first.
int send_on_a_full_disk(const std::filesystem::path& path) {
  constexpr int kLetters = 40;
  ::signal(SIGXFSZ, SIG_IGN);
  Table table(path);
  for (int i = 0; i < kLetters; ++i)
    if (!table.outbox->enqueue(message("event-" + std::to_string(i)))) return 2;
  Filling transport(path.string() + "-wal");
  Reports reports;
  SenderOptions options = impatient(reports);
  std::atomic<int> stuck = 0;
  options.report = [&](const Report& report) {
    if (report.kind != Kind::stuck) reports.add(report);
    if (report.kind != Kind::stuck || ++stuck % 3 == 0) limit_files(RLIM_INFINITY);
  };
  Sender sender(*table.outbox, transport, options);
  for (int i = 0; i < kLetters; ++i)
    if (reports.take().kind != Kind::sent) return 3;
  return transport.sent == kLetters && stuck >= 3 && table.outbox->counts().waiting == 0 ? 0 : 4;
}

}  // namespace

TEST_CASE("when the disk is full after a letter went out, it is not sent again and again") {
  const TemporaryDirectory folder;
  std::fflush(stdout);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    int code = 99;
    try {
      code = send_on_a_full_disk(folder / "outbox.sqlite");
    } catch (const std::exception& error) {
      std::fprintf(stderr, "child: %s\n", error.what());
    }
    ::_exit(code);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}
