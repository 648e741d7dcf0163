#include "server/http/client.hpp"

#include <catch2/catch.hpp>

#include <map>

#include "tests/server/http/running_server.hpp"
#include "tests/server/http/waiting.hpp"

namespace radslag::http::test {
namespace {

/// Gives requests 0, 1, 2 ... to `/n`, and keeps what came back by their tags.
struct Script {
  std::uint64_t count;
  std::uint64_t given = 0;
  std::map<std::uint64_t, std::pair<int, std::string>> answers = {};

  NextRequest next() {
    return [this]() -> std::optional<OutRequest> {
      if (given == count) return std::nullopt;
      OutRequest request;
      request.target = "/" + std::to_string(given);
      request.body = "body " + std::to_string(given);
      request.content_type = "text/plain";
      request.headers.emplace_back("Idempotency-Key", std::to_string(given));
      request.tag = given++;
      return request;
    };
  }
  RequestDone done() {
    return [this](std::uint64_t tag, int status, std::string&& body, std::uint64_t) {
      if (!answers.emplace(tag, std::pair(status, std::move(body))).second) throw std::logic_error("two outcomes for one request");
    };
  }
};

TEST_CASE("every request gets its own answer", "[http]") {
  RunningServer server;
  Script script{2000};
  ClientLimits limits;
  limits.connections = 7;
  run_requests({"127.0.0.1", server.port()}, limits, script.next(), script.done());
  REQUIRE(script.answers.size() == 2000);
  for (const auto& [tag, answer] : script.answers) {
    const std::string number = std::to_string(tag);
    CHECK(answer == std::pair(200, "POST /" + number + "? body " + number));
  }
}

TEST_CASE("lost connections are made anew, with the same request", "[http]") {
  std::atomic<int> served = 0;
  RunningServer server(any_port(), [&](Request&& request, const Done& done) {
    Response response;
    response.body = request.idempotency_key;
    response.close = ++served % 3 == 0;  // the client must open a new connection for its next request
    done(std::move(response));
  });
  Script script{300};
  ClientLimits limits;
  limits.connections = 4;
  run_requests({"localhost", server.port()}, limits, script.next(), script.done());
  REQUIRE(script.answers.size() == 300);
  for (const auto& [tag, answer] : script.answers) CHECK(answer == std::pair(200, std::to_string(tag)));
}

TEST_CASE("a server that comes back is found again", "[http]") {
  auto first = std::make_unique<RunningServer>();
  Config same_port;
  same_port.port = first->port();
  std::unique_ptr<RunningServer> second;
  Script script{200};
  const NextRequest next = script.next();
  const NextRequest restart_in_between = [&] {
    if (script.given == 100) {
      first.reset();
      second = std::make_unique<RunningServer>(same_port);
    }
    return next();
  };
  ClientLimits limits;
  limits.connections = 1;
  run_requests({"127.0.0.1", same_port.port}, limits, restart_in_between, script.done());
  REQUIRE(script.answers.size() == 200);
  for (const auto& [tag, answer] : script.answers) CHECK(answer.first == 200);
}

TEST_CASE("a server that is not there is status 0 after all attempts", "[http]") {
  std::uint16_t port = 0;
  { port = RunningServer().port(); }
  Script script{2};
  ClientLimits limits;
  limits.attempts = 2;
  run_requests({"127.0.0.1", port}, limits, script.next(), script.done());
  REQUIRE(script.answers.size() == 2);
  CHECK(script.answers.at(0).first == 0);
  CHECK(script.answers.at(0).second.starts_with("cannot connect: "));
}

TEST_CASE("an answer that does not come in time is status 0", "[http]") {
  Waiting kept;  // and never answered
  RunningServer server(any_port(), leave_in(kept));
  Script script{1};
  ClientLimits limits;
  limits.attempts = 1;
  limits.answer_seconds = 1;
  run_requests({"127.0.0.1", server.port()}, limits, script.next(), script.done());
  CHECK(script.answers.at(0).first == 0);
}

TEST_CASE("the stop flag ends a run after what is under way", "[http]") {
  RunningServer server;
  std::atomic<bool> stop = false;
  Script script{1'000'000};
  const RequestDone done = script.done();
  const RequestDone stop_at_ten = [&](std::uint64_t tag, int status, std::string&& body, std::uint64_t microseconds) {
    done(tag, status, std::move(body), microseconds);
    if (script.answers.size() == 10) stop = true;
  };
  ClientLimits limits;
  limits.connections = 4;
  run_requests({"127.0.0.1", server.port()}, limits, script.next(), stop_at_ten, &stop);
  CHECK(script.answers.size() == script.given);  // nothing that was sent is left without its outcome
  CHECK(script.given < 20);
}

TEST_CASE("what `done` throws reaches the caller, and an unknown host is an error", "[http]") {
  RunningServer server;
  Script script{5};
  const RequestDone fails = [](std::uint64_t, int, std::string&&, std::uint64_t) { throw std::runtime_error("cannot write progress"); };
  CHECK_THROWS_WITH(run_requests({"127.0.0.1", server.port()}, ClientLimits{}, script.next(), fails), "cannot write progress");
  CHECK_THROWS_AS(run_requests({"no-such-host.invalid", 80}, ClientLimits{}, script.next(), script.done()), std::runtime_error);
}

}  // namespace
}  // namespace radslag::http::test
