// A round's result as files: a table for spreadsheets, and all ballots in Pabulib's format.
#include <algorithm>

#include "ledger/allocation/names.hpp"
#include "ledger/allocation/pabulib.hpp"
#include "server/html/csv.hpp"
#include "server/web/exchange.hpp"
#include "server/web/outcome_model.hpp"
#include "server/web/round_model.hpp"

namespace radslag::web {
using record::RoundState;
namespace {

/// The round, if its result may be told.
Result<const RoundState*> counted_round(const Visit& visit) {
  const RoundState* round = visited_round(visit);
  if (round == nullptr || !round->frozen) return refuse(Errc::not_found, "no opened round " + visit.args.front());
  if (round->phase == record::Phase::open) return refuse(Errc::sealed, "the round " + round->id + " is open: there is no result yet");
  if (!is_counted(*round)) return refuse(Errc::out_of_order, "the round " + round->id + " has not been counted");
  return round;
}

http::Response download(std::string content_type, const std::string& name, std::string body) {
  http::Response response;
  response.content_type = std::move(content_type);
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + "\"");
  response.headers.emplace_back("Cache-Control", "no-cache");
  response.body = std::move(body);
  return response;
}

/// The format has no line breaks in its cells.
std::string on_one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

/// An area's or theme's name. The format reads commas in such a cell as a list.
std::string name_of(const std::vector<record::Place>& places, const std::string& id) {
  const auto found = std::find_if(places.begin(), places.end(), [&](const record::Place& place) { return place.id == id; });
  std::string name = found == places.end() ? std::string() : on_one_line(found->name);
  std::erase(name, ',');
  return name;
}

std::string format_rule(const allocation::Rule& rule) {
  if (rule.unaffordable == allocation::Unaffordable::stop) return "greedy-no-skip";
  return rule.minimum_votes > 0 ? "greedy-threshold" : "greedy";
}

std::vector<allocation::PbProject> pb_projects(const record::RoundDefinition& definition, const record::AllocationContent& allocation) {
  std::vector<allocation::PbProject> projects;
  for (const record::Project& project : definition.projects) {
    allocation::PbProject row;
    row.project = {project.id, static_cast<std::int64_t>(project.cost), project.withdrawn};
    row.name = on_one_line(project.title);
    row.category = name_of(definition.themes, project.theme);
    row.neighborhood = name_of(definition.areas, project.area);
    const auto step =
        std::find_if(allocation.steps.begin(), allocation.steps.end(), [&](const auto& s) { return s.project == project.id; });
    row.selected = step != allocation.steps.end() && step->outcome == allocation::Outcome::funded ? 1 : 0;
    projects.push_back(std::move(row));
  }
  return projects;
}

}  // namespace

Result<http::Response> result_csv(const Visit& visit) {
  const auto round = counted_round(visit);
  if (!round) return tl::make_unexpected(round.error());
  const auto allocation = allocation_of(**round);
  if (!allocation) return tl::make_unexpected(allocation.error());
  const auto& frozen = *(*round)->frozen;
  html::CsvWriter csv({"place", "project", "title", "cost", "currency", "votes", "left_before", "outcome", "decision", "reason"});
  for (std::size_t i = 0; i < allocation->steps.size(); ++i) {
    const auto& step = allocation->steps[i];
    const std::size_t place = frozen.project_index.at(step.project);
    const auto& project = frozen.definition.projects[place];
    std::string decision, reason;
    if ((*round)->decision && place < (*round)->decision->content.projects.size()) {
      const auto& outcome = (*round)->decision->content.projects[place];
      decision = outcome.funded ? "funded" : "not-funded";
      reason = outcome.reason.value_or("");
    }
    csv.row({std::to_string(i + 1), project.id, project.title, html::csv_money(project.cost), frozen.definition.currency,
             std::to_string(step.votes), html::csv_money(step.left_before), std::string(allocation::name(step.outcome)), decision, reason});
  }
  return download("text/csv; charset=utf-8", (*round)->id + ".csv", csv.text());
}

Result<http::Response> result_pb(const Visit& visit) {
  const auto round = counted_round(visit);
  if (!round) return tl::make_unexpected(round.error());
  const auto allocation = allocation_of(**round);
  if (!allocation) return tl::make_unexpected(allocation.error());
  const auto ballots = visit.site.service.counted_ballots((*round)->id);
  if (!ballots) return tl::make_unexpected(ballots.error());
  const auto& definition = (*round)->frozen->definition;
  allocation::PbFile file;
  file.meta = {{"description", on_one_line(definition.title)}, {"unit", on_one_line(visit.state->town.name)}, {"instance", (*round)->id}};
  file.budget = static_cast<std::int64_t>(definition.envelope);
  file.rule = format_rule(definition.rule);
  file.currency = definition.currency;
  file.min_length = definition.choices_min;
  file.max_length = definition.choices_max;
  if (definition.budget_max > 0) file.max_sum_cost = static_cast<std::int64_t>(definition.budget_max);
  if (definition.rule.minimum_votes > 0) file.min_project_score_threshold = definition.rule.minimum_votes;
  file.projects = pb_projects(definition, *allocation);
  file.counted.assign(file.projects.size(), 0);
  for (std::size_t i = 0; i < ballots->size(); ++i) {
    file.ballots.add(std::to_string(i + 1), (*ballots)[i]);
    for (const std::uint16_t choice : (*ballots)[i]) ++file.counted[choice];
  }
  auto text = allocation::write_pb(file);
  if (!text) return tl::make_unexpected(text.error());
  return download("text/plain; charset=utf-8", (*round)->id + ".pb", std::move(*text));
}

}  // namespace radslag::web
