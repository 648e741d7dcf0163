// The staff's pages of the registrar's site: who may take which, and what they do.
#include "ledger/record/draft_file.hpp"
#include "tests/server/registrar/web/site.hpp"

using namespace radslag;
using namespace radslag::registrar_web::testing;
using Catch::Matchers::Contains;
using staff::Role;

namespace {

using staff::testing::Person;

/// An account with these grants in a browser, its code just given.
class Colleague : public Browser {
 public:
  Colleague(Site& site, const std::string& mail, std::vector<staff::Grant> grants) : Browser(site), site_(site) {
    person = site.staff.join(mail, std::move(grants));
    sign_in();
  }
  void sign_in() {
    const auto session = site_.staff.sign_in(person);
    REQUIRE(session);
    cookies["__Host-registrar-staff"] = session->token;
  }
  Person person;

 private:
  Site& site_;
};

std::string number(unsigned i) { return registrar::testing::number(i); }

/// The signatures of a page's form to the voting server, handed in there. Gives how many the record took.
std::size_t carry_batch(Site& site, Browser& browser) {
  std::size_t taken = 0;
  for (const auto& [name, value] : browser.hidden(std::string(counter) + "/attested/batch")) {
    CHECK(name == "attested");
    taken += site.hand_in(value) ? 1 : 0;
  }
  return taken;
}

const std::map<std::string, std::string> needs{
    {"GET /staff", "any"},
    {"GET /staff/rolls", "registrar"},
    {"GET /staff/rolls/2026-1", "registrar"},
    {"GET /staff/rolls/2026-1/draft", "registrar"},
    {"GET /staff/papers", "officer"},
    {"POST /staff/papers", "officer"},
    {"GET /staff/papers/1", "officer"},
    {"GET /staff/papers/1/judge", "officer"},
    {"POST /staff/papers/1/judge", "officer"},
    {"POST /staff/papers/1", "officer"},
    {"GET /staff/codes", "registrar"},
    {"POST /staff/codes", "registrar"},
    {"GET /staff/cards", "service"},
    {"GET /staff/cards/1", "registrar"},
    {"POST /staff/cards/1/late", "registrar"},
    {"POST /staff/cards/1/block", "registrar"},
    {"POST /staff/cards/1/take-back", "registrar"},
    {"POST /staff/cards/1/draft", "registrar"},
    {"GET /staff/kiosk/1", "service"},
    {"POST /staff/kiosk/1", "service"},
    {"POST /staff/kiosk/1/accept", "service"},
    {"GET /staff/sign-in", "none"},
    {"POST /staff/sign-in", "none"},
    {"POST /staff/sign-out", "none"},
    {"GET /staff/step-up", "any"},
    {"POST /staff/step-up", "any"},
    {"GET /staff/invitation/1", "none"},
    {"POST /staff/invitation/1", "none"},
    {"GET /staff/accounts", "operator"},
    {"POST /staff/accounts", "operator"},
    {"GET /staff/accounts/1", "operator"},
    {"POST /staff/accounts/1", "operator"},
    {"GET /staff/log", "operator"},
};

std::string address_of(std::string_view pattern) {
  std::string path(pattern);
  for (std::size_t brace; (brace = path.find('{')) != std::string::npos;) {
    const auto end = path.find('}', brace);
    path.replace(brace, end - brace + 1, path.substr(brace, end - brace) == "{edition" ? "2026-1" : "1");
  }
  return path;
}

std::string body_for(const html::Route& route) {
  Fields fields;
  if (const auto* form = std::get_if<html::FormRoute>(&route.action))
    for (const auto& field : form->fields)
      for (std::size_t i = 0; i < field.at_least; ++i) fields.emplace_back(std::string(field.name), "1");
  return form_body(fields);
}

}  // namespace

