// A small site of its own: a kept page, a page of a session, forms, a carried form, a post for machines.
#include "server/html/front.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <fstream>

#include "server/html/cookies.hpp"
#include "server/html/csrf.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace radslag;
using namespace radslag::html;
using radslag::testing::TemporaryDirectory;

namespace {

const std::string own = "https://own.example", other = "https://other.example", secret(32, 's');

struct SmallVisit : Visit {
  std::string session;
};

Result<Page> open_page(const SmallVisit& visit) {
  Page page;
  page.title = "Öppen";
  page.model["text"] = std::string(2'000, 'x') + '<' + visit.args.at(0);
  return page;
}

Result<Page> own_page(const SmallVisit& visit) {
  if (visit.session.empty()) return Page{{}, {}, {}, "/sign-in"};
  return Page{{{"text", visit.session}}, "Min"};
}

Result<http::Response> file(const Visit&) { return refuse(Errc::sealed, {}); }

void save(const SmallVisit& visit, Exchange&& exchange) {
  if (exchange.form.text("title") == "again") {
    Page page{{{"text", exchange.form.text("title")}}, "Igen"};
    page.path = "/mine";
    return exchange.show("page", page, 422);
  }
  if (exchange.form.text("title") == "closed") return exchange.refuse({Errc::closed, "too late"});
  exchange.see_other("/mine?saved=" + visit.session);
}

void arrive(const SmallVisit& visit, Exchange&& exchange) {
  exchange.show("page",
                {{{"text", "arrived " + exchange.form.text("attested") + " session " + visit.session + exchange.request.cookie}}, "Hit"});
}

void program(const SmallVisit& visit, Exchange&& exchange) {
  http::Response response;
  response.body = "session " + visit.session + exchange.request.cookie;
  exchange.done(std::move(response));
}

std::vector<Route> small_routes() {
  return {{"GET", "/open/{what}", PageRoute{open_page, "page", "open", {"q"}}},
          {"GET", "/mine", PageRoute{own_page, "page", "", {}}},
          {"GET", "/file", FileRoute{file, {}, true}},
          {"GET", "/sealed", FileRoute{file}},
          {"GET", "/staff", PageRoute{own_page, "page", "", {}}, Senders::own_site, 0, "staff"},
          {"POST", "/save", FormRoute{save, {{"title", 20}}}, Senders::own_site, 900},
          {"POST", "/arrive", FormRoute{arrive, {{"attested", 2'000}}}, Senders::other_site_too, 5'000},
          {"POST", "/program", EndpointRoute{program}, Senders::machines, 7'000}};
}

class SmallFront : public Front {
 public:
  explicit SmallFront(const Config& config, std::vector<Route> table = small_routes()) : Front(config, std::move(table)) {}

  const std::shared_ptr<const int> snapshot = std::make_shared<const int>(1);

 protected:
  std::shared_ptr<const Visit> visit(Visit&& base, const http::Request& request) const override {
    auto made = std::make_shared<SmallVisit>(SmallVisit{std::move(base), {}});
    made->session = cookie_value(request.cookie, "__Host-s").value_or("");
    made->snapshot = snapshot;  // even so, a session's pages are its own
    if (!made->session.empty()) made->session_secret = secret;
    return made;
  }
  std::optional<http::Response> admit(const Visit& visit, const Route& route) const override {
    if (route.needs.empty()) return std::nullopt;
    return problem_page(visit, problem_of({Errc::not_authorised, {}}));
  }
  void complete_frame(const Visit&, std::string_view section, boost::json::object& frame) const override {
    frame["section"] = std::string(section);
  }
};

class Small {
 public:
  Small() : config_(make_config(folder_.path())), front(config_) {}

  static Config make_config(const std::filesystem::path& folder) {
    const auto write = [&](const std::string& name, const std::string& text) { std::ofstream(folder / name) << text; };
    std::filesystem::create_directory(folder / "site");
    write("site/layout.mustache",
          "{{page.lang}}|{{page.title}}|{{page.section}}|{{#page.languages}}{{href}} {{/page.languages}}|{{{content}}}");
    write("layout.mustache", "");
    write("error.mustache", "{{status}} {{title}} {{text}}");
    write("page.mustache", "{{text}}|{{#page.has_session}}{{page.csrf}}{{/page.has_session}}");
    Config config;
    config.templates_dir = folder;
    config.locales_dir = "frontend/locales";
    config.layout = "site/layout";
    config.origins = {{own}, other};
    return config;
  }

  static http::Request request(const std::string& method, const std::string& target) {
    http::Request request;
    request.method = method;
    const auto mark = target.find('?');
    request.path = request.raw_path = target.substr(0, mark);
    if (mark != std::string::npos) request.query = target.substr(mark + 1);
    return request;
  }
  static http::Request form(const std::string& target, const std::string& body, const std::string& origin = own,
                            const std::string& session = {}) {
    http::Request sent = request("POST", target);
    sent.content_type = "application/x-www-form-urlencoded";
    sent.body = body;
    sent.origin = origin;
    if (!session.empty()) sent.cookie = "lang=en; __Host-s=" + session;
    return sent;
  }

  http::Response ask(http::Request sent) {
    http::Response answer;
    int answers = 0;
    front.handle(std::move(sent), [&](http::Response&& response) {
      answer = std::move(response);
      ++answers;
    });
    CHECK(answers == 1);
    if (answer.shared_body) answer.body = *answer.shared_body;
    return answer;
  }
  http::Response see(const std::string& target, const std::string& session = {}) {
    auto asked = request("GET", target);
    if (!session.empty()) asked.cookie = "__Host-s=" + session;
    return ask(std::move(asked));
  }

 private:
  TemporaryDirectory folder_;
  const Config config_;

 public:
  SmallFront front;
};

std::string header(const http::Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return {};
}

bool has(const http::Response& response, const std::string& text) { return response.body.find(text) != std::string::npos; }

}  // namespace

TEST_CASE("a page for everybody is kept, compressed and named; one of a session is neither") {
  Small small;
  const auto open = small.see("/open/a?q=1&other=2");
  CHECK(open.body.starts_with("sv|Öppen|open|/open/a?lang=en&amp;q=1 /open/a?lang=sv&amp;q=1 |xxx"));
  CHECK(open.body.ends_with("&lt;a|"));
  CHECK(small.see("/open/a?q=1").shared_body == open.shared_body);
  CHECK(header(open, "Cache-Control") == "no-cache");
  CHECK_FALSE(header(open, "ETag").empty());
  for (const std::string path : {"/open/a", "/open/a.json"}) {
    auto asked = Small::request("GET", path);
    asked.accept_encoding = "gzip";
    CHECK(header(small.ask(asked), "Content-Encoding") == "gzip");
    asked.cookie = "__Host-s=anna";
    const auto own_answer = small.ask(asked);
    CHECK(header(own_answer, "Content-Encoding").empty());
    CHECK(header(own_answer, "ETag").empty());
    CHECK(header(own_answer, "Cache-Control") == "no-store");
    CHECK_FALSE(own_answer.shared_body);
  }
  CHECK(has(small.see("/mine", "anna"), "anna|" + csrf_token(secret)));
  CHECK(small.see("/mine.json", "anna").body == R"({"text":"anna"})");
  const auto sent_on = small.see("/mine");
  CHECK(sent_on.status == 303);
  CHECK(header(sent_on, "Location") == "/sign-in");
  CHECK(header(sent_on, "Cache-Control") == "no-store");
}

TEST_CASE("problems are pages for people and JSON for programs") {
  Small small;
  CHECK(small.see("/nothing").status == 404);
  CHECK(small.see("/nothing").content_type == "text/html; charset=utf-8");
  CHECK(small.see("/nothing.json").content_type == "application/problem+json");
  CHECK(small.see("/file").content_type == "application/problem+json");
  CHECK(small.see("/sealed").content_type == "text/html; charset=utf-8");
  CHECK(small.see("/staff").status == 403);
  CHECK(small.see("/staff.json").status == 403);
  const auto wrong = small.ask(Small::form("/mine", ""));
  CHECK(wrong.status == 405);
  CHECK(header(wrong, "Allow") == "GET, HEAD");
}

TEST_CASE("a form of ours runs with its values") {
  Small small;
  const auto saved = small.ask(Small::form("/save", "title=a"));
  CHECK(saved.status == 303);
  CHECK(header(saved, "Location") == "/mine?saved=");
  const auto again = small.ask(Small::form("/save", "title=again"));
  CHECK(again.status == 422);
  CHECK(header(again, "Cache-Control") == "no-store");
  CHECK(has(again, "sv|Igen||/mine?lang=en /mine?lang=sv |again|"));
  const auto closed = small.ask(Small::form("/save", "title=closed"));
  CHECK(closed.status == 409);
  CHECK(has(closed, "too late"));
  CHECK(small.ask(Small::form("/save", "title=a&more=b")).status == 400);
  CHECK(small.ask(Small::form("/save", "title=" + std::string(21, 'a'))).status == 413);
  auto json = Small::form("/save", "{}");
  json.content_type = "application/json";
  CHECK(small.ask(json).status == 415);
}

TEST_CASE("in a session a form without the session's token does nothing") {
  Small small;
  const std::string token = csrf_token(secret);
  CHECK(small.ask(Small::form("/save", "title=a&csrf=" + token, own, "anna")).status == 303);
  for (const std::string& body : {std::string("title=a"), std::string("title=a&csrf="), "title=a&csrf=" + std::string(64, '0'),
                                  "title=a&csrf=" + csrf_token("other")}) {
    const auto refused = small.ask(Small::form("/save", body, own, "anna"));
    CHECK(refused.status == 403);
    CHECK(has(refused, small.front.messages().text("en", "error.stale-form")));
  }
  CHECK(small.ask(Small::form("/save", "title=a&csrf=" + token + "&csrf=" + token, own, "anna")).status == 400);
}

TEST_CASE("no route takes what another site sent, whatever token it has, unless it says so") {
  Small small;
  const std::string body = "title=a&csrf=" + csrf_token(secret);
  for (const std::string origin : {"", "null", "https://evil.example", other.c_str()}) {
    CAPTURE(origin);
    const auto refused = small.ask(Small::form("/save", body, origin, "anna"));
    CHECK(refused.status == 403);
    CHECK(has(refused, small.front.messages().text("en", "error.foreign-form")));
  }
  for (const std::string origin : {"", "null", own.c_str(), other.c_str()}) {
    CAPTURE(origin);
    const auto arrived = small.ask(Small::form("/arrive", "attested=x", origin, "anna"));
    CHECK(arrived.status == 200);
    CHECK(has(arrived, "arrived x session |"));  // no cookie is believed, and so no page of the session is given
    CHECK(arrived.body.starts_with("en|"));      // but for the language
  }
  CHECK(small.ask(Small::form("/arrive", "attested=x", "https://evil.example")).status == 403);
  auto sent = Small::form("/program", "", "https://evil.example", "anna");
  sent.content_type = "application/json";
  CHECK(small.ask(sent).body == "session ");
}

TEST_CASE("each route has its bodies' limit") {
  const Small small;
  CHECK(small.front.body_limit("POST", "/save") == 900);
  CHECK(small.front.body_limit("POST", "/arrive") == 5'000);
  CHECK(small.front.body_limit("POST", "/program") == 7'000);
  for (const std::string path : {"/open/a", "/nothing", "/save/", "/saved"}) CHECK(small.front.body_limit("POST", path) == 4'096);
  CHECK(small.front.body_limit("GET", "/save") == 4'096);
}

TEST_CASE("a table that would let a post past the guard does not start") {
  TemporaryDirectory folder;
  const Config config = Small::make_config(folder.path());
  const FormRoute form{save, {{"title", 20}}};
  for (const Route& route :
       {Route{"POST", "/x", EndpointRoute{program}}, Route{"POST", "/x", EndpointRoute{program}, Senders::other_site_too},
        Route{"POST", "/x", form, Senders::machines}, Route{"GET", "/x", form}, Route{"POST", "/x", FileRoute{file}},
        Route{"POST", "/x", PageRoute{own_page, "page", "", {}}}, Route{"GET", "/x", EndpointRoute{program}, Senders::machines}}) {
    CHECK_THROWS_AS(SmallFront(config, {route}), std::logic_error);
  }
  CHECK_THROWS_WITH(SmallFront(config, {{"GET", "/x", PageRoute{own_page, "none", "", {}}}}), Catch::Contains("none.mustache is missing"));
}

TEST_CASE("a way leads nowhere but to this site") {
  CHECK(header(see_other("/a?b=c"), "Location") == "/a?b=c");
  for (const std::string path :
       {"", "a", "//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "/a\r\nX: y", "/å"})
    CHECK_THROWS_AS(see_other(path), std::logic_error);
}
