#include "server/staff/sessions.hpp"

#include <latch>
#include <set>
#include <thread>

#include "tests/server/staff/house.hpp"

using namespace radslag::staff;
using namespace radslag::staff::testing;

namespace {

constexpr const char* kMail = "eva@by.example";

bool lives(House& house, const std::string& token) { return house.staff->sessions.find(token).has_value(); }

}  // namespace

TEST_CASE("every sign-in is a new session, and a token that was brought along is not taken over", "[staff]") {
  House house;
  const Person eva = house.join(kMail, officer_of("kultur"));
  // Fixation: the browser comes with a token that somebody planted.
  const std::string planted(64, 'a');
  const auto first = house.sign_in(eva, kPassphrase, planted);
  REQUIRE(first);
  CHECK(first->token != planted);
  CHECK_FALSE(lives(house, planted));
  // And with a real one of somebody else's: it ends, and gives nothing.
  const Person mallory = house.join("mallory@by.example", officer_of("kultur"));
  const auto second = house.sign_in(eva, kPassphrase, mallory.token);
  REQUIRE(second);
  CHECK(second->token != mallory.token);
  CHECK_FALSE(lives(house, mallory.token));
  CHECK(house.staff->sessions.find(second->token)->account.id == eva.id);
  CHECK(lives(house, first->token));  // another browser of hers
  // A failed sign-in leaves the old session alone.
  CHECK_FALSE(house.sign_in(eva, "fel lösenfras här", second->token));
  CHECK(lives(house, second->token));
}

TEST_CASE("signing out ends this session, at once and for good", "[staff]") {
  House house;
  const Person eva = house.join(kMail, officer_of("kultur"));
  const auto other = house.sign_in(eva);
  REQUIRE(other);
  house.staff->sessions.end(eva.token);
  CHECK_FALSE(lives(house, eva.token));
  CHECK(lives(house, other->token));
  CHECK_NOTHROW(house.staff->sessions.end(eva.token));
  CHECK_NOTHROW(house.staff->sessions.end("nonsense"));
  CHECK(why(house.staff->sessions.step_up(eva.token, house.code(eva))) == "not-signed-in");
}

TEST_CASE("a session that nobody uses ends after half an hour, a used one after twelve", "[staff]") {
  House house;
  const Person eva = house.join(kMail, officer_of("kultur"));
  const auto idle = house.sign_in(eva);
  const auto used = house.sign_in(eva);
  REQUIRE(idle);
  REQUIRE(used);
  const std::int64_t began = house.now;
  while (house.now < began + 12 * 3600 - 1500) {
    house.now += 1500;
    REQUIRE(lives(house, used->token));
    CHECK_FALSE((house.now > began + 1800 && lives(house, idle->token)));
  }
  CHECK(used->session.ends_at == began + 12 * 3600);
  house.now = began + 12 * 3600 - 1;
  CHECK(lives(house, used->token));
  house.now = began + 12 * 3600;
  CHECK_FALSE(lives(house, used->token));
}

TEST_CASE("the idle limit, to the second", "[staff]") {
  House house;
  const Person eva = house.join(kMail, officer_of("kultur"));
  const auto one = house.sign_in(eva);
  REQUIRE(one);
  house.now += 1799;
  CHECK(lives(house, one->token));
  house.now += 1799;
  CHECK(lives(house, one->token));
  house.now += 1800;
  CHECK_FALSE(lives(house, one->token));
}

TEST_CASE("an account's sessions outlive a restart; the database has no token", "[staff]") {
  House house;
  const Person eva = house.join(kMail, officer_of("kultur"));
  house.reopen();
  const auto session = house.staff->sessions.find(eva.token);
  REQUIRE(session);
  CHECK(session->id != eva.token);
  CHECK_FALSE(lives(house, session->id));
}

TEST_CASE("a change of roles is in force at once", "[staff]") {
  House house;
  const Person eva = house.join(kMail, officer_of("kultur"));
  const auto signed_in = house.sign_in(eva);
  REQUIRE(may(house.staff->sessions.find(signed_in->token)->account, Action::moderate, "kultur"));
  REQUIRE(house.staff->accounts.set_grants(kCommandLine, eva.id, officer_of("teknik")));
  CHECK_FALSE(lives(house, signed_in->token));
  CHECK_FALSE(lives(house, eva.token));
  const auto again = house.sign_in(eva);
  REQUIRE(again);
  CHECK_FALSE(may(again->session.account, Action::moderate, "kultur"));
  CHECK(may(again->session.account, Action::moderate, "teknik"));
}

