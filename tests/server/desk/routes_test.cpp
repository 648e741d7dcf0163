// Every route below /staff against every role: what is not in the table is not allowed.
#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>

#include "ledger/record/draft.hpp"
#include "server/desk/act_form.hpp"
#include "server/desk/pages.hpp"
#include "server/staff/web/admission.hpp"
#include "server/web/routes.hpp"
#include "tests/server/desk/busy_town.hpp"
#include "tests/server/desk/office.hpp"

using namespace radslag;
using namespace radslag::testing;

namespace {

/// Whose board it concerns: of one board, of all (only a grant for "*" opens it), or none that matters to the door.
enum class Of { board, site, list };

struct Door {
  std::string_view method, pattern;
  std::string_view roles;  ///< letters as below; "." anybody, "+" whoever is signed in
  Of of = Of::list;
  bool step_up = false;
};

constexpr std::pair<char, std::string_view> letters[] = {{'o', "officer"},        {'s', "secretary"}, {'m', "board-member"},
                                                         {'e', "election-board"}, {'k', "keeper"},    {'p', "operator"},
                                                         {'r', "registrar"}};

// clang-format off
constexpr Door doors[] = {
    {"GET", "/staff/sign-in", "."},
    {"POST", "/staff/sign-in", "."},
    {"POST", "/staff/sign-out", "."},
    {"GET", "/staff/invitation/{token}", "."},
    {"POST", "/staff/invitation/{token}", "."},
    {"GET", "/staff/step-up", "+"},
    {"POST", "/staff/step-up", "+"},
    {"GET", "/staff", "+"},
    {"GET", "/staff/offices", "+"},
    {"GET", "/staff/accounts", "p", Of::site, true},
    {"POST", "/staff/accounts", "p", Of::site, true},
    {"GET", "/staff/accounts/{account}", "p", Of::site, true},
    {"POST", "/staff/accounts/{account}", "p", Of::site, true},
    {"GET", "/staff/log", "p", Of::site},
    {"GET", "/staff/acts", "osmekr"},
    {"GET", "/staff/acts/{act}", "osmekr", Of::board},
    {"GET", "/staff/acts/{act}/draft", "osmekr", Of::board},
    {"POST", "/staff/acts/{act}/seals", "osmekr", Of::board},
    {"GET", "/staff/acts/{act}/hand-in", "osmekr", Of::board, true},
    {"POST", "/staff/acts/{act}/hand-in", "osmekr", Of::board, true},
    {"GET", "/staff/acts/{act}/drop", "osmekr", Of::board, true},
    {"POST", "/staff/acts/{act}/drop", "osmekr", Of::board, true},
    {"GET", "/staff/initiatives", "osm"},
    {"GET", "/staff/initiatives/{matter}", "osm", Of::board},
    {"GET", "/staff/initiatives/{matter}/open", "o", Of::board},
    {"POST", "/staff/initiatives/{matter}/open", "o", Of::board},
    {"GET", "/staff/initiatives/{matter}/reject", "o", Of::board},
    {"POST", "/staff/initiatives/{matter}/reject", "o", Of::board},
    {"GET", "/staff/initiatives/{matter}/set-aside", "o", Of::board, true},
    {"POST", "/staff/initiatives/{matter}/set-aside", "o", Of::board, true},
    {"GET", "/staff/initiatives/{matter}/restore", "o", Of::board, true},
    {"POST", "/staff/initiatives/{matter}/restore", "o", Of::board, true},
    {"GET", "/staff/initiatives/{matter}/prepare", "os", Of::board},
    {"POST", "/staff/initiatives/{matter}/prepare", "os", Of::board},
    {"GET", "/staff/initiatives/{matter}/decide", "sm", Of::board, true},
    {"POST", "/staff/initiatives/{matter}/decide", "sm", Of::board, true},
    {"GET", "/staff/initiatives/{matter}/report", "os", Of::board},
    {"POST", "/staff/initiatives/{matter}/report", "os", Of::board},
    {"GET", "/staff/dialogues", "osmekr"},
    {"GET", "/staff/dialogues/new", "o", Of::board},
    {"POST", "/staff/dialogues/new", "o", Of::board},
    {"GET", "/staff/dialogues/{dialogue}/change", "o", Of::board},
    {"POST", "/staff/dialogues/{dialogue}/change", "o", Of::board},
    {"GET", "/staff/dialogues/{dialogue}/feedback", "os", Of::board},
    {"POST", "/staff/dialogues/{dialogue}/feedback", "os", Of::board},
    {"GET", "/staff/dialogues/{dialogue}/call", "o", Of::board},
    {"POST", "/staff/dialogues/{dialogue}/call", "o", Of::board},
    {"GET", "/staff/calls", "osm"},
    {"GET", "/staff/calls/{call}", "osm", Of::board},
    {"GET", "/staff/proposals/{proposal}", "osm", Of::board},
    {"GET", "/staff/proposals/{proposal}/feasible", "o", Of::board},
    {"POST", "/staff/proposals/{proposal}/feasible", "o", Of::board},
    {"GET", "/staff/proposals/{proposal}/decline", "o", Of::board},
    {"POST", "/staff/proposals/{proposal}/decline", "o", Of::board},
    {"GET", "/staff/proposals/{proposal}/merge", "o", Of::board},
    {"POST", "/staff/proposals/{proposal}/merge", "o", Of::board},
    {"GET", "/staff/proposals/{proposal}/unlawful", "o", Of::board},
    {"POST", "/staff/proposals/{proposal}/unlawful", "o", Of::board},
    {"GET", "/staff/proposals/{proposal}/words", "o", Of::board},
    {"POST", "/staff/proposals/{proposal}/words", "o", Of::board},
    {"GET", "/staff/rounds", "osmekr"},
    {"GET", "/staff/rounds/{round}", "osmekr", Of::board},
    {"GET", "/staff/rounds/{round}/begin", "o", Of::board},
    {"POST", "/staff/rounds/{round}/begin", "o", Of::board},
    {"GET", "/staff/rounds/{round}/trustees", "e", Of::board, true},
    {"POST", "/staff/rounds/{round}/trustees", "e", Of::board, true},
    {"GET", "/staff/rounds/{round}/open", "e", Of::board, true},
    {"POST", "/staff/rounds/{round}/open", "e", Of::board, true},
    {"GET", "/staff/rounds/{round}/close", "e", Of::board, true},
    {"POST", "/staff/rounds/{round}/close", "e", Of::board, true},
    {"GET", "/staff/rounds/{round}/tally", "e", Of::board, true},
    {"POST", "/staff/rounds/{round}/tally", "e", Of::board, true},
    {"GET", "/staff/rounds/{round}/lot", "e", Of::board, true},
    {"POST", "/staff/rounds/{round}/lot", "e", Of::board, true},
    {"GET", "/staff/rounds/{round}/allocation", "e", Of::board, true},
    {"POST", "/staff/rounds/{round}/allocation", "e", Of::board, true},
    {"GET", "/staff/rounds/{round}/end", "e", Of::board, true},
    {"POST", "/staff/rounds/{round}/end", "e", Of::board, true},
    {"GET", "/staff/rounds/{round}/decide", "sm", Of::board, true},
    {"POST", "/staff/rounds/{round}/decide", "sm", Of::board, true},
    {"GET", "/staff/rounds/{round}/milestone", "o", Of::board},
    {"POST", "/staff/rounds/{round}/milestone", "o", Of::board},
    {"GET", "/staff/offices/officer", "k", Of::site, true},
    {"POST", "/staff/offices/officer", "k", Of::site, true},
    {"GET", "/staff/offices/officer-end", "k", Of::site, true},
    {"POST", "/staff/offices/officer-end", "k", Of::site, true},
    {"GET", "/staff/offices/board", "kp", Of::site, true},
    {"POST", "/staff/offices/board", "kp", Of::site, true},
    {"GET", "/staff/offices/witnesses", "k", Of::site, true},
    {"POST", "/staff/offices/witnesses", "k", Of::site, true},
    {"GET", "/staff/offices/registrar", "k", Of::site, true},
    {"POST", "/staff/offices/registrar", "k", Of::site, true},
    {"GET", "/staff/offices/withhold", "sm", Of::site, true},
    {"POST", "/staff/offices/withhold", "sm", Of::site, true},
    {"GET", "/staff/withhold/{blob}", "sm", Of::site, true},
    {"POST", "/staff/withhold/{blob}", "sm", Of::site, true},
    {"GET", "/staff/offices/destroy-key", "r", Of::site, true},
    {"POST", "/staff/offices/destroy-key", "r", Of::site, true},
};
// clang-format on

/// The fields that a form of an act must have, empty.
Fields empty_fields(const std::string& path) {
  Fields fields;
  const auto* form = desk::act_form(path);
  if (!form) return fields;
  for (const auto& field : form->fields) {
    if (field.input < desk::Input::choice) fields.emplace_back(field.name, "");
  }
  return fields;
}

/// A path of that pattern where there is something to act on, so that what is refused is refused for want of a right.
std::string path_of(const Door& door, const std::string& act) {
  static const std::map<std::string, std::string, std::less<>> at{{"/staff/initiatives/{matter}/prepare", "handed"},
                                                                  {"/staff/initiatives/{matter}/decide", "handed"},
                                                                  {"/staff/initiatives/{matter}/report", "decided"},
                                                                  {"/staff/proposals/{proposal}/words", "s1"},
                                                                  {"/staff/rounds/{round}/begin", "new-call"},
                                                                  {"/staff/rounds/{round}/open", "begun"},
                                                                  {"/staff/rounds/{round}/close", "r-open"},
                                                                  {"/staff/rounds/{round}/tally", "r-closed"},
                                                                  {"/staff/rounds/{round}/allocation", "r-tallied"},
                                                                  {"/staff/rounds/{round}/end", "r-allocated"},
                                                                  {"/staff/rounds/{round}/decide", "r-ended"},
                                                                  {"/staff/rounds/{round}/milestone", "r-decided"},
                                                                  {"/staff/rounds/{round}/lot", "r-lot"}};
  static const std::map<std::string, std::string, std::less<>> names{
      {"{matter}", "raised"}, {"{dialogue}", "parks"}, {"{call}", "squares"}, {"{proposal}", "s0"},
      {"{round}", "begun"},   {"{account}", "nobody"}, {"{token}", "none"},   {"{blob}", std::string(64, 'a')}};
  std::string path(door.pattern);
  const auto begin = path.find('{');
  if (begin == std::string::npos) return path;
  const auto name = path.substr(begin, path.find('}') - begin + 1);
  const auto found = at.find(door.pattern);
  return path.replace(begin, name.size(), found != at.end() ? found->second : name == "{act}" ? act : names.at(name));
}

struct Site {
  Town town = busy_town();
  Office office{town};

