// The registrar's site as a whole, without a network: a real registrar with a roll, a town whose record admits or refuses what comes out, a
// follower of its public files, and browsers with cookies that send the forms that they see.
#pragma once

#include <atomic>
#include <catch2/catch.hpp>
#include <map>
#include <memory>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "ledger/record/contents.hpp"
#include "server/html/query.hpp"
#include "server/outbox/outbox.hpp"
#include "server/outbox/schema.hpp"
#include "server/registrar/cards/cards.hpp"
#include "server/registrar/follow/follower.hpp"
#include "server/registrar/web/app.hpp"
#include "server/registrar/web/town_news.hpp"
#include "server/staff/staff.hpp"
#include "server/staff/totp.hpp"
#include "tests/server/registrar/follow/served_town.hpp"
#include "tests/server/registrar/house.hpp"
#include "tests/server/staff/house.hpp"

namespace radslag::registrar_web::testing {

using radslag::testing::TemporaryDirectory;
using Town = radslag::testing::Town;
using Fields = std::vector<std::pair<std::string, std::string>>;

inline constexpr const char* own = "https://rostlangd.example.se";
inline constexpr const char* counter = "https://radslag.example.se";
inline constexpr std::size_t people = 130;  ///< in Centrum; an area of a hundred may be named

inline std::string header(const http::Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return {};
}

inline std::string form_body(const Fields& fields) {
  std::string body;
  for (const auto& [name, value] : fields) {
    if (!body.empty()) body += '&';
    body += html::percent_encode(name) + '=' + html::percent_encode(value);
  }
  return body;
}

class Site {
 public:
  /// A board that takes e-mail, one that does not, and one that asks for a co-signer.
  Site() {
    house.roll("2026-1", people);
    town.hour = registrar::testing::now / 3'600;
    town.begin();
    town.dialogue();
    town.put("town", record::RegistrarAnnounced{town.origin(), house->public_key(), own}, radslag::testing::keepers);
    town.put("town", registrar::announcement_of(house->rolls.find("2026-1").value(), town.origin()).value(),
             radslag::testing::roll_officers);
    board("culture", true, 0);
    board("schools", false, 0);
    board("streets", true, 1);
    served.serve(town);
    messages = std::make_unique<html::Messages>("frontend/locales", "Europe/Stockholm");
    news = std::make_unique<TownNews>(*messages, *house.registrar, *outbox, own, counter);
    registrar::FollowerOptions following{
        town.vkey(), folder / "town.sqlite", std::chrono::milliseconds(50), std::chrono::milliseconds(1), news->listener(), {},
        {},          folder / "rounds"};
    follower = std::make_unique<registrar::Follower>(served.source(), std::move(following));
    app = std::make_unique<App>(registrar_web::Site{*house.registrar, *follower, *staff.staff, *outbox, config,
                                                    [this] { return now.load(); }, nullptr, &cards,
                                                    [this](const std::string& statement) { return take_hand_out(statement); }});
    sync();
  }

