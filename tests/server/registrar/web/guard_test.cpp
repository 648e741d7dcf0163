// What no stranger gets past: forms of other sites, forms without their token, and texts that would be more than texts.
#include "server/registrar/web/errand.hpp"
#include "server/registrar/web/pages.hpp"
#include "tests/server/registrar/web/site.hpp"

using namespace radslag;
using namespace radslag::registrar_web::testing;
using Catch::Matchers::Contains;

namespace {

/// An address that the pattern takes.
std::string address_of(std::string_view pattern) {
  std::string path(pattern);
  for (std::size_t brace; (brace = path.find('{')) != std::string::npos;) path.replace(brace, path.find('}') - brace + 1, "1");
  return path;
}

http::Request post_to(const std::string& path, const std::string& body, const std::string& cookie) {
  http::Request request;
  request.method = "POST";
  request.path = request.raw_path = path;
  request.content_type = "application/x-www-form-urlencoded";
  request.body = body;
  request.cookie = cookie;
  request.origin = own;
  return request;
}

/// The fields that the route must have, each with something in it.
std::string body_for(const html::FormRoute& form) {
  Fields fields;
  for (const auto& field : form.fields)
    for (std::size_t i = 0; i < field.at_least; ++i) fields.emplace_back(std::string(field.name), "1");
  return form_body(fields);
}

}  // namespace

TEST_CASE("every form of this site is refused from elsewhere, and in a session without its token", "[web]") {
  Site site;
  Browser browser(site);
  browser.get("/sign-in");
  browser.sign_in_by_code(site.code(1));
  const auto cookie = "__Host-registrar=" + browser.cookies.at("__Host-registrar");
  auto person =
      site.staff.join("eva@example.se", {{staff::Role::officer, "*"}, {staff::Role::registrar, "*"}, {staff::Role::operator_, "*"}});
  const auto staff_cookie = "__Host-registrar-staff=" + person.token;
  int forms = 0;
  for (const auto& route : site.app->routes()) {
    const auto* form = std::get_if<html::FormRoute>(&route.action);
    if (!form || route.senders != html::Senders::own_site) continue;
    ++forms;
    const auto path = address_of(route.pattern);
    INFO(path);
    const auto held = path.starts_with("/staff") ? staff_cookie : cookie;
    auto request = post_to(path, body_for(*form), held);
    CHECK(site.ask(request).status == 403);  // its own page, without the token
    request.body += (request.body.empty() ? "csrf=" : "&csrf=") + std::string(64, '0');
    CHECK(site.ask(request).status == 403);
    for (const std::string origin : {"https://evil.example", counter, "null", ""}) {
      INFO(origin);
      request.origin = origin;
      CHECK(site.ask(request).status == 403);
    }
    request.origin = own;
    request.sec_fetch_site = "cross-site";
    CHECK(site.ask(request).status == 403);
  }
  CHECK(forms > 15);
  CHECK(site.house->sessions.find(browser.cookies.at("__Host-registrar"), site.now));
  CHECK(site.staff.staff->sessions.find(person.token));
  CHECK(site.letters().empty());
}

TEST_CASE("a session's token is of no use in another's", "[web]") {
  Site site;
  Browser eva(site), bo(site);
  eva.get("/sign-in");
  eva.sign_in_by_code(site.code(1));
  bo.get("/sign-in");
  bo.sign_in_by_code(site.code(2));
  bo.post("/sign-out", {{"csrf", eva.field("/sign-out", "csrf")}});
  CHECK(bo.page.status == 403);
  bo.get("/participation");
  CHECK(bo.path == "/participation");
}

TEST_CASE("what came from the voting server in a form is no session, whatever cookies come along", "[web]") {
  Site site;
  Browser eva(site);
  eva.get("/sign-in");
  eva.sign_in_by_code(site.code(1));
  const auto before = site.house->participation.of(site.house.person(registrar::testing::number(1))).size();
  eva.post("/attest", raising("pond", "culture", {"A pond", "With ducks."}), counter);
  CHECK(eva.shows("I raise the initiative"));  // shown and asked, nothing done
  CHECK(site.house->participation.of(site.house.person(registrar::testing::number(1))).size() == before);
}

