#include "server/staff/accounts.hpp"

#include "tests/server/staff/house.hpp"

using namespace radslag::staff;
using namespace radslag::staff::testing;

TEST_CASE("an invitation asks for a name, an address and a role", "[staff]") {
  House house;
  auto& accounts = house.staff->accounts;
  CHECK(why(accounts.invite(kCommandLine, "", "a@b.se", officer_of("kultur"))) == "bad-name");
  CHECK(why(accounts.invite(kCommandLine, "a\nb", "a@b.se", officer_of("kultur"))) == "bad-name");
  CHECK(why(accounts.invite(kCommandLine, "Eva", "a@b", officer_of("kultur"))) == "bad-mail");
  CHECK(why(accounts.invite(kCommandLine, "Eva", "a@b.se", {})) == "bad-grant");
  CHECK(why(accounts.invite(kCommandLine, "Eva", "a@b.se", officer_of("Kultur"))) == "bad-grant");
  CHECK(accounts.list().empty());
  const auto invited =
      accounts.invite(kCommandLine, "Eva", "A@b.se", {{Role::secretary, "kultur"}, {Role::officer, "*"}, {Role::secretary, "kultur"}});
  REQUIRE(invited);
  CHECK(why(accounts.invite(kCommandLine, "Eva", "a@B.se", officer_of("kultur"))) == "mail-taken");
  const auto account = accounts.find(invited->account);
  REQUIRE(account);
  CHECK(account->mail == "a@b.se");
  CHECK(account->grants == std::vector<Grant>{{Role::officer, "*"}, {Role::secretary, "kultur"}});
  CHECK(accounts.find_by_mail("A@B.SE")->id == account->id);
  CHECK_FALSE(accounts.find_by_mail("c@b.se"));
  CHECK_FALSE(accounts.find("nobody"));
}

TEST_CASE("changes ask for an account that is there and has not ended", "[staff]") {
  House house;
  auto& accounts = house.staff->accounts;
  const Person eva = house.join("eva@by.example", officer_of("kultur"));
  REQUIRE(accounts.end(kCommandLine, eva.id));
  for (const auto& [id, expected] : {std::pair<std::string, std::string>{"nobody", "not-found"}, {eva.id, "account-ended"}}) {
    CHECK(why(accounts.invite_again(kCommandLine, id)) == expected);
    CHECK(why(accounts.set_grants(kCommandLine, id, officer_of("kultur"))) == expected);
    CHECK(why(accounts.set_public_key(kCommandLine, id, std::string(64, 'a'))) == expected);
    CHECK(why(accounts.end(kCommandLine, id)) == expected);
    CHECK(why(accounts.end_sessions(kCommandLine, id)) == expected);
  }
}

TEST_CASE("an ended account keeps its name alone; its address may be invited again, as somebody else", "[staff]") {
  House house;
  auto& accounts = house.staff->accounts;
  const Person eva = house.join("eva@by.example", officer_of("kultur"));
  REQUIRE(accounts.set_public_key(kCommandLine, eva.id, std::string(64, 'a')));
  REQUIRE(accounts.end(kCommandLine, eva.id));
  const auto ended = accounts.find(eva.id);
  REQUIRE(ended);
  CHECK(ended->state == AccountState::ended);
  CHECK(ended->name == "Eva Berg");
  CHECK((ended->mail.empty() && ended->grants.empty() && ended->public_key.empty()));
  const Person again = house.join("eva@by.example", officer_of("kultur"));
  CHECK(again.id != eva.id);
  CHECK(accounts.set_public_key(kCommandLine, again.id, std::string(64, 'a')));
  CHECK(accounts.list().size() == 2);
}

TEST_CASE("a key belongs to one account: two officers are two", "[staff]") {
  House house;
  auto& accounts = house.staff->accounts;
  const Person eva = house.join("eva@by.example", officer_of("kultur"));
  const Person bo = house.join("bo@by.example", officer_of("kultur"));
  const std::string key(64, 'a');
  CHECK(why(accounts.set_public_key(kCommandLine, eva.id, key.substr(1))) == "bad-key");
  CHECK(why(accounts.set_public_key(kCommandLine, eva.id, std::string(64, 'A'))) == "bad-key");
  REQUIRE(accounts.set_public_key(kCommandLine, eva.id, key));
  REQUIRE(accounts.set_public_key(kCommandLine, eva.id, key));
  CHECK(why(accounts.set_public_key(kCommandLine, bo.id, key)) == "key-taken");
  CHECK(accounts.find(eva.id)->public_key == key);
  REQUIRE(accounts.set_public_key(kCommandLine, eva.id, ""));
  CHECK(accounts.set_public_key(kCommandLine, bo.id, key));
  CHECK(accounts.set_public_key(kCommandLine, eva.id, ""));  // nobody's key is no clash
}

TEST_CASE("somebody stays who can manage accounts", "[staff]") {
  House house;
  auto& accounts = house.staff->accounts;
  const Person first = house.join("a@by.example", operator_everywhere());
  (void)house.invite("invited@by.example", operator_everywhere());
  (void)house.join("of-one@by.example", {{Role::operator_, "kultur"}});
  CHECK(why(accounts.end(first.id, first.id)) == "last-operator");
  CHECK(why(accounts.set_grants(first.id, first.id, officer_of("*"))) == "last-operator");
  CHECK(accounts.set_grants(first.id, first.id, {{Role::operator_, "*"}, {Role::officer, "*"}}));
  const Person second = house.join("b@by.example", operator_everywhere());
  CHECK(accounts.end(second.id, first.id));
  CHECK(why(accounts.end(second.id, second.id)) == "last-operator");
}

TEST_CASE("whom mail for a board goes to", "[staff]") {
  House house;
  const Person one = house.join("one@by.example", {{Role::secretary, "kultur"}});
  const Person all = house.join("all@by.example", {{Role::secretary, "*"}});
  (void)house.join("other@by.example", {{Role::secretary, "teknik"}, {Role::officer, "kultur"}});
  (void)house.invite("invited@by.example", {{Role::secretary, "kultur"}});
  std::vector<std::string> mails;
  for (const Account& account : house.staff->accounts.with_role(Role::secretary, "kultur")) mails.push_back(account.mail);
  std::sort(mails.begin(), mails.end());
  CHECK(mails == std::vector<std::string>{"all@by.example", "one@by.example"});
}
