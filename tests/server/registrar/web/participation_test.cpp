// "My participation", addresses that residents are written to at, and the letters that come of it.
#include <boost/json.hpp>

#include "tests/server/registrar/web/site.hpp"

using namespace radslag;
using namespace radslag::registrar_web::testing;
using Catch::Matchers::Contains;
namespace json = boost::json;

namespace {

/// The path of the first address of this site in a letter's text.
std::string link_in(const std::string& text, const std::string& begins) {
  const auto at = text.find(own + begins);
  INFO(text);
  REQUIRE(at != std::string::npos);
  const auto path = at + std::string(own).size();
  return text.substr(path, text.find_first_of(" \n", path) - path);
}

/// Signs, and asks for letters to this address.
Browser signed_with_mail(Site& site, const std::string& matter, unsigned person, const std::string& address) {
  Browser browser(site);
  browser.get("/attest/sign." + matter);
  browser.sign_in_by_code(site.code(person));
  browser.submit("/attest/sign." + matter, {{"mail", "yes"}, {"address", address}});
  REQUIRE(browser.page.status == 200);
  REQUIRE(carry(site, browser));
  return browser;
}

void confirm(Site& site, const outbox::Message& letter) {
  Browser mail_program(site);
  const auto link = link_in(letter.text, "/contact/");
  mail_program.get(link);
  mail_program.submit(link);
  REQUIRE(mail_program.shows("Thank you"));
}

}  // namespace

TEST_CASE("a person sees what they took part in, never how, and takes it along as data", "[web]") {
  Site site;
  raise(site, "pond", "culture", 4);
  open(site, "pond");
  Browser browser(site);
  browser.get("/participation");
  CHECK(browser.path == "/sign-in");
  browser.sign_in_by_code(site.code(4));
  CHECK(browser.path == "/participation");
  CHECK_THAT(browser.page.body, Contains("A pond in pond") && Contains("You raised it") && Contains("/attest/withdraw.pond") &&
                                    Contains("https://radslag.example.se/initiatives/pond"));
  browser.get("/participation.json");
  const auto data = json::parse(browser.page.body).as_object();
  REQUIRE(data.at("parts").as_array().size() == 1);
  CHECK(data.at("parts").at(0).at("matter") == "pond");
  CHECK(data.at("parts").at(0).at("purpose") == "raise");

  Browser other(site);
  other.get("/sign-in");
  other.sign_in_by_code(site.code(5));
  CHECK(other.shows("not taken part in anything"));
  Browser nobody(site);
  nobody.get("/participation.json");
  CHECK(nobody.page.status == 403);
}

TEST_CASE("signing out ends the session, here or everywhere", "[web]") {
  Site site;
  const auto code = site.code(4);
  Browser here(site), there(site);
  for (auto* browser : {&here, &there}) {
    browser->get("/sign-in");
    browser->sign_in_by_code(code);
  }
  const auto cookie = here.cookies.at("__Host-registrar");
  CHECK(cookie != there.cookies.at("__Host-registrar"));
  here.submit("/sign-out");
  CHECK_FALSE(here.cookies.contains("__Host-registrar"));
  here.cookies["__Host-registrar"] = cookie;  // an old cookie opens nothing
  here.get("/participation");
  CHECK(here.path == "/sign-in");
  there.get("/participation");
  CHECK(there.path == "/participation");

  here.cookies.erase("__Host-registrar");
  here.get("/sign-in");
  here.sign_in_by_code(code);
  here.submit("/sign-out", {{"everywhere", "yes"}});
  there.get("/participation");
  CHECK(there.path == "/sign-in");

  SECTION("and so does time") {
    there.sign_in_by_code(code);
    site.now += 16 * 60;
    there.get("/participation");
    CHECK(there.path == "/sign-in");
  }
  SECTION("signing in again gives another session, and ends the one before") {
    there.sign_in_by_code(code);
    const auto before = there.cookies.at("__Host-registrar");
    there.post("/sign-in/code", {{"code", code}, {"csrf", there.field("/sign-out", "csrf")}});
    CHECK(there.cookies.at("__Host-registrar") != before);
    there.cookies["__Host-registrar"] = before;
    there.get("/participation");
    CHECK(there.path == "/sign-in");
  }
}

