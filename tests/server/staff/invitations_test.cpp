#include "server/staff/invitations.hpp"

#include <SQLiteCpp/Database.h>

#include <latch>
#include <thread>

#include "crypto/encoding.hpp"
#include "tests/server/staff/house.hpp"

using namespace radslag::staff;
using namespace radslag::staff::testing;

namespace {

constexpr const char* kMail = "eva@by.example";

/// The link at both its doors, with everything else right.
void dead_at_every_door(House& house, const std::string& token, const std::string& secret) {
  CHECK(why(house.staff->invitations.look(token)) == "unusable-link");
  const Person person{"", kMail, secret, ""};
  CHECK(why(house.staff->invitations.accept(token, kPassphrase, house.code(person))) == "unusable-link");
}

std::string secret_of(House& house, const std::string& token) { return from_base32(house.staff->invitations.look(token).value().secret); }

}  // namespace

TEST_CASE("a link shows whose it is as often as one looks, and works once", "[staff]") {
  House house;
  const Invited invited = house.invite("Eva@By.Example", officer_of("kultur"));
  CHECK(invited.token.size() == 64);
  CHECK(invited.expires_at == kStart + 72 * 3600);
  const auto first = house.staff->invitations.look(invited.token);
  const auto second = house.staff->invitations.look(invited.token);
  REQUIRE(first);
  REQUIRE(second);
  CHECK(first->mail == kMail);
  CHECK(first->name == "Eva Berg");
  CHECK(first->secret.size() == 32);
  CHECK(first->secret == second->secret);
  CHECK(first->otpauth_uri.find("secret=" + first->secret) != std::string::npos);
  CHECK(house.staff->accounts.find(invited.account)->state == AccountState::invited);

  const Person person = house.accept(kMail, invited.token);
  CHECK(house.staff->accounts.find(invited.account)->state == AccountState::active);
  CHECK(house.staff->sessions.find(person.token)->account.id == invited.account);
  dead_at_every_door(house, invited.token, person.secret);
  CHECK(house.sign_in(person));
  // Not only out of use: nothing of it is left.
  house.staff.reset();
  SQLite::Database database((house.directory / "staff.sqlite").string(), SQLite::OPEN_READONLY);
  CHECK(database.execAndGet("SELECT count(*) FROM invitation").getInt() == 0);
}

TEST_CASE("a link expires, at every door", "[staff]") {
  House house;
  const Invited invited = house.invite(kMail, officer_of("kultur"));
  const std::string secret = secret_of(house, invited.token);
  house.now = invited.expires_at - 1;
  CHECK(house.staff->invitations.look(invited.token));
  house.now = invited.expires_at;
  dead_at_every_door(house, invited.token, secret);
  house.now = invited.expires_at + 1'000'000;
  dead_at_every_door(house, invited.token, secret);
  CHECK(house.staff->accounts.find(invited.account)->state == AccountState::invited);
  // The account is not lost: an operator sends a new link.
  const auto again = house.staff->accounts.invite_again(kCommandLine, invited.account);
  REQUIRE(again);
  CHECK(house.sign_in(house.accept(kMail, again->token)));
}

