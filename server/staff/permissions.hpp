// Who may do what: one table of data, and whatever is not in it is not allowed.
//
// These are the doors of the pages. What the record admits is decided by seals (ledger/FORMAT.md section 5), whatever stands here.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/staff/role.hpp"

namespace radslag::staff {

struct Account;

/// Everything that staff may do on either site.
enum class Action {
  // initiatives
  moderate,              ///< see what waits for moderation, publish, answer the gate questions
  reject,                ///< with a coded reason
  merge,                 ///< point a duplicate at another
  open_initiative,       ///< for signing
  invalidate_signature,  ///< with a reason
  restore_signature,     ///< take an invalidation back
  see_inbox,             ///< a board's inbox
  prepare,               ///< the board's preparation
  decide,                ///< the board's decision
  answer,                ///< to those who signed
  follow_up,             ///< what came of it
  // dialogues and calls
  manage_dialogues,
  give_feedback,  ///< after a dialogue
  manage_calls,   ///< for projects
  // projects and rounds
  assess_proposal,   ///< feasible or not, and its cost, with reasons
  edit_proposal,     ///< merge, translate, pictures
  draft_round,       ///< its projects and envelope
  run_round,         ///< open, close, tally, allocate
  decide_round,      ///< the board's decision on a round
  report_milestone,  ///< of a funded project
  // acts of office
  see_acts,          ///< those that wait for seals
  submit_act,        ///< hand one in with its seals
  announce_officer,  ///< a key, in the record
  withhold,          ///< contents of the record, by decision
  destroy_key,       ///< the registrar's, of a matter that is over
  // the sites themselves
  manage_boards,
  manage_staff,
  see_action_log,
  export_tables,  ///< CSV
  // the registrar's site
  paper_enter,    ///< a paper list, line by line
  paper_confirm,  ///< somebody else's
  import_roll,
  sign_roll,
  print_letters,    ///< code letters
  manage_codes,     ///< make one void, replace a lost one
  manage_cards,     ///< voting cards: late corrections, blocking, acts
  accept_envelope,  ///< at a service point: may this person vote, and has now
};

[[nodiscard]] std::span<const Action> all_actions();

/// "invalidate-signature": in the action log and in message keys staff_action.<name>.
[[nodiscard]] std::string_view action_name(Action action);

/// True if a grant allows it. `board` is that of the matter at hand; "" where there is none, which only a grant for every board allows.
/// For what concerns the whole site (needs_every_board) the board is not looked at. An account that is not active may nothing.
[[nodiscard]] bool may(const Account& account, Action action, std::string_view board);

/// True if there is some board for which it may: whether a menu shows the way.
[[nodiscard]] bool may_somewhere(const Account& account, Action action);

/// The boards for which it may, sorted: ids, or kEveryBoard alone.
[[nodiscard]] std::vector<std::string> boards_for(const Account& account, Action action);

/// Asks for a fresh code first (Sessions::step_up).
[[nodiscard]] bool needs_step_up(Action action);

/// Concerns the whole site: only a grant for every board counts.
[[nodiscard]] bool needs_every_board(Action action);

}  // namespace radslag::staff