TEST_CASE("a text is a text on every page that shows it", "[web]") {
  const std::string payload = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
  const std::string markdown = payload + "\n\n[a](javascript:alert(1)) ![b](https://evil.example/x.png) <iframe src=//evil.example>";
  Site site;
  auto rule = site.town.state().town.boards.at("culture").row;
  rule.version = 2;
  rule.name = payload;
  site.town.put("town", rule, radslag::testing::committee);
  site.town.call("squares");
  site.sync();
  const auto no_harm = [&](const Browser& browser) {
    INFO(browser.path << "\n" << browser.page.body);
    CHECK_FALSE(browser.shows("<script>alert"));
    CHECK_FALSE(browser.shows("<img"));
    CHECK_FALSE(browser.shows("<iframe"));
    CHECK_FALSE(browser.shows("javascript:"));
    CHECK_FALSE(browser.shows("\"'><"));
    CHECK(browser.page.content_type.starts_with("text/html"));
  };
  const auto no_harm_and_shown = [&](const Browser& browser) {
    no_harm(browser);
    CHECK(browser.shows("&lt;script&gt;"));
  };

  Browser browser(site);
  browser.post("/attest", raising("pond", "culture", {payload, markdown}), counter);
  no_harm_and_shown(browser);
  browser.submit("/sign-in/code", {{"code", payload}});
  no_harm_and_shown(browser);
  browser.submit("/sign-in/mail", {{"address", payload}});
  no_harm_and_shown(browser);
  browser.sign_in_by_code(site.code(1));
  no_harm_and_shown(browser);
  browser.submit(browser.path, {{"mail", "yes"}, {"address", payload}});
  CHECK(browser.page.status == 422);
  no_harm_and_shown(browser);
  browser.get(browser.path);
  browser.submit(browser.path);
  no_harm_and_shown(browser);
  REQUIRE(carry(site, browser));
  site.sync();
  open(site, "pond");
  browser.get("/attest/sign.pond");
  no_harm_and_shown(browser);
  browser.submit("/attest/sign.pond", {{"name", std::string("a\xe2\x80\xae") + payload}});
  CHECK(browser.page.status == 422);
  no_harm_and_shown(browser);
  browser.submit("/attest/sign.pond", {{"name", payload}});
  no_harm(browser);
  CHECK(carry(site, browser).error().code == Errc::duplicate);  // who raised it has signed
  browser.get("/participation");
  no_harm_and_shown(browser);
  browser.submit("/participation/contact", {{"address", payload}});
  no_harm_and_shown(browser);

  const Fields proposal{{"purpose", "propose"},
                        {"matter", "bench1"},
                        {"call", "squares"},
                        {"area", ""},
                        {"content", record::encode_content(record::ProposalContent{payload, markdown, 5})},
                        {"salt", std::string(64, 'b')}};
  browser.post("/attest", proposal, counter);
  no_harm_and_shown(browser);
  for (const std::string path : {"/attest/", "/attest/sign.", "/contact/", "/unsubscribe/", "/sign-in/mail/"}) {
    browser.get(path + "\"><script>alert(1)</script>");
    no_harm(browser);
  }
  browser.get("/attest?purpose=" + html::percent_encode(payload) + "&matter=" + html::percent_encode(payload));
  no_harm(browser);

  auto officer =
      site.staff.join("eva@example.se", {{staff::Role::officer, "*"}, {staff::Role::registrar, "*"}, {staff::Role::operator_, "*"}});
  REQUIRE(site.staff.staff->accounts.invite(staff::kCommandLine, payload, "bo@example.se", {{staff::Role::officer, "culture"}}));
  Browser staff(site);
  const auto session = site.staff.sign_in(officer);
  REQUIRE(session);
  staff.cookies["__Host-registrar-staff"] = session->token;
  for (const std::string path : {"/staff/accounts", "/staff/papers"}) {
    staff.get(path);
    no_harm_and_shown(staff);
  }
  staff.submit("/staff/papers", {{"matter", "pond"}, {"list", payload}});
  no_harm_and_shown(staff);
  staff.get("/staff/accounts");
  staff.submit("/staff/accounts", {{"name", payload}, {"mail", payload}});
  CHECK(staff.page.status == 422);
  no_harm_and_shown(staff);
}

