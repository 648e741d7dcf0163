#include "server/html/cookies.hpp"

#include <catch2/catch.hpp>

using namespace radslag::html;

TEST_CASE("a cookie is found where it stands once and well formed") {
  CHECK(cookie_value("__Host-s=abc", "__Host-s") == "abc");
  CHECK(cookie_value("lang=sv; __Host-s=abc; other={\"odd\": 1}", "__Host-s") == "abc");
  CHECK(cookie_value("__Host-s=", "__Host-s") == "");
  CHECK(cookie_value("a=b=c", "a") == "b=c");
  for (const std::string field :
       {"", "__Host-session=abc", "x__Host-s=abc", "__host-s=abc", "__Host-s", "a=__Host-s=abc", "__Host-s=abc; __Host-s=abd",
        "__Host-s=abc; __Host-s", "__Host-s=a b", "__Host-s=\"abc\"", "__Host-s=a,b", "__Host-s=a\\b", "__Host-s=\xc3\xa5"}) {
    CAPTURE(field);
    CHECK_FALSE(cookie_value(field, "__Host-s").has_value());
  }
}

TEST_CASE("a cookie of ours is for this host, https and the server alone") {
  CHECK(set_host_cookie("__Host-s", "Ab-_9", SameSite::strict) == "__Host-s=Ab-_9; Path=/; Secure; HttpOnly; SameSite=Strict");
  CHECK(set_host_cookie("__Host-s", "a", SameSite::lax, std::chrono::minutes(10)) ==
        "__Host-s=a; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600");
  CHECK(drop_host_cookie("__Host-s") == "__Host-s=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
  CHECK_THROWS_AS(set_host_cookie("s", "a", SameSite::lax), std::logic_error);
  CHECK_THROWS_AS(set_host_cookie("__Host-", "a", SameSite::lax), std::logic_error);
  for (const std::string value : {"a;b", "a b", "a\r\nX: y", "å", "a=b", "\""})
    CHECK_THROWS_AS(set_host_cookie("__Host-s", value, SameSite::lax), std::logic_error);
}
