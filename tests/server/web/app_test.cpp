#include "server/web/app.hpp"

#include <zlib.h>

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "crypto/encoding.hpp"
#include "server/web/order.hpp"
#include "tests/server/web/front.hpp"

using namespace radslag;
using namespace radslag::testing;
namespace json = boost::json;

namespace {

Town in_voting() {
  Town town;
  town.begin();
  town.dialogue();
  town.begin_round("r1");
  town.open("r1", Town::definition(), 5);
  return town;
}

std::string projects_in_order(Front& front, const std::string& target) {
  std::string out;
  const json::value page = json::parse(front.see(target).body);
  for (const auto& project : page.at("projects").as_array()) out += project.at("id").as_string().c_str();
  return out;
}

}  // namespace

TEST_CASE("a page is kept while the record stands still") {
  Town town = in_voting();
  Front front(town);
  const auto first = front.see("/dialogues/parks");
  const auto second = front.see("/dialogues/parks");
  REQUIRE(first.shared_body);
  CHECK(first.shared_body == second.shared_body);  // the same bytes in memory, not rendered again
  CHECK(front.see("/dialogues/parks?utm_source=x").shared_body == first.shared_body);
  CHECK(front.see("/dialogues/parks", "en").shared_body != first.shared_body);
  CHECK(header(first, "Cache-Control") == "no-cache");
  town.dialogue();
  front.service.refresh();
  const auto third = front.see("/dialogues/parks");
  CHECK(third.body != first.body);
  CHECK(header(third, "ETag") != header(first, "ETag"));
}

TEST_CASE("who has the page already is told so") {
  Town town = in_voting();
  Front front(town);
  auto request = Front::get("/about");
  const std::string etag = header(front.ask(request), "ETag");
  CHECK(etag.size() == 34);
  for (const std::string& match : {etag, "\"other\", " + etag, "W/" + etag, std::string("*")}) {
    CAPTURE(match);
    request.if_none_match = match;
    const auto answer = front.ask(request);
    CHECK(answer.status == 304);
    CHECK(answer.body.empty());
    CHECK(header(answer, "ETag") == etag);
  }
  request.if_none_match = "\"other\"";
  CHECK(front.ask(request).status == 200);
}

