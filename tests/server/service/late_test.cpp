#include "server/service/late.hpp"

#include <catch2/catch.hpp>

#include "tests/support/town.hpp"

using namespace radslag;
using namespace radslag::testing;
using service::Late;

namespace {

constexpr std::uint64_t day = 24;

std::vector<std::string> late_ids(const Town& town, std::uint64_t hour) {
  std::vector<std::string> ids;
  for (const Late& late : service::late_promises(town.state(), hour)) ids.push_back(late.id);
  return ids;
}

}  // namespace

TEST_CASE("a day begins at midnight in UTC") {
  CHECK(service::hour_of_date("1970-01-01") == 0);
  CHECK(service::hour_of_date("1970-03-01") == 59 * day);
  CHECK(record::hour_text(service::hour_of_date("2028-02-29")) == "2028-02-29T00:00Z");
}

TEST_CASE("a dialogue owes feedback thirty days after its last day") {
  Town town;
  town.begin();
  town.dialogue();  // ends on 2026-09-30
  const std::uint64_t due = service::hour_of_date("2026-10-31");
  CHECK(late_ids(town, due).empty());
  CHECK(late_ids(town, due + 1) == std::vector<std::string>{"parks"});
  const auto late = service::late_promises(town.state(), due + 1);
  CHECK(late.front().what == Late::What::dialogue_feedback);
  CHECK(late.front().since == due);
  town.feedback();
  CHECK(late_ids(town, due + 1'000).empty());
}

TEST_CASE("a decided round owes feedback thirty days after the decision") {
  Town town = Town::whole_life();
  const std::uint64_t decided = town.round("parks-2026").decision->hour;
  CHECK(late_ids(town, decided + 30 * day).empty());
  CHECK(late_ids(town, decided + 30 * day + 1) == std::vector<std::string>{"parks-2026"});
  CHECK(service::late_promises(town.state(), decided + 30 * day + 1).front().what == Late::What::round_feedback);
  // Long after the dialogue's end it stands for its rounds.
  CHECK(late_ids(town, service::hour_of_date("2027-01-01")) == std::vector<std::string>{"parks"});
  town.feedback();
  CHECK(late_ids(town, service::hour_of_date("2027-01-01")).empty());
}

TEST_CASE("feedback from before a decision is none on it") {
  Town town;
  town.begin();
  town.dialogue();
  town.feedback();
  town.begin_round("r1");
  ++town.hour;
  town.open("r1", Town::definition(), 3);
  town.close("r1");
  town.tally("r1");
  town.allocate("r1");
  town.end("r1");
  town.decide("r1");
  CHECK(late_ids(town, town.hour + 31 * day) == std::vector<std::string>{"r1"});
}

TEST_CASE("a board owes a decision half a year after the hand-over, and then an answer") {
  Town town;
  town.begin();
  town.registrar();
  town.raise("benches");
  town.open_initiative("benches");
  CHECK(late_ids(town, town.hour + 1'000 * day).empty());  // nobody owes anything before the hand-over
  for (std::size_t person = 1; person < 5; ++person) town.sign("benches", person);
  const std::uint64_t handed_over = town.state().initiative("benches")->hand_over->hour;
  CHECK(late_ids(town, handed_over + 180 * day).empty());
  CHECK(late_ids(town, handed_over + 180 * day + 1) == std::vector<std::string>{"benches"});
  CHECK(service::late_promises(town.state(), handed_over + 180 * day + 1).front().what == Late::What::initiative_decision);
  town.hour += 5 * day;
  town.decide_initiative("benches");
  CHECK(late_ids(town, town.hour + 30 * day).empty());
  const auto late = service::late_promises(town.state(), town.hour + 30 * day + 1);
  REQUIRE(late.size() == 1);
  CHECK(late.front().what == Late::What::initiative_answer);
  town.report("benches", record::ReportStep::follow_up);
  CHECK(late_ids(town, town.hour + 31 * day).size() == 1);
  town.report("benches", record::ReportStep::answer);
  CHECK(late_ids(town, town.hour + 31 * day).empty());
}

TEST_CASE("what has waited longest comes first") {
  Town town = Town::whole_life();
  town.registrar();
  town.raise("benches");
  town.open_initiative("benches");
  for (std::size_t person = 1; person < 5; ++person) town.sign("benches", person);
  const auto late = service::late_promises(town.state(), service::hour_of_date("2028-01-01"));
  REQUIRE(late.size() == 2);
  CHECK(late[0].since <= late[1].since);
}
