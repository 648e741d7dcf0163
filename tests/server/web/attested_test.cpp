// What residents bring from the registrar: taken with a receipt, or refused with what to do.
#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "ledger/log/receipt.hpp"
#include "server/service/link_key.hpp"
#include "server/web/attested_words.hpp"
#include "tests/server/web/carriers.hpp"
#include "tests/server/web/front.hpp"

using namespace radslag;
using namespace radslag::testing;
using record::Assurance;

namespace {

const std::string registrar_site = "https://rostlangd.example.se";

Town with_benches(bool by_email = true) {
  auto rule = Town::board_rule();
  rule.email = by_email;
  Town town;
  town.begin();
  town.registrar(40, rule);
  town.raise("benches");
  town.open_initiative("benches");
  return town;
}

bool shows(const http::Response& page, std::string_view text) { return page.body.find(text) != std::string::npos; }

http::Response bring(Front& front, const std::string& attested, const std::string& origin = registrar_site) {
  return front.submit("/attested", {{"attested", attested}}, origin);
}

http::Response follow(Front& front, const http::Response& answer, const std::string& language = "en") {
  REQUIRE(answer.status == 303);
  return front.see(header(answer, "Location"), language);
}

}  // namespace

TEST_CASE("a signature that is taken leads to its receipt") {
  Town town = with_benches();
  Front front(town);
  const auto size = town.log("town").pieces.size();
  const auto answer = bring(front, carried(town.signature("benches", 1)));
  CHECK(header(answer, "Location") == "/receipts/" + std::to_string(size));
  CHECK(header(answer, "Cache-Control") == "no-store");
  const auto page = follow(front, answer);
  CHECK(page.status == 200);
  CHECK(shows(page, "Thank you, your signature is received"));
  CHECK(shows(page, "More benches"));
  CHECK(shows(page, "2 of 5 signatures"));
  CHECK(shows(page, "3 more, then The technical board must take it up."));
  CHECK(shows(page, "https://radslag.example.se/initiatives/benches"));
  CHECK(shows(page, registrar_site + "/participation"));
  CHECK(town.log("town").pieces.size() == size + 1);
  SECTION("the receipt that is offered proves the entry") {
    const auto file = front.see("/record/receipt?log=town&index=" + std::to_string(size));
    const auto receipt = log::parse_receipt(file.body).value();
    CHECK(log::verify_receipt(receipt, town.log("town").pieces.back().entry, front.service.log_key("town")).has_value());
  }
}

TEST_CASE("the same again gives the same receipt, and one signature") {
  Town town = with_benches();
  Front front(town);
  const std::string attested = carried(town.signature("benches", 1));
  const auto first = bring(front, attested), second = bring(front, attested);
  CHECK(header(first, "Location") == header(second, "Location"));
  CHECK(town.record().signatures("benches")->count().standing() == 2);
}

TEST_CASE("the signature that reaches the threshold hands over") {
  Town town = with_benches();
  Front front(town);
  for (std::size_t person = 1; person < 4; ++person) town.sign("benches", person);
  const auto page = follow(front, bring(front, carried(town.signature("benches", 4))));
  CHECK(shows(page, "The threshold is reached. The technical board must now take the initiative up and decide."));
  CHECK(town.state().initiative("benches")->phase == record::InitiativePhase::handed_over);
}

TEST_CASE("who raises gets the link that opens the sealed text") {
  Town town = with_benches();
  Front front(town);
  const std::string blob = town.blob(record::encode_content(record::InitiativeContent{"Longer opening hours", "At the library."}));
  const auto raised = town.raising("library", 3, record::blob_digest(blob));
  const auto answer = bring(front, carried(raised, {blob}));
  const std::string location = header(answer, "Location");
  CHECK(location.ends_with("?key=" + service::link_key(blob)));
  const auto page = follow(front, answer);
  CHECK(shows(page, "Longer opening hours"));
  CHECK(shows(page, "https://radslag.example.se/initiatives/library?key"));
  const auto bare = front.see(location.substr(0, location.find('?')), "en");
  CHECK(bare.status == 200);
  CHECK_FALSE(shows(bare, "Longer opening hours"));
  CHECK_FALSE(shows(bare, service::link_key(blob)));
  CHECK(shows(front.see("/initiatives/library?key=" + service::link_key(blob)), "At the library."));
}

TEST_CASE("who withdraws, and who proposes, get receipts of their own") {
  Town town = with_benches();
  town.dialogue();
  town.call("squares");
  Front front(town);
  town.sign("benches", 1);
  CHECK(shows(follow(front, bring(front, carried(town.withdrawal("benches", 1)))), "Your signature is withdrawn"));
  const std::string blob = town.blob(record::encode_content(record::ProposalContent{"A pond in the square", "Round.", 0}));
  const auto answer = bring(front, carried(town.proposing("squares", "pond", 2, record::blob_digest(blob)), {blob}));
  const auto page = follow(front, answer);
  CHECK(shows(page, "Thank you, your proposal is handed in"));
  CHECK(shows(page, "A pond in the square"));
  CHECK(shows(page, "/proposals/pond?key"));
  CHECK(shows(front.see("/proposals/pond?key=" + service::link_key(blob)), "Round."));
  CHECK_FALSE(shows(front.see("/proposals/pond"), "Round."));
}

