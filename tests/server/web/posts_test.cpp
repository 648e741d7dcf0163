#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"
#include "ledger/log/receipt.hpp"
#include "server/html/problem.hpp"
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
  town.begin_round("r2");
  return town;
}

std::string ballot_body(const std::string& blob) { return json::serialize(json::object{{"ballot", crypto::to_base64(blob)}}); }

std::string hex(char digit, std::size_t size) { return std::string(size, digit); }

json::object act_body() {
  return {{"log", "town"},
          {"statement", "radslag/v1/officer-ended\n"},
          {"seals", json::array{json::object{{"officer", hex('a', 64)}, {"signature", hex('b', 128)}}}},
          {"blobs", json::array{crypto::to_base64(std::string(40, 'x'))}},
          {"key", hex('c', 64)}};
}

void check_problem(const http::Response& answer, int status, const std::string& code) {
  CHECK(answer.status == status);
  CHECK(answer.content_type == "application/problem+json");
  CHECK(header(answer, "Cache-Control") == "no-store");
  const auto body = json::parse(answer.body);
  CHECK(body.at("code") == json::value(code));
  CHECK(body.at("status") == status);
  CHECK(body.at("type") == "about:blank");
  CHECK_FALSE(body.at("title").as_string().empty());
}

}  // namespace

TEST_CASE("a ballot that is taken gives a receipt that proves itself") {
  Town town = in_voting();
  Front front(town);
  const std::string blob = town.ballot_blob("r1", "voter-3", {0, 3});
  const auto answer = front.post("/rounds/r1/ballots", ballot_body(blob));
  REQUIRE(answer.status == 201);
  CHECK(answer.content_type == "application/json");
  const auto body = json::parse(answer.body).as_object();
  CHECK(body.size() == 7);
  CHECK(body.at("log") == "rounds/r1");
  CHECK(body.at("index") == 1);
  CHECK(body.at("size") == 2);
  CHECK(body.at("digest") == json::value(crypto::to_hex(record::blob_digest(blob))));
  CHECK(header(answer, "Location") == "/record/entry?log=rounds/r1&index=1");
  const std::string entry(body.at("entry").as_string());
  const auto receipt = log::parse_receipt(std::string(body.at("receipt").as_string())).value();
  CHECK(log::verify_receipt(receipt, entry, front.service.log_key("rounds/r1")).has_value());
  CHECK(receipt.checkpoint == std::string(body.at("checkpoint").as_string()));
}

