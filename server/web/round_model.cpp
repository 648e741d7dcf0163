#include "server/web/round_model.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "crypto/encoding.hpp"
#include "server/web/ballot_rule.hpp"
#include "server/web/count_words.hpp"
#include "server/web/order.hpp"
#include "server/web/proposal_model.hpp"
#include "server/web/secret_model.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace json = boost::json;
using record::Phase;
using record::RoundState;
namespace {

std::string name_of(const std::vector<record::Place>& places, const std::string& id) {
  const auto found = std::find_if(places.begin(), places.end(), [&](const record::Place& place) { return place.id == id; });
  return found == places.end() ? std::string() : found->name;
}

void add_phase(const Visit& visit, const RoundState& round, json::object& model) {
  const std::string phase(phase_name(round));
  model["phase"] = phase;
  for (const std::string_view each : {"announced", "open", "closed", "counted", "decided"})
    model["is_" + std::string(each)] = each == phase;
  visit.say(model, "phase_text", "phase." + phase);
  visit.say(model, "cta_text", "cta." + phase);
}

void add_times(const Visit& visit, const RoundState& round, json::object& model) {
  const auto& definition = round.frozen->definition;
  model["opens"] = record::hour_text(definition.opens);
  model["closes"] = record::hour_text(definition.closes);
  model["opened"] = record::hour_text(round.opened_hour);
  visit.say(model, "opens_text", "round.opened_text", {{"when", Hour{round.opened_hour}}, {"until", Hour{round.opened_hour + 1}}});
  if (round.phase == Phase::open) {
    visit.say(model, "closes_text", "round.closes_text", {{"when", Hour{definition.closes}}});
  } else {
    model["closed"] = record::hour_text(round.closed_hour);
    visit.say(model, "closes_text", "round.closed_at_text", {{"when", Hour{round.closed_hour}}, {"until", Hour{round.closed_hour + 1}}});
  }
}

void add_rules(const Visit& visit, const RoundState& round, json::object& model) {
  const auto& definition = round.frozen->definition;
  add_ballot_rule(visit, definition, model);
  model["clear_ballots"] = !is_secret(round);
  model["is_secret"] = is_secret(round);
  if (is_secret(round)) add_secrecy(visit, round, model);
  add_count_words(visit, definition, model);
}

void add_counts(const Visit& visit, const RoundState& round, json::object& model) {
  const std::uint64_t roll = is_secret(round) ? round.frozen->roll : round.frozen->credentials.keys.size();
  model["roll"] = roll;
  visit.say_number(model, "roll_text", roll);
  if (!is_counted(round)) return;
  const std::uint64_t voters = people_who_voted(round);
  model["voters"] = voters;
  const double share = roll == 0 ? 0 : static_cast<double>(voters) / static_cast<double>(roll);
  for (const auto& [field, key] :
       {std::pair("participation_text", "round.participation_text"), std::pair("turnout_text", "result.turnout_text")}) {
    visit.say(model, field, key,
              {{"voters", static_cast<std::int64_t>(voters)}, {"roll", static_cast<std::int64_t>(roll)}, {"share", share}});
  }
}

}  // namespace

std::string_view phase_name(const RoundState& round) {
  if (round.decision) return "decided";
  switch (round.phase) {
    case Phase::begun: return "announced";
    case Phase::open: return "open";
    case Phase::closed: return "closed";
    case Phase::tallied:
    case Phase::allocated: return "counted";
  }
  return "announced";
}

bool is_counted(const RoundState& round) { return round.frozen && round.tally.has_value(); }

std::string round_href(const RoundState& round) { return "/rounds/" + round.id; }

std::string round_title(const record::State& state, const RoundState& round) {
  if (round.frozen) return round.frozen->definition.title;
  const auto dialogue = state.town.dialogues.find(round.dialogue);
  return dialogue == state.town.dialogues.end() ? round.id : dialogue->second.content.title;
}

const RoundState* visited_round(const Visit& visit) { return visit.args.empty() ? nullptr : visit.state->round(visit.args.front()); }

std::uint64_t order_of(const Visit& visit) { return html::whole_number(html::parameter(visit.query, "order")).value_or(0); }

