#include "server/desk/forms.hpp"
#include "server/desk/pages.hpp"
#include "server/desk/round_rule.hpp"
#include "server/staff/web/admission.hpp"

namespace radslag::desk {
namespace {

constexpr std::size_t seals_bytes = 20'000;

}  // namespace

void add_routes(std::vector<html::Route>& routes) {
  using html::FileRoute;
  using html::FormRoute;
  using html::PageRoute;
  const auto own = html::Senders::own_site;
  const auto see = staff::action_name(staff::Action::see_acts);
  const auto submit = staff::action_name(staff::Action::submit_act);
  const auto inbox = staff::action_name(staff::Action::see_inbox);
  const html::Field seals{"seals", seals_bytes, 0};
  const html::Field seal_file{"seal_file", seals_bytes, 0, 1, true};
  const std::vector<html::Route> added{
      {"GET", "/staff", PageRoute{overview_page, "desk/overview", "staff", {}}, own, 0, staff_web::signed_in},
      {"GET", "/staff/acts", PageRoute{acts_page, "desk/acts", "staff", {}}, own, 0, see},
      {"GET", "/staff/acts/{act}", PageRoute{act_page, "desk/act", "staff", {}}, own, 0, see},
      {"GET", "/staff/acts/{act}/draft", FileRoute{act_file}, own, 0, see},
      {"POST", "/staff/acts/{act}/seals", FormRoute{add_seals, {seals, seal_file}}, own, 4 * seals_bytes, see},
      {"GET", "/staff/acts/{act}/hand-in", PageRoute{back_to_act, "desk/act", "staff", {}}, own, 0, submit},
      {"POST", "/staff/acts/{act}/hand-in", FormRoute{hand_in, {}}, own, 0, submit},
      {"GET", "/staff/acts/{act}/drop", PageRoute{back_to_act, "desk/act", "staff", {}}, own, 0, submit},
      {"POST", "/staff/acts/{act}/drop", FormRoute{drop, {}}, own, 0, submit},
      {"GET", "/staff/initiatives", PageRoute{initiatives_page, "desk/initiatives", "staff", {}}, own, 0, inbox},
      {"GET", "/staff/initiatives/{matter}", PageRoute{initiative_page, "desk/initiative", "staff", {}}, own, 0, inbox},
      {"GET", "/staff/dialogues", PageRoute{dialogues_page, "desk/dialogues", "staff", {}}, own, 0, see},
      {"GET", "/staff/calls", PageRoute{calls_page, "desk/calls", "staff", {}}, own, 0, inbox},
      {"GET", "/staff/calls/{call}", PageRoute{call_page, "desk/call", "staff", {}}, own, 0, inbox},
      {"GET", "/staff/proposals/{proposal}", PageRoute{proposal_page, "desk/proposal", "staff", {}}, own, 0, inbox},
      {"GET", "/staff/rounds", PageRoute{rounds_page, "desk/rounds", "staff", {}}, own, 0, see},
      {"GET", "/staff/rounds/{round}", PageRoute{round_page, "desk/round", "staff", {}}, own, 0, see},
      {"GET", "/staff/offices", PageRoute{offices_page, "desk/offices", "staff", {}}, own, 0, staff_web::signed_in},
  };
  routes.insert(routes.end(), added.begin(), added.end());
  add_form_routes(routes);
}

std::vector<std::string> message_keys() {
  auto keys = form_message_keys();
  for (const std::string_view name : {"act.heading",
                                      "act.seals",
                                      "act_state.waiting",
                                      "act_state.done",
                                      "act_state.dropped",
                                      "desk_page.heading",
                                      "desk_page.initiatives",
                                      "desk_page.dialogues",
                                      "desk_page.offices",
                                      "desk_page.signatures",
                                      "desk_page.waited",
                                      "desk_page.none_of_them",
                                      "desk_page.threshold_signatures",
                                      "desk_page.threshold_per-mille",
                                      "desk_fact.text",
                                      "desk_fact.board",
                                      "desk_fact.areas",
                                      "desk_fact.envelope",
                                      "desk_fact.projects",
                                      "desk_fact.closes",
                                      "desk_fact.ballots",
                                      "desk_fact.lot_shares",
                                      "desk_page.calls",
                                      "desk_page.rounds",
                                      "desk_page.call_counts",
                                      "desk_page.step_done",
                                      "desk_page.step_next",
                                      "desk_page.step_later",
                                      "desk_page.ballot_clear",
                                      "desk_fault.closes_day",
                                      "desk_fault.totals_only",
                                      "desk_fault.shares_missing",
                                      "desk_fault.shares_and_none",
                                      "desk_page.log_town"})
    keys.emplace_back(name);
  for (auto& key : rule_message_keys()) keys.push_back(std::move(key));
  for (auto& key : decision_message_keys()) keys.push_back(std::move(key));
  for (const auto word : record::words(record::MatterKind{})) keys.push_back("matter_kind." + std::string(word));
  for (const auto role :
       {record::Role::keeper, record::Role::officer, record::Role::election_board, record::Role::board, record::Role::registrar})
    keys.push_back("officer_role." + std::string(record::word(role)));
  return keys;
}

}  // namespace radslag::desk