  /// One for each asking: some acts are dropped.
  std::string act() {
    return office.desk.put(record::draft_round_begun(town.state(), "new-call", "parks", Town::public_key("log-next")),
                           {"draft-round", "technical", "new-call", "nobody"});
  }
  http::Response ask(const Door& door, const std::string& token) {
    const auto path = path_of(door, has(std::string(door.pattern), "{act}") ? act() : std::string());
    if (door.method == "GET") return office.see(path, token);
    return office.submit(path, empty_fields(path), token);
  }
};

bool is_open_to(const Door& door, char role) { return door.roles == "." || door.roles == "+" || has(std::string(door.roles), {&role, 1}); }

std::string name_of(const Door& door) { return std::string(door.method) + " " + std::string(door.pattern); }

}  // namespace

TEST_CASE("the table has all routes of the staff's pages, and no route without a right") {
  Site site;
  std::set<std::string> table;
  for (const auto& door : doors) CHECK(table.insert(name_of(door)).second);
  auto routes = web::all_routes(site.office.config());
  for (const auto& route : routes) CHECK_FALSE(route.pattern.starts_with("/staff"));
  routes.clear();
  staff_web::add_routes(routes);
  desk::add_routes(routes);
  for (const auto& route : routes) {
    const auto name = std::string(route.method) + " " + std::string(route.pattern);
    CAPTURE(name);
    CHECK(table.erase(name) == 1);
    const auto* door = std::find_if(std::begin(doors), std::end(doors), [&](const Door& each) { return name_of(each) == name; });
    REQUIRE(door != std::end(doors));
    CHECK(route.needs.empty() == (door->roles == "."));
  }
  CHECK(table.empty());
}

