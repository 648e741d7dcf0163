// A stranger who keeps guessing must not keep the owner out.
#include "server/staff/known_browser.hpp"

#include <set>

#include "tests/server/staff/house.hpp"

using namespace radslag::staff;
using namespace radslag::staff::testing;

namespace {

constexpr const char* kMail = "eva@by.example";

std::string guess(House& house, const std::string& mail, std::string_view browser = {}) {
  return why(house.staff->sign_in(mail, "fel lösenfras här", "123456", {}, browser));
}

std::string right(House& house, const Person& person, std::string_view browser = {}) {
  return why(house.staff->sign_in(person.mail, kPassphrase, house.code(person), {}, browser));
}

}  // namespace

TEST_CASE("while strangers make an account wait, its owner signs in from a browser of her own", "[staff]") {
  House house;
  const Person eva = house.join(kMail, officer_of("kultur"));
  const auto signed_in = house.sign_in(eva);
  REQUIRE(signed_in);
  const std::string browser = signed_in->browser;
  CHECK(browser.size() == 64);
  CHECK(browser != signed_in->token);
  house.now += 60;
  for (int i = 0; i < 5; ++i) CHECK(guess(house, kMail) == "wrong-credentials");
  CHECK(guess(house, kMail) == "wait");
  CHECK(right(house, eva) == "wait");
  for (const std::string& other : {std::string(64, 'a'), signed_in->token, std::string("x")}) CHECK(right(house, eva, other) == "wait");
  CHECK(right(house, eva, browser) == "done");
  // Which does not make the strangers' count any smaller.
  CHECK(guess(house, kMail) == "wait");
}

TEST_CASE("a known browser's own failures make it wait, and nobody else", "[staff]") {
  House house;
  const Person eva = house.join(kMail, officer_of("kultur"));
  const std::string browser = house.sign_in(eva).value().browser;
  house.now += 60;
  for (int i = 0; i < 5; ++i) CHECK(guess(house, kMail, browser) == "wrong-credentials");
  CHECK(right(house, eva, browser) == "wait");
  CHECK(right(house, eva) == "done");
}

TEST_CASE("a browser keeps its token, is shared by people, and is known for those who used it alone", "[staff]") {
  House house;
  const Person eva = house.join(kMail, officer_of("kultur"));
  const Person bo = house.join("bo@by.example", officer_of("kultur"));
  const std::string browser = house.sign_in(eva).value().browser;
  house.now += 60;
  const auto again = house.staff->sign_in(kMail, kPassphrase, house.code(eva), {}, browser);
  REQUIRE(again);
  CHECK(again->browser == browser);
  for (int i = 0; i < 5; ++i) CHECK(guess(house, bo.mail) == "wrong-credentials");
  CHECK(right(house, bo, browser) == "wait");
  house.now += 60;
  const auto shared = house.staff->sign_in(bo.mail, kPassphrase, house.code(bo), {}, browser);
  REQUIRE(shared);
  CHECK(shared->browser == browser);
  // A token that was not made here is not taken over.
  house.now += 60;
  const std::string planted(64, 'c');
  const auto other = house.staff->sign_in(bo.mail, kPassphrase, house.code(bo), {}, planted);
  REQUIRE(other);
  CHECK(other->browser != planted);
}

TEST_CASE("browsers are forgotten: after half a year, with recovery, beyond the tenth", "[staff]") {
  House house;
  Person eva = house.join(kMail, officer_of("kultur"));
  const auto is_known = [&](const std::string& browser) {
    house.now += 60;
    // One failure more than is free: who does not wait now was counted apart.
    for (int i = 0; i < 6; ++i) (void)guess(house, kMail);
    const bool known = right(house, eva, browser) == "done";
    house.now += 901;
    return known;
  };
  std::vector<std::string> browsers;
  for (int i = 0; i < 11; ++i) browsers.push_back(house.sign_in(eva).value().browser);
  CHECK(std::set(browsers.begin(), browsers.end()).size() == 11);
  CHECK_FALSE(is_known(browsers[0]));
  CHECK(is_known(browsers[10]));
  house.now += 180 * 24 * 3600;
  CHECK_FALSE(is_known(browsers[10]));

  const std::string browser = house.sign_in(eva).value().browser;
  CHECK(is_known(browser));
  const auto invited = house.staff->accounts.invite_again(kCommandLine, eva.id);
  REQUIRE(invited);
  eva = house.accept(kMail, invited->token);
  CHECK_FALSE(is_known(browser));
}
