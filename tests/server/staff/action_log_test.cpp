#include "server/staff/action_log.hpp"

#include <SQLiteCpp/Database.h>

#include "tests/server/staff/house.hpp"

using namespace radslag::staff;
using namespace radslag::staff::testing;

namespace {

std::string text(const LogLine& line, const Person& person) {
  const auto known = [&](const std::string& id) { return id == person.id ? std::string("eva") : id; };
  return known(line.account) + " " + line.action + " " + known(line.subject) + " " + line.outcome;
}

}  // namespace

TEST_CASE("what concerns accounts is in the log, to the hour", "[staff]") {
  House house;
  const Person eva = house.join("eva@by.example", officer_of("kultur"));
  (void)house.sign_in(eva, "fel lösenfras här");
  const auto signed_in = house.sign_in(eva);
  house.now += 60;
  CHECK_FALSE(house.staff->sessions.step_up(signed_in->token, "000000"));
  CHECK(house.staff->sessions.step_up(signed_in->token, house.code(eva)));
  house.staff->log.append(eva.id, Action::invalidate_signature, "i-7/s-12", Ended::done);
  house.staff->sessions.end(signed_in->token);
  CHECK(house.staff->accounts.set_grants(kCommandLine, eva.id, officer_of("*")));
  CHECK(house.staff->accounts.set_public_key(kCommandLine, eva.id, std::string(64, 'b')));
  CHECK(house.staff->accounts.end_sessions(kCommandLine, eva.id));
  CHECK(house.staff->accounts.invite_again(kCommandLine, eva.id));
  CHECK(house.staff->accounts.end(kCommandLine, eva.id));

  std::vector<std::string> lines;
  for (const LogLine& line : house.staff->log.page(100)) {
    CHECK(line.hour % 3600 == 0);
    CHECK((line.hour >= kStart - 3600 && line.hour <= house.now));
    lines.insert(lines.begin(), text(line, eva));
  }
  CHECK(lines == std::vector<std::string>{"command-line invite eva done", "eva accept-invitation  done", "eva sign-in  refused",
                                          "eva sign-in  done", "eva step-up  refused", "eva step-up  done",
                                          "eva invalidate-signature i-7/s-12 done", "eva sign-out  done", "command-line set-roles eva done",
                                          "command-line set-public-key eva done", "command-line end-sessions eva done",
                                          "command-line invite-again eva done", "command-line end-account eva done"});
}

TEST_CASE("the log is read in pages, newest first", "[staff]") {
  House house;
  for (int i = 1; i <= 25; ++i) house.staff->log.append("a", Action::moderate, std::to_string(i), Ended::done);
  std::vector<std::string> subjects;
  std::optional<std::int64_t> before;
  for (auto page = house.staff->log.page(10, before); !page.empty(); page = house.staff->log.page(10, before)) {
    CHECK(page.size() <= 10);
    for (const LogLine& line : page) subjects.push_back(line.subject);
    before = page.back().number;
  }
  REQUIRE(subjects.size() == 25);
  for (int i = 0; i < 25; ++i) CHECK(subjects[static_cast<std::size_t>(i)] == std::to_string(25 - i));
}

TEST_CASE("nothing that a person wrote gets into the log", "[staff]") {
  House house;
  for (const char* word : {"Eva Berg", "eva@by.example", "a b", "Å", "x\ny", "<b>",
                           "198001011234567890198001011234567890198001011234567890198001011234567890198001011"}) {
    CHECK_THROWS_AS(house.staff->log.append("a", Action::moderate, word, Ended::done), std::logic_error);
    CHECK_THROWS_AS(house.staff->log.append(word, Action::moderate, "x", Ended::done), std::logic_error);
  }
  CHECK(house.staff->log.page(10).empty());
}

TEST_CASE("a refusal changes nothing and logs nothing done", "[staff]") {
  House house;
  const Person eva = house.join("eva@by.example", operator_everywhere());
  const auto before = house.staff->log.page(100).size();
  CHECK_FALSE(house.staff->accounts.end(eva.id, eva.id));
  CHECK_FALSE(house.staff->accounts.invite(eva.id, "Bo", "eva@by.example", officer_of("kultur")));
  CHECK(house.staff->log.page(100).size() == before);
}

TEST_CASE("lines are not changed, removed or slipped in, not even by another program", "[staff]") {
  House house;
  for (int i = 1; i <= 3; ++i) house.staff->log.append("a", Action::moderate, std::to_string(i), Ended::done);
  house.staff.reset();
  SQLite::Database database((house.directory / "staff.sqlite").string(), SQLite::OPEN_READWRITE);
  for (const char* sql : {"UPDATE action_log SET outcome = 'refused'", "DELETE FROM action_log", "DELETE FROM action_log WHERE number = 3",
                          "INSERT INTO action_log VALUES(9, 0, 'a', 'b', '', 'done')",
                          "INSERT OR REPLACE INTO action_log VALUES(2, 0, 'a', 'b', '', 'done')"}) {
    INFO(sql);
    CHECK_THROWS_AS(database.exec(sql), SQLite::Exception);
  }
  CHECK(database.execAndGet("SELECT group_concat(subject, '') FROM action_log").getString() == "123");
}