TEST_CASE("tokens of other things, other people and nobody open no door", "[staff]") {
  House house;
  const Person colleague = house.join("bo@by.example", officer_of("kultur"));
  const Invited invited = house.invite(kMail, officer_of("kultur"));
  const std::string secret = secret_of(house, invited.token);
  for (std::string token : {std::string(), std::string(64, '0'), std::string(64, 'f'), colleague.token, invited.account,
                            invited.token.substr(1), invited.token + "0", std::string("' OR 1=1 --"), std::string(100'000, 'a')}) {
    INFO(token.substr(0, 80));
    dead_at_every_door(house, token, secret);
  }
  std::string upper = invited.token;
  for (char& c : upper) c = static_cast<char>(std::toupper(c));
  if (upper != invited.token) dead_at_every_door(house, upper, secret);
  // Nor is an invitation's token a session's.
  CHECK_FALSE(house.staff->sessions.find(invited.token));
  CHECK(house.staff->invitations.look(invited.token));
}

TEST_CASE("a new link replaces the old one, and ending the account ends it", "[staff]") {
  House house;
  const Invited first = house.invite(kMail, officer_of("kultur"));
  const std::string secret = secret_of(house, first.token);
  const auto second = house.staff->accounts.invite_again(kCommandLine, first.account);
  REQUIRE(second);
  dead_at_every_door(house, first.token, secret);
  const std::string other_secret = secret_of(house, second->token);
  CHECK(other_secret != secret);
  REQUIRE(house.staff->accounts.end(kCommandLine, first.account));
  dead_at_every_door(house, second->token, other_secret);
  CHECK(why(house.staff->accounts.invite_again(kCommandLine, first.account)) == "account-ended");
}

TEST_CASE("a refused passphrase or code leaves the link as it was", "[staff]") {
  House house;
  const Invited invited = house.invite(kMail, officer_of("kultur"));
  const Person person{invited.account, kMail, secret_of(house, invited.token), ""};
  auto& invitations = house.staff->invitations;
  CHECK(why(invitations.accept(invited.token, "short", house.code(person))) == "passphrase-too-short");
  CHECK(why(invitations.accept(invited.token, std::string(257, 'x'), house.code(person))) == "passphrase-too-long");
  CHECK(why(invitations.accept(invited.token, "password1234", house.code(person))) == "passphrase-common");
  CHECK(why(invitations.accept(invited.token, "Eva Berg Eva Berg", house.code(person))) == "passphrase-own-name");
  CHECK(why(invitations.accept(invited.token, kPassphrase, "")) == "wrong-code");
  CHECK(why(invitations.accept(invited.token, kPassphrase, totp_code(person.secret, totp_step(house.now) + 5))) == "wrong-code");
  CHECK(house.staff->accounts.find(invited.account)->state == AccountState::invited);
  CHECK(house.accept(kMail, invited.token).id == invited.account);
}

TEST_CASE("the code that enrolled does not sign in as well", "[staff]") {
  House house;
  const Invited invited = house.invite(kMail, officer_of("kultur"));
  const Person person{invited.account, kMail, secret_of(house, invited.token), ""};
  const std::string code = house.code(person);
  REQUIRE(house.staff->invitations.accept(invited.token, kPassphrase, code));
  CHECK(why(house.staff->sign_in(kMail, kPassphrase, code)) == "wrong-credentials");
}

TEST_CASE("recovery: a new invitation ends passphrase, authenticator and sessions at once", "[staff]") {
  House house;
  const Person before = house.join(kMail, officer_of("kultur"));
  REQUIRE(house.staff->sessions.find(before.token));
  const auto again = house.staff->accounts.invite_again(kCommandLine, before.id);
  REQUIRE(again);
  CHECK_FALSE(house.staff->sessions.find(before.token));
  CHECK(why(house.sign_in(before)) == "wrong-credentials");
  const Person after = house.accept(kMail, again->token);
  CHECK(after.id == before.id);
  CHECK(after.secret != before.secret);
  CHECK_FALSE(house.staff->sessions.find(before.token));
  CHECK(why(house.sign_in(before)) == "wrong-credentials");
  CHECK(house.sign_in(after));
}

TEST_CASE("two who use one link at the same moment: one of them", "[staff]") {
  for (int round = 0; round < 5; ++round) {
    House house;
    const Invited invited = house.invite(kMail, officer_of("kultur"));
    const Person person{invited.account, kMail, secret_of(house, invited.token), ""};
    const std::string code = house.code(person);
    std::vector<std::string> outcomes(4);
    {
      std::latch together(4);
      std::vector<std::jthread> threads;
      for (auto& outcome : outcomes) {
        threads.emplace_back([&] {
          together.arrive_and_wait();
          outcome = why(house.staff->invitations.accept(invited.token, kPassphrase, code));
        });
      }
    }
    CHECK(std::count(outcomes.begin(), outcomes.end(), "done") == 1);
    CHECK(std::count(outcomes.begin(), outcomes.end(), "unusable-link") == 3);
  }
}
