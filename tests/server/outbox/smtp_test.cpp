// Against a real SMTP server.
#include <catch2/catch.hpp>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <iostream>

#include "server/outbox/sender.hpp"
#include "tests/server/outbox/reports.hpp"
#include "tests/server/outbox/smtp.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace radslag::outbox;
using namespace radslag::outbox::test;
using radslag::testing::TemporaryDirectory;

using Kind = Report::Kind;

TEST_CASE("a mail server gets the letter that was meant") {
  if (!there_is_a_server()) return;
  const TemporaryDirectory folder;
  MailServer server;
  Table table(folder / "outbox.sqlite");
  Smtp smtp(to(server));
  Reports reports;
  Sender sender(*table.outbox, smtp, impatient(reports));
  Message told = message();
  told.subject = "Så blev det: åtgärder för Västra skolans lekplats, 312 000 kronor och en ny gunga";
  told.text =
      "Hej!\n\n.\n..\n.rad\nFrom: inte ett huvud\n\nEn rad som är längre än sjuttiosex tecken och som därför måste delas på vägen och "
      "sättas ihop igen.\n";
  told.unsubscribe_url = "https://post.example.se/unsubscribe/0123";
  REQUIRE(table.outbox->enqueue(told));
  const Report report = reports.take();
  CHECK(report.kind == Kind::sent);

  const auto letter = letter_from(server);
  CHECK(letter.at("sender").as_string() == "noreply@example.se");
  CHECK(letter.at("recipients").as_array() == boost::json::array{"anna@example.org"});
  CHECK(letter.at("helo").as_string() == "example.se");
  CHECK(letter.at("defects").as_array().empty());
  CHECK(header(letter, "Message-ID") == '<' + report.id + "@example.se>");
  CHECK(header(letter, "From") == "Örebro kommun <noreply@example.se>");
  CHECK(header(letter, "To") == "anna@example.org");
  CHECK(header(letter, "Subject") == told.subject);
  CHECK(header(letter, "Date") == "Tue, 24 Nov 2026 12:00:00 +0000");
  CHECK(header(letter, "Auto-Submitted") == "auto-generated");
  CHECK(header(letter, "Content-Language") == "sv");
  CHECK(header(letter, "List-Unsubscribe") == "<https://post.example.se/unsubscribe/0123>");
  CHECK(header(letter, "List-Unsubscribe-Post") == "List-Unsubscribe=One-Click");
  std::string text;
  for (const char c : letter.at("text").as_string())
    if (c != '\r') text += c;
  CHECK(text == told.text);
}

