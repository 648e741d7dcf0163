#include "server/staff/staff.hpp"
#include "server/staff/web/admission.hpp"
#include "server/staff/web/pages.hpp"

namespace radslag::staff_web {
namespace {

constexpr std::size_t most_grants = 400;  ///< roles times boards

constexpr std::string_view pages[] = {"title_sign-in", "title_step-up", "title_invitation", "title_accounts",
                                      "title_log",     "every_board",   "not_the_same",     "command_line"};
constexpr std::string_view own_actions[] = {"sign-in",      "sign-out",  "step-up",        "accept-invitation", "invite",
                                            "invite-again", "set-roles", "set-public-key", "end-account",       "end-sessions"};

}  // namespace

void add_routes(std::vector<html::Route>& routes) {
  using html::Field;
  using html::FormRoute;
  using html::PageRoute;
  const Field to{"to", 300, 0};
  const Field code{"code", 32};
  const Field passphrase{"passphrase", 1'024};
  const Field grants{"grant", 80, 0, most_grants};
  const auto manage = staff::action_name(staff::Action::manage_staff);
  const auto own = html::Senders::own_site;
  constexpr std::size_t grants_bytes = 64 << 10;
  const std::vector<html::Route> added{
      {"GET", "/staff/sign-in", PageRoute{sign_in_page, "staff/sign-in", "staff", {"to"}}},
      {"POST", "/staff/sign-in", FormRoute{sign_in, {Field{"mail", 254}, passphrase, code, to}}},
      {"POST", "/staff/sign-out", FormRoute{sign_out, {}}},
      {"GET", "/staff/step-up", PageRoute{step_up_page, "staff/step-up", "staff", {"to"}}, own, 0, signed_in},
      {"POST", "/staff/step-up", FormRoute{step_up, {code, to}}, own, 0, signed_in},
      {"GET", "/staff/invitation/{token}", PageRoute{invitation_page, "staff/invitation", "staff", {}}},
      {"POST", "/staff/invitation/{token}", FormRoute{accept_invitation, {passphrase, Field{"again", 1'024}, code}}},
      {"GET", "/staff/accounts", PageRoute{accounts_page, "staff/accounts", "staff", {}}, own, 0, manage},
      {"POST", "/staff/accounts", FormRoute{invite, {Field{"name", 400}, Field{"mail", 400}, grants}}, own, grants_bytes, manage},
      {"GET", "/staff/accounts/{account}", PageRoute{account_page, "staff/account", "staff", {}}, own, 0, manage},
      {"POST", "/staff/accounts/{account}", FormRoute{change_account, {Field{"change", 20}, Field{"key", 64, 0}, grants}}, own,
       grants_bytes, manage},
      {"GET", "/staff/log", PageRoute{log_page, "staff/log", "staff", {"before"}}, own, 0,
       staff::action_name(staff::Action::see_action_log)},
  };
  routes.insert(routes.end(), added.begin(), added.end());
}

std::vector<std::string> message_keys() {
  std::vector<std::string> keys{"error.not-allowed", "error.not-allowed_todo"};
  for (const auto name : pages) keys.push_back("staff_page." + std::string(name));
  for (int i = 0; i <= static_cast<int>(staff::Refusal::last_operator); ++i)
    keys.push_back("staff_refusal." + std::string(staff::refusal_name(static_cast<staff::Refusal>(i))));
  for (const auto role : staff::all_roles) keys.push_back("staff_role." + std::string(staff::role_name(role)));
  for (const auto action : staff::all_actions()) keys.push_back("staff_action." + std::string(staff::action_name(action)));
  for (const auto name : own_actions) keys.push_back("staff_action." + std::string(name));
  for (const auto state : {staff::AccountState::invited, staff::AccountState::active, staff::AccountState::ended})
    keys.push_back("staff_state." + std::string(staff::state_name(state)));
  for (const auto ended : {staff::Ended::done, staff::Ended::refused, staff::Ended::unknown})
    keys.push_back("staff_outcome." + std::string(staff::ended_name(ended)));
  return keys;
}

}  // namespace radslag::staff_web