TEST_CASE("who asked for it is told what comes of it, and nobody else", "[web]") {
  Site site;
  raise(site, "pond");
  raise(site, "hall", "culture", 1);
  open(site, "pond");
  open(site, "hall");
  auto eva = signed_with_mail(site, "pond", 2, "eva@example.org");
  auto sent = site.letters();
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].to == "eva@example.org");
  CHECK(sent[0].unsubscribe_url.empty());

  SECTION("nothing is sent to an address that nobody confirmed, and looking at the link confirms nothing") {
    Browser scanner(site);
    scanner.get(link_in(sent[0].text, "/contact/"));
    CHECK(scanner.page.status == 200);
    for (unsigned i = 3; i < 5; ++i) signed_with_mail(site, "pond", i, "other" + std::to_string(i) + "@example.org");
    site.sync();
    for (const auto& letter : site.letters()) CHECK_THAT(letter.event, Catch::Matchers::StartsWith("confirm-contact"));
  }
  SECTION("the threshold, the decision, the answer, what followed") {
    confirm(site, sent[0]);
    signed_with_mail(site, "hall", 3, "bo@example.org");
    confirm(site, site.letters().at(0));
    Browser third(site);
    third.get("/attest/sign.pond");
    third.sign_in_by_code(site.code(5));
    third.submit("/attest/sign.pond");
    REQUIRE(carry(site, third));
    site.sync();
    sent = site.letters();
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].to == "eva@example.org");
    CHECK_THAT(sent[0].event, Catch::Matchers::StartsWith("handed-over/"));
    CHECK_THAT(sent[0].subject, Contains("A pond in pond"));
    CHECK_THAT(sent[0].text, Contains("https://radslag.example.se/initiatives/pond"));
    CHECK_THAT(sent[0].unsubscribe_url, Catch::Matchers::StartsWith(std::string(own) + "/unsubscribe/"));

    site.town.report("pond", record::ReportStep::preparation);
    site.town.decide_initiative("pond", record::InitiativeOutcome::partly);
    site.town.report("pond", record::ReportStep::answer);
    site.town.report("pond", record::ReportStep::follow_up);
    site.sync();
    std::string events;
    for (const auto& letter : site.letters()) events += letter.to + " " + letter.event.substr(0, letter.event.find('/')) + "\n";
    CHECK(events == "eva@example.org preparation\neva@example.org decided-partly\neva@example.org answer\neva@example.org follow-up\n");

    // Told again after a restart: the outbox knows them.
    site.follower.reset();
    std::filesystem::remove(site.folder / "town.sqlite");
    registrar::FollowerOptions again{site.town.vkey(),
                                     site.folder / "town.sqlite",
                                     std::chrono::milliseconds(50),
                                     std::chrono::milliseconds(1),
                                     site.news->listener(),
                                     {},
                                     {}};
    registrar::Follower follower(site.served.source(), std::move(again));
    while (follower.town()->size == 0) follower.look(std::chrono::seconds(60));
    follower.look(std::chrono::seconds(60));
    CHECK(site.letters().empty());
  }
  SECTION("one click in a mail program ends it, without a cookie") {
    confirm(site, sent[0]);
    site.town.set_aside(
        "pond", site.town.log("town").pieces.empty() ? record::Digest{} : [&] {
          const auto entry = record::parse_entry(site.town.log("town").pieces.back().entry).value();
          return record::attestation_of(entry.statement)->pseudonym;
        }());
    for (unsigned i = 6; i < 8; ++i) {
      Browser signer(site);
      signer.get("/attest/sign.pond");
      signer.sign_in_by_code(site.code(i));
      signer.submit("/attest/sign.pond");
      REQUIRE(carry(site, signer));
    }
    site.sync();
    sent = site.letters();
    REQUIRE(sent.size() == 1);
    const auto link = link_in(sent[0].unsubscribe_url + " ", "/unsubscribe/");
    Browser looked(site);
    looked.get(link);
    CHECK(looked.shows("Remove my address"));
    http::Request click;  // RFC 8058: no origin, no cookie
    click.method = "POST";
    click.path = click.raw_path = link;
    click.content_type = "application/x-www-form-urlencoded";
    click.body = "List-Unsubscribe=One-Click";
    CHECK(site.ask(click).status == 200);
    CHECK(site.ask(click).status == 200);  // done already is done
    site.town.decide_initiative("pond");
    site.sync();
    CHECK(site.letters().empty());
    click.path = click.raw_path = link.substr(0, link.size() - 1) + (link.back() == 'A' ? "B" : "A");
    CHECK(site.ask(click).status == 404);
  }
  SECTION("removing the address ends it too") {
    confirm(site, sent[0]);
    eva.get("/participation");
    CHECK(eva.shows("eva@example.org"));
    eva.submit("/participation/contact/forget");
    CHECK_FALSE(eva.shows("eva@example.org"));
    CHECK(site.house->contacts.followers("pond").empty());
  }
}

