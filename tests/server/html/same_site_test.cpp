#include "server/html/same_site.hpp"

#include <catch2/catch.hpp>

using namespace radslag::html;
using radslag::http::Request;

namespace {

const Origins origins{{"https://radslag.example.se", "http://localhost:8080"}, "https://rostlangd.example.se"};

bool taken(Senders senders, const std::string& origin, const std::string& fetch_site, const std::string& method = "POST") {
  Request request;
  request.method = method;
  request.origin = origin;
  request.sec_fetch_site = fetch_site;
  return may_send(request, senders, origins);
}

}  // namespace

TEST_CASE("what only our own pages may send comes from them, and says so") {
  const std::string own = "https://radslag.example.se";
  CHECK(taken(Senders::own_site, own, "same-origin"));
  CHECK(taken(Senders::own_site, own, ""));
  CHECK(taken(Senders::own_site, own, "none"));
  CHECK(taken(Senders::own_site, "", "same-origin"));
  CHECK(taken(Senders::own_site, "http://localhost:8080", "same-origin"));
  CHECK_FALSE(taken(Senders::own_site, "", ""));
  CHECK_FALSE(taken(Senders::own_site, "", "none"));
  for (const std::string origin :
       {"null", "https://rostlangd.example.se", "https://evil.example", "http://radslag.example.se", "https://radslag.example.se:444",
        "https://radslag.example.se.evil.example", "https://RADSLAG.example.se", "https://radslag.example.se/"}) {
    for (const std::string site : {"", "none", "same-origin", "same-site", "cross-site"}) {
      CAPTURE(origin, site);
      CHECK_FALSE(taken(Senders::own_site, origin, site));
    }
  }
  for (const std::string site : {"same-site", "cross-site", "anything"}) {
    CAPTURE(site);
    CHECK_FALSE(taken(Senders::own_site, own, site));
    CHECK_FALSE(taken(Senders::own_site, "", site));
  }
}

TEST_CASE("a carried form comes from the other site, from us, or from a browser that does not say") {
  for (const std::string origin : {"https://rostlangd.example.se", "https://radslag.example.se", "null", ""})
    CHECK(taken(Senders::other_site_too, origin, "cross-site"));
  CHECK_FALSE(taken(Senders::other_site_too, "https://evil.example", "cross-site"));
  CHECK_FALSE(taken(Senders::other_site_too, "https://evil.example", "same-origin"));
  Request request;
  request.method = "POST";
  request.origin = "https://rostlangd.example.se";
  CHECK_FALSE(may_send(request, Senders::other_site_too, {{"https://radslag.example.se"}, ""}));
}

TEST_CASE("programs send from anywhere; reading is never refused") {
  CHECK(taken(Senders::machines, "https://evil.example", "cross-site"));
  for (const std::string method : {"GET", "HEAD"}) CHECK(taken(Senders::own_site, "https://evil.example", "cross-site", method));
  CHECK_FALSE(taken(Senders::own_site, "https://evil.example", "cross-site", "DELETE"));
}
