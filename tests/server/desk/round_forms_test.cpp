// A budget round by pages, from a call to a milestone; each act admitted by the record as its officers would seal it.
#include <catch2/catch.hpp>

#include <algorithm>

#include "crypto/encoding.hpp"
#include "tests/server/desk/busy_town.hpp"
#include "tests/server/desk/office.hpp"

using namespace radslag;
using namespace radslag::testing;
using record::Phase;

namespace {

std::string key_lines(std::size_t voters) {
  std::string lines;
  for (std::size_t i = 0; i < voters; ++i) lines += crypto::to_hex(Town::public_key("voter-" + std::to_string(i))) + "\r\n";
  return lines;
}

const Fields opening{{"title", "Squares 2026"}, {"summary", "Choose one."},  {"ballot", "clear/v1"},      {"choices_min", "0"},
                     {"choices_max", "1"},      {"budget_limit", ""},        {"minimum_votes", "1"},      {"unaffordable", "stop"},
                     {"ties", "min-cost"},      {"opens_day", "2026-12-01"}, {"closes_day", "2026-12-31"}};

struct Offices {
  Town town;
  Office office;
  std::string officer_token, election_token, board_token;

  explicit Offices(Town its_town = busy_town())
      : town(std::move(its_town)),
        office(town),
        officer_token(office.join({"officer:technical"})),
        election_token(office.join({"election-board:technical"})),
        board_token(office.join({"secretary:technical"})) {}

  service::DeskAct draft(const std::string& path, const std::string& token, const Fields& fields = {}, const Fields& files = {}) {
    return office.drafted(office.submit("/staff/rounds/" + path, fields, token, files));
  }
  int status(const std::string& path, const std::string& token) { return office.see("/staff/rounds/" + path, token).status; }
  std::string next(const std::string& id) {
    const auto page = office.see("/staff/rounds/" + id + ".json", officer_token).body;
    const std::string key = "\"next\":\"";
    const auto at = page.find(key) + key.size();
    return page.substr(at, page.find('"', at) - at);
  }
  const record::RoundState& round(const std::string& id) const { return town.round(id); }
};

}  // namespace

