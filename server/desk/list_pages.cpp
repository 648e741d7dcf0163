// The register of dialogues and the offices, each with what can be changed.
#include <boost/json.hpp>

#include "crypto/encoding.hpp"
#include "server/desk/forms.hpp"
#include "server/desk/pages.hpp"

namespace radslag::desk {
namespace json = boost::json;

Result<Page> dialogues_page(const Visit& visit) {
  Page page;
  page.title = visit.text("desk_page.dialogues");
  json::array rows;
  for (const auto& id : visit.state->town.dialogue_order) {
    const auto& dialogue = visit.state->town.dialogues.at(id);
    const auto board = board_named(*visit.state, dialogue.content.board);
    json::object row{{"title", dialogue.content.title}, {"href", "/dialogues/" + id}};
    row["status_text"] = visit.text("status." + std::string(record::word(dialogue.row().status)));
    row["may_change"] = staff::may(visit.account(), staff::Action::manage_dialogues, board);
    row["change_href"] = "/staff/dialogues/" + id + "/change";
    row["may_answer"] = staff::may(visit.account(), staff::Action::give_feedback, board);
    row["feedback_href"] = "/staff/dialogues/" + id + "/feedback";
    row["may_call"] = staff::may(visit.account(), staff::Action::manage_calls, board);
    row["call_href"] = "/staff/dialogues/" + id + "/call";
    row["has_feedback"] = !dialogue.feedback.empty();
    rows.push_back(std::move(row));
  }
  page.model["rows"] = std::move(rows);
  page.model["may_add"] = staff::may(visit.account(), staff::Action::manage_dialogues, {});
  return page;
}

Result<Page> offices_page(const Visit& visit) {
  Page page;
  page.title = visit.text("desk_page.offices");
  json::array officers, boards;
  for (const auto& [key, officer] : visit.state->town.officers) {
    std::string roles;
    for (const auto role : officer.roles)
      roles += (roles.empty() ? "" : ", ") + visit.text("officer_role." + std::string(record::word(role)));
    officers.push_back(
        {{"name", officer.name}, {"key", crypto::to_hex(key)}, {"roles_text", roles}, {"ended", officer.ended_at.has_value()}});
  }
  for (const auto& [id, board] : visit.state->town.boards) {
    const auto& rule = board.row;
    boards.push_back({{"id", id},
                      {"name", rule.name},
                      {"threshold_text", visit.text("desk_page.threshold_" + std::string(record::word(rule.threshold.unit)),
                                                    {{"number", static_cast<std::int64_t>(rule.threshold.number)}})},
                      {"email", rule.email}});
  }
  page.model["officers"] = std::move(officers);
  page.model["has_boards"] = !boards.empty();
  page.model["boards"] = std::move(boards);
  const auto& registrar = visit.state->town.registrar;
  page.model["has_registrar"] = registrar.has_value();
  page.model["registrar_site"] = registrar ? registrar->row.site : std::string();
  page.model["registrar_key"] = registrar ? crypto::to_hex(registrar->row.registrar) : std::string();
  page.model["may_announce"] = staff::may_somewhere(visit.account(), staff::Action::announce_officer);
  page.model["may_withhold"] = staff::may_somewhere(visit.account(), staff::Action::withhold);
  page.model["may_destroy_key"] = staff::may_somewhere(visit.account(), staff::Action::destroy_key);
  page.model["may_manage_boards"] = staff::may_somewhere(visit.account(), staff::Action::manage_boards);
  return page;
}

}  // namespace radslag::desk