TEST_CASE("every page of the staff, for every role: let in, sent to sign in, or refused", "[web]") {
  Site site;
  std::vector<std::pair<std::string, Person>> people{{"nobody", {}}};
  for (const auto role : staff::all_roles) {
    const std::string name(staff::role_name(role));
    people.emplace_back(name, site.staff.join(name + "@example.se", {{role, "*"}}));
  }
  std::size_t routes = 0;
  for (const auto& route : site.app->routes()) {
    if (!route.pattern.starts_with("/staff")) continue;
    ++routes;
    const auto path = address_of(route.pattern);
    const auto what = std::string(route.method) + " " + path;
    INFO(what);
    REQUIRE(needs.contains(what));
    const auto need = needs.at(what);
    for (auto& [role, person] : people) {
      INFO(role);
      http::Request request;
      request.method = route.method;
      request.path = request.raw_path = path;
      request.origin = own;
      request.content_type = "application/x-www-form-urlencoded";
      std::string token;
      if (role != "nobody") {
        const auto session = site.staff.sign_in(person);  // a fresh code, so that no door asks for another
        REQUIRE(session);
        token = session->token;
        request.cookie = "__Host-registrar-staff=" + token;
      }
      request.body = body_for(route);
      const auto answer = site.ask(request);
      const auto way = header(answer, "Location");
      const bool to_sign_in = answer.status == 303 && way.starts_with("/staff/sign-in?to=");
      const bool refused = answer.status == 403 && answer.body.find("Your account may not do this") != std::string::npos;
      if (need == "none") {
        CHECK_FALSE(to_sign_in);
        CHECK_FALSE(refused);
      } else if (role == "nobody") {
        CHECK(to_sign_in);
      } else if (need == "any" || need == role || (need == "service" && (role == "officer" || role == "registrar"))) {
        CHECK_FALSE(to_sign_in);
        CHECK_FALSE(refused);
      } else {
        CHECK((answer.status == 403 || answer.status == 404));
        CHECK(answer.body.find("Exempelby") != std::string::npos);
      }
      if (!token.empty()) site.staff.staff->sessions.end(token);
    }
  }
  CHECK(routes == needs.size());
}

TEST_CASE("staff signs in by passphrase and code, and what matters asks for a fresh one", "[web]") {
  Site site;
  const auto person = site.staff.join("eva@example.se", {{Role::registrar, "*"}});
  Browser browser(site);
  browser.get("/staff/rolls");
  CHECK(browser.path == "/staff/sign-in?to=/staff/rolls");
  browser.submit("/staff/sign-in", {{"mail", person.mail}, {"passphrase", "wrong wrong wrong"}, {"code", site.staff.code(person)}});
  CHECK(browser.page.status == 422);
  CHECK_THAT(browser.page.body, Contains("is not right") && Contains(person.mail) && !Contains("wrong wrong"));
  site.staff.now += 60;
  browser.submit("/staff/sign-in", {{"mail", person.mail}, {"passphrase", staff::testing::kPassphrase}, {"code", site.staff.code(person)}});
  CHECK(browser.path == "/staff/rolls");
  CHECK(browser.shows("2026-1"));
  CHECK(browser.cookies.contains("__Host-registrar-staff-browser"));

  site.staff.now += 10 * 60;
  browser.get("/staff/codes");
  CHECK(browser.path == "/staff/step-up?to=/staff/codes");
  browser.submit("/staff/step-up", {{"code", "000000"}});
  CHECK(browser.page.status == 422);
  browser.submit("/staff/step-up", {{"code", site.staff.code(person)}});
  CHECK(browser.path == "/staff/codes");

  const auto cookie = browser.cookies.at("__Host-registrar-staff");
  browser.submit("/staff/sign-out");
  CHECK(browser.path == "/staff/sign-in");
  browser.cookies["__Host-registrar-staff"] = cookie;
  browser.get("/staff");
  CHECK(browser.path == "/staff/sign-in?to=/staff");
}

