// Officers and voting cards: late corrections, blocks, envelopes at a service point.
#include "ledger/record/draft_file.hpp"
#include "tests/server/registrar/web/card_round.hpp"

using namespace radslag;
using namespace radslag::registrar_web::testing;
using Catch::Matchers::Contains;
using staff::Role;

namespace {

constexpr const char* corrections = "/staff/cards/parks-2026";
constexpr const char* kiosk = "/staff/kiosk/parks-2026";

class Officer : public Browser {
 public:
  Officer(Site& site, Role role, const std::string& mail = "eva@example.se") : Browser(site) {
    const auto session = site.staff.sign_in(site.staff.join(mail, {{role, "*"}}));
    REQUIRE(session);
    cookies["__Host-registrar-staff"] = session->token;
  }
};

std::string number(unsigned i) { return registrar::testing::number(i); }

record::Statement drafted(Browser& browser, const std::string& act, const std::string& reason = "A correction.") {
  auto fields = Fields{{"act", act}, {"reason", reason}};
  fields.push_back({"csrf", browser.field(std::string(corrections) + "/block", "csrf")});
  browser.post(std::string(corrections) + "/draft", fields);
  INFO(browser.page.body);
  REQUIRE(browser.page.status == 200);
  const auto draft = record::parse_draft_file(browser.page.body);
  REQUIRE(draft);
  CHECK(draft->draft.log == round_log);
  const auto statement = record::parse_statement(draft->draft.statement);
  browser.get(corrections);
  return statement.value();
}

}  // namespace

TEST_CASE("a late correction: a reserve card, an act, and then the resident gets it", "[web]") {
  CardSite site;
  site.open();
  Officer eva(site, Role::registrar);
  eva.get(corrections);
  eva.submit(std::string(corrections) + "/late", {{"number", number(900)}, {"area", ""}, {"checked", "yes"}});
  CHECK(eva.page.status == 200);
  CHECK(eva.shows("A reserve card is kept"));
  Browser resident(site);
  resident.cookies["__Host-registrar"] = site.house->sessions.begin({site.who(900), record::Assurance::code}, site.now);
  resident.get(card_page);
  CHECK(resident.shows("two officers have not confirmed it yet"));

  const auto act = std::get<record::ReserveActivated>(drafted(eva, "reserve"));
  REQUIRE(act.active.size() == 1);
  CHECK(act.active[0].urn == "hela");
  CHECK(act.active[0].number == 1);
  site.write(act);
  resident.get(card_page);
  CHECK(resident.shows("Get my voting card"));
  CHECK(resident.field("/card", "urn") == "hela");

  eva.submit(std::string(corrections) + "/late", {{"number", number(5)}, {"checked", "yes"}});
  CHECK(eva.page.status == 422);
  CHECK(eva.shows("The person has a card already"));
}

TEST_CASE("a card is blocked only while no ballot stands under it", "[web]") {
  CardSite site;
  site.open();
  site.ballot(4);
  Officer eva(site, Role::registrar);
  eva.get(corrections);
  eva.submit(std::string(corrections) + "/block", {{"number", number(4)}, {"checked", "yes"}});
  CHECK(eva.shows("A ballot stands under the card"));
  eva.submit(std::string(corrections) + "/block", {{"number", number(5)}, {"checked", "yes"}});
  CHECK(eva.shows("The block is prepared"));
  Browser resident(site);
  resident.cookies["__Host-registrar"] = site.house->sessions.begin({site.who(5), record::Assurance::code}, site.now);
  resident.get(card_page);
  CHECK(resident.shows("Your card cannot be used any more"));
  const auto act = std::get<record::CredentialBlocked>(drafted(eva, "block"));
  CHECK(act.credentials == site.credentials(5));

  // Taken back, the resident may come again; in force, it stays.
  eva.submit(std::string(corrections) + "/take-back");
  resident.get(card_page);
  CHECK(resident.shows("Get my voting card"));
  eva.submit(std::string(corrections) + "/block", {{"number", number(5)}, {"checked", "yes"}});
  site.write(act);
  eva.get(corrections);
  CHECK(eva.shows("In force"));
  CHECK_FALSE(eva.shows("Take back"));
}

TEST_CASE("at a service point the officer sees whether somebody may vote, and accepts the envelope", "[web]") {
  CardSite site;
  site.open();
  site.ballot(4);
  Officer bo(site, Role::officer, "bo@example.se");
  bo.get(kiosk);
  const auto look = [&](const std::string& who) {
    bo.get(kiosk);
    bo.submit(kiosk, {{"who", who}});
  };
  look(number(4));
  CHECK(bo.shows("Has voted"));
  look(number(900));
  CHECK(bo.shows("May not vote here"));
  look("12");
  CHECK(bo.page.status == 422);
  look(registrar::print_letter_code(site.code(6)));
  CHECK(bo.shows("May vote"));
  bo.submit(std::string(kiosk) + "/accept", {{"checked", "yes"}});
  CHECK(bo.shows("envelope number 1"));
  look(number(6));
  CHECK(bo.shows("Has voted"));
  CHECK_FALSE(bo.shows("Accept the envelope"));

  Officer eva(site, Role::registrar);
  eva.get(corrections);
  const auto act = std::get<record::EnvelopeAccepted>(drafted(eva, "envelope"));
  CHECK(act.credentials == site.credentials(6));
  // A ballot that came in between stands: the envelope does not count, and is in no act.
  site.ballot(6);
  eva.get(corrections);
  CHECK(eva.shows("Put the envelope aside unopened"));
  CHECK_FALSE(eva.shows("Draft: accept envelopes"));
}

TEST_CASE("the log of what staff did says nothing of whose card it was", "[web]") {
  CardSite site;
  site.open();
  Officer eva(site, Role::registrar);
  eva.get(corrections);
  eva.submit(std::string(corrections) + "/block", {{"number", number(5)}, {"checked", "yes"}});
  bool found = false;
  for (const auto& line : site.staff.staff->log.page(50)) {
    found |= line.subject == "round/parks-2026";
    CHECK_THAT(line.subject, !Contains(number(5)));
  }
  CHECK(found);
}
