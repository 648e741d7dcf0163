// Connections over real sockets: keeping alive, late answers, deadlines, limits.
#include "server/http/server.hpp"

#include <catch2/catch.hpp>

#include <chrono>

#include "tests/server/http/running_server.hpp"
#include "tests/server/http/waiting.hpp"
#include "tests/server/http/wire.hpp"

namespace radslag::http::test {
namespace {

using namespace std::chrono_literals;

TEST_CASE("a connection is kept alive until the client asks to close it", "[http]") {
  RunningServer server;
  Wire wire(server.port());
  CHECK(wire.ask(get("/1")).body == "GET /1? ");
  CHECK(wire.ask(post("/2?a=b", "body")).body == "POST /2?a=b body");
  const Answer last = wire.ask("GET /3 HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n");
  CHECK(last.status == 200);
  CHECK(last.has("Connection: close"));
  CHECK(wire.ends());
}

TEST_CASE("a request is taken from pieces of one byte", "[http]") {
  RunningServer server;
  Wire wire(server.port());
  for (const char c : post("/pieces", "twelve bytes")) REQUIRE(wire.send(std::string_view(&c, 1)));
  CHECK(wire.read().body == "POST /pieces? twelve bytes");
}

TEST_CASE("1,000 pipelined requests are answered in order", "[http]") {
  RunningServer server;
  Wire wire(server.port());
  std::thread sender([&] {
    for (int i = 0; i < 1000; ++i) wire.send(i % 2 == 0 ? get("/" + std::to_string(i)) : post("/" + std::to_string(i), "x"));
  });
  int right = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::string path = "/" + std::to_string(i);
    right += wire.read().body == (i % 2 == 0 ? "GET " + path + "? " : "POST " + path + "? x");
  }
  sender.join();
  CHECK(right == 1000);
}

TEST_CASE("HEAD has the length and no body, and the connection goes on", "[http]") {
  RunningServer server;
  Wire wire(server.port());
  const Answer head = wire.ask("HEAD /h HTTP/1.1\r\nHost: a\r\n\r\n", false);
  CHECK(head.status == 200);
  CHECK(head.has("Content-Length: 9\r\n"));
  CHECK(wire.ask(get("/g")).body == "GET /g? ");
}

TEST_CASE("304 and 204 have neither body nor length", "[http]") {
  RunningServer server(any_port(), [](Request&& request, const Done& done) {
    Response response = text("must not be sent");
    response.status = request.path == "/304" ? 304 : 204;
    done(std::move(response));
  });
  Wire wire(server.port());
  for (const char* path : {"/304", "/204"}) {
    const Answer answer = wire.ask(get(path));
    CHECK("/" + std::to_string(answer.status) == path);
    CHECK_FALSE(answer.has("Content-Length"));
    CHECK_FALSE(answer.has("Content-Type"));
  }
}

TEST_CASE("every answer has the security fields, refusals too", "[http]") {
  RunningServer server;
  for (const std::string& request : {get("/"), get("/#")}) {
    const Answer answer = Wire(server.port()).ask(request);
    CHECK(answer.has(
        "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'\r\n"));
    for (const char* field : {"X-Content-Type-Options: nosniff", "Referrer-Policy: same-origin", "Cross-Origin-Opener-Policy: same-origin",
                              "Cross-Origin-Resource-Policy: same-origin", "Permissions-Policy: ", "Date: "}) {
      CHECK(answer.has(field));
    }
    CHECK_FALSE(answer.has("Server:"));
    CHECK_FALSE(answer.has("Strict-Transport-Security"));
  }
  Config https = any_port();
  https.strict_transport = true;
  RunningServer behind_tls(https);
  CHECK(Wire(behind_tls.port()).ask(get("/")).has("Strict-Transport-Security: max-age="));
}

TEST_CASE("forms may be sent to the sites that were named, and to no words beside them", "[http]") {
  Config config = any_port();
  config.form_actions = {"https://rostlangd.example.se", "http://localhost:8081"};
  RunningServer server(config);
  CHECK(Wire(server.port()).ask(get("/")).has("Content-Security-Policy: "));
  CHECK(Wire(server.port()).ask(get("/")).head.find("; form-action 'self' https://rostlangd.example.se http://localhost:8081; base-uri") !=
        std::string::npos);
  for (const std::string wrong : {"", "*", "https://", "rostlangd.example.se", "https://a b", "https://a; script-src *",
                                  "https://a\r\nX: y", "https://a/path", "https://*"}) {
    CAPTURE(wrong);
    config.form_actions = {wrong};
    CHECK_THROWS_AS(Server(config, Handler()), std::invalid_argument);
  }
}

TEST_CASE("the handler sees what it needs of the fields", "[http]") {
  RunningServer server(any_port(), [](Request&& r, const Done& done) {
    done(text(r.content_type + "|" + r.accept_language + "|" + r.if_none_match + "|" + r.accept_encoding + "|" + r.cookie + "|" + r.host +
              "|" + r.origin + "|" + r.sec_fetch_site + "|" + r.idempotency_key + "|" + r.raw_path + "|" + r.content_type_parameters));
  });
  const std::string fields =
      "Content-Type: Application/JSON ; charset=UTF-8\r\nAccept-Language: sv\r\nAccept-Language: en;q=0.5\r\nIf-None-Match: \"x\"\r\n"
      "Accept-Encoding: br\r\nCookie: a=1; b=2\r\nOrigin: https://b\r\nSec-Fetch-Site: none\r\nidempotency-KEY: k1\r\n";
  const Answer answer = Wire(server.port()).ask("POST /%61 HTTP/1.1\r\nHost: a:80\r\n" + fields + "Content-Length: 0\r\n\r\n");
  CHECK(answer.body == "application/json|sv, en;q=0.5|\"x\"|br|a=1; b=2|a:80|https://b|none|k1|/%61|charset=UTF-8");
}

TEST_CASE("a handler may answer later from another thread, and only once", "[http]") {
  Waiting waiting;
  Config config = any_port();
  config.worker_threads = 1;
  RunningServer server(config, leave_in(waiting));
  Wire first(server.port());
  Wire second(server.port());
  first.send(get("/1"));
  Done one = waiting.take();
  second.send(get("/2"));
  Done two = waiting.take();  // the one worker is free although the first request has no answer yet
  std::thread writer([&] {
    two(text("two"));
    one(text("one"));
    one(text("one again"));
  });
  CHECK(first.read().body == "one");
  CHECK(second.read().body == "two");
  writer.join();
  first.send(get("/3"));
  waiting.take()(text("three"));
  CHECK(first.read().body == "three");
}

TEST_CASE("a handler that throws, or forgets to answer, has answered 500 without detail", "[http]") {
  RunningServer server(any_port(), [](Request&& request, const Done& done) {
    if (request.path == "/throws") throw std::runtime_error("the disk is full");
    if (request.path == "/throws-int") throw 1;
    if (request.path == "/splits") {
      Response response = text("");
      response.headers.emplace_back("Location", "/x\r\nSet-Cookie: a=b");
      done(std::move(response));
    }
    if (request.path == "/good") done(text("good"));
  });
  for (const char* path : {"/throws?secret=1", "/throws-int", "/forgets", "/splits"}) {
    const Answer answer = Wire(server.port()).ask(get(path));
    CHECK(answer.status == 500);
    CHECK(answer.body == "{\"type\":\"about:blank\",\"status\":500,\"title\":\"The request could not be answered.\"}\n");
    CHECK_FALSE(answer.has("Set-Cookie"));
  }
  CHECK(Wire(server.port()).ask(get("/good")).body == "good");
  REQUIRE(server.log().size() == 3);
  CHECK(server.log()[0] == "GET /throws: the disk is full");
}

TEST_CASE("a body over its limit is answered 413, and the client sees it", "[http]") {
  Config config = any_port();
  config.limits.body_bytes = 1000;
  config.body_limit = [](std::string_view, std::string_view path) -> std::size_t { return path == "/large" ? 5000 : 1000; };
  RunningServer server(config);
  CHECK(Wire(server.port()).ask(post("/", std::string(1000, 'x'))).status == 200);
  CHECK(Wire(server.port()).ask(post("/", std::string(1001, 'x'))).status == 413);
  CHECK(Wire(server.port()).ask(post("/", std::string(60'000, 'x'))).status == 413);
  CHECK(Wire(server.port()).ask(post("/large", std::string(5000, 'x'))).status == 200);
  CHECK(Wire(server.port()).ask(post("/large", std::string(5001, 'x'))).status == 413);
  Wire refused(server.port());
  CHECK(refused.ask(post("/", std::string(60'000, 'x'))).status == 413);
  refused.end_sending();
  CHECK(refused.ends());  // not reset
}

TEST_CASE("a body of many chunks arrives whole", "[http]") {
  Config config = any_port();
  config.body_limit = [](std::string_view, std::string_view) -> std::size_t { return 4'000'000; };
  RunningServer server(config);
  std::string body(3'000'000, 'x');
  for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>('a' + i % 23);
  CHECK(Wire(server.port()).ask(post("/", body)).body == "POST /? " + body);
}

TEST_CASE("only so many large bodies are held at once", "[http]") {
  Waiting waiting;
  Config config = any_port();
  config.limits.body_bytes = 10;
  config.limits.large_bodies = 1;
  config.body_limit = [](std::string_view, std::string_view) -> std::size_t { return 100; };
  RunningServer server(config, leave_in(waiting));
  Wire first(server.port());
  first.send(post("/", std::string(100, 'x')));
  Done answer_first = waiting.take();
  const Answer refused = Wire(server.port()).ask(post("/", std::string(11, 'x')));
  CHECK(refused.status == 503);
  CHECK(refused.has("Retry-After: 5"));
  Wire small(server.port());
  small.send(post("/", std::string(10, 'x')));
  waiting.take()(text("small"));
  CHECK(small.read().body == "small");
  answer_first(text("large"));
  CHECK(first.read().body == "large");
  Wire second(server.port());
  second.send(post("/", std::string(11, 'x')));  // the place is free again
  waiting.take()(text("second"));
  CHECK(second.read().body == "second");
}

TEST_CASE("bodies together stay within their memory", "[http]") {
  Waiting waiting;
  Config config = any_port();
  config.limits.all_bodies_bytes = 150;
  RunningServer server(config, leave_in(waiting));
  Wire first(server.port());
  first.send(post("/", std::string(100, 'x')));
  Done answer_first = waiting.take();
  CHECK(Wire(server.port()).ask(post("/", std::string(100, 'x'))).status == 503);
  answer_first(text(""));
  CHECK(first.read().status == 200);
  first.send(post("/", std::string(100, 'x')));
  waiting.take()(text("again"));
  CHECK(first.read().body == "again");
}

TEST_CASE("100-continue is said before the body, and not when it is refused", "[http]") {
  RunningServer server;
  Wire wire(server.port());
  wire.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n");
  CHECK(wire.read(false).status == 100);
  CHECK(wire.ask("hi").body == "POST /? hi");
  Wire refused(server.port());
  CHECK(refused.ask("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 999999\r\n\r\n").status == 413);
}

TEST_CASE("slow senders, slow readers and silent clients are cut", "[http]") {
  Config config = any_port();
  config.limits.header_seconds = 1;
  config.limits.body_seconds = 1;
  config.limits.write_seconds = 1;
  config.limits.keep_alive_idle_seconds = 1;
  config.limits.min_bytes_per_second = 1'000'000'000;
  const auto big = std::make_shared<const std::string>(50'000'000, 'x');
  RunningServer server(config, [big](Request&& request, const Done& done) {
    Response response = text(request.path);
    if (request.path == "/big") response.shared_body = big;
    done(std::move(response));
  });
  const auto drip_is_cut = [&](const std::string& before) {
    Wire wire(server.port());
    wire.send(before);
    for (int i = 0; i < 200; ++i) {  // a byte each 50 ms: no pause ever reaches a second
      std::this_thread::sleep_for(50ms);
      if (!wire.send("a")) return true;
    }
    return false;
  };
  CHECK(drip_is_cut("GET /"));
  CHECK(drip_is_cut("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n"));
  CHECK(Wire(server.port()).is_cut());
  Wire idle(server.port());
  CHECK(idle.ask(get("/1")).status == 200);
  CHECK(idle.is_cut());
  Wire reader(server.port());
  reader.send(get("/big"));
  std::this_thread::sleep_for(3s);
  CHECK(reader.read().status == 0);  // cut in the middle
  CHECK(Wire(server.port()).ask(get("/good")).body == "/good");
}

TEST_CASE("past the cap of connections idle ones make room, then new ones are turned away", "[http]") {
  Waiting waiting;
  Config config = any_port();
  config.limits.connections = 2;
  RunningServer server(config, leave_in(waiting));
  Wire busy(server.port());
  busy.send(get("/busy"));
  Done answer_busy = waiting.take();
  Wire idle(server.port());
  idle.send(get("/idle"));
  waiting.take()(text(""));
  CHECK(idle.read().status == 200);
  Wire third(server.port());
  third.send(get("/third"));
  Done answer_third = waiting.take();
  CHECK(idle.is_cut());
  Wire fourth(server.port());
  const Answer refused = fourth.read();
  CHECK(refused.status == 503);
  CHECK(refused.has("Retry-After: "));
  answer_busy(text("busy"));
  answer_third(text("third"));
  CHECK(busy.read().body == "busy");
  CHECK(third.read().body == "third");
}

}  // namespace
}  // namespace radslag::http::test
