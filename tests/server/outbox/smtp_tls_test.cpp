// How a mail server is spoken to: TLS, log-in, settings, a stop.
#include <catch2/catch.hpp>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "tests/server/outbox/smtp.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace radslag::outbox;
using namespace radslag::outbox::test;
using radslag::testing::TemporaryDirectory;

namespace {

/// A certificate for 127.0.0.1 that only itself vouches for.
struct Certificate {
  explicit Certificate(const TemporaryDirectory& folder) : pem((folder / "server.pem").string()), key((folder / "server.key").string()) {
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=mail.test -addext "
        "subjectAltName=IP:127.0.0.1 -out " +
        pem + " -keyout " + key + " 2>/dev/null";
    REQUIRE(std::system(command.c_str()) == 0);
  }
  [[nodiscard]] std::vector<std::string> options(const std::string& tls) const {
    return {"--tls", tls, "--certificate", pem, "--key", key};
  }

  std::string pem, key;
};

std::string password_file(const TemporaryDirectory& folder, const std::string& password) {
  const auto path = folder / "password";
  std::ofstream(path) << password << '\n';
  std::filesystem::permissions(path, std::filesystem::perms::owner_read);
  return path.string();
}

}  // namespace

TEST_CASE("TLS, begun after a greeting in clear or from the first byte, and a log-in") {
  if (!there_is_a_server()) return;
  const TemporaryDirectory folder;
  const Certificate certificate(folder);
  for (const Tls tls : {Tls::starttls, Tls::whole}) {
    CAPTURE(static_cast<int>(tls));
    auto options = certificate.options(tls == Tls::whole ? "whole" : "starttls");
    if (tls == Tls::starttls) options.insert(options.end(), {"--user", "radslag", "--password", "hemligt lösen"});
    MailServer server(options);
    SmtpSettings settings = to(server, tls);
    settings.ca_file = certificate.pem;
    if (tls == Tls::starttls) {
      settings.user = "radslag";
      settings.password_file = password_file(folder, "hemligt lösen");
    }
    Smtp smtp(settings);
    CHECK(smtp.send(some_letter()).outcome == Outcome::delivered);
    if (tls == Tls::starttls) CHECK(event_of(server).at("right").as_bool());
    const auto letter = letter_from(server);
    CHECK(letter.at("tls").as_bool());
    CHECK(letter.at("user").as_string() == (tls == Tls::starttls ? "radslag" : ""));
  }
}

TEST_CASE("a mail server that nobody vouches for, or that has no TLS, learns neither password nor letter") {
  if (!there_is_a_server()) return;
  const TemporaryDirectory folder;
  const Certificate certificate(folder);
  for (const std::string tls : {"starttls", "whole", "none"}) {
    CAPTURE(tls);
    auto options = tls == "none" ? std::vector<std::string>{} : certificate.options(tls);
    options.insert(options.end(), {"--user", "radslag", "--password", "hemligt"});
    MailServer server(options);
    SmtpSettings settings = to(server, tls == "whole" ? Tls::whole : Tls::starttls);
    settings.user = "radslag";
    settings.password_file = password_file(folder, "hemligt");
    Smtp smtp(settings);
    const Attempt attempt = smtp.send(some_letter());
    CHECK(attempt.outcome == Outcome::unavailable);
    CHECK(attempt.reason == "tls");

    // The next thing that the server tells of is this one's log-in: there was none before.
    SmtpSettings honest = settings;
    honest.ca_file = certificate.pem;
    honest.tls = tls == "none" ? Tls::none : settings.tls;
    std::filesystem::permissions(settings.password_file, std::filesystem::perms::owner_all);
    honest.password_file = password_file(folder, "falskt");
    Smtp second(honest);
    const Attempt refused = second.send(some_letter());
    CHECK(refused.outcome == Outcome::unavailable);
    CHECK(refused.reason == "login");
    const auto event = event_of(server);
    CHECK(event.at("event").as_string() == "login");
    CHECK_FALSE(event.at("right").as_bool());
  }
}

TEST_CASE("settings that would send mail in clear over a network, or that cannot be, are refused with a sentence") {
  const TemporaryDirectory folder;
  const auto refused = [](const auto& change) {
    SmtpSettings settings;
    settings.host = "mail.example.se";
    change(settings);
    try {
      Smtp smtp(settings);
    } catch (const SmtpSettingsError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK(refused([](SmtpSettings&) {}).empty());
  CHECK(refused([](SmtpSettings& s) { s.host = "127.0.0.1", s.tls = Tls::none; }).empty());
  CHECK(refused([](SmtpSettings& s) { s.tls = Tls::none; }).find("in clear") != std::string::npos);
  CHECK_FALSE(refused([](SmtpSettings& s) { s.host = ""; }).empty());
  CHECK_FALSE(refused([](SmtpSettings& s) { s.host = "mail.example.se/x"; }).empty());
  CHECK_FALSE(refused([](SmtpSettings& s) { s.helo = "a b"; }).empty());
  CHECK_FALSE(refused([](SmtpSettings& s) { s.ca_file = "/nowhere.pem"; }).empty());
  const auto with_password = [&](const std::string& password, std::filesystem::perms permissions) {
    const auto path = password_file(folder, password);
    std::filesystem::permissions(path, permissions);
    const auto sentence = refused([&](SmtpSettings& s) { s.user = "radslag", s.password_file = path; });
    std::filesystem::remove(path);
    return sentence;
  };
  using std::filesystem::perms;
  CHECK(with_password("hemligt", perms::owner_read).empty());
  CHECK(with_password("hemligt", perms::owner_read | perms::group_read).find("others can read") != std::string::npos);
  CHECK(with_password("", perms::owner_read).find("no password") != std::string::npos);
  CHECK(refused([&](SmtpSettings& s) { s.user = "radslag", s.password_file = folder / "nothing"; }).find("not there") != std::string::npos);
}

TEST_CASE("a stop ends a try at a mail server that says nothing") {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(::bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(::listen(listener, 1) == 0);
  REQUIRE(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0);

  SmtpSettings settings;
  settings.host = "127.0.0.1";
  settings.port = ntohs(address.sin_port);
  settings.tls = Tls::none;
  settings.connect_seconds = settings.answer_seconds = settings.whole_seconds = 600;
  settings.stop_seconds = 0;
  Smtp smtp(settings);
  Attempt attempt;
  std::thread sending([&] { attempt = smtp.send(some_letter()); });
  const int accepted = ::accept(listener, nullptr, nullptr);  // the try has begun
  smtp.stop();
  sending.join();
  CHECK(attempt.outcome == Outcome::unavailable);
  CHECK(attempt.reason == "stopped");
  CHECK(smtp.send(some_letter()).reason == "stopped");
  ::close(accepted);
  ::close(listener);
}
