// A record read over HTTP, from a small server of the test's own.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <functional>
#include <thread>
#include <utility>

#include "ledger/audit/audit.hpp"
#include "tests/support/town.hpp"

namespace radslag::audit {
namespace {

using testing::Town;

/// Answers GET requests over kept connections, one connection at a time.
class FileServer {
 public:
  using Answer = std::function<std::string(const std::string& path)>;  ///< a whole response

  explicit FileServer(Answer answer) : answer_(std::move(answer)), listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), length) == 0);
    REQUIRE(::listen(listener_, 8) == 0);
    REQUIRE(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~FileServer() {
    ::shutdown(listener_, SHUT_RDWR);
    const int open = connection_;
    if (open >= 0) ::shutdown(open, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] int connections() const { return connections_; }

  static std::string response(const std::string& status, const std::string& body, const std::string& headers = {}) {
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body;
  }

 private:
  void serve() {
    while (true) {
      const int peer = ::accept(listener_, nullptr, nullptr);
      if (peer < 0) return;
      ++connections_;
      connection_ = peer;
      std::string request;
      char buffer[4096];
      for (ssize_t n; (n = ::recv(peer, buffer, sizeof buffer, 0)) > 0;) {
        request.append(buffer, static_cast<std::size_t>(n));
        for (auto end = request.find("\r\n\r\n"); end != std::string::npos; end = request.find("\r\n\r\n")) {
          const auto path = request.substr(4, request.find(' ', 4) - 4);
          request.erase(0, end + 4);
          const auto answer = answer_(path);
          const bool sent = ::send(peer, answer.data(), answer.size(), MSG_NOSIGNAL) >= 0;
          if (!sent || answer.find("Connection: close") != std::string::npos) ::shutdown(peer, SHUT_RDWR);
        }
      }
      connection_ = -1;
      ::close(peer);
    }
  }

  Answer answer_;
  int listener_;
  int port_ = 0;
  std::atomic<int> connections_ = 0, connection_ = -1;
  std::thread thread_;
};

FileServer::Answer files_of(const testing::Files& files) {
  return [files](const std::string& path) {
    const auto found = files.find(path.starts_with("/log/") ? path.substr(5) : "");
    return found == files.end() ? FileServer::response("404 Not Found", "") : FileServer::response("200 OK", found->second);
  };
}

Report audit_url(const std::string& url, const Town& town) {
  Options options;
  options.key = town.vkey();
  UrlLimits limits;
  limits.attempts = 1;
  return audit(*open_url(url, limits), options);
}

}  // namespace

TEST_CASE("url: a site's record holds, over one connection, by either address") {
  const auto town = Town::whole_life(300);
  const FileServer server(files_of(town.files()));
  const auto tail = GENERATE(as<std::string>{}, "", "/", "/log", "/log/");
  const auto report = audit_url(server.url() + tail, town);
  INFO(render_text(report));
  CHECK(report.holds());
  CHECK(report.counts.ballot_signatures == 302);
  CHECK(server.connections() == 1);
}

TEST_CASE("url: the town log grows between its checkpoint and the round's") {
  Town town;
  town.begin();
  town.dialogue();
  town.begin_round("r1");
  auto before = town.files();
  town.dialogue();  // the round is opened on a town log that the first checkpoint does not cover
  town.begin_round("r2");
  town.open("r1", Town::definition(), 2);
  town.open("r2", Town::definition(), 2);
  const auto after = town.files();
  bool first = true;
  const FileServer server([&](const std::string& path) {
    const bool old = (path == "/log/town/checkpoint" && std::exchange(first, false)) || path.ends_with("000.p/3");
    return files_of(old ? before : after)(path);
  });
  const auto report = audit_url(server.url(), town);
  INFO(render_text(report));
  CHECK(report.holds());
  CHECK(report.logs.size() == 3);
  CHECK(report.counts.entries == 7);
}

TEST_CASE("url: a town log that becomes another while it is read") {
  Town town;
  town.begin();
  town.dialogue();
  town.begin_round("r1");
  Town other;
  other.begin();
  other.dialogue();
  other.begin_round("other");
  other.dialogue();
  bool first = true;
  const FileServer server([&](const std::string& path) {
    const bool old = (path == "/log/town/checkpoint" && std::exchange(first, false)) || path.ends_with("000.p/3");
    return files_of((old ? town : other).files())(path);
  });
  const auto report = audit_url(server.url(), town);
  CHECK_FALSE(report.holds());
  CHECK(text_of(report.findings.at(0).sentence).find("was changed while the record was read") != std::string::npos);
}

TEST_CASE("url: a round that is closed while it is read is no open urn") {
  Town town;
  town.begin();
  town.dialogue();
  town.begin_round("r1");
  town.open("r1", Town::definition(), 2);
  town.vote("r1", 0, {1});
  town.show_sealed_ballots = true;  // as packs look after closing
  const auto before = town.files();
  town.close("r1");
  const auto after = town.files();
  bool first = true;
  const FileServer server([&](const std::string& path) {
    const bool closed = path == "/log/rounds/r1/checkpoint" && !std::exchange(first, false);
    return files_of(closed ? after : before)(path);
  });
  CHECK_THROWS_AS(audit_url(server.url(), town), Unavailable);
}

TEST_CASE("url: sites that do not answer as they should") {
  const auto town = Town::whole_life(1);
  const auto message = [&](const std::string& response) -> std::string {
    const FileServer server([&](const std::string&) { return response; });
    try {
      return audit_url(server.url(), town).holds() ? "holds" : "does not hold";
    } catch (const Unavailable& error) {
      return error.what();
    } catch (const NoInput& error) {
      return std::string("no input: ") + error.what();
    }
  };
  using Catch::Matchers::Contains;
  CHECK_THAT(message(FileServer::response("301 Moved", "", "Location: http://elsewhere.example/\r\n")),
             Contains("redirects are not followed"));
  CHECK_THAT(message(FileServer::response("500 Oops", "")), Contains("status 500"));
  CHECK_THAT(message(FileServer::response("503 Busy", "")), Contains("status 503"));
  CHECK_THAT(message(FileServer::response("404 Not Found", "")), Contains("no input: there is no record here"));
  CHECK_THAT(message(FileServer::response("200 OK", std::string(20'000, 'x'))), Contains("does not hold"));
  CHECK_THAT(message("HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nx"), !Contains("holds"));
  CHECK_THROWS_AS(audit_url("http://127.0.0.1:1", town), Unavailable);
  CHECK_THROWS_AS(open_url("ftp://127.0.0.1/"), NoInput);
  CHECK_THROWS_AS(open_url("http://127.0.0.1/?x"), NoInput);
  CHECK_THROWS_AS(open_url("https://"), NoInput);
}

}  // namespace radslag::audit
