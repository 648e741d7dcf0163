#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <set>

#include "server/web/dialogue_model.hpp"
#include "server/web/initiative_model.hpp"
#include "server/web/initiative_query.hpp"
#include "server/web/late_model.hpp"
#include "server/web/pages.hpp"
#include "server/web/round_model.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace json = boost::json;
using record::DialogueState;
using record::DialogueStatus;
namespace {

constexpr std::size_t most_initiatives = 4;

struct Filter {
  std::string status, board, level;
  bool takes(const DialogueState& dialogue) const {
    return (status.empty() || status == record::word(dialogue.row().status)) && (board.empty() || board == dialogue.content.board) &&
           (level.empty() || level == record::word(dialogue.content.level));
  }
};

json::object option(std::string_view id, std::string name, std::string_view selected) {
  return {{"id", json::string_view(id.data(), id.size())}, {"name", std::move(name)}, {"selected", id == selected}};
}

json::object filter_model(const Visit& visit, const Filter& filter) {
  json::array statuses, boards, levels;
  for (const std::string_view id : record::words(DialogueStatus{}))
    statuses.push_back(option(id, visit.text("status." + std::string(id)), filter.status));
  for (const std::string_view id : record::words(record::Level{}))
    levels.push_back(option(id, visit.text("level." + std::string(id)), filter.level));
  std::set<std::string> names;
  for (const auto& [id, dialogue] : visit.state->town.dialogues) names.insert(dialogue.content.board);
  for (const std::string& name : names) boards.push_back(option(name, name, filter.board));
  const bool active = !filter.status.empty() || !filter.board.empty() || !filter.level.empty();
  return {{"active", active}, {"statuses", std::move(statuses)}, {"boards", std::move(boards)}, {"levels", std::move(levels)}};
}

json::object counts_model(const Visit& visit) {
  std::map<std::string, std::int64_t, std::less<>> counts;
  for (const auto& [id, dialogue] : visit.state->town.dialogues) ++counts[std::string(record::word(dialogue.row().status))];
  json::object model;
  for (const std::string_view word : record::words(DialogueStatus{})) {
    const std::string status(word);
    model[status] = counts[status];
    visit.say(model, status + "_text", "register.count_" + status, {{"count", counts[status]}});
  }
  return model;
}

/// A row for each round that can be voted in now.
json::array now_model(const Visit& visit) {
  json::array now;
  for (const std::string& id : visit.state->town.dialogue_order) {
    const DialogueState& dialogue = visit.state->town.dialogues.at(id);
    for (const std::string& round_id : dialogue.rounds) {
      const record::RoundState* round = visit.state->round(round_id);
      if (round == nullptr || round->phase != record::Phase::open) continue;
      json::object row = dialogue_row(visit, id, dialogue);
      row["has_round"] = true;
      row["round"] = round_summary(visit, *round);
      now.push_back(std::move(row));
    }
  }
  return now;
}

/// The newest that can be signed.
json::array initiatives_now(const Visit& visit) {
  const auto counts = visit.site.service.signature_counts();
  service::InitiativeQuery open;
  open.phase = record::word(record::InitiativePhase::open);
  json::array rows;
  for (const record::InitiativeState* initiative : service::find_initiatives(*visit.state, *counts, open)) {
    if (rows.size() == most_initiatives) break;
    if (service::takes_signatures(*initiative, visit.site.config.hour()))
      rows.push_back(initiative_row(visit, *initiative, count_of(*counts, initiative->id)));
  }
  return rows;
}

/// What goes on first, then what is coming, then what is over; within each, what begins last first.
json::array group_model(const Visit& visit, const Filter& filter) {
  json::array groups;
  for (const DialogueStatus status : {DialogueStatus::ongoing, DialogueStatus::planned, DialogueStatus::finished}) {
    std::vector<std::pair<std::string, const DialogueState*>> chosen;
    for (const auto& [id, dialogue] : visit.state->town.dialogues)
      if (dialogue.row().status == status && filter.takes(dialogue)) chosen.emplace_back(id, &dialogue);
    if (chosen.empty()) continue;
    std::stable_sort(chosen.begin(), chosen.end(),
                     [](const auto& a, const auto& b) { return a.second->row().begins > b.second->row().begins; });
    json::array rows;
    for (const auto& [id, dialogue] : chosen) rows.push_back(dialogue_row(visit, id, *dialogue));
    const std::string word(record::word(status));
    json::object group{{"status", word}, {"dialogues", std::move(rows)}};
    visit.say(group, "status_text", "status_group." + word);
    groups.push_back(std::move(group));
  }
  return groups;
}

}  // namespace

Result<Page> register_page(const Visit& visit) {
  const Filter filter{html::parameter(visit.query, "status"), html::parameter(visit.query, "board"), html::parameter(visit.query, "level")};
  Page page;
  page.title = visit.text("page_title.register");
  page.model["counts"] = counts_model(visit);
  json::array now = now_model(visit);
  page.model["has_now"] = !now.empty();
  page.model["now"] = std::move(now);
  json::array initiatives = initiatives_now(visit);
  page.model["has_initiatives"] = !initiatives.empty();
  page.model["can_raise"] = can_raise(*visit.state);
  page.model["initiatives"] = std::move(initiatives);
  add_late(visit, page.model);
  page.model["groups"] = group_model(visit, filter);
  page.model["filter"] = filter_model(visit, filter);
  return page;
}

}  // namespace radslag::web