TEST_CASE("a proposer hears of the assessment, and of the vote that the project is in", "[web]") {
  Site site;
  site.town.call("squares");
  site.sync();
  const Fields fields{{"purpose", "propose"},
                      {"matter", "bench1"},
                      {"call", "squares"},
                      {"area", ""},
                      {"content", record::encode_content(record::ProposalContent{"A bench", "Of oak.", 0})},
                      {"salt", std::string(64, 'b')}};
  Browser browser(site);
  browser.post("/attest", fields, counter);
  browser.sign_in_by_code(site.code(3));
  browser.submit(browser.path, {{"mail", "yes"}, {"address", "eva@example.org"}});
  REQUIRE(carry(site, browser));
  confirm(site, site.letters().at(0));
  site.town.assess("bench1", record::Assessment::feasible, 100'000);
  site.town.begin_round("squares");
  site.sync();
  auto sent = site.letters();
  REQUIRE(sent.size() == 1);
  CHECK_THAT(sent[0].subject, Contains("A bench"));
  CHECK_THAT(sent[0].text, Contains("https://radslag.example.se/proposals/bench1"));

  auto definition = Town::definition();
  definition.projects.resize(1);
  definition.projects[0].id = "bench1";
  definition.projects[0].cost = 100'000;
  definition.choices_min = 0;
  definition.choices_max = 1;
  site.town.open("squares", definition, 3);
  site.sync();
  sent = site.letters();
  REQUIRE(sent.size() == 1);
  CHECK_THAT(sent[0].event, Contains("round-opened/squares"));
  CHECK_THAT(sent[0].text, Contains("https://radslag.example.se/rounds/squares"));
}

TEST_CASE("addresses are asked to confirm three times an hour, not more", "[web]") {
  Site site;
  Browser browser(site);
  browser.get("/sign-in");
  browser.sign_in_by_code(site.code(4));
  int refused = 0;
  for (int i = 0; i < 5; ++i) {
    browser.get("/participation");
    browser.submit("/participation/contact", {{"address", "a" + std::to_string(i) + "@example.org"}});
    refused += browser.page.status == 422 ? 1 : 0;
  }
  CHECK(refused == 2);
  CHECK(browser.shows("Wait an hour"));
  CHECK(site.letters().size() == 3);
  browser.submit("/participation/contact", {{"address", "a@b@c"}});
  CHECK(browser.page.status == 422);
  CHECK(browser.shows("value=\"a@b@c\""));
}
