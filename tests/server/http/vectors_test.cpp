// Requests that confused or killed servers on this platform, each on a connection of its own and each followed by a good one.
#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "tests/server/http/running_server.hpp"
#include "tests/server/http/wire.hpp"

namespace radslag::http::test {
namespace {

struct Vector {
  std::string name;
  std::string bytes;
  int status;  ///< of the one answer
};

const std::string host = "Host: a\r\n";
const std::string smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
const std::string chunked = "Transfer-Encoding: chunked\r\n";

std::string repeat(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

std::string post_with(const std::string& fields, const std::string& rest) { return "POST / HTTP/1.1\r\n" + host + fields + "\r\n" + rest; }
std::string get_with(const std::string& fields) { return "GET / HTTP/1.1\r\n" + host + fields + "\r\n"; }
std::string get_target(const std::string& target) { return "GET " + target + " HTTP/1.1\r\n" + host + "\r\n"; }

std::vector<Vector> transfer_encodings() {
  const std::string end = "0\r\n\r\n";
  return {
      {"length, then chunked", post_with("Content-Length: 4\r\n" + chunked, end + smuggled), 411},
      {"chunked, then length", post_with(chunked + "Content-Length: 4\r\n", end + smuggled), 411},
      {"HTTP/1.0 chunked", "POST / HTTP/1.0\r\n" + host + chunked + "\r\n" + end + smuggled, 411},
      {"HTTP/1.0 chunked, kept alive", "POST / HTTP/1.0\r\n" + host + "Connection: keep-alive\r\n" + chunked + "\r\n" + end + smuggled,
       411},
      {"gzip without chunked", post_with("Transfer-Encoding: gzip\r\n", smuggled), 411},
      {"chunked, identity", post_with("Transfer-Encoding: chunked, identity\r\n", end + smuggled), 411},
      {"identity and length", post_with("Transfer-Encoding: identity\r\nContent-Length: 5\r\n", "hello" + smuggled), 411},
      {"xchunked", post_with("Transfer-Encoding: xchunked\r\n", end + smuggled), 411},
      {"chunked twice", post_with(chunked + chunked, end + smuggled), 411},
      {"gzip, chunked", post_with("Transfer-Encoding: gzip, chunked\r\n", end), 411},
      {"upper case, tab before the value", post_with("TRANSFER-ENCODING:\tchunked\r\n", end + smuggled), 411},
      {"space before the colon", post_with("Transfer-Encoding : chunked\r\n", end + smuggled), 411},
      {"empty", post_with("Transfer-Encoding:\r\n", end + smuggled), 411},
      {"on GET", get_with(chunked) + end + smuggled, 411},
      {"plain chunked", post_with(chunked, "5\r\nhello\r\n" + end), 411},
      {"bare line feed in chunk extension", post_with(chunked, "5;a\nX\r\nhello\r\n" + end), 411},
      {"chunk size overflow", post_with(chunked, "10000000000000005\r\nhello\r\n" + end), 411},
      {"chunk data without line end", post_with(chunked, "5\r\nhelloXX" + end), 411},
      {"chunk size 0x", post_with(chunked, "0x5\r\nhello\r\n" + end), 411},
      {"chunk size -1", post_with(chunked, "-1\r\nhello\r\n" + end), 411},
      {"trailer X-Admin", post_with(chunked, "0\r\nX-Admin: 1\r\n\r\n"), 411},
      {"trailer Content-Length", post_with(chunked, "0\r\nContent-Length: 9\r\n\r\n"), 411},
      {"trailer Host and Transfer-Encoding", post_with(chunked, "0\r\nHost: evil\r\nTransfer-Encoding: identity\r\n\r\n"), 411},
      {"trailer of 60,000 bytes", post_with(chunked, "0\r\nX: " + std::string(60'000, 'a') + "\r\n\r\n"), 411},
      {"trailer of 200,000 bytes", post_with(chunked, "0\r\nX: " + std::string(200'000, 'a') + "\r\n\r\n"), 411},
      {"chunk extension of 200,000 bytes", post_with(chunked, "1;x=" + std::string(200'000, 'a') + "\r\nh\r\n" + end), 411},
  };
}

std::vector<Vector> lengths() {
  return {
      {"two lengths", post_with("Content-Length: 5\r\nContent-Length: 6\r\n", "hello!"), 400},
      {"the same length twice", post_with("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"), 400},
      {"length 5, 5", post_with("Content-Length: 5, 5\r\n", "hello"), 400},
      {"length +5", post_with("Content-Length: +5\r\n", "hello"), 400},
      {"length 0x5", post_with("Content-Length: 0x5\r\n", "hello"), 400},
      {"length over 64 bits", post_with("Content-Length: 18446744073709551621\r\n", "hello"), 400},
      {"length -1", post_with("Content-Length: -1\r\n", "hello"), 400},
      {"length empty", post_with("Content-Length: \r\n", "hello"), 400},
      {"length 2^64 - 1", post_with("Content-Length: 18446744073709551615\r\n", "hello"), 413},
      {"body on GET", get_with("Content-Length: 5\r\n") + "hello", 400},
      {"body on HEAD", "HEAD / HTTP/1.1\r\n" + host + "Content-Length: 5\r\n\r\nhello", 400},
      {"compressed body", post_with("Content-Encoding: gzip\r\nContent-Length: 5\r\n", "hello"), 415},
      {"unknown expectation", post_with("Expect: wonders\r\nContent-Length: 5\r\n", "hello"), 417},
      {"expectation twice", post_with("Expect: 100-continue\r\nExpect: 100-continue\r\nContent-Length: 5\r\n", "hello"), 400},
  };
}

std::vector<Vector> fields() {
  return {
      {"folded field", get_with("X-A: b\r\n c\r\n"), 400},
      {"folded Transfer-Encoding", post_with("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"), 400},
      {"folded with a tab", get_with("X-A: b\r\n\tc\r\n"), 400},
      {"first field folded", "GET / HTTP/1.1\r\n " + host + "\r\n", 400},
      {"space before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400},
      {"no colon", get_with("Nothing\r\n"), 400},
      {"no name", get_with(": b\r\n"), 400},
      {"no host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
      {"the same host twice", "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n", 400},
      {"empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
      {"host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
      {"two content types", post_with("Content-Type: a/b\r\nContent-Type: c/d\r\nContent-Length: 1\r\n", "x"), 400},
      {"two cookies", get_with("Cookie: a=1\r\nCookie: b=2\r\n"), 400},
      {"NUL in a value", get_with(std::string("X: a\0b\r\n", 8)), 400},
      {"bell in a value", get_with("X: a\x07\x62\r\n"), 400},
      {"CR in a value", get_with("X: a\rb\r\n"), 400},
      {"line feeds alone", "GET / HTTP/1.1\nHost: a\n\n", 400},
      {"one line feed alone", "GET / HTTP/1.1\r\nHost: a\n\r\n", 400},
      {"an empty line first", "\r\n\r\n" + get_target("/"), 400},
      {"700 fields", get_with(repeat("a:b\r\n", 700)), 431},
      {"a field of 20,000 bytes", get_with("X: " + std::string(20'000, 'a') + "\r\n"), 431},
      {"a head that never ends", "GET / HTTP/1.1\r\nX: " + std::string(200'000, 'a'), 431},
  };
}

std::vector<Vector> targets() {
  return {
      {"raw bytes over 0x7f", get_target("/\xff\xfe"), 400},
      {"raw UTF-8", get_target("/\xc3\xa5"), 400},
      {"tab", get_target("/a\tb"), 400},
      {"space: what follows is no version", get_target("/a b"), 505},
      {"absolute form", get_target("http://evil/"), 400},
      {"authority form", get_target("evil:443"), 400},
      {"asterisk form", get_target("*"), 400},
      {"fragment", get_target("/a#b"), 400},
      {"fragment after a query", get_target("/a?b#c"), 400},
      {"backslash", get_target("/a\\b"), 400},
      {"encoded backslash", get_target("/a%5Cb"), 400},
      {"dots", get_target("/a/../b"), 400},
      {"encoded dots", get_target("/a/%2e%2E/b"), 400},
      {"dots in a name", get_target("/a..b"), 400},
      {"two slashes", get_target("//evil/"), 400},
      {"two slashes, one encoded", get_target("/%2Fevil/"), 400},
      {"encoded NUL", get_target("/a%00"), 400},
      {"encoded line feed", get_target("/a%0Ab"), 400},
      {"half an escape", get_target("/a%2"), 400},
      {"no escape", get_target("/a%zz"), 400},
      {"overlong UTF-8", get_target("/%c0%af"), 400},
      {"encoded surrogate", get_target("/%ed%a0%80"), 400},
      {"half a UTF-8 sequence", get_target("/%c3"), 400},
      {"2,049 bytes", get_target("/" + std::string(2048, 'a')), 414},
  };
}

std::vector<Vector> methods_and_versions() {
  return {
      {"HTTP/1.2", "GET / HTTP/1.2\r\n" + host + "\r\n", 505},
      {"HTTP/1.0", "GET / HTTP/1.0\r\n" + host + "\r\n", 505},
      {"HTTP/9.9", "GET / HTTP/9.9\r\n" + host + "\r\n", 505},
      {"HTTP/2.0 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"no version", "GET /\r\n\r\n", 400},
      {"http in lower case", "GET / http/1.1\r\n" + host + "\r\n", 505},
      {"PUT", "PUT / HTTP/1.1\r\n" + host + "\r\n", 405},
      {"OPTIONS *", "OPTIONS * HTTP/1.1\r\n" + host + "\r\n", 405},
      {"CONNECT", "CONNECT evil:443 HTTP/1.1\r\n" + host + "\r\n", 405},
      {"TRACE", "TRACE / HTTP/1.1\r\n" + host + "\r\n", 405},
      {"unknown method", "BREW / HTTP/1.1\r\n" + host + "\r\n", 501},
      {"method in lower case", "get / HTTP/1.1\r\n" + host + "\r\n", 501},
      {"TLS", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11), 400},
      {"zeros", std::string(64, '\0'), 400},
  };
}

void send_all(const std::vector<Vector>& vectors) {
  RunningServer server;
  for (const Vector& vector : vectors) {
    INFO(vector.name);
    Wire wire(server.port());
    wire.send(vector.bytes);  // may be cut short by the refusal
    wire.end_sending();
    const Answer answer = wire.read(!vector.bytes.starts_with("HEAD "));
    CHECK(answer.status == vector.status);
    CHECK(answer.has("Content-Type: application/problem+json"));
    CHECK(answer.has("Connection: close"));
    CHECK(wire.read().status == 0);  // nothing behind it was taken for a request
    CHECK(Wire(server.port()).ask(get("/good")).body == "GET /good? ");
  }
  CHECK(server.log().empty());
}

TEST_CASE("any Transfer-Encoding is answered 411 and nothing after it is read as a request", "[http]") { send_all(transfer_encodings()); }
TEST_CASE("lengths and bodies that are not plain are refused", "[http]") { send_all(lengths()); }
TEST_CASE("header fields that parsers disagree on are refused", "[http]") { send_all(fields()); }
TEST_CASE("targets that are not a clean path are refused", "[http]") { send_all(targets()); }
TEST_CASE("methods and versions that are not spoken are refused", "[http]") { send_all(methods_and_versions()); }

TEST_CASE("requests at the limits are served", "[http]") {
  RunningServer server;
  const std::vector<std::pair<std::string, std::string>> good = {
      {get_target("/" + std::string(2047, 'a')), "GET /" + std::string(2047, 'a') + "? "},
      {get_with(repeat("a:b\r\n", 63)), "GET /? "},
      {get_with("X: " + std::string(16'000, 'a') + "\r\n"), "GET /? "},
      {get_with("Content-Length: 0\r\n"), "GET /? "},
      {get_with("X: \xc3\xa5\r\n"), "GET /? "},
      {get_target("/%c3%a5/%F0%9F%98%80?q=%c3%a5"), "GET /\xc3\xa5/\xf0\x9f\x98\x80?q=%c3%a5 "},
      {get_target("/a%2Fb+c"), "GET /a/b+c? "},
      {post_with("Content-Length: 2\r\n", "hi"), "POST /? hi"},
      {post_with("", ""), "POST /? "},
      {post_with("content-length: 0002\r\n", "hi"), "POST /? hi"},
  };
  for (const auto& [bytes, body] : good) {
    INFO(bytes.substr(0, 100));
    const Answer answer = Wire(server.port()).ask(bytes);
    CHECK(answer.status == 200);
    CHECK(answer.body == body);
  }
}

}  // namespace
}  // namespace radslag::http::test
