#include "server/staff/sign_in.hpp"

#include <latch>
#include <set>
#include <thread>

#include "server/staff/schema.hpp"
#include "tests/server/staff/house.hpp"

using namespace radslag::staff;
using namespace radslag::staff::testing;

namespace {

constexpr const char* kMail = "eva@by.example";

template <typename Work>
void in_threads(int count, Work work) {
  std::latch together(count);
  std::vector<std::jthread> threads;
  for (int i = 0; i < count; ++i) {
    threads.emplace_back([&, i] {
      together.arrive_and_wait();
      work(i);
    });
  }
}

}  // namespace

TEST_CASE("passphrase and code sign in, and nothing less", "[staff]") {
  House house;
  const Person eva = house.join(kMail, officer_of("kultur"));
  const Person bo = house.join("bo@by.example", officer_of("kultur"));
  auto& sign_in = house.staff->sign_in;
  house.now += 60;
  CHECK(why(sign_in(kMail, "en annan häst äter päron", house.code(eva))) == "wrong-credentials");
  CHECK(why(sign_in(kMail, kPassphrase, house.code(bo))) == "wrong-credentials");
  CHECK(why(sign_in(kMail, kPassphrase, "")) == "wrong-credentials");
  CHECK(why(sign_in("nobody@by.example", kPassphrase, house.code(eva))) == "wrong-credentials");
  const auto signed_in = sign_in("EVA@by.example", kPassphrase, house.code(eva));
  REQUIRE(signed_in);
  CHECK(signed_in->token.size() == 64);
  CHECK(signed_in->session.account.id == eva.id);
  CHECK(signed_in->session.account.grants == officer_of("kultur"));
  CHECK(signed_in->session.stepped_up);
  CHECK(house.staff->sessions.find(signed_in->token));
}

TEST_CASE("a passphrase that is too long is wrong, though its beginning is right", "[staff]") {
  House house;
  const Person eva = house.join(kMail, officer_of("kultur"));
  CHECK(why(house.sign_in(eva, std::string(kPassphrase) + std::string(1'000'000, 'x'))) == "wrong-credentials");
  CHECK(why(house.sign_in(eva, std::string(kPassphrase) + std::string("\0x", 2))) == "wrong-credentials");
  CHECK(why(house.sign_in(eva, "")) == "wrong-credentials");
  CHECK(house.sign_in(eva));
}

TEST_CASE("a code is taken once, also when the first time failed to be", "[staff]") {
  House house;
  const Person eva = house.join(kMail, officer_of("kultur"));
  house.now += 60;
  const std::string code = house.code(eva);
  // A code seen over somebody's shoulder is not used up by a wrong passphrase ...
  CHECK(why(house.staff->sign_in(kMail, "en annan häst äter päron", code)) == "wrong-credentials");
  CHECK(house.staff->sign_in(kMail, kPassphrase, code));
  // ... but it is by the right one, in its own step and in the next.
  CHECK(why(house.staff->sign_in(kMail, kPassphrase, code)) == "wrong-credentials");
  house.now += 30;
  CHECK(why(house.staff->sign_in(kMail, kPassphrase, code)) == "wrong-credentials");
  CHECK(house.staff->sign_in(kMail, kPassphrase, house.code(eva)));
}

TEST_CASE("one code on eight threads signs in once", "[staff]") {
  Settings settings = House::cheap();
  settings.free_attempts = 100;
  House house(settings);
  const Person eva = house.join(kMail, officer_of("kultur"));
  for (int round = 0; round < 5; ++round) {
    house.now += 60;
    const std::string code = house.code(eva);
    std::atomic<int> in{0};
    in_threads(8, [&](int) { in += house.staff->sign_in(kMail, kPassphrase, code) ? 1 : 0; });
    CHECK(in == 1);
  }
}

TEST_CASE("several people on several threads sign in at the same moment", "[staff]") {
  House house;
  std::vector<Person> people;
  for (int i = 0; i < 6; ++i) people.push_back(house.join("p" + std::to_string(i) + "@by.example", officer_of("kultur")));
  house.now += 60;
  std::vector<std::string> tokens(people.size());
  in_threads(6, [&](int i) {
    const auto& person = people[static_cast<std::size_t>(i)];
    const auto signed_in = house.staff->sign_in(person.mail, kPassphrase, house.code(person));
    if (signed_in) tokens[static_cast<std::size_t>(i)] = signed_in->token;
  });
  CHECK(std::set(tokens.begin(), tokens.end()).size() == people.size());
  for (std::size_t i = 0; i < people.size(); ++i) {
    const auto session = house.staff->sessions.find(tokens[i]);
    REQUIRE(session);
    CHECK(session->account.id == people[i].id);
  }
}

TEST_CASE("failures make wait, longer and longer, never for ever, and alike for accounts that do not exist", "[staff]") {
  House house;
  const Person eva = house.join(kMail, officer_of("kultur"));
  const std::string mail = GENERATE(std::string(kMail), std::string("nobody@by.example"), std::string("not an address"));
  INFO(mail);
  const auto attempt = [&] { return house.staff->sign_in(mail, "fel lösenfras här", "123456"); };
  for (int i = 0; i < 5; ++i) CHECK(why(attempt()) == "wrong-credentials");
  std::int64_t expected = 30;
  for (int i = 0; i < 8; ++i) {
    const auto told = attempt();
    REQUIRE(why(told) == "wait");
    CHECK(told.error().wait_seconds == expected);
    house.now += expected - 1;
    CHECK(attempt().error().wait_seconds == 1);  // asking does not make it longer
    house.now += 1;
    CHECK(why(attempt()) == "wrong-credentials");
    expected = std::min<std::int64_t>(expected * 2, 900);
  }
  CHECK(expected == 900);
  CHECK(why(attempt()) == "wait");
  // A right passphrase does not get past the wait, and does after it.
  if (mail == kMail) {
    CHECK(why(house.staff->sign_in(kMail, kPassphrase, house.code(eva))) == "wait");
    house.now += 900;
    CHECK(house.staff->sign_in(kMail, kPassphrase, house.code(eva)));
    for (int i = 0; i < 5; ++i) CHECK(why(attempt()) == "wrong-credentials");  // counted from none again
    CHECK(why(attempt()) == "wait");
  }
}

