#include "server/staff/permissions.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "server/staff/account.hpp"

namespace radslag::staff {
namespace {

enum class Scope { board, site };
enum class Door { plain, step_up };

struct Rule {
  Action action;
  std::string_view name;
  Scope scope;
  Door door;
  unsigned roles;  ///< one bit each
};

constexpr unsigned roles(std::initializer_list<Role> list) {
  unsigned bits = 0;
  for (const Role role : list) bits |= 1U << static_cast<unsigned>(role);
  return bits;
}

constexpr Role officer = Role::officer, secretary = Role::secretary, member = Role::board_member, election = Role::election_board,
               keeper = Role::keeper, operator_ = Role::operator_, registrar = Role::registrar;

// One line each, so that who may what is seen at a glance.
// clang-format off
constexpr std::array table{
    Rule{Action::moderate, "moderate", Scope::board, Door::plain, roles({officer})},
    Rule{Action::reject, "reject", Scope::board, Door::plain, roles({officer})},
    Rule{Action::merge, "merge", Scope::board, Door::plain, roles({officer})},
    Rule{Action::open_initiative, "open-initiative", Scope::board, Door::plain, roles({officer})},
    Rule{Action::invalidate_signature, "invalidate-signature", Scope::board, Door::step_up, roles({officer})},
    Rule{Action::restore_signature, "restore-signature", Scope::board, Door::step_up, roles({officer})},
    Rule{Action::see_inbox, "see-inbox", Scope::board, Door::plain, roles({officer, secretary, member})},
    Rule{Action::prepare, "prepare", Scope::board, Door::plain, roles({officer, secretary})},
    Rule{Action::decide, "decide", Scope::board, Door::step_up, roles({secretary, member})},
    Rule{Action::answer, "answer", Scope::board, Door::plain, roles({officer, secretary})},
    Rule{Action::follow_up, "follow-up", Scope::board, Door::plain, roles({officer, secretary})},

    Rule{Action::manage_dialogues, "manage-dialogues", Scope::board, Door::plain, roles({officer})},
    Rule{Action::give_feedback, "give-feedback", Scope::board, Door::plain, roles({officer, secretary})},
    Rule{Action::manage_calls, "manage-calls", Scope::board, Door::plain, roles({officer})},

    Rule{Action::assess_proposal, "assess-proposal", Scope::board, Door::plain, roles({officer})},
    Rule{Action::edit_proposal, "edit-proposal", Scope::board, Door::plain, roles({officer})},
    Rule{Action::draft_round, "draft-round", Scope::board, Door::plain, roles({officer})},
    Rule{Action::run_round, "run-round", Scope::board, Door::step_up, roles({election})},
    Rule{Action::decide_round, "decide-round", Scope::board, Door::step_up, roles({secretary, member})},
    Rule{Action::report_milestone, "report-milestone", Scope::board, Door::plain, roles({officer})},

    Rule{Action::see_acts, "see-acts", Scope::board, Door::plain, roles({officer, secretary, member, election, keeper, registrar})},
    Rule{Action::submit_act, "submit-act", Scope::board, Door::step_up, roles({officer, secretary, member, election, keeper, registrar})},
    Rule{Action::announce_officer, "announce-officer", Scope::site, Door::step_up, roles({keeper})},
    Rule{Action::withhold, "withhold", Scope::site, Door::step_up, roles({secretary, member})},
    Rule{Action::destroy_key, "destroy-key", Scope::site, Door::step_up, roles({registrar})},

    Rule{Action::manage_boards, "manage-boards", Scope::site, Door::step_up, roles({keeper, operator_})},
    Rule{Action::manage_staff, "manage-staff", Scope::site, Door::step_up, roles({operator_})},
    Rule{Action::see_action_log, "see-action-log", Scope::site, Door::plain, roles({operator_})},
    Rule{Action::export_tables, "export-tables", Scope::board, Door::plain, roles({officer, secretary, registrar})},

    Rule{Action::paper_enter, "paper-enter", Scope::board, Door::plain, roles({officer})},
    Rule{Action::paper_confirm, "paper-confirm", Scope::board, Door::step_up, roles({officer})},
    Rule{Action::import_roll, "import-roll", Scope::site, Door::step_up, roles({registrar})},
    Rule{Action::sign_roll, "sign-roll", Scope::site, Door::step_up, roles({registrar})},
    Rule{Action::print_letters, "print-letters", Scope::site, Door::step_up, roles({registrar})},
    Rule{Action::manage_codes, "manage-codes", Scope::site, Door::step_up, roles({registrar})},
    Rule{Action::manage_cards, "manage-cards", Scope::site, Door::step_up, roles({registrar})},
    Rule{Action::accept_envelope, "accept-envelope", Scope::site, Door::plain, roles({officer, registrar})},
};
// clang-format on

constexpr auto actions = [] {
  std::array<Action, table.size()> all{};
  for (std::size_t i = 0; i < table.size(); ++i) all[i] = table[i].action;
  return all;
}();

/// An action without a line is nobody's: the compiler has no way to see that all have one, a test does.
const Rule* rule_of(Action action) {
  const auto* found = std::ranges::find(table, action, &Rule::action);
  return found == table.end() ? nullptr : found;
}

bool covers(const Rule& rule, const Grant& grant, std::string_view board) {
  if ((rule.roles & roles({grant.role})) == 0) return false;
  if (grant.board == kEveryBoard) return true;
  return rule.scope == Scope::board && !board.empty() && grant.board == board;
}

}  // namespace

std::span<const Action> all_actions() { return actions; }

std::string_view action_name(Action action) {
  const Rule* rule = rule_of(action);
  return rule ? rule->name : "none";
}

bool may(const Account& account, Action action, std::string_view board) {
  const Rule* rule = rule_of(action);
  if (!rule || account.state != AccountState::active) return false;
  return std::ranges::any_of(account.grants, [&](const Grant& grant) { return covers(*rule, grant, board); });
}

bool may_somewhere(const Account& account, Action action) { return !boards_for(account, action).empty(); }

std::vector<std::string> boards_for(const Account& account, Action action) {
  if (may(account, action, "")) return {std::string(kEveryBoard)};
  std::vector<std::string> boards;
  for (const Grant& grant : account.grants) {
    if (may(account, action, grant.board)) boards.push_back(grant.board);
  }
  std::ranges::sort(boards);
  boards.erase(std::unique(boards.begin(), boards.end()), boards.end());
  return boards;
}

bool needs_step_up(Action action) {
  const Rule* rule = rule_of(action);
  return !rule || rule->door == Door::step_up;
}

bool needs_every_board(Action action) {
  const Rule* rule = rule_of(action);
  return !rule || rule->scope == Scope::site;
}

}  // namespace radslag::staff