TEST_CASE("nobody gets in without signing in") {
  Site site;
  for (const auto& door : doors) {
    if (door.roles == ".") continue;
    CAPTURE(name_of(door));
    for (const std::string& token : {std::string(), std::string(64, 'a')}) {
      const auto path = path_of(door, site.act());
      const auto answer = door.method == "GET" ? site.office.see(path, token) : site.office.post(path, {}, token, own_origin);
      CHECK(answer.status == 303);
      CHECK(header(answer, "Location").starts_with("/staff/sign-in?to="));
    }
    if (door.method == "GET" && !has(std::string(door.pattern), "/draft"))
      CHECK(site.office.see(path_of(door, site.act()) + ".json", "").status == 403);
  }
}

TEST_CASE("each role comes through its own doors and no others") {
  Site site;
  for (const auto& [letter, role] : letters) {
    const auto everywhere = site.office.join({std::string(role) + ":*"});
    const auto here = site.office.join({std::string(role) + ":technical"});
    const auto elsewhere = site.office.join({std::string(role) + ":other"});
    for (const auto& door : doors) {
      if (door.pattern == "/staff/sign-out") continue;
      site.office.house.now = staff::testing::kStart + 60;  // the codes are fresh: doors with a step-up are open
      CAPTURE(std::string(role), name_of(door));
      const bool open = is_open_to(door, letter);
      CHECK((site.ask(door, everywhere).status != 403) == open);
      const bool new_dialogue = door.pattern == "/staff/dialogues/new";  // of no board yet
      CHECK((site.ask(door, here).status != 403) == (open && door.of != Of::site && !new_dialogue));
      CHECK((site.ask(door, elsewhere).status != 403) == (open && door.of == Of::list));
    }
  }
}

