// A resident gets the voting card.
#include "tests/server/registrar/web/card_round.hpp"

using namespace radslag;
using namespace radslag::registrar_web::testing;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

/// Signed in with the code of the i-th person, on the card's page.
Browser at_card_page(CardSite& site, unsigned person) {
  Browser browser(site);
  browser.get(card_page);
  browser.sign_in_by_code(site.code(person));
  CHECK(browser.path == card_page);
  return browser;
}

/// Presses the button; the answer itself, without following it to the other site.
http::Response press(CardSite& site, Browser& browser, const std::string& way = "go") {
  auto fields = browser.hidden("/card");
  fields.emplace_back("do", way);
  http::Request request;
  request.method = "POST";
  request.path = request.raw_path = "/card";
  request.content_type = "application/x-www-form-urlencoded";
  request.origin = own;
  request.cookie = "__Host-registrar=" + browser.cookies["__Host-registrar"];
  request.body = form_body(fields);
  return site.ask(std::move(request));
}

}  // namespace

TEST_CASE("a resident on the roll gets the card, in the part of the address that no server sees", "[web]") {
  CardSite site(true);
  site.open();
  auto browser = at_card_page(site, 7);
  CHECK(browser.shows("Get my voting card"));
  const auto answer = press(site, browser);
  const auto holding = site.cards.holders.of(site.round, site.who(7)).front();
  CHECK(answer.status == 303);
  CHECK(header(answer, "Location") == std::string(counter) + "/rounds/parks-2026/vote#card=" + holding.card.text() + "&urns=hela,centrum");
  CHECK(header(answer, "Cache-Control") == "no-store");
  CHECK(header(answer, "Referrer-Policy") == "no-referrer");
  REQUIRE(site.handed.size() == 1);
  const auto statement = record::parse_statement(site.handed[0]).value();
  const auto& handed = std::get<record::HandedOut>(statement);
  CHECK(record::check_handed_out(handed, site.house->public_key()));
  CHECK(handed.commitment == record::card_commitment(site.origin(), holding.card.text()));
}

TEST_CASE("who comes again gets the same card, and sees each time in My participation", "[web]") {
  CardSite site;
  site.open();
  auto browser = at_card_page(site, 7);
  const auto first = press(site, browser), second = press(site, browser);
  CHECK(header(first, "Location") == header(second, "Location"));
  CHECK(site.handed.size() == 1);
  browser.get("/participation");
  const auto& body = browser.page.body;
  const std::string line = "You fetched your voting card";
  const auto at = body.find(line);
  REQUIRE(at != std::string::npos);
  CHECK(body.find(line, at + 1) != std::string::npos);
  CHECK_THAT(body, Contains("Parks 2026"));
  CHECK_THAT(body, !Contains(site.cards.holders.of(site.round, site.who(7)).front().card.text()));
}

TEST_CASE("no card before the voting server has the commitment", "[web]") {
  CardSite site;
  site.open();
  site.counter_status = 0;
  auto browser = at_card_page(site, 7);
  const auto silent = press(site, browser);
  CHECK(silent.status == 503);
  CHECK(header(silent, "Location").empty());
  site.counter_status = 409;
  CHECK(press(site, browser).status == 409);
  CHECK(site.cards.hand_outs.count("parks-2026").taken == 0);
  site.counter_status = 200;
  CHECK(press(site, browser).status == 303);
  CHECK(site.handed.size() == 3);
  CHECK(site.handed[0] == site.handed[2]);
  CHECK(site.cards.hand_outs.count("parks-2026").begun == 1);
}

TEST_CASE("a browser without scripts is shown the card", "[web]") {
  CardSite site;
  site.open();
  auto browser = at_card_page(site, 7);
  const auto answer = press(site, browser, "show");
  CHECK(answer.status == 200);
  CHECK(header(answer, "Cache-Control") == "no-store");
  CHECK_THAT(answer.body, Contains(site.cards.holders.of(site.round, site.who(7)).front().card.text()));
}