TEST_CASE("a colleague is invited, changed and ended in pages", "[web]") {
  Site site;
  Colleague boss(site, "boss@example.se", {{Role::operator_, "*"}});
  boss.get("/staff/accounts");
  boss.submit("/staff/accounts", {{"name", "Bo Ek"}, {"mail", "bo@example.se"}});
  CHECK(boss.page.status == 422);
  CHECK_THAT(boss.page.body, Contains("at least one role") && Contains("Bo Ek"));
  boss.submit("/staff/accounts", {{"name", "Bo Ek"}, {"mail", "bo@example.se"}, {"grant", "officer:culture"}, {"grant", "registrar:*"}});
  REQUIRE(boss.page.status == 200);
  const auto at = boss.page.body.find(std::string(own) + "/staff/invitation/");
  REQUIRE(at != std::string::npos);
  const auto link = boss.page.body.substr(at + std::string(own).size(), 18 + 64);

  Browser bo(site);
  bo.get(link);
  CHECK_THAT(bo.page.body, Contains("Bo Ek") && Contains("otpauth://"));
  static const std::regex secret_shown("<p class=\"code\" translate=\"no\">([^<]*)</p>");
  std::smatch found;
  REQUIRE(std::regex_search(bo.page.body, found, secret_shown));
  std::string typed = found[1];
  std::erase(typed, ' ');
  Person person{"", "bo@example.se", staff::testing::from_base32(typed), ""};
  const auto enter = [&](const std::string& passphrase, const std::string& again) {
    bo.submit(link, {{"passphrase", passphrase}, {"again", again}, {"code", site.staff.code(person)}});
  };
  enter("en lång lösenfras", "en annan lösenfras");
  CHECK(bo.shows("two passphrases differ"));
  enter("kort", "kort");
  CHECK(bo.shows("at least 12 characters"));
  enter("en lång lösenfras", "en lång lösenfras");
  CHECK(bo.path == "/staff");
  Browser late(site);
  late.get(link);
  CHECK(late.shows("cannot be used"));

  const auto account = site.staff.staff->accounts.find_by_mail("bo@example.se").value();
  CHECK(account.grants.size() == 2);
  boss.get("/staff/accounts/" + account.id);
  boss.submit("/staff/accounts/" + account.id, {{"grant", "officer:schools"}});  // the first form of the page: roles
  CHECK(site.staff.staff->accounts.find(account.id)->grants == std::vector<staff::Grant>{{Role::officer, "schools"}});
  const auto change = [&](const Fields& fields) {
    auto all = fields;
    all.emplace_back("csrf", boss.field("/staff/sign-out", "csrf"));
    boss.post("/staff/accounts/" + account.id, all);
  };
  change({{"change", "key"}, {"key", "nothing"}});
  CHECK(boss.page.status == 422);
  change({{"change", "key"}, {"key", std::string(64, 'a')}});
  CHECK(site.staff.staff->accounts.find(account.id)->public_key == std::string(64, 'a'));
  change({{"change", "roles"}, {"grant", "everything:*"}});
  CHECK(boss.page.status == 400);
  change({{"change", "everything"}});
  CHECK(boss.page.status == 400);
  change({{"change", "link"}});
  CHECK(boss.shows("/staff/invitation/"));
  change({{"change", "end"}});
  CHECK(site.staff.staff->accounts.find(account.id)->state == staff::AccountState::ended);
  boss.get("/staff/log");
  CHECK_THAT(boss.page.body, Contains("end the account", Catch::CaseSensitive::No) && Contains("Bo Ek"));
  bo.get("/staff");
  CHECK(bo.path.starts_with("/staff/sign-in"));
}