TEST_CASE("each refusal says why, in words for the one who signed") {
  Town town = with_benches(false);
  Front front(town);
  const auto size = town.log("town").pieces.size();
  const auto refused = [&](const std::string& attested, int status, const std::string& heading) {
    for (const std::string language : {"sv", "en"}) {
      auto request = Front::get("/attested");
      request.method = "POST";
      request.content_type = "application/x-www-form-urlencoded";
      request.origin = registrar_site;
      request.accept_language = language;
      request.body = "attested=" + attested;
      const auto page = front.ask(request);
      CAPTURE(heading, language);
      CHECK(page.status == status);
      CHECK(page.content_type == "text/html; charset=utf-8");
      CHECK(header(page, "Cache-Control") == "no-store");
      CHECK(shows(page, heading) == (language == "en"));
    }
  };
  SECTION("expired") {
    front.service.now_seconds = 700;
    refused(carried(town.signature("benches", 1)), 410, "It took too long");
  }
  SECTION("signed already") {
    town.sign("benches", 1);
    refused(carried(town.signature("benches", 1)), 409, "You have already signed");
  }
  SECTION("by e-mail where the board does not accept it") {
    refused(carried(town.signature("benches", 1, Assurance::email)), 403, "The board does not accept signatures by e-mail");
  }
  SECTION("set aside") {
    town.sign("benches", 1);
    town.set_aside("benches", town.pseudonym("benches", 1));
    refused(carried(town.signature("benches", 1)), 403, "Your signature has been set aside");
  }
  SECTION("time is over") {
    town.hour += 31 * 24;
    front.service.refresh();
    refused(carried(town.signature("benches", 1)), 409, "Time has run out");
  }
  SECTION("nothing to withdraw") { refused(carried(town.withdrawal("benches", 5)), 404, "There is no signature to withdraw"); }
  SECTION("not opened, and no co-signers asked for") {
    town.raise("library", 2);
    front.service.refresh();
    refused(carried(town.signature("library", 3)), 409, "It cannot be signed yet");
  }
  SECTION("another's word, or none at all") {
    refused(carried(town.signature("benches", 1), {}, 600, "stranger"), 403, "What arrived is not a valid attestation");
    refused("AAAA", 400, "What arrived is not a valid attestation");
    refused("***", 400, "What arrived is not a valid attestation");
    refused("", 400, "What arrived is not a valid attestation");
  }
  SECTION("an attestation of an hour ago") {
    const std::string old = carried(town.signature("benches", 1));
    town.hour += 2;
    refused(old, 410, "It took too long");
  }
  CHECK(town.record().signatures("benches")->count().by_area.size() <= 3);
  CHECK(town.log("town").pieces.size() <= size + 2);  // nothing but what the test put there
}

TEST_CASE("a server that is busy lets the same be sent again, by a button") {
  Town town = with_benches();
  Front front(town);
  const std::string attested = carried(town.signature("benches", 1));
  front.service.refusal = Error{Errc::busy, "the queue is full"};
  const auto page = bring(front, attested);
  CHECK(page.status == 503);
  CHECK(shows(page, "<form method=\"post\" action=\"/attested\">"));
  CHECK(shows(page, "name=\"attested\" value=\"" + attested + "\""));
  front.service.refusal.reset();
  CHECK(bring(front, attested, "https://radslag.example.se").status == 303);
}

TEST_CASE("forms come from the registrar's site or from a browser that does not say, and have one field of a size") {
  Town town = with_benches();
  Front front(town);
  const std::string attested = carried(town.signature("benches", 1));
  CHECK(bring(front, attested, "https://evil.example").status == 403);
  CHECK(front.submit("/attested", {{"attested", attested}, {"more", "x"}}, registrar_site).status == 400);
  CHECK(front.submit("/attested", {}, registrar_site).status == 400);
  CHECK(front.submit("/attested", {{"attested", std::string(70'000, 'A')}}, registrar_site).status == 413);
  CHECK(front.app.body_limit("POST", "/attested") == 128 << 10);
  CHECK(bring(front, attested, "null").status == 303);
}

TEST_CASE("paper signatures come by the hundred, and each is judged by itself") {
  Town town = with_benches();
  town.sign("benches", 1);
  Front front(town);
  const std::vector<std::pair<std::string, std::string>> fields{
      {"attested", carried(town.signature("benches", 1, Assurance::paper))},  // has signed online
      {"attested", carried(town.signature("benches", 2, Assurance::paper))},
      {"attested", carried(town.signature("benches", 3, Assurance::paper))},
      {"attested", carried(town.signature("benches", 4, Assurance::paper), {}, 600, "stranger")},
      {"attested", "not base64"}};
  const auto page = front.submit("/attested/batch", fields, registrar_site);
  CHECK(page.status == 200);
  CHECK(shows(page, "2 underskrifter har skrivits i liggaren."));
  CHECK(shows(page, "1 person hade redan skrivit under."));
  CHECK(shows(page, "2 underskrifter togs inte emot."));
  CHECK(shows(page, registrar_site + "/staff/papers"));
  CHECK(town.record().signatures("benches")->count().paper == 2);
  const auto again = front.submit("/attested/batch", fields, registrar_site);
  CHECK(shows(again, "3 personer hade redan skrivit under."));
  CHECK(town.record().signatures("benches")->count().paper == 2);
  std::vector<std::pair<std::string, std::string>> many(101, fields[1]);
  CHECK(front.submit("/attested/batch", many, registrar_site).status == 400);
}

TEST_CASE("base64url is read in its one form, with or without padding") {
  CHECK(web::from_base64url("_-8") == std::string("\xff\xef"));
  CHECK(web::from_base64url("_-8=") == std::string("\xff\xef"));
  CHECK(web::from_base64url("") == std::string());
  for (const char* wrong : {"_-9", "/+8", "_-8==", "_-8=x", "_", "a b"}) {
    CAPTURE(wrong);
    CHECK_FALSE(web::from_base64url(wrong).has_value());
  }
}
