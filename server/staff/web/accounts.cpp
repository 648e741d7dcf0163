// The accounts of a site's staff, for those who manage them.
#include <algorithm>
#include <boost/json.hpp>

#include "server/staff/staff.hpp"
#include "server/staff/web/pages.hpp"

namespace radslag::staff_web {
namespace json = boost::json;
namespace {

std::vector<BoardName> boards_of(const StaffVisit& visit) {
  return visit.staff_boards ? visit.staff_boards(visit) : std::vector<BoardName>();
}

std::string board_name(const StaffVisit& visit, const std::vector<BoardName>& boards, const std::string& id) {
  if (id == staff::kEveryBoard) return visit.text("staff_page.every_board");
  const auto found = std::find_if(boards.begin(), boards.end(), [&](const BoardName& board) { return board.id == id; });
  return found == boards.end() ? id : found->name;
}

std::string role_text(const StaffVisit& visit, staff::Role role) { return visit.text("staff_role." + std::string(staff::role_name(role))); }

/// What these do concerns the whole site.
bool is_for_every_board(staff::Role role) {
  return role == staff::Role::keeper || role == staff::Role::operator_ || role == staff::Role::registrar;
}

/// A box for each role at each board.
json::array role_boxes(const StaffVisit& visit, const std::vector<staff::Grant>& ticked) {
  const auto boards = boards_of(visit);
  json::array roles;
  for (const auto role : staff::all_roles) {
    std::vector<std::string> ids{std::string(staff::kEveryBoard)};
    if (!is_for_every_board(role))
      for (const auto& board : boards) ids.push_back(board.id);
    for (const auto& grant : ticked)  // of boards that are no more
      if (grant.role == role && std::find(ids.begin(), ids.end(), grant.board) == ids.end()) ids.push_back(grant.board);
    json::array boxes;
    for (const auto& id : ids) {
      const staff::Grant grant{role, id};
      boxes.push_back({{"value", staff::grant_text(grant)},
                       {"id", std::string(staff::role_name(role)) + "-" + (id == staff::kEveryBoard ? "all" : id)},
                       {"board_text", board_name(visit, boards, id)},
                       {"ticked", std::find(ticked.begin(), ticked.end(), grant) != ticked.end()}});
    }
    roles.push_back({{"role_text", role_text(visit, role)}, {"boxes", std::move(boxes)}});
  }
  return roles;
}

json::array role_list(const StaffVisit& visit, const std::vector<staff::Grant>& grants) {
  const auto boards = boards_of(visit);
  json::array list;
  for (const auto& grant : grants)
    list.push_back({{"role_text", role_text(visit, grant.role)}, {"board_text", board_name(visit, boards, grant.board)}});
  return list;
}

std::string state_text(const StaffVisit& visit, const staff::Account& account) {
  return visit.text("staff_state." + std::string(staff::state_name(account.state)));
}

/// Nothing where one of them is none.
std::optional<std::vector<staff::Grant>> grants_of(const html::Form& form) {
  std::vector<staff::Grant> grants;
  for (const auto& text : form.all("grant")) {
    const auto grant = staff::grant_from(text);
    if (!grant) return std::nullopt;
    grants.push_back(*grant);
  }
  return grants;
}

html::Page accounts(const StaffVisit& visit, const std::vector<staff::Grant>& ticked = {}) {
  html::Page page;
  page.title = visit.text("staff_page.title_accounts");
  page.path = "/staff/accounts";
  json::array list;
  for (const auto& account : visit.staff->accounts.list()) {
    list.push_back({{"href", "/staff/accounts/" + account.id},
                    {"name", account.name},
                    {"mail", account.mail},
                    {"state_text", state_text(visit, account)},
                    {"roles", role_list(visit, account.grants)}});
  }
  page.model["accounts"] = std::move(list);
  page.model["roles"] = role_boxes(visit, ticked);
  page.model["name"] = "";
  page.model["mail"] = "";
  page.model["has_problem"] = false;
  return page;
}

html::Page account_model(const StaffVisit& visit, const staff::Account& account) {
  html::Page page;
  page.title = account.name;
  page.path = "/staff/accounts/" + account.id;
  page.model["post_href"] = page.path;
  page.model["name"] = account.name;
  page.model["mail"] = account.mail;
  page.model["state_text"] = state_text(visit, account);
  page.model["is_ended"] = account.state == staff::AccountState::ended;
  page.model["has_key"] = !account.public_key.empty();
  page.model["key"] = account.public_key;
  page.model["roles"] = role_boxes(visit, account.grants);
  page.model["has_problem"] = false;
  page.model["has_link"] = false;
  return page;
}

/// The link is shown this once: only its hash is kept.
void show_link(const StaffVisit& visit, html::Exchange& exchange, const staff::Invited& invited) {
  const auto account = visit.staff->accounts.find(invited.account);
  if (!account) return exchange.refuse({Errc::not_found, ""});
  auto page = account_model(visit, *account);
  const auto& own = visit.config.origins.own;
  page.model["has_link"] = true;
  page.model["link"] = (own.empty() ? std::string() : own.front()) + "/staff/invitation/" + invited.token;
  exchange.show("staff/account", page);
}

void show_problem(const StaffVisit& visit, html::Exchange& exchange, std::string_view name, html::Page page,
                  const staff::Refused& refused) {
  page.model["has_problem"] = true;
  page.model["problem_text"] = refusal_text(visit, refused);
  exchange.show(name, page, 422);
}

}  // namespace

Result<html::Page> accounts_page(const StaffVisit& visit) { return accounts(visit); }

void invite(const StaffVisit& visit, html::Exchange&& exchange) {
  const auto& form = exchange.form;
  auto grants = grants_of(form);
  if (!grants) return exchange.refuse({Errc::malformed, "no such role at such a board"});
  const auto ticked = *grants;
  const auto invited =
      visit.staff->accounts.invite(visit.staff_session->account.id, form.text("name"), form.text("mail"), std::move(*grants));
  if (invited) return show_link(visit, exchange, *invited);
  auto page = accounts(visit, ticked);
  page.model["name"] = form.text("name");
  page.model["mail"] = form.text("mail");
  show_problem(visit, exchange, "staff/accounts", std::move(page), invited.error());
}

Result<html::Page> account_page(const StaffVisit& visit) {
  const auto account = visit.staff->accounts.find(visit.args.front());
  if (!account) return refuse(Errc::not_found, "no such account");
  return account_model(visit, *account);
}

void change_account(const StaffVisit& visit, html::Exchange&& exchange) {
  auto& accounts = visit.staff->accounts;
  const auto& form = exchange.form;
  const auto& change = form.text("change");
  const auto& by = visit.staff_session->account.id;
  const auto account = accounts.find(visit.args.front());
  if (!account) return exchange.refuse({Errc::not_found, "no such account"});
  staff::Outcome<> outcome;
  if (change == "link") {
    const auto invited = accounts.invite_again(by, account->id);
    if (invited) return show_link(visit, exchange, *invited);
    outcome = tl::make_unexpected(invited.error());
  } else if (change == "roles") {
    auto grants = grants_of(form);
    if (!grants) return exchange.refuse({Errc::malformed, "no such role at such a board"});
    outcome = accounts.set_grants(by, account->id, std::move(*grants));
  } else if (change == "key") {
    outcome = accounts.set_public_key(by, account->id, form.text("key"));
  } else if (change == "sessions") {
    outcome = accounts.end_sessions(by, account->id);
  } else if (change == "end") {
    outcome = accounts.end(by, account->id);
  } else {
    return exchange.refuse({Errc::malformed, "no such change of an account"});
  }
  if (!outcome) return show_problem(visit, exchange, "staff/account", account_model(visit, *account), outcome.error());
  exchange.see_other(visit.path);
}

}  // namespace radslag::staff_web
