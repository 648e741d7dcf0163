#include <boost/json.hpp>

#include "server/web/dialogue_model.hpp"
#include "server/web/pages.hpp"
#include "server/web/proposal_model.hpp"
#include "server/web/record_model.hpp"
#include "server/web/round_model.hpp"
#include "server/web/visit.hpp"
#include "server/web/withheld_model.hpp"

namespace radslag::web {
namespace json = boost::json;
using record::DialogueState;
namespace {

void set_word(json::object& model, std::string_view field, std::string_view word) {
  model[json::string_view(field.data(), field.size())] = json::string_view(word.data(), word.size());
}

json::array history(const Visit& visit, const DialogueState& dialogue) {
  json::array rows;
  for (auto version = dialogue.versions.rbegin(); version != dialogue.versions.rend(); ++version) {
    json::object row;
    row["version"] = version->row.version;
    row["hour"] = record::hour_text(version->hour);
    visit.say_hour(row, "hour_text", version->hour);
    set_word(row, "status", record::word(version->row.status));
    visit.say(row, "status_text", "status." + std::string(record::word(version->row.status)));
    row["entry_href"] = "/record/entry?log=town&index=" + std::to_string(version->index);
    rows.push_back(std::move(row));
  }
  return rows;
}

/// The newest first.
json::array feedback_rows(const Visit& visit, const DialogueState& dialogue) {
  json::array rows;
  for (auto feedback = dialogue.feedback.rbegin(); feedback != dialogue.feedback.rend(); ++feedback) {
    json::object row{{"date", feedback->row.date}, {"board", feedback->content.board}};
    visit.say(row, "date_text", "dates.day", {{"when", Day{feedback->row.date}}});
    visit.say_markdown(row, "text", feedback->content.text);
    add_withheld(visit, feedback->row.content, row);
    row["entry_href"] = entry_href("town", feedback->index);
    rows.push_back(std::move(row));
  }
  return rows;
}

json::array call_rows(const Visit& visit, const DialogueState& dialogue) {
  json::array rows;
  for (auto id = dialogue.calls.rbegin(); id != dialogue.calls.rend(); ++id)
    rows.push_back(call_row(visit, visit.state->town.calls.at(*id)));
  return rows;
}

}  // namespace

json::object dialogue_row(const Visit& visit, const std::string& id, const DialogueState& dialogue) {
  const auto& content = dialogue.content;
  const auto& entry = dialogue.row();
  json::object row;
  row["id"] = id;
  row["href"] = "/dialogues/" + id;
  row["title"] = content.title;
  row["summary"] = content.summary;
  row["board"] = content.board;
  row["begins"] = entry.begins;
  row["ends"] = entry.ends;
  visit.say(row, "dates_text", "dates.range", {{"begins", Day{entry.begins}}, {"ends", Day{entry.ends}}});
  set_word(row, "level", record::word(content.level));
  visit.say(row, "level_text", "level." + std::string(record::word(content.level)));
  set_word(row, "status", record::word(entry.status));
  visit.say(row, "status_text", "status." + std::string(record::word(entry.status)));
  set_word(row, "signal", record::word(entry.signal));
  visit.say(row, "signal_text", "signal." + std::string(record::word(entry.signal)));
  set_word(row, "kind", record::word(content.dialogue_kind));
  visit.say(row, "kind_text", "dialogue_kind." + std::string(record::word(content.dialogue_kind)));
  const record::RoundState* round = dialogue.rounds.empty() ? nullptr : visit.state->round(dialogue.rounds.back());
  row["has_round"] = round != nullptr;
  if (round != nullptr) row["round"] = round_summary(visit, *round);
  return row;
}

Result<Page> dialogue_page(const Visit& visit) {
  const auto found = visit.state->town.dialogues.find(visit.args.front());
  if (found == visit.state->town.dialogues.end()) return refuse(Errc::not_found, "no dialogue " + visit.args.front());
  const DialogueState& dialogue = found->second;
  Page page{dialogue_row(visit, found->first, dialogue), dialogue.content.title};
  json::object& model = page.model;
  model["influence"] = dialogue.content.influence;
  visit.say(model, "level_meaning_text", "level_meaning." + std::string(record::word(dialogue.content.level)));
  model["officer"] = dialogue.content.officer;
  model["reported_to"] = dialogue.content.reported_to;
  model["reported_how"] = dialogue.content.reported_how;
  model["comment"] = dialogue.content.comment;
  model["version"] = dialogue.row().version;
  json::array rounds;
  for (auto id = dialogue.rounds.rbegin(); id != dialogue.rounds.rend(); ++id)
    if (const record::RoundState* round = visit.state->round(*id)) rounds.push_back(round_summary(visit, *round));
  model["has_rounds"] = !rounds.empty();
  model["rounds"] = std::move(rounds);
  json::array calls = call_rows(visit, dialogue), feedback = feedback_rows(visit, dialogue);
  model["has_calls"] = !calls.empty();
  model["calls"] = std::move(calls);
  model["has_feedback"] = !feedback.empty();
  model["feedback"] = std::move(feedback);
  model["history"] = history(visit, dialogue);
  return page;
}

}  // namespace radslag::web
