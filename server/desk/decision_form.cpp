// The board's decision on a round: begins as the allocation, and shows what departures change before anybody seals it.
#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "server/desk/forms.hpp"

namespace radslag::desk {
namespace json = boost::json;
namespace {

using record::Phase;
using record::RoundState;

constexpr std::size_t reason_characters = 1'000;
constexpr std::string_view funded_field = "funded", reason_field = "reason";

const RoundState& round(const Visit& visit) { return *visit.state->round(visit.args[0]); }
const std::vector<record::Project>& projects(const Visit& visit) { return round(visit).frozen->definition.projects; }
std::string money(const Visit& visit, std::uint64_t amount) { return visit.money(amount, round(visit).frozen->definition.currency); }

Result<Subject> not_decided(const Visit& visit) {
  const auto* known = visit.state->round(visit.args[0]);
  if (!known) return refuse(Errc::not_found, "no such round");
  if (known->phase != Phase::allocated) return refuse(Errc::out_of_order, "the round is " + std::string(record::word(known->phase)));
  if (!known->ended_at) return refuse(Errc::out_of_order, "the decision comes after the round's end");
  if (known->decision) return refuse(Errc::frozen, "the board has decided already");
  const auto& definition = known->frozen->definition;
  Subject subject{board_of_dialogue(*visit.state, known->dialogue), known->id, definition.title, "/staff/rounds/" + known->id};
  subject.facts.push_back(fact(visit, "desk_fact.envelope", money(visit, definition.envelope)));
  subject.facts.push_back(fact(visit, "desk_fact.allocated", money(visit, known->allocation->cost)));
  return subject;
}

std::string board_preset(const Visit& visit) { return visit.state->town.dialogues.at(round(visit).dialogue).content.board; }
std::string today_preset(const Visit&) { return today(); }

std::vector<Option> project_options(const Visit& visit) {
  std::vector<Option> options;
  for (const auto& project : projects(visit)) options.push_back({project.id, project.title});
  return options;
}

/// A row for each project, ticked as allocated, or as it was sent.
json::array rows(const Visit& visit, const html::Form* sent) {
  const auto& known = round(visit);
  std::map<std::string_view, std::uint64_t> votes;
  for (const auto& line : known.tally->votes) votes[line.project] = line.votes;
  const std::set<std::string> ticked =
      sent ? std::set(sent->all(funded_field).begin(), sent->all(funded_field).end()) : std::set<std::string>();
  json::array all;
  for (std::size_t i = 0; i < projects(visit).size(); ++i) {
    const auto& project = projects(visit)[i];
    const bool allocated = known.allocation->funds(project.id);
    json::object row{{"id", project.id}, {"title", project.title}, {"each", reason_field}, {"max", reason_characters}};
    row["ticked"] = sent ? ticked.contains(project.id) : allocated;
    row["text"] = sent && i < sent->all(reason_field).size() ? sent->all(reason_field)[i] : std::string();
    visit.say(row, "facts", "desk_page.decide_facts",
              {{"cost", money(visit, project.cost)},
               {"votes", static_cast<std::int64_t>(votes[project.id])},
               {"funded", std::string(allocated ? "yes" : "no")}});
    visit.say(row, "each_label", "desk_page.decide_reason");
    all.push_back(std::move(row));
  }
  return all;
}

struct Departure {
  const record::Project* project = nullptr;
  bool funded = false;
  std::string reason;
};

/// What was sent: which projects depart, and the sum of what is funded.
struct Decided {
  std::vector<Departure> departures;
  std::vector<const record::Project*> idle_reasons;  ///< a reason where nothing departs
  std::uint64_t cost = 0;
};

Decided decided(const Visit& visit, const Values& values) {
  const auto& known = round(visit);
  const auto& ticked = values.all(funded_field);
  const auto& reasons = values.all(reason_field);
  const std::set<std::string_view> funded(ticked.begin(), ticked.end());
  Decided out;
  for (std::size_t i = 0; i < projects(visit).size(); ++i) {
    const auto& project = projects(visit)[i];
    const bool is_funded = funded.contains(project.id);
    const std::string reason = i < reasons.size() ? reasons[i] : std::string();
    if (is_funded) out.cost += project.cost;
    if (is_funded != known.allocation->funds(project.id))
      out.departures.push_back({&project, is_funded, reason});
    else if (!reason.empty())
      out.idle_reasons.push_back(&project);
  }
  return out;
}

void check(const Visit& visit, const Values& values, Faults& faults) {
  const auto decision = decided(visit, values);
  std::string without, idle;
  for (const auto& departure : decision.departures) {
    if (departure.reason.empty()) without += (without.empty() ? "" : ", ") + departure.project->title;
  }
  for (const auto* project : decision.idle_reasons) idle += (idle.empty() ? "" : ", ") + project->title;
  if (!without.empty())
    faults.emplace(funded_field, visit.text("desk_fault.departure_reason", {{"projects", without}}));
  else if (!idle.empty())
    faults.emplace(funded_field, visit.text("desk_fault.idle_reason", {{"projects", idle}}));
}

json::object look(const Visit& visit, const Values& values) {
  const auto decision = decided(visit, values);
  const auto envelope = round(visit).frozen->definition.envelope;
  json::object model;
  json::array changes;
  for (const auto& departure : decision.departures) {
    json::object row{{"name", departure.project->title}, {"reason", departure.reason}};
    visit.say(row, "change", departure.funded ? "desk_page.change_funded" : "desk_page.change_not_funded",
              {{"cost", money(visit, departure.project->cost)}});
    changes.push_back(std::move(row));
  }
  model["has_rows"] = !changes.empty();
  model["rows"] = std::move(changes);
  json::array facts;
  facts.push_back(fact(visit, "desk_fact.allocated", money(visit, round(visit).allocation->cost)));
  facts.push_back(fact(visit, "desk_fact.decided", money(visit, decision.cost)));
  facts.push_back(fact(visit, "desk_fact.envelope", money(visit, envelope)));
  const bool over = decision.cost > envelope;
  if (!over) facts.push_back(fact(visit, "desk_fact.left", money(visit, envelope - decision.cost)));
  model["facts"] = std::move(facts);
  model["has_warning"] = over;
  model["warning"] = over ? visit.text("desk_page.over_envelope", {{"money", money(visit, decision.cost - envelope)}}) : std::string();
  return model;
}

Result<record::Draft> decide(const Visit& visit, const Values& values) {
  std::vector<record::ProjectDecision> departures;
  for (const auto& departure : decided(visit, values).departures)
    departures.push_back({departure.project->id, departure.funded, departure.reason});
  return record::draft_decision(*visit.state, round(visit).id, values.text("board"), values.text("meeting"), values.text("diary"),
                                departures);
}

}  // namespace

void add_decision_form(std::vector<ActForm>& forms) {
  FormField outcomes{std::string_view(funded_field), Input::rows, 64, false, project_options};
  outcomes.rows = rows;
  forms.push_back({"round-decide",
                   "/staff/rounds/{round}/decide",
                   staff::Action::decide_round,
                   not_decided,
                   {{"board", Input::line, 200, true, {}, board_preset},
                    {"meeting", Input::date, 10, true, {}, today_preset},
                    {"diary", Input::line, 60},
                    std::move(outcomes),
                    {reason_field, Input::each, reason_characters, false}},
                   decide,
                   check,
                   look});
}

std::vector<std::string> decision_message_keys() {
  return {"desk_fact.allocated",         "desk_fact.decided",       "desk_fact.left",
          "desk_page.decide_facts",      "desk_page.decide_reason", "desk_page.change_funded",
          "desk_page.change_not_funded", "desk_page.over_envelope", "desk_fault.departure_reason",
          "desk_fault.idle_reason"};
}

}  // namespace radslag::desk