TEST_CASE("several roles open what each of them opens") {
  Site site;
  const auto token = site.office.join({"officer:other", "election-board:technical"});
  CHECK(site.office.see("/staff/rounds/r-open/close", token).status == 200);
  CHECK(site.office.see("/staff/proposals/s0/feasible", token).status == 403);
  CHECK(site.office.see("/staff/proposals/s0", token).status == 403);
}

TEST_CASE("lists show only what is of one's own board") {
  Site site;
  const auto act = site.act();
  const auto here = site.office.join({"officer:technical"}), elsewhere = site.office.join({"officer:other"});
  for (const auto& [page, what] : std::map<std::string, std::string>{{"/staff/acts", "/staff/acts/" + act},
                                                                     {"/staff/initiatives", "/staff/initiatives/raised"},
                                                                     {"/staff/calls", "/staff/calls/squares"},
                                                                     {"/staff/rounds", "/staff/rounds/begun"},
                                                                     {"/staff/dialogues", "/staff/dialogues/parks/change"}}) {
    CAPTURE(page);
    CHECK(has(site.office.see(page, here).body, what));
    CHECK_FALSE(has(site.office.see(page, elsewhere).body, what));
  }
}

TEST_CASE("acts of office ask for a fresh code") {
  Site site;
  for (const auto& [letter, role] : letters) {
    const auto token = site.office.join({std::string(role) + ":*"});
    site.office.house.now += 600;
    for (const auto& door : doors) {
      if (!is_open_to(door, letter) || door.pattern == "/staff/sign-out") continue;
      CAPTURE(std::string(role), name_of(door));
      const auto answer = site.ask(door, token);
      CHECK(header(answer, "Location").starts_with("/staff/step-up") == door.step_up);
    }
  }
}

TEST_CASE("a form without its token, with another's, or from another site does nothing") {
  Site site;
  for (const auto& [letter, role] : letters) {
    const auto token = site.office.join({std::string(role) + ":*"}), other = site.office.join({std::string(role) + ":*"});
    const auto waiting = [&] { return site.office.desk.waiting().size(); };
    for (const auto& door : doors) {
      if (door.method != "POST" || !is_open_to(door, letter)) continue;
      site.office.house.now = staff::testing::kStart + 60;
      CAPTURE(std::string(role), name_of(door));
      const auto path = path_of(door, site.act());
      const auto before = waiting();
      for (const Fields& csrf :
           {Fields{}, Fields{{"csrf", ""}}, Fields{{"csrf", std::string(64, '0')}}, Fields{{"csrf", site.office.csrf(other)}}}) {
        auto fields = empty_fields(path);
        fields.insert(fields.end(), csrf.begin(), csrf.end());
        const auto status = site.office.post(path, fields, token, own_origin).status;
        const bool whole = door.pattern.starts_with("/staff/acts") || desk::act_form(path) || door.pattern == "/staff/sign-out";
        CHECK((status == 403 || (status == 400 && !whole)));  // the other pages' fields are missing as well
      }
      const Fields good{{"csrf", site.office.csrf(token)}};
      for (const std::string origin : {"https://example.org", "null", "http://radslag.example.se"})
        CHECK(site.office.post(path, good, token, origin).status == 403);
      CHECK(waiting() == before);
      CHECK(site.office.house.staff->sessions.find(token));
    }
  }
}
