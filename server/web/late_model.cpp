#include "server/web/late_model.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "server/service/late.hpp"
#include "server/web/initiative_model.hpp"
#include "server/web/round_model.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace json = boost::json;
using service::Late;
namespace {

constexpr std::size_t most_shown = 5;

void add_dialogue(const Visit& visit, const std::string& id, json::object& row) {
  row["href"] = "/dialogues/" + id;
  row["title"] = visit.state->town.dialogues.at(id).content.title;
}

void add_initiative(const Visit& visit, const std::string& id, json::object& row) {
  row["href"] = initiative_href(id);
  row["title"] = initiative_title(visit, *visit.state->initiative(id));
}

json::object late_row(const Visit& visit, const Late& late) {
  json::object row{{"id", late.id}, {"since", record::hour_text(late.since)}};
  const Day when{record::hour_text(late.since - 1).substr(0, std::string_view("YYYY-MM-DD").size())};  // the last day in time
  switch (late.what) {
    case Late::What::dialogue_feedback:
      row["what"] = "dialogue-feedback";
      add_dialogue(visit, late.id, row);
      visit.say(row, "text", "late.dialogue_feedback", {{"when", when}});
      break;
    case Late::What::round_feedback: {
      const record::RoundState& round = *visit.state->round(late.id);
      row["what"] = "round-feedback";
      row["href"] = round_href(round);
      row["title"] = round_title(*visit.state, round);
      visit.say(row, "text", "late.round_feedback", {{"when", when}});
      break;
    }
    case Late::What::initiative_decision:
      row["what"] = "initiative-decision";
      add_initiative(visit, late.id, row);
      visit.say(row, "text", "late.initiative_decision",
                {{"when", when}, {"board", board_name(*visit.state, visit.state->initiative(late.id)->board)}});
      break;
    case Late::What::initiative_answer:
      row["what"] = "initiative-answer";
      add_initiative(visit, late.id, row);
      visit.say(row, "text", "late.initiative_answer", {{"when", when}});
      break;
  }
  return row;
}

}  // namespace

void add_late(const Visit& visit, json::object& model) {
  const auto all = service::late_promises(*visit.state, visit.site.config.hour());
  json::array rows;
  for (std::size_t i = 0; i < std::min(most_shown, all.size()); ++i) rows.push_back(late_row(visit, all[i]));
  model["has_late"] = !rows.empty();
  model["has_more_late"] = all.size() > rows.size();
  visit.say(model, "more_late_text", "late.more_text", {{"count", static_cast<std::int64_t>(all.size() - rows.size())}});
  model["late_count"] = all.size();
  model["late"] = std::move(rows);
}

}  // namespace radslag::web