TEST_CASE("the count outlives a restart, is forgotten after a day, and is each account's own", "[staff]") {
  House house;
  const Person eva = house.join(kMail, officer_of("kultur"));
  const Person bo = house.join("bo@by.example", officer_of("kultur"));
  for (int i = 0; i < 5; ++i) (void)house.staff->sign_in(kMail, "fel lösenfras här", "123456");
  house.reopen();
  CHECK(why(house.staff->sign_in(kMail, "fel lösenfras här", "123456")) == "wait");
  CHECK(house.staff->sign_in(bo.mail, kPassphrase, house.code(bo)));
  house.now += 24 * 3600;
  for (int i = 0; i < 5; ++i) CHECK(why(house.staff->sign_in(kMail, "fel lösenfras här", "123456")) == "wrong-credentials");
  CHECK(why(house.staff->sign_in(kMail, "fel lösenfras här", "123456")) == "wait");
}

TEST_CASE("a clock that is put back makes nobody wait for longer than the longest wait", "[staff]") {
  House house;
  const Person eva = house.join(kMail, officer_of("kultur"));
  for (int i = 0; i < 5; ++i) (void)house.staff->sign_in(kMail, "fel lösenfras här", "123456");
  house.now -= 10'000'000;
  CHECK(house.staff->sign_in(kMail, kPassphrase, house.code(eva)).error().wait_seconds == 900);
}

TEST_CASE("many guesses at the same moment are not many free guesses", "[staff]") {
  House house;
  (void)house.join(kMail, officer_of("kultur"));
  std::atomic<int> judged{0};
  in_threads(24, [&](int) { judged += why(house.staff->sign_in(kMail, "fel lösenfras här", "123456")) == "wrong-credentials" ? 1 : 0; });
  CHECK(judged == 5);
}

TEST_CASE("too many at once are told to come again, and nobody is hashed for them", "[staff]") {
  Settings settings = House::cheap();
  settings.hashing_at_once = 1;
  settings.hashing_waiting = 1;
  settings.free_attempts = 1000;
  House house(settings);
  const Person eva = house.join(kMail, officer_of("kultur"));
  std::atomic<int> busy{0};
  std::atomic<int> wrong{0};
  in_threads(16, [&](int) {
    for (int i = 0; i < 10; ++i) {
      const std::string outcome = why(house.staff->sign_in(kMail, "fel lösenfras här", "123456"));
      busy += outcome == "busy" ? 1 : 0;
      wrong += outcome == "wrong-credentials" ? 1 : 0;
    }
  });
  CHECK(busy + wrong == 160);
  CHECK(wrong > 0);
  CHECK(house.sign_in(eva));
}

TEST_CASE("neither an invited nor an ended account signs in, and the answer is the same", "[staff]") {
  House house;
  const Person eva = house.join(kMail, officer_of("kultur"));
  (void)house.invite("invited@by.example", officer_of("kultur"));
  CHECK(why(house.staff->sign_in("invited@by.example", "", "")) == "wrong-credentials");
  CHECK(why(house.staff->sign_in("invited@by.example", kPassphrase, "000000")) == "wrong-credentials");
  REQUIRE(house.staff->accounts.end(kCommandLine, eva.id));
  CHECK(why(house.sign_in(eva)) == "wrong-credentials");
  CHECK(why(house.staff->sign_in("", kPassphrase, house.code(eva))) == "wrong-credentials");
}

TEST_CASE("an account that is invited again while its passphrase is being hashed does not get in", "[staff]") {
  Settings slow = House::cheap();
  slow.cost = {.passes = 2, .memory_bytes = 16 << 20};  // so that the other thread comes in between
  House house(slow);
  Person eva = house.join(kMail, officer_of("kultur"));
  for (int round = 0; round < 6; ++round) {
    const std::string code = house.code(eva);
    Outcome<SignedIn> signed_in = refused(Refusal::busy);
    std::string token;
    in_threads(2, [&](int thread) {
      if (thread == 0) signed_in = house.staff->sign_in(kMail, kPassphrase, code);
      if (thread == 1) token = house.staff->accounts.invite_again(kCommandLine, eva.id).value().token;
    });
    // Before or after it, and never alive behind it.
    CHECK((signed_in || why(signed_in) == "wrong-credentials"));
    if (signed_in) CHECK_FALSE(house.staff->sessions.find(signed_in->token));
    CHECK(house.staff->accounts.find(eva.id)->state == AccountState::invited);
    eva = house.accept(kMail, token);
  }
}

TEST_CASE("a hash of a lower cost is made anew when its owner signs in", "[staff]") {
  House house;
  const Person eva = house.join(kMail, officer_of("kultur"));
  Settings dearer = House::cheap();
  dearer.cost.memory_bytes = 16384;
  house.reopen(dearer);
  REQUIRE(house.sign_in(eva));
  house.staff.reset();
  const auto database = radslag::storage::Database::open(house.directory / "staff.sqlite", staff_schema());
  const std::string hash =
      database->read([](radslag::storage::Reading& reading) { return reading.first("SELECT passphrase FROM account")->text(0); });
  CHECK(hash.starts_with("$argon2id$v=19$m=16,t=1,p=1$"));
  house.staff = nullptr;
}