TEST_CASE("ballots that cannot be taken are refused with the reason, and change nothing") {
  Town town = in_voting();
  Front front(town);
  const std::string good = town.ballot_blob("r1", "voter-3", {0});
  const auto size = town.log("rounds/r1").pieces.size();

  SECTION("what was sent is not a ballot") {
    const std::string encoded = crypto::to_base64(good);
    for (const std::string& body : std::vector<std::string>{
             "", "null", "[]", "{}", R"({"ballot":1})", R"({"ballot":null})", R"({"ballot":""})", R"({"ballot":"****"})",
             R"({"ballot":")" + crypto::to_base64(std::string(31, 'x')) + "\"}",  // shorter than its random bytes
             R"({"ballot":")" + encoded + R"(","extra":1})", R"({"ballot":")" + encoded + R"(","ballot":")" + encoded + "\"}",
             R"({"ballot":")" + encoded + R"(","b\u0061llot":")" + encoded + "\"}", R"({"ballot":" )" + encoded + "\"}",
             ballot_body(good) + "x", "\xEF\xBB\xBF" + ballot_body(good)}) {
      CAPTURE(body.substr(0, 60));
      check_problem(front.post("/rounds/r1/ballots", body), 400, "malformed");
    }
  }
  SECTION("another content type") {
    for (const char* type : {"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
      check_problem(front.post("/rounds/r1/ballots", ballot_body(good), type), 415, "unsupported");
  }
  SECTION("another round") {
    check_problem(front.post("/rounds/none/ballots", ballot_body(good)), 404, "not-found");
    check_problem(front.post("/rounds/r2/ballots", ballot_body(good)), 409, "not-open");
  }
  SECTION("a stranger's credential") {
    check_problem(front.post("/rounds/r1/ballots", ballot_body(town.ballot_blob("r1", "stranger", {0}))), 403, "unknown-credential");
  }
  SECTION("too many choices") {
    check_problem(front.post("/rounds/r1/ballots", ballot_body(town.ballot_blob("r1", "voter-1", {0, 1, 2}))), 422, "too-many-choices");
  }
  CHECK(town.log("rounds/r1").pieces.size() == size);
}

TEST_CASE("every error has a status and a text in every language") {
  Town town = in_voting();
  Front front(town);
  const std::map<Errc, int> statuses{{Errc::malformed, 400},
                                     {Errc::not_canonical, 400},
                                     {Errc::too_large, 413},
                                     {Errc::unsupported, 415},
                                     {Errc::not_found, 404},
                                     {Errc::bad_signature, 403},
                                     {Errc::not_authorised, 403},
                                     {Errc::unknown_credential, 403},
                                     {Errc::not_open, 409},
                                     {Errc::closed, 409},
                                     {Errc::frozen, 409},
                                     {Errc::sealed, 403},
                                     {Errc::withheld, 451},
                                     {Errc::out_of_order, 409},
                                     {Errc::duplicate, 409},
                                     {Errc::unknown_project, 422},
                                     {Errc::too_many_choices, 422},
                                     {Errc::too_few_choices, 422},
                                     {Errc::too_many_ballots, 409},
                                     {Errc::over_budget, 422},
                                     {Errc::mismatch, 422},
                                     {Errc::needs_reason, 422},
                                     {Errc::demo_only, 403},
                                     {Errc::expired, 410},
                                     {Errc::busy, 503}};
  CHECK(statuses.size() == static_cast<std::size_t>(Errc::busy) + 1);
  const std::string body = ballot_body(town.ballot_blob("r1", "voter-3", {0}));
  for (const auto& [code, status] : statuses) {
    CAPTURE(errc_name(code));
    CHECK(html::status_of(code) == status);
    front.service.refusal = Error{code, "why"};
    const auto answer = front.post("/rounds/r1/ballots", body);
    check_problem(answer, status, std::string(errc_name(code)));
    CHECK(header(answer, "Retry-After") == (status == 503 ? "1" : ""));
    auto request = Front::get("/acts");
    request.method = "POST";
    request.content_type = "application/json";
    request.body = json::serialize(act_body());
    request.accept_language = "en";
    CHECK(json::parse(front.ask(request).body).at("title") != json::parse(answer.body).at("title"));
  }
}

TEST_CASE("an act is handed in as it was signed") {
  Town town = in_voting();
  Front front(town);
  const auto answer = front.post("/acts", json::serialize(act_body()));
  CHECK(answer.status == 201);
  REQUIRE(front.service.acted.has_value());
  CHECK(front.service.acted->log == "town");
  CHECK(front.service.acted->statement == "radslag/v1/officer-ended\n");
  CHECK(crypto::to_hex(front.service.acted->key) == hex('c', 64));
  REQUIRE(front.service.acted->seals.size() == 1);
  CHECK(crypto::to_hex(front.service.acted->seals[0].officer) == hex('a', 64));
  CHECK(crypto::to_hex(front.service.acted->seals[0].signature) == hex('b', 128));
  CHECK(front.service.acted->blobs == std::vector<std::string>{std::string(40, 'x')});
}

TEST_CASE("an act that cannot be read is refused") {
  Town town = in_voting();
  Front front(town);
  const auto refused = [&](std::string_view field, json::value value) {
    auto body = act_body();
    body[json::string_view(field.data(), field.size())] = std::move(value);
    CAPTURE(json::serialize(body));
    check_problem(front.post("/acts", json::serialize(body)), 400, "malformed");
  };
  refused("log", 1);
  refused("statement", nullptr);
  refused("key", json::value(hex('c', 62)));
  refused("key", json::value(hex('C', 64)));
  refused("seals", json::object{});
  refused("seals", json::array{1});
  refused("seals", json::array{json::object{{"officer", hex('a', 64)}}});
  refused("seals", json::array{json::object{{"officer", hex('a', 64)}, {"signature", hex('b', 64)}}});
  refused("blobs", "x");
  refused("blobs", json::array{"not base64"});
  refused("blobs", json::array{crypto::to_base64("short")});
  refused("extra", 1);
  CHECK_FALSE(front.service.acted.has_value());
}
