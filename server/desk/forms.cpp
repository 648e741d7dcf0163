#include "server/desk/forms.hpp"

#include "ledger/record/entry.hpp"

namespace radslag::desk {

std::span<const ActForm> act_forms() {
  static const std::vector<ActForm> forms = [] {
    std::vector<ActForm> all;
    add_initiative_forms(all);
    add_dialogue_forms(all);
    add_office_forms(all);
    add_project_forms(all);
    add_round_forms(all);
    add_decision_form(all);
    add_secret_forms(all);
    add_keeping_forms(all);
    return all;
  }();
  return forms;
}

std::string today() { return record::hour_text(record::current_hour()).substr(0, 10); }

std::string board_named(const record::State& state, const std::string& name) {
  for (const auto& [id, board] : state.town.boards) {
    if (board.row.name == name) return id;
  }
  return {};
}

std::string board_name(const record::State& state, const std::string& id) {
  const auto found = state.town.boards.find(id);
  return found == state.town.boards.end() ? id : found->second.row.name;
}

std::string board_of_dialogue(const record::State& state, const std::string& dialogue) {
  const auto found = state.town.dialogues.find(dialogue);
  return found == state.town.dialogues.end() ? std::string() : board_named(state, found->second.content.board);
}

std::string board_of_call(const record::State& state, const std::string& call) {
  const auto found = state.town.calls.find(call);
  return found == state.town.calls.end() ? std::string() : board_of_dialogue(state, found->second.row.dialogue);
}

boost::json::object fact(const Visit& visit, std::string_view key, std::string text) {
  return {{"name", visit.text(key)}, {"text", std::move(text)}};
}

}  // namespace radslag::desk