json::object round_summary(const Visit& visit, const RoundState& round) {
  json::object model;
  model["id"] = round.id;
  model["href"] = round_href(round);
  model["title"] = round_title(*visit.state, round);
  model["has_frozen"] = round.frozen != nullptr;
  add_phase(visit, round, model);
  if (!round.frozen) {
    if (visit.html)
      for (const char* field : {"opens_text", "closes_text", "envelope_kr", "project_count_text"}) model[field] = "";
    model["summary"] = "";
    return model;
  }
  const auto& definition = round.frozen->definition;
  const auto projects = static_cast<std::int64_t>(definition.projects.size());
  model["summary"] = definition.summary;
  model["currency"] = definition.currency;
  model["envelope"] = definition.envelope;
  visit.say_money(model, "envelope_kr", definition.envelope, definition.currency);
  visit.say(model, "project_count_text", "round.project_count_text",
            {{"shown", projects}, {"total", projects}, {"filtered", std::string("no")}});
  add_times(visit, round, model);
  return model;
}

json::object round_fields(const Visit& visit, const RoundState& round) {
  json::object model = round_summary(visit, round);
  const auto dialogue = visit.state->town.dialogues.find(round.dialogue);
  const bool known = dialogue != visit.state->town.dialogues.end();
  model["dialogue"] = {
      {"id", round.dialogue}, {"href", "/dialogues/" + round.dialogue}, {"title", known ? dialogue->second.content.title : round.dialogue}};
  model["vote_href"] = round_href(round) + "/vote" + (visit.query.contains("order") ? "?order=" + std::to_string(order_of(visit)) : "");
  model["result_href"] = round_href(round) + "/result";
  model["origin"] = round.origin;
  model["has_roll"] = round.frozen != nullptr;
  model["has_participation"] = is_counted(round);
  model["clear_ballots"] = false;
  model["is_secret"] = false;
  if (!round.frozen) return model;
  visit.say_number(model, "project_count", round.frozen->definition.projects.size());
  model["frozen"] = {{"definition", crypto::to_hex(round.frozen->definition_digest)},
                     {"entry_href", "/record/entry?log=" + record::round_log_name(round.id) + "&index=" + std::to_string(round.opened_at)}};
  model["has_notice_closing"] = round.phase >= record::Phase::closed;
  model["has_notice_result"] = round.ended_at.has_value();
  add_rules(visit, round, model);
  add_counts(visit, round, model);
  return model;
}

void add_ballots(const Visit& visit, const RoundState& round, json::object& model) {
  // While the round is open the snapshot does not know of the newest.
  const auto turnout = visit.site.service.turnout(round.id);
  const std::uint64_t ballots = turnout ? turnout->ballots : round.ballots;
  model["ballots"] = ballots;
  visit.say_number(model, "ballots_count", ballots);
  if (!is_secret(round)) return;
  const std::uint64_t handed_out = turnout ? turnout->handed_out : round.handed_out;
  model["handed_out"] = handed_out;
  visit.say(model, "handed_out_text", "secret.handed_out_text", {{"count", static_cast<std::int64_t>(handed_out)}});
}

json::object project_fields(const Visit& visit, const RoundState& round, std::size_t place) {
  const auto& definition = round.frozen->definition;
  const record::Project& project = definition.projects[place];
  json::object model;
  model["number"] = place + 1;
  model["id"] = project.id;
  model["href"] = round_href(round) + "/projects/" + std::to_string(place + 1);
  model["title"] = project.title;
  model["summary"] = project.summary;
  model["cost"] = project.cost;
  visit.say_money(model, "cost_kr", project.cost, definition.currency);
  model["area"] = project.area.empty() ? "-" : project.area;
  model["has_area"] = !project.area.empty();
  model["area_name"] = name_of(definition.areas, project.area);
  model["theme"] = project.theme.empty() ? "-" : project.theme;
  model["has_theme"] = !project.theme.empty();
  model["theme_name"] = name_of(definition.themes, project.theme);
  model["withdrawn"] = project.withdrawn;
  model["words_lang"] = visit.config.content_lang;
  add_origin(visit, round.id, project, model);
  return model;
}

json::array place_options(const std::vector<record::Place>& places, std::string_view selected) {
  json::array options;
  for (const record::Place& place : places) options.push_back({{"id", place.id}, {"name", place.name}, {"selected", place.id == selected}});
  return options;
}

}  // namespace radslag::web