TEST_CASE("nobody is led to another site", "[web]") {
  Site site;
  for (const std::string errand :
       {"https://evil.example", "//evil.example", "/\\evil.example", "sign.//evil.example", "sign.a/../..", "%2f%2fevil"}) {
    Browser browser(site);
    browser.get("/sign-in");
    browser.post("/sign-in/code", {{"code", site.code(1)}, {"errand", errand}});
    CHECK(browser.path == "/participation");
  }
  auto officer = site.staff.join("eva@example.se", {{staff::Role::officer, "*"}});
  for (const std::string to :
       {"https://evil.example", "//evil.example", "/\\evil.example", "/staff//evil.example", "/staff/../x", "/participation"}) {
    site.staff.now += 60;
    Browser browser(site);
    browser.get("/staff/sign-in?to=" + html::percent_encode(to));
    CHECK(browser.field("/staff/sign-in", "to") == "/staff");
    browser.post("/staff/sign-in",
                 {{"mail", officer.mail}, {"passphrase", staff::testing::kPassphrase}, {"code", site.staff.code(officer)}, {"to", to}});
    CHECK(browser.path == "/staff");
  }
}

TEST_CASE("every page is there in both languages, with its own title", "[web]") {
  Site site;
  raise(site, "pond");
  open(site, "pond");
  auto officer =
      site.staff.join("eva@example.se", {{staff::Role::officer, "*"}, {staff::Role::registrar, "*"}, {staff::Role::operator_, "*"}});
  Browser signer(site);
  signer.get("/sign-in");
  signer.sign_in_by_code(site.code(3));
  std::map<std::string, std::set<std::string>> titles;  // by path
  for (const std::string language : {"sv", "en"}) {
    for (const auto& route : site.app->routes()) {
      const auto* page = std::get_if<html::PageRoute>(&route.action);
      if (!page) continue;
      auto path = address_of(route.pattern);
      if (path == "/attest/1") path = "/attest/sign.pond";
      if (path == "/staff/rolls/1") path = "/staff/rolls/2026-1";
      if (path == "/staff/accounts/1") path = "/staff/accounts/" + officer.id;
      Browser browser(site, language);
      const auto session = site.staff.sign_in(officer);
      REQUIRE(session);
      browser.cookies["__Host-registrar-staff"] = session->token;
      if (path.starts_with("/attest") || path.starts_with("/participation"))
        browser.cookies["__Host-registrar"] = signer.cookies.at("__Host-registrar");
      if (path.starts_with("/staff/sign-in")) browser.cookies.erase("__Host-registrar-staff");
      browser.get(path);
      INFO(path << " " << language);
      CHECK(browser.shows("<html lang=\"" + language + "\""));
      CHECK(browser.shows("hreflang=\"" + language + "\" aria-current=\"true\""));
      static const std::regex title("<title>([^<]+)</title>");
      static const std::regex heading("<h1 [^>]*>[^]*?</h1>");
      std::smatch found;
      REQUIRE(std::regex_search(browser.page.body, found, title));
      titles[path].insert(found[1]);
      CHECK(std::distance(std::sregex_iterator(browser.page.body.begin(), browser.page.body.end(), heading), std::sregex_iterator()) == 1);
      site.staff.staff->sessions.end(session->token);
    }
  }
  CHECK(titles.size() > 20);
  for (const auto& [path, both] : titles) {
    INFO(path);
    CHECK(both.size() == 2);
  }
}
