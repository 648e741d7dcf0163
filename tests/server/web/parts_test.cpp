// The way in for a trustee's large acts: nobody's bytes are taken in before it is known that a trustee wants to send them.
#include "server/web/parts.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <future>

#include "crypto/encoding.hpp"
#include "tests/server/web/front.hpp"

using namespace radslag;
using namespace radslag::testing;
namespace json = boost::json;

namespace {

Town begun() {
  Town town;
  town.begin();
  return town;
}

record::AnnouncedAct example(std::uint64_t bytes) {
  record::AnnouncedAct act;
  act.log = "town";
  act.key.fill(7);
  act.bytes = bytes;
  act.statement = record::encode_statement(record::Shuffle{"radslag.example.se/log/rounds/parks", "all", 2, {}});
  act.seals.push_back({Town::public_key("trustee-2"), Town::key_of("trustee-2").sign(act.statement)});
  return act;
}

/// The answer comes on another thread.
http::Response send(Front& front, const std::string& path, std::string body) {
  auto request = Front::get(path);
  request.method = "POST";
  request.content_type = "application/octet-stream";
  request.body = std::move(body);
  std::promise<http::Response> answer;
  auto coming = answer.get_future();
  front.app.handle(std::move(request), [&](http::Response&& response) { answer.set_value(std::move(response)); });
  return coming.get();
}

std::string ticket_for(Front& front, std::uint64_t bytes) {
  const auto answer = front.post("/acts/announced", record::encode_announced_act(example(bytes)), "text/plain");
  REQUIRE(answer.status == 200);
  return std::string(json::parse(answer.body).at("part").as_string());
}

std::string code_of(const http::Response& answer) { return std::string(json::parse(answer.body).at("code").as_string()); }

}  // namespace

TEST_CASE("an announced act is read as it was written, in one form only") {
  const auto act = example(1'000);
  const auto text = record::encode_announced_act(act);
  const auto again = record::parse_announced_act(text);
  REQUIRE(again);
  CHECK(record::encode_announced_act(*again) == text);
  CHECK(again->statement == act.statement);
  CHECK_FALSE(record::parse_announced_act(text + "\n"));
  CHECK_FALSE(record::parse_announced_act(text.substr(0, text.size() - 1)));
}

TEST_CASE("an announced part is taken in, at its announced size, once") {
  auto town = begun();
  Front front(town);
  const std::string blob(100, 'b');
  const auto path = ticket_for(front, blob.size());
  CHECK(ticket_for(front, blob.size()) == path);
  CHECK(front.app.body_limit("POST", path) == 100);
  CHECK(send(front, path, blob).status == 201);
  REQUIRE(front.service.acted);
  CHECK(front.service.acted->statement == example(100).statement);
  CHECK(front.service.acted->seals.size() == 1);
  CHECK(front.service.acted->blobs == std::vector{blob});
  CHECK(front.service.acted->key == example(100).key);
  CHECK(front.app.body_limit("POST", path) == 0);
  CHECK(send(front, path, blob).status == 404);
}

TEST_CASE("a part of another size or type than was announced is refused") {
  auto town = begun();
  Front front(town);
  const auto path = ticket_for(front, 100);
  CHECK(front.post(path, std::string(100, 'b'), "application/json").status == 415);
  CHECK(send(front, path, std::string(99, 'b')).status == 422);
  CHECK_FALSE(front.service.acted);
}

TEST_CASE("without a ticket a part may have no body at all; other paths keep their limits") {
  auto town = begun();
  Front front(town);
  CHECK(front.app.body_limit("POST", "/acts/parts/" + std::string(32, 'a')) == 0);
  CHECK(front.app.body_limit("POST", "/acts/parts/") == 0);
  CHECK(front.app.body_limit("POST", "/acts/announced") == 8 << 10);
  CHECK(front.app.body_limit("POST", "/acts") == 32 << 20);
  CHECK(send(front, "/acts/parts/" + std::string(32, 'a'), "").status == 404);
}

TEST_CASE("whoever is not in turn gets no ticket, and who has handed in gets the receipt") {
  auto town = begun();
  Front front(town);
  const auto text = record::encode_announced_act(example(100));
  CHECK(front.post("/acts/announced", text, "application/json").status == 415);
  CHECK(front.post("/acts/announced", "radslag/v1/announced-act\n", "text/plain").status == 400);
  front.service.refusal = Error{Errc::out_of_order, "not now"};
  CHECK(code_of(front.post("/acts/announced", text, "text/plain")) == "out-of-order");
  front.service.refusal.reset();
  front.service.standing = service::Receipt{"town", 0, 1, {}, "entry", "receipt", "checkpoint"};
  const auto answer = front.post("/acts/announced", text, "text/plain");
  CHECK(answer.status == 201);
  CHECK(json::parse(answer.body).at("index") == 0);
}

TEST_CASE("tickets are few, bounded in size, and end") {
  web::Parts parts(1'000);
  const auto now = web::Parts::Clock::now();
  CHECK(parts.expect(example(0), now).error().code == Errc::malformed);
  CHECK(parts.expect(example(1'001), now).error().code == Errc::too_large);
  std::string last;
  for (std::size_t i = 0; i < web::Parts::most_tickets; ++i) {
    auto act = example(1'000);
    act.key.fill(static_cast<std::uint8_t>(i));
    last = parts.expect(std::move(act), now).value();
  }
  CHECK(parts.expect(example(999), now).error().code == Errc::busy);
  const auto later = now + web::Parts::ticket_lives;
  CHECK_FALSE(parts.take(last, later));
  CHECK(parts.expect(example(999), later));
}

TEST_CASE("work that was given is done in order, also at the end") {
  std::string done;
  {
    web::Parts parts(1'000);
    for (const char c : {'a', 'b', 'c'}) parts.later([&done, c] { done += c; });
  }
  CHECK(done == "abc");
}