TEST_CASE("ending the account, and signing it out everywhere, end its sessions and no others", "[staff]") {
  House house;
  const Person eva = house.join(kMail, officer_of("kultur"));
  const Person bo = house.join("bo@by.example", officer_of("kultur"));
  const auto second = house.sign_in(eva);
  REQUIRE(house.staff->accounts.end_sessions(kCommandLine, eva.id));
  CHECK_FALSE(lives(house, eva.token));
  CHECK_FALSE(lives(house, second->token));
  CHECK(lives(house, bo.token));
  const auto third = house.sign_in(eva);
  REQUIRE(third);
  REQUIRE(house.staff->accounts.end(kCommandLine, eva.id));
  CHECK_FALSE(lives(house, third->token));
  CHECK(lives(house, bo.token));
}

TEST_CASE("acts of office are open for five minutes after a fresh code", "[staff]") {
  House house;
  const Person eva = house.join(kMail, officer_of("kultur"));
  const auto signed_in = house.sign_in(eva);
  REQUIRE(signed_in);
  const auto open = [&] { return house.staff->sessions.find(signed_in->token)->stepped_up; };
  CHECK(open());
  house.now += 299;
  CHECK(open());
  house.now += 1;
  CHECK_FALSE(open());

  auto& sessions = house.staff->sessions;
  CHECK(why(sessions.step_up(signed_in->token, "000000")) == "wrong-code");
  CHECK_FALSE(open());
  const std::string code = house.code(eva);
  const auto until = sessions.step_up(signed_in->token, code);
  REQUIRE(until);
  CHECK(*until == house.now + 300);
  CHECK(open());
  // Replayed, here and at the sign-in.
  CHECK(why(sessions.step_up(signed_in->token, code)) == "wrong-code");
  CHECK(why(house.staff->sign_in(kMail, kPassphrase, code)) == "wrong-credentials");
  // Another session of the same account is not opened by it.
  house.now += 301;
  const auto other = house.sign_in(eva);
  REQUIRE(other);
  CHECK_FALSE(open());
}

TEST_CASE("the code of a sign-in does not step up a second session", "[staff]") {
  House house;
  const Person eva = house.join(kMail, officer_of("kultur"));
  house.now += 600;
  const std::string code = house.code(eva);
  REQUIRE(house.staff->sign_in(kMail, kPassphrase, code));
  CHECK(why(house.staff->sessions.step_up(eva.token, code)) == "wrong-code");
}

TEST_CASE("wrong codes are slowed, over all sessions of the account", "[staff]") {
  House house;
  const Person eva = house.join(kMail, officer_of("kultur"));
  const auto other = house.sign_in(eva);
  REQUIRE(other);
  house.now += 60;
  for (int i = 0; i < 5; ++i) CHECK(why(house.staff->sessions.step_up(i % 2 ? eva.token : other->token, "000000")) == "wrong-code");
  const auto told = house.staff->sessions.step_up(eva.token, house.code(eva));
  CHECK(why(told) == "wait");
  CHECK(told.error().wait_seconds == 30);
  house.now += 30;
  CHECK(house.staff->sessions.step_up(eva.token, house.code(eva)));
}

TEST_CASE("a session killed while it is being used", "[staff]") {
  House house;
  const Person eva = house.join(kMail, officer_of("kultur"));
  std::atomic<bool> killed{false};
  std::atomic<int> after{0};
  {
    std::latch together(5);
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        together.arrive_and_wait();
        for (bool last = false; !last;) {
          last = killed;  // read before: what is found after the kill has returned is an error
          house.now += 61;
          if (lives(house, eva.token) && last) ++after;
          house.now -= 61;
        }
      });
    }
    together.arrive_and_wait();
    for (int i = 0; i < 20; ++i) (void)lives(house, eva.token);
    CHECK(house.staff->accounts.end_sessions(kCommandLine, eva.id));
    killed = true;
  }
  CHECK(after == 0);
  CHECK_FALSE(lives(house, eva.token));
}