TEST_CASE("a paper list takes two officers, and each person once over all channels", "[web]") {
  Site site;
  raise(site, "pond", "culture", 0);
  open(site, "pond");
  Browser online(site);
  online.get("/attest/sign.pond");
  online.sign_in_by_code(site.code(1));
  online.submit("/attest/sign.pond");
  REQUIRE(carry(site, online));
  site.sync();

  Colleague eva(site, "eva@example.se", {{Role::officer, "culture"}});
  Colleague bo(site, "bo@example.se", {{Role::officer, "*"}});
  Colleague stranger(site, "cia@example.se", {{Role::officer, "schools"}});
  eva.sign_in();
  eva.get("/staff/papers");
  CHECK(eva.shows("A pond in pond"));
  const auto list =
      number(1) + "\r\n" + number(2) + " Anna Alm\n\n" + number(3) + "\n" + number(3) + "\n19000101-0000\n" + number(500) + "\n";
  eva.submit("/staff/papers", {{"matter", "pond"}, {"list", list}});
  REQUIRE(eva.page.status == 200);
  CHECK(eva.path == "/staff/papers/1");
  CHECK_THAT(eva.page.body,
             Contains("3 lines of 6 count") && Contains("on the list already") && Contains("not on the roll") && Contains("check digit"));
  CHECK_FALSE(eva.shows(number(2)));
  CHECK_FALSE(eva.shows("Anna Alm"));
  CHECK(site.house.all_bytes().find(number(2)) == std::string::npos);

  SECTION("not one alone") {
    eva.get("/staff/papers/1/judge");
    CHECK_FALSE(eva.shows("Confirm the list"));
    eva.post("/staff/papers/1/judge", {{"judgement", "confirm"}, {"csrf", eva.field("/staff/sign-out", "csrf")}});
    CHECK(eva.page.status == 403);
    CHECK(eva.shows("Another officer must confirm"));
    eva.post("/staff/papers/1", {{"part", "1"}, {"csrf", eva.field("/staff/sign-out", "csrf")}});
    CHECK(eva.page.status == 409);
  }
  SECTION("not another board's officer") {
    stranger.sign_in();
    stranger.get("/staff/papers");
    CHECK_FALSE(stranger.shows("A pond"));
    stranger.get("/staff/papers/1");
    CHECK(stranger.page.status == 404);
    stranger.get("/staff/papers/1/judge");
    CHECK(stranger.page.status == 404);
    stranger.get("/staff");
    stranger.post("/staff/papers/1/judge", {{"judgement", "confirm"}, {"csrf", stranger.field("/staff/sign-out", "csrf")}});
    CHECK(stranger.page.status == 404);
  }
  SECTION("two") {
    bo.sign_in();
    bo.get("/staff/papers/1/judge");
    bo.submit("/staff/papers/1/judge", {{"judgement", "confirm"}});
    CHECK(bo.path == "/staff/papers/1");
    CHECK(bo.shows("Prepare 1–3"));
    bo.submit("/staff/papers/1", {{"part", "1"}});
    REQUIRE(bo.page.status == 200);
    CHECK(bo.field(std::string(counter) + "/attested/batch", "csrf").empty());
    CHECK(carry_batch(site, bo) == 2);  // one of the three had signed online
    CHECK(site.town.record().signatures("pond")->count().paper == 2);
    CHECK(carry_batch(site, bo) == 0);
    bo.get("/staff/papers/1");
    bo.submit("/staff/papers/1", {{"part", "1"}});
    CHECK(carry_batch(site, bo) == 0);
    bo.get("/staff/papers/1");
    bo.submit("/staff/papers/1", {{"part", "2"}});
    CHECK(bo.page.status == 404);
    Browser later(site);
    later.get("/attest/sign.pond");
    later.sign_in_by_code(site.code(2));
    later.submit("/attest/sign.pond");
    CHECK(carry(site, later).error().code == Errc::duplicate);
    bo.get("/staff/papers/1/judge");
    CHECK_FALSE(bo.shows("Confirm the list"));
    bo.post("/staff/papers/1/judge", {{"judgement", "reject"}, {"csrf", bo.field("/staff/sign-out", "csrf")}});
    CHECK(bo.page.status == 409);
  }
  const auto lines = site.staff.staff->log.page(100);
  for (const auto& line : lines) CHECK(line.subject.find(number(2)) == std::string::npos);
}