  /// What the town has now is what the registrar knows.
  void sync() {
    served.serve(town);
    const auto size = town.log("town").pieces.size();
    for (int looks = 0; follower->town()->size != size; ++looks) {
      REQUIRE(looks < 1'000);
      follower->look(std::chrono::seconds(60));
      if (follower->standing().touch == registrar::Touch::contradicted) FAIL(follower->standing().what);
    }
    follower->look(std::chrono::seconds(60));  // and has been told of
  }

  void board(const std::string& id, bool email, std::uint64_t cosigners) {
    auto rule = Town::board_rule();
    rule.board = id;
    rule.version = 1;
    rule.origin = town.origin();
    rule.name = "The board " + id;
    rule.email = email;
    rule.cosigners = cosigners;
    rule.areas.clear();
    rule.threshold = {3, record::ThresholdUnit::signatures};
    town.put("town", rule, radslag::testing::committee);
  }

  /// A letter code for the i-th person of the roll.
  std::string code(unsigned person) { return house->codes.issue("2026-1", house.person(registrar::testing::number(person))).value(); }

  /// What the town says to a carrier in base64url, as the voting server would.
  Result<> hand_in(const std::string& attested) {
    const auto text = from_base64url(attested);
    const auto carrier = record::open_carrier(text, house->public_key(), now);
    if (!carrier) return tl::make_unexpected(carrier.error());
    const auto statement = record::parse_statement(carrier->statement);
    if (!statement) return tl::make_unexpected(statement.error());
    auto admitted = town.attempt("town", *statement, {}, carrier->blobs);
    if (admitted && town.record().due()) town.put("town", *town.record().due(), {});
    return admitted;
  }

  /// What the voting server says to the registrar's word on a card. Another counter's status comes where `counter_status` says so.
  CounterAnswer take_hand_out(const std::string& statement) {
    handed.push_back(statement);
    return {counter_status, "{}"};
  }

  /// The letters that wait, oldest first; they are sent with this.
  std::vector<outbox::Message> letters() {
    std::vector<outbox::Message> all;
    while (const auto due = outbox->take()) {
      all.push_back(due->message);
      outbox->set_sent(*due);
    }
    return all;
  }

  static std::string from_base64url(std::string text) {
    for (char& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
    text.append((4 - text.size() % 4) % 4, '=');
    return crypto::from_base64(text).value();
  }

  http::Response ask(http::Request request) {
    http::Response answer;
    int answers = 0;
    app->handle(std::move(request), [&](http::Response&& response) {
      answer = std::move(response);
      ++answers;
    });
    REQUIRE(answers == 1);
    if (answer.shared_body) answer.body = *answer.shared_body;
    return answer;
  }

  static Config make_config() {
    Config made;
    made.html.templates_dir = "frontend/templates";
    made.html.locales_dir = "frontend/locales";
    made.html.layout = "registrar/layout";
    made.html.content_lang = "en";
    made.html.asset = [](std::string_view name) { return "/static/" + std::string(name); };
    made.html.version = "0.1.0";
    made.html.origins = {{own}, counter};
    made.counter = counter;
    return made;
  }

  const Config config = make_config();
  TemporaryDirectory folder;
  std::atomic<std::uint64_t> now = registrar::testing::now;
  registrar::testing::House house;
  registrar::Cards cards{*house.registrar};
  int counter_status = 201;
  std::vector<std::string> handed;  ///< statements that were posted to the voting server
  staff::testing::House staff;
  std::unique_ptr<storage::Database> outbox_database = storage::Database::open(folder / "outbox.sqlite", outbox::kSchema, {.create = true});
  std::unique_ptr<outbox::Outbox> outbox = std::make_unique<outbox::Outbox>(
      *outbox_database, outbox::Options{.secret = {1}, .now = [this] { return static_cast<std::int64_t>(now.load()); }});
  Town town;
  registrar::testing::ServedTown served;
  std::unique_ptr<html::Messages> messages;
  std::unique_ptr<TownNews> news;
  std::unique_ptr<registrar::Follower> follower;
  std::unique_ptr<App> app;
};

/// Somebody's browser: keeps cookies, follows the ways on, and fills in the form that it saw last.
class Browser {
 public:
  explicit Browser(Site& site, std::string language = "en") : site_(&site) { cookies_["lang"] = std::move(language); }

  const http::Response& get(const std::string& target) {
    http::Request request;
    request.method = "GET";
    return go(std::move(request), target);
  }
  /// The form of the page that goes to `action`: its hidden fields, and these. As a browser sends it from the page at `origin`.
  const http::Response& submit(const std::string& action, const Fields& fields = {}, const std::string& origin = own) {
    Fields all = hidden(action);
    for (const auto& field : fields) all.push_back(field);
    return post(action, all, origin);
  }
  const http::Response& post(const std::string& action, const Fields& fields, const std::string& origin = own) {
    http::Request request;
    request.method = "POST";
    request.content_type = "application/x-www-form-urlencoded";
    request.origin = origin;
    request.body = form_body(fields);
    return go(std::move(request), action);
  }

  /// The hidden fields of the form with that action. Fails where the page has none.
  Fields hidden(const std::string& action) {
    const auto& body = page.body;
    const auto form = body.find("action=\"" + action + "\"");
    INFO(body);
    REQUIRE(form != std::string::npos);
    const auto text = body.substr(form, body.find("</form>", form) - form);
    static const std::regex input("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"");
    Fields fields;
    for (std::sregex_iterator i(text.begin(), text.end(), input), end; i != end; ++i) fields.emplace_back((*i)[1], unescaped((*i)[2]));
    return fields;
  }
  std::string field(const std::string& action, const std::string& name) {
    for (const auto& [key, value] : hidden(action))
      if (key == name) return value;
    return {};
  }
  [[nodiscard]] bool shows(const std::string& text) const { return page.body.find(text) != std::string::npos; }

  void sign_in_by_code(const std::string& code) {
    submit("/sign-in/code", {{"code", code}});
    INFO(page.body);
    REQUIRE(page.status == 200);
    REQUIRE(cookies.contains("__Host-registrar"));
  }

  http::Response page;  ///< the last one, after all ways on
  std::string path;     ///< where it is
  std::map<std::string, std::string>& cookies = cookies_;

 private:
  const http::Response& go(http::Request request, const std::string& target) {
    for (int ways = 0;; ++ways) {
      REQUIRE(ways < 6);
      const auto& way = ways == 0 ? target : path;
      const auto mark = way.find('?');
      request.path = request.raw_path = way.substr(0, mark);
      request.query = mark == std::string::npos ? "" : way.substr(mark + 1);
      for (const auto& [name, value] : cookies_) request.cookie += (request.cookie.empty() ? "" : "; ") + name + "=" + value;
      path = way;
      page = site_->ask(std::move(request));
      take_cookies();
      if (page.status != 303) return page;
      path = header(page, "Location");
      request = {};
      request.method = "GET";
    }
  }
  void take_cookies() {
    for (const auto& [name, value] : page.headers) {
      if (name != "Set-Cookie") continue;
      const auto equals = value.find('='), end = value.find(';');
      const auto cookie = value.substr(0, equals), text = value.substr(equals + 1, end - equals - 1);
      if (text.empty() || value.find("Max-Age=0") != std::string::npos) {
        cookies_.erase(cookie);
      } else {
        cookies_[cookie] = text;
      }
    }
  }
  static std::string unescaped(std::string text) {
    static const std::pair<const char*, const char*> entities[] = {
        {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}};
    for (const auto& [entity, character] : entities)
      for (std::size_t at = 0; (at = text.find(entity, at)) != std::string::npos; ++at)
        text.replace(at, std::string(entity).size(), character);
    return text;
  }

  Site* site_;
  std::map<std::string, std::string> cookies_;
};

// --- steps that many tests take ---

/// The post that the voting server's page makes for a text that somebody raises.
inline Fields raising(const std::string& matter, const std::string& board, const record::InitiativeContent& content,
                      const std::string& area = "") {
  return {{"purpose", "raise"},
          {"matter", matter},
          {"board", board},
          {"area", area},
          {"content", record::encode_content(content)},
          {"salt", std::string(62, 'a') + "42"}};
}

/// Presses the last button: what the voting server gets. Gives what its record says.
inline Result<> carry(Site& site, Browser& browser) {
  const auto attested = browser.field(std::string(counter) + "/attested", "attested");
  REQUIRE_FALSE(attested.empty());
  return site.hand_in(attested);
}

/// Raised by the person, and opened by an officer.
inline void raise(Site& site, const std::string& matter, const std::string& board = "culture", unsigned person = 0) {
  Browser browser(site);
  browser.post("/attest", raising(matter, board, {"A pond in " + matter, "With **ducks**."}), counter);
  browser.sign_in_by_code(site.code(person));
  const auto path = browser.path;
  browser.submit(path);
  const auto admitted = carry(site, browser);
  INFO((admitted ? "" : admitted.error().detail));
  REQUIRE(admitted);
  site.sync();
}
inline void open(Site& site, const std::string& matter) {
  site.town.open_initiative(matter);
  site.sync();
}

}  // namespace radslag::registrar_web::testing