TEST_CASE("letters whose texts try to break out stay one letter to one person") {
  if (!there_is_a_server()) return;
  MailServer server;
  Smtp smtp(to(server));
  for (const std::string evil :
       {"a\r\nBcc: bo@example.org", "a\r\n.\r\nMAIL FROM:<x@example.org>", "\r\n\r\n.\r\nQUIT", ".", "=?utf-8?Q?=0D=0ABcc:_bo?="}) {
    CAPTURE(evil);
    Message any = message();
    any.subject = any.text = evil;
    CHECK(smtp.send(compose(any, {"noreply@example.se", evil}, std::string(32, 'b'), 500'000)).outcome == Outcome::delivered);
    const auto letter = letter_from(server);
    CHECK(letter.at("recipients").as_array() == boost::json::array{"anna@example.org"});
    CHECK(letter.at("names").as_array() == boost::json::array{"Message-ID", "Date", "From", "To", "Subject", "MIME-Version", "Content-Type",
                                                              "Content-Transfer-Encoding", "Content-Language", "Auto-Submitted"});
  }
}

TEST_CASE("a mail server that is down gets the letter when it is up again") {
  if (!there_is_a_server()) return;
  const TemporaryDirectory folder;
  auto server = std::make_unique<MailServer>();
  const std::string port = std::to_string(server->port());
  const SmtpSettings settings = to(*server);
  server.reset();
  std::string id;
  {
    Table table(folder / "outbox.sqlite");
    Smtp smtp(settings);
    Reports reports;
    Sender sender(*table.outbox, smtp, impatient(reports));
    REQUIRE(table.outbox->enqueue(message()));
    for (int i = 0; i < 3; ++i) {
      const Report report = reports.take();
      CHECK(report.kind == Kind::unavailable);
      CHECK(report.reason == "unreachable");
      id = report.id;
    }
    CHECK(table.outbox->counts().waiting == 1);
  }
  // Our own program is started anew in the meantime, too.
  Table table(folder / "outbox.sqlite");
  Smtp smtp(settings);
  Reports reports;
  Sender sender(*table.outbox, smtp, impatient(reports));
  CHECK(reports.take().kind == Kind::unavailable);
  server = std::make_unique<MailServer>(std::vector<std::string>{"--port", port});
  CHECK(header(letter_from(*server), "Message-ID") == '<' + id + "@example.se>");
  Report report = reports.take();
  while (report.kind == Kind::unavailable) report = reports.take();
  CHECK(report.kind == Kind::sent);
  CHECK(table.outbox->counts().waiting == 0);
}

TEST_CASE("a mail server that hangs up between two letters gets the second on a new connection") {
  if (!there_is_a_server()) return;
  auto server = std::make_unique<MailServer>();
  const std::string port = std::to_string(server->port());
  Smtp smtp(to(*server));
  CHECK(smtp.send(some_letter()).outcome == Outcome::delivered);
  server.reset();
  server = std::make_unique<MailServer>(std::vector<std::string>{"--port", port});
  CHECK(smtp.send(some_letter()).outcome == Outcome::delivered);
  CHECK(letter_from(*server).at("code").as_string() == "250");
}

TEST_CASE("not now (4xx) is tried again and then delivered") {
  if (!there_is_a_server()) return;
  for (const std::string stage : {"rcpt", "body"}) {
    CAPTURE(stage);
    const TemporaryDirectory folder;
    MailServer server;
    server.tell(stage + " 451 2");
    Table table(folder / "outbox.sqlite");
    Smtp smtp(to(server));
    Reports reports;
    REQUIRE(table.outbox->enqueue(message()));
    Sender sender(*table.outbox, smtp, impatient(reports));
    for (int i = 1; i <= 2; ++i) {
      const Report report = reports.take();
      CHECK(report.kind == Kind::later);
      CHECK(report.reason == stage + "-451");
      CHECK(report.attempt == i);
      CHECK(event_of(server).at("code").as_string() == "451");
      table.time += 24 * 3600 / 4;
    }
    CHECK(reports.take().kind == Kind::sent);
    letter_from(server);
  }
}

TEST_CASE("never (5xx) is not tried again, and of what the mail server said only the number stays") {
  if (!there_is_a_server()) return;
  for (const std::string stage : {"rcpt", "body"}) {
    CAPTURE(stage);
    const TemporaryDirectory folder;
    MailServer server;
    server.tell(stage + " 550 1");
    Table table(folder / "outbox.sqlite");
    Smtp smtp(to(server));
    Reports reports;
    REQUIRE(table.outbox->enqueue(message()));
    Sender sender(*table.outbox, smtp, impatient(reports));
    const Report report = reports.take();
    CHECK(report.kind == Kind::failed);
    CHECK(report.reason == stage + "-550");
    CHECK(event_of(server).at("code").as_string() == "550");
    table.time += 24 * 3600;
    CHECK_FALSE(table.outbox->take());
    CHECK(table.outbox->failed().at(0).reason == stage + "-550");
  }
}

TEST_CASE("a connection that breaks after the letter, before the answer: the letter comes twice and can be told to be one") {
  if (!there_is_a_server()) return;
  const TemporaryDirectory folder;
  MailServer server;
  server.tell("cut 1");
  Table table(folder / "outbox.sqlite");
  Smtp smtp(to(server));
  Reports reports;
  REQUIRE(table.outbox->enqueue(message()));
  Sender sender(*table.outbox, smtp, impatient(reports));
  const Report report = reports.take();
  CHECK(report.kind == Kind::later);
  CHECK(report.reason == "cut");
  const auto first = letter_from(server, "cut");
  table.time += 3600;
  CHECK(reports.take().kind == Kind::sent);
  const auto second = letter_from(server);
  CHECK(header(first, "Message-ID") == '<' + report.id + "@example.se>");
  CHECK(first.at("raw") == second.at("raw"));
}

namespace {

/// Kills the process when the mail server has said yes.
class KilledAfterwards final : public Transport {
 public:
  explicit KilledAfterwards(Transport& inner) : inner_(inner) {}
  Attempt send(const Letter& letter) override {
    Attempt attempt = inner_.send(letter);
    if (attempt.outcome == Outcome::delivered) ::raise(SIGKILL);
    return attempt;
  }

 private:
  Transport& inner_;
};

}  // namespace

TEST_CASE("killed between the mail server's yes and our own note of it: the same letter again") {
  if (!there_is_a_server()) return;
  const TemporaryDirectory folder;
  MailServer server;
  std::cout.flush();
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    try {
      Table table(folder / "outbox.sqlite");
      if (!table.outbox->enqueue(message())) ::_exit(2);
      Smtp smtp(to(server));
      KilledAfterwards transport(smtp);
      Reports reports;
      Sender sender(*table.outbox, transport, impatient(reports));
      reports.take();
    } catch (const std::exception& error) {
      std::cerr << "child: " << error.what() << '\n';
    }
    ::_exit(1);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGKILL);
  const auto first = letter_from(server);

  Table table(folder / "outbox.sqlite");
  table.time += 3600;
  Smtp smtp(to(server));
  Reports reports;
  Sender sender(*table.outbox, smtp, impatient(reports));
  const Report report = reports.take();
  CHECK(report.kind == Kind::sent);
  CHECK(report.attempt == 2);
  const auto second = letter_from(server);
  CHECK(header(second, "Message-ID") == '<' + report.id + "@example.se>");
  CHECK(first.at("raw") == second.at("raw"));
}