TEST_CASE("long lists go in parts of a hundred", "[web]") {
  Site site;
  raise(site, "pond", "culture", 0);
  open(site, "pond");
  Colleague eva(site, "eva@example.se", {{Role::officer, "culture"}});
  Colleague bo(site, "bo@example.se", {{Role::officer, "culture"}});
  std::string list;
  for (unsigned i = 1; i < people; ++i) list += number(i) + "\n";
  eva.sign_in();
  eva.get("/staff/papers");
  eva.submit("/staff/papers", {{"matter", "pond"}, {"list", list}});
  bo.sign_in();
  bo.get("/staff/papers/1/judge");
  bo.submit("/staff/papers/1/judge", {{"judgement", "confirm"}});
  std::size_t taken = 0;
  for (const std::string part : {"1", "2"}) {
    bo.get("/staff/papers/1");
    bo.submit("/staff/papers/1", {{"part", part}});
    taken += carry_batch(site, bo);
  }
  CHECK(taken == people - 1);
}

TEST_CASE("a code at the service point is shown once, to who is on the roll, after their papers were seen", "[web]") {
  Site site;
  const auto old_code = site.code(7);
  Colleague eva(site, "eva@example.se", {{Role::registrar, "*"}});
  const auto ask = [&](const std::string& typed, bool checked) {
    eva.sign_in();
    eva.get("/staff/codes");
    Fields fields{{"edition", "2026-1"}, {"number", typed}};
    if (checked) fields.emplace_back("checked", "yes");
    eva.submit("/staff/codes", fields);
  };
  ask(number(7), false);
  CHECK(eva.page.status == 422);
  CHECK(eva.shows("identity document first"));
  ask(number(600), true);
  CHECK(eva.shows("not on the roll"));
  ask("1234", true);
  CHECK(eva.shows("10 or 12 digits"));
  ask(number(7), true);
  REQUIRE(eva.page.status == 200);
  static const std::regex code_shown("<p class=\"code\" translate=\"no\">([A-Z2-9-]{19})</p>");
  std::smatch found;
  REQUIRE(std::regex_search(eva.page.body, found, code_shown));
  CHECK_FALSE(eva.shows(number(7)));
  CHECK(header(eva.page, "Cache-Control") == "no-store");
  Browser resident(site);
  resident.get("/sign-in");
  resident.submit("/sign-in/code", {{"code", old_code}});
  CHECK(resident.page.status == 422);
  resident.submit("/sign-in/code", {{"code", std::string(found[1])}});
  CHECK(resident.path == "/participation");
}

TEST_CASE("an edition shows its report, and its draft is what two registrars seal", "[web]") {
  Site site;
  site.house.roll("2027-1", people);
  Colleague eva(site, "eva@example.se", {{Role::registrar, "*"}});
  eva.get("/staff/rolls/2027-1");
  CHECK_THAT(eva.page.body, Contains("not announced") && Contains("130") && Contains("Centrum"));
  eva.get("/staff/rolls/2027-1/draft");
  REQUIRE(eva.page.status == 200);
  CHECK_THAT(header(eva.page, "Content-Disposition"), Contains("roll-2027-1.draft"));
  const auto draft = record::parse_draft_file(eva.page.body);
  REQUIRE(draft);
  const auto statement = record::parse_statement(draft->draft.statement);
  REQUIRE(statement);
  REQUIRE(site.town.attempt("town", *statement, radslag::testing::roll_officers));
  site.sync();
  eva.sign_in();
  eva.get("/staff/rolls/2027-1");
  CHECK_FALSE(eva.shows("not announced"));
  eva.get("/staff/rolls/2028-1");
  CHECK(eva.page.status == 404);
}
