// A budget round by pages, from a call to a milestone; each act admitted by the record as its officers would seal it.
#include <catch2/catch.hpp>

#include <algorithm>

#include "crypto/encoding.hpp"
#include "ledger/record/round_count.hpp"
#include "tests/server/desk/busy_town.hpp"
#include "tests/server/desk/office.hpp"
#include "tests/server/desk/opening.hpp"

using namespace radslag;
using namespace radslag::testing;
using record::Phase;

namespace {

std::string key_lines(std::size_t voters) {
  std::string lines;
  for (std::size_t i = 0; i < voters; ++i) lines += crypto::to_hex(Town::public_key("voter-" + std::to_string(i))) + "\r\n";
  return lines;
}

const Fields opening = opening_fields("clear/v1");

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
  /// What the page of a decision says was looked at.
  std::string looked(const http::Response& answer) {
    const std::string mark = "name=\"looked\" value=\"";
    const auto at = answer.body.find(mark);
    REQUIRE(at != std::string::npos);
    return answer.body.substr(at + mark.size(), 64);
  }
  /// Looked at, and sent again as it was.
  service::DeskAct decide(const std::string& id, Fields fields) {
    const auto path = "/staff/rounds/" + id + "/decide";
    const auto look = office.submit(path, fields, board_token);
    REQUIRE(look.status == 200);
    fields.emplace_back("looked", looked(look));
    return office.drafted(office.submit(path, fields, board_token));
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
  CHECK(std::get<allocation::GreedyRule>(frozen.rule).unaffordable == allocation::Unaffordable::stop);
  CHECK(frozen.ties == std::vector{allocation::TieCriterion::min_cost});
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

  // b0 was allocated; the board turns it round.
  const Fields decision{{"board", "The technical board"},
                        {"meeting", "2027-02-01"},
                        {"diary", "TN 2027/1"},
                        {"funded", "b1"},
                        {"reason", "The ground is polluted."},
                        {"reason", "The money is there after all."}};
  const auto decide = all.decide("begun", decision);
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
  check("voting", "aloud", good);
  check("preset", "my-own", good);
  check("last_tie", "coin", good);
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

TEST_CASE("a departure has a reason, and a reason is for a departure") {
  Offices all;
  const auto check = [&](const std::vector<std::string>& funded, const std::vector<std::string>& reasons, const std::string& said) {
    CAPTURE(said);
    Fields fields{{"board", "The board"}, {"meeting", "2027-02-01"}, {"diary", "TN 1"}};
    for (const auto& id : funded) fields.emplace_back("funded", id);
    for (const auto& reason : reasons) fields.emplace_back("reason", reason);
    const auto answer = all.office.submit("/staff/rounds/r-ended/decide", fields, all.board_token);
    CHECK(answer.status == 422);
    CHECK(has(answer.body, said));
    CHECK(all.office.desk.waiting().empty());
  };
  const auto& definition = all.round("r-ended").frozen->definition;
  const auto& allocation = *all.round("r-ended").allocation;
  std::vector<std::string> funded, none(definition.projects.size());
  for (const auto& project : definition.projects) {
    if (allocation.funds(project.id)) funded.push_back(project.id);
  }
  REQUIRE_FALSE(funded.empty());
  check({}, none, "Write a reason for each departure");
  auto idle = none;
  idle[0] = "For no departure";
  check(funded, idle, "have a reason but do not depart");
  check({"P9"}, none, "href=\"#funded\"");
}

TEST_CASE("a decision begins as the allocation, and is looked at before it is drafted") {
  Offices all;
  const auto& definition = all.round("r-ended").frozen->definition;
  const auto& allocation = *all.round("r-ended").allocation;
  const auto form = all.office.see("/staff/rounds/r-ended/decide", all.board_token).body;
  for (const auto& project : definition.projects) {
    CAPTURE(project.id);
    CHECK(has(form, "value=\"" + project.id + "\"" + (allocation.funds(project.id) ? " checked" : " aria")));
  }
  Fields fields{{"board", "The board"}, {"meeting", "2027-02-01"}, {"diary", "TN 1"}};
  for (const auto& project : definition.projects) {
    fields.emplace_back("funded", project.id);
    fields.emplace_back("reason", allocation.funds(project.id) ? "" : "There is money elsewhere.");
  }
  const auto look = all.office.submit("/staff/rounds/r-ended/decide", fields, all.board_token);
  CHECK(look.status == 200);
  CHECK(has(look.body, "What the decision changes"));
  CHECK(has(look.body, "There is money elsewhere."));
  CHECK(all.office.desk.waiting().empty());
  auto changed = fields;
  changed[2].second = "TN 2";
  changed.emplace_back("looked", all.looked(look));
  CHECK(all.office.submit("/staff/rounds/r-ended/decide", changed, all.board_token).status == 200);  // not what was looked at
  CHECK(all.office.desk.waiting().empty());
  fields.emplace_back("looked", all.looked(look));
  CHECK(all.office.submit("/staff/rounds/r-ended/decide", fields, all.board_token).status == 303);
}

TEST_CASE("ballots and rules of every kind are drafted as they are chosen, and read in full before they are sealed") {
  Offices all;
  using allocation::EqualSharesRule;
  using record::BallotRule;
  const auto drafted = [&](const Fields& changes) {
    const auto act = all.draft("begun/open", all.election_token, with(opening, changes), {{"credentials", key_lines(3)}});
    const auto page = all.office.see("/staff/acts/" + act.id, all.election_token).body;
    CHECK(has(page, "The rules in words"));
    for (const auto& blob : act.file.draft.blobs) {
      const auto definition = record::parse_content<record::RoundDefinition>(*record::blob_content(blob));
      if (definition) return *definition;
    }
    FAIL("no definition");
    return record::RoundDefinition{};
  };
  SECTION("points, Equal Shares by points") {
    const auto d = drafted({{"voting", "points"},
                            {"choices_max", ""},
                            {"points_max", "10"},
                            {"preset", "mes-points+add1"},
                            {"rule_unaffordable", ""},
                            {"rule_minimum-score", ""},
                            {"rule_step", "5"}});
    CHECK(d.ballot_rule == BallotRule::points);
    CHECK(d.points_max == 10);
    CHECK(d.choices_max == 2);
    CHECK(std::get<EqualSharesRule>(d.rule).utility == allocation::Utility::points);
    CHECK(std::get<EqualSharesRule>(d.rule).step == 5);
  }
  SECTION("a ranking, by Borda unless places are worth something else") {
    const Fields ranking{{"voting", "ranking"}, {"choices_max", ""}, {"preset", "warszawa"}, {"rule_unaffordable", ""}};
    auto d = drafted(ranking);
    CHECK(d.ballot_rule == BallotRule::ranking);
    CHECK(d.place_points == std::vector<std::uint64_t>{2, 1});
    CHECK(std::get<allocation::GreedyRule>(d.rule).score == allocation::GreedyRule::Score::points);
    d = drafted(with(ranking, {{"place_points", "5, 2"}}));
    CHECK(d.place_points == std::vector<std::uint64_t>{5, 2});
  }
  SECTION("choose one; within the budget") {
    const auto one = drafted({{"voting", "one"}, {"choices_max", ""}});
    CHECK(one.choices_max == 1);
    const auto budget = drafted({{"voting", "budget"}, {"choices_max", ""}});
    CHECK(budget.budget_max == budget.envelope);
  }
  SECTION("a preset as it stands, with its ties") {
    const auto d = drafted({{"preset", "wieliczka-2023"}, {"rule_unaffordable", ""}, {"rule_minimum-score", ""}, {"ties", "as-preset"}});
    EqualSharesRule rule;
    rule.completion = EqualSharesRule::Completion::add1;
    rule.comparison = EqualSharesRule::Comparison::satisfaction;
    CHECK(d.rule == allocation::AnyRule(rule));
    CHECK(d.ties == std::vector{allocation::TieCriterion::min_cost, allocation::TieCriterion::max_votes});
  }
  SECTION("a given order, a lot, projects that exclude each other") {
    auto d = drafted({{"last_tie", "given-order"}, {"tie_order", "b1\nb0\n"}, {"rule_exclusive", "b0, b1"}});
    CHECK(d.tie_order == std::vector<std::string>{"b1", "b0"});
    CHECK(std::get<allocation::GreedyRule>(d.rule).exclusive == std::vector<std::vector<std::string>>{{"b0", "b1"}});
    const auto digits = std::string(63, '0');
    d = drafted({{"last_tie", "lot"}, {"lot_shares", "lot-share " + digits + "1\n" + digits + "2"}});
    CHECK(d.last_tie == record::LastTie::lot);
    CHECK(d.lot_shares.size() == 2);
  }
}

TEST_CASE("what does not go together is said where it can be put right") {
  Offices all;
  const auto check = [&](const Fields& changes, const std::string& field, const std::string& said) {
    CAPTURE(field, said);
    const auto answer =
        all.office.submit("/staff/rounds/begun/open", with(opening, changes), all.election_token, {{"credentials", key_lines(2)}});
    CHECK(answer.status == 422);
    CHECK(has(answer.body, "href=\"#" + field + "\""));
    CHECK(has(answer.body, said));
  };
  check({{"choices_max", "3"}}, "choices_max", "from 1 to 2");
  check({{"voting", "one"}, {"choices_max", "2"}}, "choices_max", "Voters choose one project");
  check({{"points_max", "9"}}, "points_max", "another way of voting");
  check({{"voting", "points"}, {"points_max", "256"}}, "points_max", "1 to 255");
  check({{"voting", "ranking"}, {"place_points", "1, 3"}}, "place_points", "the largest first");
  check({{"rule_utility", "cost"}}, "rule_utility", "another rule");
  check({{"rule_score", "points"}}, "rule_score", "Ticks give no points");
  check({{"preset", "mes-points+add1"}, {"rule_unaffordable", ""}, {"rule_minimum-score", ""}}, "preset", "Ticks give no points");
  check({{"preset", "mes-cost"}, {"rule_unaffordable", ""}, {"rule_minimum-score", ""}, {"rule_utility", "borda"}}, "rule_utility",
        "voters rank");
  check({{"rule_reserve-percent", "101"}}, "rule_reserve-percent", "0 to 100");
  check({{"preset", "poznan"}, {"rule_unaffordable", "skip"}}, "preset", "0 to 100");
  check({{"rule_exclusive", "b0"}}, "rule_exclusive", "at least two");
  check({{"rule_exclusive", "b0, b7"}}, "rule_exclusive", "at least two");
  check({{"tie_order", "b0"}}, "tie_order", "another answer");
  check({{"last_tie", "given-order"}, {"tie_order", "b0"}}, "tie_order", "missing: b1");
  check({{"last_tie", "given-order"}, {"tie_order", "b0 b1 b2"}}, "tie_order", "stands once");
  check({{"last_tie", "lot"}, {"lot_shares", "abc"}}, "lot_shares", "2 to 12");
  check({{"closes_day", "2026-11-30"}}, "closes_day", "before the first");
}

TEST_CASE("a lot is drawn after closing, and the allocation waits for it") {
  Offices all;
  const auto share = [](char c) { return crypto::sha256(std::string(1, c)); };
  std::string commitments;
  for (const char c : {'a', 'b', 'c'}) commitments += "lot-share " + crypto::to_hex(record::lot_commitment(share(c))) + "\n";
  const auto open = all.draft("begun/open", all.election_token, with(opening, {{"last_tie", "lot"}, {"lot_shares", commitments}}),
                              {{"credentials", key_lines(3)}});
  REQUIRE(all.office.admit(open, election_board));
  CHECK(all.status("begun/lot", all.election_token) == 409);
  all.town.vote("begun", 0, {0});
  all.town.vote("begun", 1, {1});
  REQUIRE(all.office.admit(all.draft("begun/close", all.election_token), election_board));
  REQUIRE(all.office.admit(all.draft("begun/tally", all.election_token), election_board));
  CHECK(all.next("begun") == "round-lot");
  CHECK(all.status("begun/allocation", all.election_token) == 409);
  const auto submit = [&](const std::string& those, bool without = false) {
    std::string shares;
    for (const char c : those) shares += crypto::to_hex(share(c)) + "\n";
    Fields fields{{"shares", shares}};
    if (without) fields.emplace_back("without_shares", "yes");
    return all.office.submit("/staff/rounds/begun/lot", fields, all.election_token);
  };
  const auto refused = [&](const http::Response& answer, const char* why) {
    CHECK(answer.status == 422);
    CHECK(answer.body.find(why) != std::string::npos);
  };
  refused(submit(""), "3 of the 3 shares are missing");
  refused(submit("ac"), "1 of the 3 shares is missing");
  refused(submit("acx"), "committed to at opening");
  refused(submit("aac"), "given twice");
  refused(submit("abc", true), "all shares or none");
  CHECK(all.office.submit("/staff/rounds/begun/lot", {{"shares", "abc"}}, all.election_token).status == 422);
  SECTION("from all shares, in any order") {
    const auto lot = all.office.drafted(submit("cab"));
    CHECK(lot.needed == 2);
    REQUIRE(all.office.admit(lot, election_board));
    CHECK(all.round("begun").lot->row.shares.size() == 3);
    CHECK(all.round("begun").lot_seed());
  }
  SECTION("without shares, where one is lost: as listed") {
    REQUIRE(all.office.admit(all.office.drafted(submit("", true)), election_board));
    CHECK(all.round("begun").lot);
    CHECK_FALSE(all.round("begun").lot_seed());
  }
  CHECK(all.next("begun") == "round-allocation");
  REQUIRE(all.office.admit(all.draft("begun/allocation", all.election_token), election_board));
  CHECK(all.round("begun").allocation->lot == all.round("begun").lot_seed());
  CHECK(all.status("begun/lot", all.election_token) == 409);
}
