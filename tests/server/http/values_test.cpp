// The pure parts: queries, UTF-8, heads, entity tags.
#include <catch2/catch.hpp>

#include "server/http/etag.hpp"
#include "server/http/message.hpp"
#include "server/http/percent.hpp"
#include "server/http/request_head.hpp"

namespace radslag::http {
namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

TEST_CASE("parse_query decodes in order, or gives nothing", "[http]") {
  CHECK(parse_query("") == Parameters{});
  CHECK(parse_query("a=1&b=&c&a=2") == Parameters{{"a", "1"}, {"b", ""}, {"c", ""}, {"a", "2"}});
  CHECK(parse_query("q=r%C3%A5d+slag%2B&x=a=b") == Parameters{{"q",
                                                               "r\xc3\xa5"
                                                               "d slag+"},
                                                              {"x", "a=b"}});
  CHECK(parse_query("&&a=1&") == Parameters{{"a", "1"}});
  for (const char* broken : {"a=%", "a=%2", "a=%zz&b=1", "b=1&a=%ff", "a=%00", "%c3=1", "a=\xff"}) CHECK(parse_query(broken).empty());
}

TEST_CASE("is_utf8 holds to RFC 3629", "[http]") {
  for (const char* good :
       {"", "a", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    CHECK(is_utf8(good));
  }
  for (const char* bad : {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
                          "\xf5\x80\x80\x80", "\xff", "\xc2", "\xe1\x80", "\xf1\x80\x80",
                          "\xc2"
                          "a",
                          "\xe1\x80"
                          "a"}) {
    CHECK_FALSE(is_utf8(bad));
  }
}

TEST_CASE("follow_head finds the end however the bytes come", "[http]") {
  const std::string bytes = "GET / HTTP/1.1\r\nHost: a\r\n\r\nrest";
  HeadProgress progress;
  for (std::size_t n = 1; n <= bytes.size(); ++n) {
    follow_head(std::string_view(bytes).substr(0, n), progress);
    CHECK(progress.length == (n < 27 ? 0 : 27));
    CHECK_FALSE(progress.broken);
  }
  for (const char* broken : {"\n", "GET /\n", "G\r\nH\n", "\x16", " GET", "\r\n"}) {
    HeadProgress fresh;
    follow_head(broken, fresh);
    CHECK(fresh.broken);
  }
}

TEST_CASE("no head, whatever its bytes, is taken without its one host", "[http]") {
  // Every single-byte change of a good head either is refused or leaves one Host and a path.
  const std::string good = "POST /a/b?c=d HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: close\r\n\r\n";
  REQUIRE(parse_head(good, Limits{}).has_value());
  std::size_t refused = 0;
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string changed = good;
      changed[at] = static_cast<char>(byte);
      const auto head = parse_head(changed, Limits{});
      if (!head) {
        ++refused;
      } else if (head->request.host.empty() || head->request.path.front() != '/' || head->request.path.find("..") != std::string::npos) {
        FAIL_CHECK("byte " << byte << " at " << at);
      }
    }
  }
  CHECK(refused > 0);
}

TEST_CASE("etag_matches takes lists, weak tags and the star", "[http]") {
  CHECK(etag_matches("\"a\"", "\"a\""));
  CHECK(etag_matches("\"x\", W/\"a\"", "\"a\""));
  CHECK(etag_matches("*", "\"a\""));
  CHECK_FALSE(etag_matches("", "\"a\""));
  CHECK_FALSE(etag_matches("\"b\", a", "\"a\""));
}

}  // namespace
}  // namespace radslag::http
