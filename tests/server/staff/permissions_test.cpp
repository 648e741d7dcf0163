// The whole table: every action for every role, held against a list that was written by hand and not read from the code.
#include "server/staff/permissions.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>

#include "server/staff/account.hpp"

using namespace radslag::staff;

namespace {

Account with(std::vector<Grant> grants) {
  Account account;
  account.state = AccountState::active;
  account.grants = std::move(grants);
  return account;
}

/// Letters: o officer, s secretary, b board-member, e election-board, k keeper, p operator, r registrar. Then S for step-up, * for actions
/// of the whole site.
const std::map<std::string, std::string> kExpected{
    {"moderate", "o"},
    {"reject", "o"},
    {"merge", "o"},
    {"open-initiative", "o"},
    {"invalidate-signature", "oS"},
    {"restore-signature", "oS"},
    {"see-inbox", "osb"},
    {"prepare", "os"},
    {"decide", "sbS"},
    {"answer", "os"},
    {"follow-up", "os"},
    {"manage-dialogues", "o"},
    {"give-feedback", "os"},
    {"manage-calls", "o"},
    {"assess-proposal", "o"},
    {"edit-proposal", "o"},
    {"draft-round", "o"},
    {"run-round", "eS"},
    {"decide-round", "sbS"},
    {"report-milestone", "o"},
    {"see-acts", "osbekr"},
    {"submit-act", "osbekrS"},
    {"announce-officer", "kS*"},
    {"manage-boards", "kpS*"},
    {"manage-staff", "pS*"},
    {"see-action-log", "p*"},
    {"export-tables", "osr"},
    {"paper-enter", "o"},
    {"paper-confirm", "oS"},
    {"import-roll", "rS*"},
    {"sign-roll", "rS*"},
    {"print-letters", "rS*"},
    {"manage-codes", "rS*"},
    {"manage-cards", "rS*"},
    {"accept-envelope", "or*"},
    {"withhold", "sbS*"},
    {"destroy-key", "rS*"},
};

const std::map<Role, char> kLetters{{Role::officer, 'o'}, {Role::secretary, 's'}, {Role::board_member, 'b'}, {Role::election_board, 'e'},
                                    {Role::keeper, 'k'},  {Role::operator_, 'p'}, {Role::registrar, 'r'}};

}  // namespace

TEST_CASE("every action for every role is as the list says", "[staff]") {
  CHECK(all_actions().size() == kExpected.size());
  CHECK(static_cast<std::size_t>(Action::accept_envelope) + 1 == kExpected.size());  // the last one: none is without a line
  CHECK(kLetters.size() == all_roles.size());
  for (const Action action : all_actions()) {
    INFO(action_name(action));
    const std::string expected = kExpected.at(std::string(action_name(action)));
    const bool site = expected.find('*') != std::string::npos;
    CHECK(needs_step_up(action) == (expected.find('S') != std::string::npos));
    CHECK(needs_every_board(action) == site);
    for (const Role role : all_roles) {
      INFO(role_name(role));
      const bool allowed = expected.find(kLetters.at(role)) != std::string::npos;
      const Account everywhere = with({{role, "*"}});
      CHECK(may(everywhere, action, "") == allowed);
      CHECK(may(everywhere, action, "kultur") == allowed);
      CHECK(may_somewhere(everywhere, action) == allowed);
      CHECK(boards_for(everywhere, action) == (allowed ? std::vector<std::string>{"*"} : std::vector<std::string>{}));

      const Account of_one = with({{role, "kultur"}});
      CHECK(may(of_one, action, "kultur") == (allowed && !site));
      CHECK_FALSE(may(of_one, action, "teknik"));
      CHECK_FALSE(may(of_one, action, "kultu"));
      CHECK_FALSE(may(of_one, action, "*"));
      CHECK_FALSE(may(of_one, action, ""));
      CHECK(boards_for(of_one, action) == (allowed && !site ? std::vector<std::string>{"kultur"} : std::vector<std::string>{}));
    }
  }
}

TEST_CASE("action names are words of their own", "[staff]") {
  std::set<std::string_view> names;
  for (const Action action : all_actions()) names.insert(action_name(action));
  CHECK(names.size() == all_actions().size());
}

TEST_CASE("who is not active may nothing, nor who has no grant, nor what is no action", "[staff]") {
  for (const Action action : all_actions()) {
    CHECK_FALSE(may(with({}), action, "kultur"));
    for (const AccountState state : {AccountState::invited, AccountState::ended}) {
      Account account = with({});
      for (const Role role : all_roles) account.grants.push_back({role, "*"});
      CHECK(may(account, action, "kultur"));
      account.state = state;
      CHECK_FALSE(may(account, action, "kultur"));
      CHECK_FALSE(may_somewhere(account, action));
    }
  }
  const auto none = static_cast<Action>(999);
  CHECK_FALSE(may(with({{Role::operator_, "*"}, {Role::officer, "*"}}), none, "kultur"));
  CHECK(needs_step_up(none));
}

TEST_CASE("grants add up, each for its own board", "[staff]") {
  const Account account =
      with({{Role::officer, "teknik"}, {Role::officer, "kultur"}, {Role::secretary, "kultur"}, {Role::officer, "kultur"}});
  CHECK(boards_for(account, Action::prepare) == std::vector<std::string>{"kultur", "teknik"});
  CHECK(boards_for(account, Action::decide) == std::vector<std::string>{"kultur"});
  CHECK_FALSE(may(account, Action::decide, "teknik"));
}

TEST_CASE("roles and grants as text", "[staff]") {
  for (const Role role : all_roles) {
    CHECK(role_named(role_name(role)) == role);
    for (const char* board : {"*", "kultur", "barn-och-utbildning", "1a"}) {
      const Grant grant{role, board};
      CHECK(grant_from(grant_text(grant)) == grant);
    }
  }
  for (const char* wrong : {"", "officer", "officer:", ":kultur", "Officer:kultur", "officer:Kultur", "officer:a b", "officer:-a",
                            "officer:**", "operator_:*", "officer:kultur:x", "mayor:*", "officer :kultur"}) {
    INFO(wrong);
    CHECK_FALSE(grant_from(wrong));
  }
  CHECK_FALSE(is_board_or_every(std::string(65, 'a')));
}
