#include "server/outbox/smtp_answer.hpp"

#include <catch2/catch.hpp>

using namespace radslag::outbox;

TEST_CASE("the stage is that of the last command which begins one") {
  CHECK(stage_after("EHLO example.se\r\n", Stage::greeting) == Stage::greeting);
  CHECK(stage_after("AUTH PLAIN AGE=\r\n", Stage::greeting) == Stage::greeting);
  CHECK(stage_after("MAIL FROM:<a@b.se> SIZE=100\r\n", Stage::greeting) == Stage::sender);
  CHECK(stage_after("RCPT TO:<a@b.se>\r\n", Stage::sender) == Stage::recipient);
  CHECK(stage_after("DATA\r\n", Stage::recipient) == Stage::data);
  CHECK(stage_after("QUIT\r\n", Stage::body) == Stage::body);
}

TEST_CASE("what a try came to") {
  struct Case {
    Trouble trouble;
    Stage stage;
    long code;
    Outcome outcome;
    std::string reason;
  };
  const Case cases[] = {
      {Trouble::none, Stage::body, 250, Outcome::delivered, ""},
      {Trouble::other, Stage::body, 451, Outcome::later, "body-451"},
      {Trouble::other, Stage::body, 554, Outcome::refused, "body-554"},
      {Trouble::other, Stage::body, 354, Outcome::later, "cut"},  // broken off before an answer to the letter: it may have been taken
      {Trouble::timeout, Stage::body, 354, Outcome::later, "timeout"},
      {Trouble::stopped, Stage::body, 354, Outcome::later, "stopped"},
      {Trouble::other, Stage::data, 554, Outcome::refused, "data-554"},
      {Trouble::other, Stage::data, 421, Outcome::later, "data-421"},
      {Trouble::other, Stage::recipient, 450, Outcome::later, "rcpt-450"},
      {Trouble::other, Stage::recipient, 550, Outcome::refused, "rcpt-550"},
      {Trouble::timeout, Stage::recipient, 250, Outcome::later, "timeout"},
      {Trouble::other, Stage::recipient, 250, Outcome::later, "cut"},
      {Trouble::other, Stage::sender, 550, Outcome::unavailable, "mail-550"},  // we are not liked: no letter would get through
      {Trouble::other, Stage::sender, 451, Outcome::unavailable, "mail-451"},
      {Trouble::other, Stage::sender, 552, Outcome::refused, "mail-552"},  // this letter is too large
      {Trouble::other, Stage::greeting, 554, Outcome::unavailable, "greeting-554"},
      {Trouble::other, Stage::greeting, 0, Outcome::unavailable, "cut"},
      {Trouble::unreachable, Stage::greeting, 0, Outcome::unavailable, "unreachable"},
      {Trouble::tls, Stage::greeting, 220, Outcome::unavailable, "tls"},
      {Trouble::login, Stage::greeting, 535, Outcome::unavailable, "login"},
      {Trouble::timeout, Stage::greeting, 0, Outcome::unavailable, "timeout"},
      {Trouble::stopped, Stage::greeting, 0, Outcome::unavailable, "stopped"},
      {Trouble::none, Stage::greeting, 250, Outcome::unavailable, "cut"},  // a success without a letter is none
  };
  for (const Case& c : cases) {
    CAPTURE(static_cast<int>(c.trouble), static_cast<int>(c.stage), c.code);
    const Attempt attempt = judge(c.trouble, c.stage, c.code);
    CHECK(attempt.outcome == c.outcome);
    CHECK(attempt.reason == c.reason);
  }
}
