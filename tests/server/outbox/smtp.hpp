// What the tests with a real mail server share.
#pragma once

#include <catch2/catch.hpp>

#include <boost/json.hpp>
#include <iostream>

#include "server/outbox/compose.hpp"
#include "server/outbox/smtp.hpp"
#include "tests/server/outbox/table.hpp"
#include "tests/support/mail_server.hpp"

namespace radslag::outbox::test {

using radslag::testing::MailServer;

inline bool there_is_a_server() {
  static const bool there = MailServer::is_installed();
  if (!there) std::cout << "SKIPPED: a real mail server (python3-aiosmtpd is not installed)\n";
  return there;
}

inline SmtpSettings to(const MailServer& server, Tls tls = Tls::none) {
  SmtpSettings settings;
  settings.host = "127.0.0.1";
  settings.port = server.port();
  settings.tls = tls;
  return settings;
}

inline boost::json::object event_of(MailServer& server) { return boost::json::parse(server.next_event()).as_object(); }

inline std::string header(const boost::json::object& letter, const char* name) {
  return std::string(letter.at("headers").at(name).as_string());
}

/// The letter of an event that has `code`.
inline boost::json::object letter_from(MailServer& server, const std::string& code = "250") {
  auto event = event_of(server);
  REQUIRE(event.at("event").as_string() == "letter");
  CHECK(event.at("code").as_string() == code);
  return event;
}

inline Letter some_letter() { return compose(message(), {"noreply@example.se", "Örebro kommun"}, std::string(32, 'a'), 500'000); }

}  // namespace radslag::outbox::test
