// Listening and stopping: ports, descriptors, signals, requests in flight.
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>

#include <catch2/catch.hpp>

#include <chrono>

#include "tests/server/http/running_server.hpp"
#include "tests/server/http/waiting.hpp"
#include "tests/server/http/wire.hpp"

namespace radslag::http::test {
namespace {

using namespace std::chrono_literals;

TEST_CASE("stop answers what is in flight, closes what is idle and accepts no more", "[http]") {
  Waiting waiting;
  RunningServer server(any_port(), leave_in(waiting));
  const std::uint16_t port = server.port();
  Wire idle(port);
  idle.send(get("/idle"));
  waiting.take()(text(""));
  CHECK(idle.read().status == 200);
  Wire working(port);
  working.send(get("/working"));
  Done answer_working = waiting.take();
  Wire sending(port);
  sending.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nh");
  std::this_thread::sleep_for(100ms);  // lets the server read the half request, which is then in flight

  server.stop();
  CHECK(idle.is_cut());
  CHECK_THROWS(Wire(port));
  sending.send("i");
  waiting.take()(text("sent"));
  const Answer sent = sending.read();
  CHECK(sent.body == "sent");
  CHECK(sent.has("Connection: close"));
  answer_working(text("worked"));
  CHECK(working.read().body == "worked");
  server.stop_and_join();
}

TEST_CASE("stop waits no longer than it says; an answer that comes after the end is dropped", "[http]") {
  Waiting waiting;
  Done late;
  {
    Config config = any_port();
    config.limits.shutdown_drain_seconds = 1;
    RunningServer server(config, leave_in(waiting));
    Wire wire(server.port());
    wire.send(get("/"));
    late = waiting.take();
    server.stop_and_join();
    CHECK(wire.read().status == 0);
  }
  late(text("nobody is there"));
}

TEST_CASE("a signal stops a server that was told so", "[http]") {
  Config config = any_port();
  config.stop_on_signals = true;
  Server server(config, echo);
  std::thread sender([&] {
    CHECK(Wire(server.port()).ask(get("/")).status == 200);  // run() has begun, and with it the signal's handling
    ::kill(::getpid(), SIGTERM);
  });
  server.run();
  sender.join();
}

TEST_CASE("a taken port is said in a sentence", "[http]") {
  RunningServer first;
  Config config;
  config.port = first.port();
  const std::string port = std::to_string(first.port());
  CHECK_THROWS_WITH(Server(config, echo), Catch::StartsWith("port " + port + " is taken: another program listens at 127.0.0.1:" + port));
  CHECK_THROWS_AS(Server(config, echo), ListenError);
  config.address = "localhost";
  CHECK_THROWS_AS(Server(config, echo), ListenError);
  config.worker_threads = 0;
  CHECK_THROWS_AS(Server(config, echo), std::invalid_argument);
}

TEST_CASE("when descriptors run out the listener waits and goes on", "[http]") {
  RunningServer server;
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  rlimit few = before;
  few.rlim_cur = 64;
  ::setrlimit(RLIMIT_NOFILE, &few);
  {
    Wire waits(server.port());
    std::this_thread::sleep_for(100ms);
    std::vector<int> taken;
    for (int fd = ::open("/dev/null", O_RDONLY); fd >= 0; fd = ::open("/dev/null", O_RDONLY)) taken.push_back(fd);
    REQUIRE_FALSE(taken.empty());
    ::close(taken.back());
    taken.pop_back();
    Wire unaccepted(server.port());  // takes the last descriptor: none is left for accept()
    unaccepted.send(get("/late"));
    for (int i = 0; i < 100 && server.log().empty(); ++i) std::this_thread::sleep_for(50ms);
    REQUIRE(server.log().size() == 1);
    CHECK(server.log()[0].starts_with("cannot accept connections: "));
    CHECK(waits.ask(get("/meanwhile")).status == 200);
    for (const int fd : taken) ::close(fd);
    CHECK(unaccepted.read().body == "GET /late? ");
  }
  ::setrlimit(RLIMIT_NOFILE, &before);
}

}  // namespace
}  // namespace radslag::http::test