TEST_CASE("a letter goes to those who asked for mail, each time", "[web]") {
  CardSite site;
  site.open();
  const auto kept = site.house->contacts.keep(site.who(7), registrar::MailAddress::parse("a@example.org").value(), "en", site.now);
  REQUIRE(site.house->contacts.confirm(kept.token, site.now));
  auto browser = at_card_page(site, 7);
  (void)press(site, browser);
  (void)press(site, browser);
  const auto letters = site.letters();
  REQUIRE(letters.size() == 2);
  CHECK(letters[0].to == "a@example.org");
  CHECK_THAT(letters[0].subject, Contains("Parks 2026"));
  CHECK_THAT(letters[0].text, !Contains(site.cards.holders.of(site.round, site.who(7)).front().card.text()));
}

TEST_CASE("no card before the opening, after the closing, or for another electorate", "[web]") {
  CardSite site;
  Browser browser(site);
  browser.get(card_page);
  CHECK(browser.shows("The voting has not opened yet"));
  site.open();
  browser.get(card_page);
  CHECK(browser.shows("With the code from the letter"));
  site.write(record::RoundClosed{site.origin(), 0});
  browser.get(card_page);
  CHECK(browser.shows("The voting has closed"));
  browser.get("/card?round=streets");
  CHECK(browser.shows("There are no voting cards for this"));
  CHECK(browser.get("/card").status == 404);

  CardSite other;
  other.open(site.electorate + "\n");
  Browser second(other);
  second.get(card_page);
  CHECK(second.shows("another list of voters"));
}

TEST_CASE("no card by e-mail, or for who is not on the roll", "[web]") {
  CardSite site;
  site.open();
  const auto address = registrar::MailAddress::parse("b@example.org").value();
  const registrar::Resident by_mail{registrar::person_of(site.house->keys().roll(), address), record::Assurance::email};
  Browser browser(site);
  browser.cookies["__Host-registrar"] = site.house->sessions.begin(by_mail, site.now);
  browser.get(card_page);
  CHECK(browser.shows("E-mail is not enough here"));
  CHECK_FALSE(browser.shows("Get my voting card"));
  browser.cookies["__Host-registrar"] = site.house->sessions.begin({site.who(900), record::Assurance::code}, site.now);
  browser.get(card_page);
  CHECK(browser.shows("You are not on the roll of this vote"));
  CHECK(site.handed.empty());
}

TEST_CASE("no card for who voted on paper or whose card is blocked", "[web]") {
  CardSite site;
  site.open();
  site.write(record::EnvelopeAccepted{site.origin(), site.credentials(7)});
  CHECK(at_card_page(site, 7).shows("Your card cannot be used any more"));
  site.write(record::CredentialBlocked{site.origin(), {}, site.credentials(8)});
  CHECK(at_card_page(site, 8).shows("Your card cannot be used any more"));
  // A ballot stands: who voted online may vote again.
  site.ballot(9);
  CHECK(at_card_page(site, 9).shows("Get my voting card"));
}

TEST_CASE("a round log that contradicts itself is not believed", "[web]") {
  CardSite site;
  site.open();
  auto& pieces = site.town.log(round_log).pieces;
  pieces.pop_back();
  site.served.serve(site.town);
  site.follower->look(std::chrono::seconds(60));
  site.follower->look(std::chrono::seconds(60));
  Browser browser(site);
  browser.get(card_page);
  CHECK(browser.shows("The public record cannot be read"));
}

TEST_CASE("what was seen of a round is there after a restart of the follower", "[web]") {
  CardSite site;
  site.open();
  site.ballot(3);
  const auto log = site.follower->round("parks-2026");
  REQUIRE(log);
  CHECK(log->has_ballot(site.credentials(3).front()));
  CHECK_FALSE(log->has_ballot(site.credentials(4).front()));
  CHECK(log->electorate() == crypto::sha256(site.electorate));
  site.app.reset();
  site.follower.reset();
  site.served.answer(false);
  registrar::Follower again(site.served.source(), {.key = site.town.vkey(),
                                                   .copy = site.folder / "town.sqlite",
                                                   .listener = {},
                                                   .report = {},
                                                   .fatal = {},
                                                   .rounds = site.folder / "rounds"});
  CHECK(again.round("parks-2026") != nullptr);
  CHECK(again.round("parks-2026")->has_ballot(site.credentials(3).front()));
}