namespace {

std::string gunzip(const std::string& bytes) {
  z_stream stream{};
  REQUIRE(inflateInit2(&stream, 16 + 15) == Z_OK);
  std::string out(1 << 20, '\0');
  std::string in = bytes;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

}  // namespace

TEST_CASE("a page goes compressed to who takes it so") {
  Town town = in_voting();
  Front front(town);
  for (const std::string path : {"/rounds/r1?order=1", "/rounds/r1.json?order=1"}) {
    CAPTURE(path);
    auto request = Front::get(path);
    const auto plain = front.ask(request);
    CHECK(header(plain, "Content-Encoding").empty());
    CHECK(header(plain, "Vary").starts_with("Accept-Encoding"));
    request.accept_encoding = "gzip, deflate, br";
    const auto packed = front.ask(request);
    CHECK(header(packed, "Content-Encoding") == "gzip");
    CHECK(packed.content_type == plain.content_type);
    CHECK(packed.body.size() < plain.body.size());
    CHECK(gunzip(packed.body) == plain.body);
    CHECK(header(packed, "ETag") != header(plain, "ETag"));  // a tag names one representation
    CHECK(front.ask(request).shared_body == packed.shared_body);
    request.if_none_match = header(packed, "ETag");
    CHECK(front.ask(request).status == 304);
    request.accept_encoding = "gzip;q=0";
    CHECK(front.ask(request).status == 200);
  }
}

TEST_CASE("counters move within a second") {
  Town town = in_voting();
  Front front(town);
  CHECK(json::parse(front.see("/rounds/r1.json?order=1").body).at("ballots") == 0);
  town.vote("r1", 0, {0});  // no new snapshot: only the log's head has moved
  std::this_thread::sleep_for(std::chrono::milliseconds(1'050));
  CHECK(json::parse(front.see("/rounds/r1.json?order=1").body).at("ballots") == 1);
}

TEST_CASE("projects stand in an order by chance, the same for the same seed") {
  Town town = in_voting();
  Front front(town);
  CHECK(projects_in_order(front, "/rounds/r1.json?order=3") == projects_in_order(front, "/rounds/r1.json?order=3"));
  std::set<std::string> orders;
  for (int seed = 0; seed < 64; ++seed) orders.insert(projects_in_order(front, "/rounds/r1.json?order=" + std::to_string(seed)));
  CHECK(orders.size() > 20);
  std::set<std::string> by_chance;
  for (int visit = 0; visit < 64; ++visit) by_chance.insert(projects_in_order(front, "/rounds/r1.json"));
  CHECK(by_chance.size() > 5);
  const std::string page = front.see("/rounds/r1?order=7").body;
  CHECK(page.find("/rounds/r1/vote?order=7") != std::string::npos);
  CHECK(page.find("order=7&amp;lang=en") + page.find("lang=en&amp;order=7") != 2 * std::string::npos);
  for (const char* odd : {"64", "-1", "x", "99999999999999999999"})
    CHECK(front.see("/rounds/r1.json?order=" + std::string(odd)).status == 200);
}

TEST_CASE("the shuffle is a permutation, and is what it was") {
  for (std::uint32_t count : {0U, 1U, 2U, 100U}) {
    const auto places = web::shuffled(count, 5);
    CHECK(std::set<std::uint32_t>(places.begin(), places.end()).size() == count);
  }
  CHECK(web::shuffled(8, 1) == web::shuffled(8, 1));
  CHECK(web::shuffled(8, 1) != web::shuffled(8, 2));
  std::vector<int> first(5);
  for (std::uint64_t seed = 0; seed < web::orders; ++seed) ++first[web::shuffled(5, seed)[0]];
  for (const int times : first) CHECK(times > 3);  // each project stands first in some of the orders
}

TEST_CASE("the language is the visitor's") {
  Town town = in_voting();
  Front front(town);
  const auto language = [&](const std::string& target, const std::string& cookie, const std::string& accept) {
    auto request = Front::get(target);
    request.cookie = cookie;
    request.accept_language = accept;
    const auto body = front.ask(request).body;
    return body.substr(body.find("lang=\"") + 6, 2);
  };
  CHECK(language("/", "", "") == "sv");
  CHECK(language("/", "", "en") == "en");
  CHECK(language("/", "", "en-GB,en;q=0.9,sv;q=0.8") == "en");
  CHECK(language("/", "", "de,fr;q=0.9,en;q=0.2,sv;q=0.7") == "sv");
  CHECK(language("/", "", "en;q=0, sv;q=0.001") == "sv");
  CHECK(language("/", "", "de;;;q=,,*;q=x") == "sv");
  CHECK(language("/", "a=b; lang=en; c=d", "sv") == "en");
  CHECK(language("/", "lang=xx", "en") == "en");
  CHECK(language("/?lang=sv", "lang=en", "en") == "sv");
  CHECK(language("/?lang=../../etc", "", "en") == "en");
  const auto answer = front.see("/about?lang=en");
  CHECK(header(answer, "Set-Cookie") == "lang=en; Max-Age=31536000; Path=/; SameSite=Lax");
  CHECK(header(front.see("/about"), "Set-Cookie").empty());
}

TEST_CASE("methods, health and small files") {
  Town town = in_voting();
  Front front(town);
  auto head = Front::get("/about");
  head.method = "HEAD";
  CHECK(front.ask(head).status == 200);
  const auto wrong = front.post("/about", "");
  CHECK(wrong.status == 405);
  CHECK(header(wrong, "Allow") == "GET, HEAD");
  CHECK(front.see("/acts").status == 405);
  CHECK(header(front.see("/acts"), "Allow") == "POST");
  CHECK(front.see("/record/next-round-key").body == crypto::to_hex(Town::public_key("log-next")) + "\n");
  CHECK(front.see("/healthz").body == "ok\n");
  CHECK(front.see("/readyz").status == 200);
  front.service.reasons = {"the disk is full"};
  CHECK(front.see("/readyz").status == 503);
  CHECK(front.see("/readyz").body == "not ready\nthe disk is full\n");
  CHECK(front.see("/robots.txt").body == "User-agent: *\nDisallow: /\n");  // a demonstration
  CHECK(header(front.see("/favicon.ico"), "Location") == "/static/favicon.svg");
}

TEST_CASE("bodies have limits of their own") {
  Town town = in_voting();
  const Front front(town);
  CHECK(front.app.body_limit("POST", "/rounds/r1/ballots") == 256 << 10);
  CHECK(front.app.body_limit("POST", "/acts") == 32 << 20);
  CHECK(front.app.body_limit("POST", "/about") == 4 << 10);
  CHECK(front.app.body_limit("GET", "/acts") == 4 << 10);
}

TEST_CASE("a front without its templates or catalogues says what is missing") {
  Town town = in_voting();
  FakeService service(town);
  auto config = Front::config();
  config.content_lang = "fi";
  CHECK_THROWS_WITH(web::App(service, config), Catch::Contains("content's language, fi"));
  config = Front::config();
  config.templates_dir = "frontend/locales";
  CHECK_THROWS_WITH(web::App(service, config), Catch::Contains("layout.mustache is missing"));
}