TEST_CASE("a round from its opening to a milestone, step by step") {
  Offices all;
  auto& office = all.office;
  CHECK(all.next("begun") == "round-trustees");  // or, in a demonstration, the opening for ballots in clear
  CHECK_FALSE(has(office.see("/staff/rounds/begun", all.officer_token).body, "href=\"/staff/rounds/begun/open\""));
  CHECK(has(office.see("/staff/rounds/begun", all.election_token).body, "href=\"/staff/rounds/begun/open\""));

  const auto open = all.draft("begun/open", all.election_token, opening, {{"credentials", key_lines(3)}});
  CHECK(open.needed == 2);
  CHECK(has(office.see("/staff/rounds/begun", all.election_token).body, "/staff/acts/" + open.id));
  REQUIRE(office.admit(open, election_board));
  const auto& frozen = all.round("begun").frozen->definition;
  CHECK(frozen.title == "Squares 2026");
  CHECK(frozen.envelope == 1'000'000);
  CHECK(frozen.projects.size() == 2);
  CHECK(frozen.rule.unaffordable == allocation::Unaffordable::stop);
  CHECK(frozen.rule.ties == std::vector{allocation::TieCriterion::min_cost});
  CHECK(frozen.opens == 498'911);   // midnight in Stockholm is an hour before that in Greenwich
  CHECK(frozen.closes == 499'655);  // the whole of the last day
  CHECK(all.round("begun").frozen->credentials.keys.size() == 3);

  all.town.vote("begun", 0, {0});
  all.town.vote("begun", 1, {0});
  CHECK(all.next("begun") == "round-close");
  const auto close = all.draft("begun/close", all.election_token);
  CHECK(has(close.file.draft.statement, "ballots 2"));
  REQUIRE(office.admit(close, election_board));
  CHECK(all.next("begun") == "round-tally");
  REQUIRE(office.admit(all.draft("begun/tally", all.election_token), election_board));
  CHECK(all.round("begun").tally->voters == 2);
  CHECK(all.next("begun") == "round-allocation");
  REQUIRE(office.admit(all.draft("begun/allocation", all.election_token), election_board));
  CHECK(all.next("begun") == "round-end");
  REQUIRE(office.admit(all.draft("begun/end", all.election_token), election_board));
  CHECK(all.next("begun") == "round-decide");

  const Fields decision{{"board", "The technical board"},
                        {"meeting", "2027-02-01"},
                        {"diary", "TN 2027/1"},
                        {"departures", "b1: The money is there after all.\nb0 The ground is polluted."}};
  const auto decide = all.draft("begun/decide", all.board_token, decision);
  CHECK(decide.role == record::Role::board);
  REQUIRE(office.admit(decide, committee));
  CHECK(all.round("begun").decision->departures == 2);
  CHECK(all.round("begun").decision->content.projects[0].reason == "The ground is polluted.");
  CHECK(all.next("begun") == "milestone");

  const Fields milestone{{"project", "b1"}, {"milestone", "started"}, {"date", "2027-03-01"}, {"report", "They dig."}};
  REQUIRE(office.admit(all.draft("begun/milestone", all.officer_token, milestone), officer));
  CHECK(all.round("begun").milestones.size() == 1);
  auto not_funded = milestone;
  not_funded[0].second = "b0";
  CHECK(office.submit("/staff/rounds/begun/milestone", not_funded, all.officer_token).status == 422);
}

TEST_CASE("a round begins with the key that the server will sign its log with") {
  Offices all;
  const auto act = all.draft("new-call/begin", all.officer_token);
  CHECK(act.needed == 2);
  const auto begun = std::get<record::RoundBegun>(record::parse_statement(act.file.draft.statement).value());
  CHECK(begun.key == all.office.service.next_round_key());
  CHECK(begun.dialogue == "parks");
  REQUIRE(all.office.admit(act, election_board));
  CHECK(all.next("new-call") == "round-trustees");
  CHECK(all.status("new-call/begin", all.officer_token) == 409);
}

TEST_CASE("steps come in their order, and what is frozen is not changed") {
  Offices all;
  const auto& election = all.election_token;
  CHECK(all.status("squares/open", election) == 404);  // not begun
  CHECK(all.status("begun/close", election) == 409);
  CHECK(all.status("r-open/tally", election) == 409);
  CHECK(all.status("r-closed/allocation", election) == 409);
  CHECK(all.status("r-tallied/end", election) == 409);
  CHECK(all.status("r-allocated/decide", all.board_token) == 409);
  CHECK(all.status("r-ended/milestone", all.officer_token) == 409);
  CHECK(all.status("r-ended/end", election) == 409);
  CHECK(all.status("no-such/close", election) == 404);

  REQUIRE(all.office.admit(all.draft("begun/open", election, opening, {{"credentials", key_lines(2)}}), election_board));
  CHECK(has(all.office.see("/staff/rounds/begun/open.json", election).body, "a change needs a new round"));
  const auto again = all.office.submit("/staff/rounds/begun/open", opening, election, {{"credentials", key_lines(2)}});
  CHECK(again.status == 409);
  CHECK(has(all.office.see("/staff/rounds/r-decided/decide.json", all.board_token).body, "frozen"));
}

TEST_CASE("an opening with something wrong comes back as it was typed") {
  Offices all;
  const auto check = [&](const std::string& name, const std::string& value, const std::string& list) {
    CAPTURE(name, value);
    auto fields = opening;
    for (auto& field : fields) {
      if (field.first == name) field.second = value;
    }
    const auto answer = all.office.submit("/staff/rounds/begun/open", fields, all.election_token, {{"credentials", list}});
    CHECK(answer.status == 422);
    CHECK(has(answer.body, "role=\"alert\""));
    CHECK(has(answer.body, "Choose one."));
    CHECK(all.office.desk.waiting().empty());
  };
  const auto good = key_lines(2);
  check("choices_max", "3", good);  // two projects
  check("choices_max", "0", good);
  check("choices_min", "2", good);
  check("choices_min", "-1", good);
  check("budget_limit", "much", good);
  check("ballot", "paper/v1", good);
  check("ties", "by lot", good);
  check("closes_day", "2026-11-30", good);
  check("closes_day", "soon", good);
  check("title", "Squares 2026", "");
  check("title", "Squares 2026", "\n\n");
  check("title", "Squares 2026", good + "abc\n");
  check("title", "Squares 2026", good + good);
}

TEST_CASE("the record's own list of credentials is taken too") {
  Offices all;
  record::Credentials list;
  for (const std::string who : {"voter-0", "voter-1"}) list.keys.push_back(Town::public_key(who));
  std::sort(list.keys.begin(), list.keys.end());
  const auto act = all.draft("begun/open", all.election_token, opening, {{"credentials", record::encode_content(list)}});
  REQUIRE(all.office.admit(act, election_board));
  CHECK(all.round("begun").frozen->credentials.keys == list.keys);
}

TEST_CASE("open ballots are for demonstrations only") {
  Town town;
  town.hour = record::current_hour() - 1;
  town.begin(false);
  town.registrar();
  town.dialogue();
  town.call("squares");
  town.propose("squares", "s0", 0);
  town.assess("s0", record::Assessment::feasible, 90'000);
  town.begin_round("squares");
  Offices all(std::move(town));
  const auto answer = all.office.submit("/staff/rounds/squares/open", opening, all.election_token, {{"credentials", key_lines(2)}});
  CHECK(answer.status == 422);
  CHECK(has(answer.body, "demo yes"));
}

TEST_CASE("a departure has a reason, names a project of the round, and names it once") {
  Offices all;
  const auto check = [&](const std::string& departures) {
    CAPTURE(departures);
    const Fields fields{{"board", "The board"}, {"meeting", "2027-02-01"}, {"diary", "TN 1"}, {"departures", departures}};
    const auto answer = all.office.submit("/staff/rounds/r-ended/decide", fields, all.board_token);
    CHECK(answer.status == 422);
    CHECK(has(answer.body, departures));
  };
  check("P1");
  check("P9 No such project");
  check("P1 Once\nP1 Twice");
}
