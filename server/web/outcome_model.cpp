#include "server/web/outcome_model.hpp"

#include <boost/json.hpp>

#include "ledger/allocation/names.hpp"
#include "ledger/record/record.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace json = boost::json;
using record::RoundState;

std::string outcome_message(allocation::Outcome outcome) {
  // What costs more than the whole envelope does not fit in what is left of it either: one sentence says both.
  if (outcome == allocation::Outcome::exceeds_envelope) outcome = allocation::Outcome::does_not_fit;
  return "outcome." + std::string(allocation::name(outcome));
}

Result<record::AllocationContent> allocation_of(const RoundState& round) {
  if (round.allocation) return *round.allocation;
  return record::Record::allocate(round.frozen->definition, *round.tally, round.tally_digest);
}

json::object outcome_fields(const Visit& visit, const RoundState& round, const record::AllocationContent::Step& step) {
  const auto& definition = round.frozen->definition;
  const auto& project = definition.projects[round.frozen->project_index.at(step.project)];
  const std::string outcome(allocation::name(step.outcome));
  json::object model;
  model["votes"] = step.votes;
  visit.say(model, "votes_text", "result.votes_text", {{"votes", static_cast<std::int64_t>(step.votes)}});
  model["left_before"] = step.left_before;
  model["outcome"] = outcome;
  model["funded"] = step.outcome == allocation::Outcome::funded;
  visit.say(model, "outcome_text", outcome_message(step.outcome),
            {{"left", visit.money(step.left_before, definition.currency)},
             {"cost", visit.money(project.cost, definition.currency)},
             {"votes", static_cast<std::int64_t>(step.votes)},
             {"minimum", static_cast<std::int64_t>(definition.rule.minimum_votes)}});
  return model;
}

void add_decision(const Visit& visit, const RoundState& round, std::size_t place, json::object& model) {
  const bool decided = round.decision && place < round.decision->content.projects.size();
  model["has_decision"] = decided;
  if (!decided) return;
  const auto& outcome = round.decision->content.projects[place];
  json::object decision;
  decision["funded"] = outcome.funded;
  decision["departs"] = outcome.reason.has_value();
  decision["has_reason"] = outcome.reason.has_value();
  if (outcome.reason) decision["reason"] = *outcome.reason;
  visit.say(decision, "text", outcome.funded ? "decision.funded" : "decision.not-funded");
  model["decision"] = std::move(decision);
}

void add_milestones(const Visit& visit, const RoundState& round, std::size_t place, json::object& model) {
  const std::string& id = round.frozen->definition.projects[place].id;
  json::array milestones;
  for (const record::MilestoneReport& report : round.milestones) {
    if (report.row.project != id) continue;
    const std::string state(record::word(report.row.state));
    json::object milestone{{"state", state}, {"date", report.row.date}, {"text", report.text}};
    visit.say(milestone, "state_text", "milestone." + state);
    visit.say(milestone, "date_text", "dates.day", {{"when", Day{report.row.date}}});
    milestones.push_back(std::move(milestone));
  }
  model["follow_up"] = round.decision && place < round.decision->content.projects.size() && round.decision->content.projects[place].funded;
  model["has_milestones"] = !milestones.empty();
  model["milestones"] = std::move(milestones);
}

}  // namespace radslag::web
