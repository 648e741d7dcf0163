#include "server/web/outcome_model.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "ledger/allocation/exact.hpp"
#include "ledger/allocation/names.hpp"
#include "ledger/record/round_count.hpp"
#include "server/web/count_study.hpp"
#include "server/web/count_words.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace json = boost::json;
using allocation::EqualSharesRule;
using allocation::Exact;
using allocation::Fate;
using record::RoundState;
namespace {

constexpr std::uint64_t hundredths = 100;
/// So many projects that took its supporters' money are named in a sentence; the picture names more.
constexpr std::size_t named_in_sentence = 3;

std::int64_t as_number(std::uint64_t value) { return static_cast<std::int64_t>(value); }

/// Votes or points that a project must have to take part.
std::int64_t minimum_of(const allocation::AnyRule& rule) {
  struct {
    std::uint64_t operator()(const allocation::GreedyRule& x) const { return x.minimum_score; }
    std::uint64_t operator()(const EqualSharesRule& x) const { return x.minimum_votes; }
    std::uint64_t operator()(const allocation::PhragmenRule& x) const { return x.minimum_votes; }
  } minimum;
  return as_number(std::visit(minimum, rule));
}

/// A fraction of the record, which has been checked when it was read.
Exact fraction(const std::string& text) { return text.empty() ? Exact(0) : Exact(text); }

std::uint64_t rounded(const Exact& minor) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, allocation::floor_of(minor + Exact(1, 2))));
}
std::uint64_t rounded_up(const Exact& minor) {
  const Exact down = -minor;
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, -allocation::floor_of(down)));
}

/// The message that says why, by the rule where rules differ.
std::string key(std::string_view family, Fate fate) { return std::string(family) + std::string(allocation::name(fate)); }

}  // namespace

std::string about_money(const Visit& visit, std::uint64_t minor_units, const std::string& currency) {
  const bool large = minor_units >= 100 * hundredths;
  return visit.money(large ? (minor_units + hundredths / 2) / hundredths * hundredths : minor_units, currency);
}

Result<record::AllocationContent> allocation_of(const RoundState& round) {
  if (round.allocation) return *round.allocation;
  if (record::needs_ballots(round.frozen->definition.rule) || round.awaits_lot())
    return refuse(Errc::out_of_order, "the round " + round.id + " has been tallied; its allocation follows");
  return record::allocate(round.frozen->definition, *round.tally, round.tally_digest, round.lot_seed(), nullptr);
}

Outcomes::Outcomes(const Visit& visit, const RoundState& round, const record::AllocationContent& allocation, const CountStudy* study)
    : visit_(visit), round_(round), allocation_(allocation), study_(study) {
  const auto& definition = round.frozen->definition;
  std::vector<std::uint64_t> reached(std::max<std::size_t>(1, definition.urns.size()));
  for (const auto& step : allocation.steps) {
    const std::size_t urn = definition.urn_of(definition.projects[round.frozen->project_index.at(step.project)]);
    urns_.push_back(urn);
    numbers_.push_back(++reached[urn]);
  }
}

std::size_t Outcomes::place(std::size_t step) const { return round_.frozen->project_index.at(allocation_.steps[step].project); }

bool Outcomes::by_greedy(std::size_t urn) const {
  if (std::holds_alternative<allocation::GreedyRule>(round_.frozen->definition.rule)) return true;
  const std::string id = urn < allocation_.counts.size() ? allocation_.counts[urn].urn : std::string();
  return std::any_of(allocation_.compared.begin(), allocation_.compared.end(),
                     [&](const auto& compared) { return compared.urn == id && compared.switched; });
}

std::optional<Outcomes::Price> Outcomes::price(std::size_t step) const {
  const auto& turn = allocation_.steps[step];
  const auto* rule = std::get_if<EqualSharesRule>(&round_.frozen->definition.rule);
  if (!rule || turn.outcome != Fate::funded || turn.measure.empty() || by_greedy(urns_[step])) return std::nullopt;
  const auto& project = round_.frozen->definition.projects[place(step)];
  const Exact cost = allocation::exact(as_number(project.cost)), measure = fraction(turn.measure);
  if (sgn(measure) <= 0) return std::nullopt;
  if (rule->utility != allocation::Utility::cost && rule->utility != allocation::Utility::cardinality) return std::nullopt;
  const Exact pays = rule->utility == allocation::Utility::cost ? Exact(measure * cost) : measure;
  return Price{rounded_up(pays), allocation::decimal_text(cost / pays, 2)};
}

std::string Outcomes::spent_sentence(std::size_t step) const {
  const auto& definition = round_.frozen->definition;
  const auto& turn = allocation_.steps[step];
  const std::size_t at = place(step);
  const Exact endowment = fraction(allocation_.counts.at(urns_[step]).endowment);
  const auto* why = study_ && study_->projects[at].has_money ? &study_->projects[at] : nullptr;
  // With Borda's utility not everybody who names a project supports it.
  const bool all_support = std::get<EqualSharesRule>(definition.rule).utility != allocation::Utility::borda;
  const Exact had =
      all_support || !why ? Exact(endowment * allocation::exact(as_number(turn.votes))) : allocation::exact(as_number(why->total));
  const Exact cost = allocation::exact(as_number(definition.projects[at].cost));
  std::vector<std::string> took;
  for (std::size_t i = 0; why && i < std::min(why->spent.size(), named_in_sentence); ++i)
    took.push_back(definition.projects[why->spent[i].project].title);
  const bool too_few = had < cost;
  return visit_.text(too_few ? "outcome_shares.too-few" : "outcome_shares.supporters-spent",
                     {{"votes", as_number(turn.votes)},
                      {"endowment", about_money(visit_, rounded(endowment), definition.currency)},
                      {"had", about_money(visit_, why ? why->total : rounded(had), definition.currency)},
                      {"cost", visit_.money(definition.projects[at].cost, definition.currency)},
                      {"known", std::string(why == nullptr ? "no"
                                            : took.empty() ? "left"
                                                           : "all")},
                      {"left", about_money(visit_, why ? why->left : 0, definition.currency)},
                      {"projects", visit_.html ? visit_.messages.list(visit_.language, took) : std::string()}});
}

std::string Outcomes::sentence(std::size_t step) const {
  const auto& definition = round_.frozen->definition;
  const auto& turn = allocation_.steps[step];
  const auto& project = definition.projects[place(step)];
  const bool greedy = by_greedy(urns_[step]);
  const bool shares = !greedy && std::holds_alternative<EqualSharesRule>(definition.rule);
  if (shares && turn.outcome == Fate::supporters_spent) return spent_sentence(step);
  std::string_view family = "outcome.";
  const bool by_rule = turn.outcome == Fate::funded || turn.outcome == Fate::does_not_fit;
  if (by_rule) family = greedy ? "outcome_greedy." : shares ? "outcome_shares." : "outcome_phragmen.";
  const auto pays = price(step);
  const bool points = !greedy && shares && !pays;
  return visit_.text(key(family, turn.outcome),
                     {{"number", as_number(numbers_[step])},
                      {"left", visit_.money(turn.left_before, definition.currency)},
                      {"cost", visit_.money(project.cost, definition.currency)},
                      {"envelope", visit_.money(definition.urns.empty() ? definition.envelope : definition.urns[urns_[step]].envelope,
                                                definition.currency)},
                      {"votes", as_number(turn.votes)},
                      {"minimum", minimum_of(definition.rule)},
                      {"priced", std::string(points ? "no" : "yes")},
                      {"pays", pays ? about_money(visit_, pays->pays, definition.currency) : std::string()},
                      {"time", about_money(visit_, shares || greedy ? 0 : rounded(fraction(turn.measure)), definition.currency)}});
}

void Outcomes::add_study(std::size_t step, json::object& model) const {
  const auto& definition = round_.frozen->definition;
  const auto* project = study_ ? &study_->projects[place(step)] : nullptr;
  model["has_support"] = project && project->has_money;
  if (project && project->has_money) {
    model["effective_support_per_mille"] = project->support_per_mille;
    visit_.say(model, "support_text", "count.support_text", {{"percent", as_number(project->support_per_mille / 10)}});
  }
  const bool funded = allocation::is_funded(allocation_.steps[step].outcome);
  const bool has_cost = project && project->margin_cost && !funded;
  const bool has_votes = project && project->more_votes && !funded;
  const bool has_fewer = project && project->fewer_votes && *project->fewer_votes > 0 && funded;
  model["has_margin"] = has_cost || has_votes || has_fewer;
  if (has_cost) model["margin_cost"] = *project->margin_cost;
  if (has_votes) model["margin_votes"] = *project->more_votes;
  if (has_fewer) {
    model["margin_fewer_votes"] = *project->fewer_votes;
    visit_.say(model, "margin_text", "count.margin_fewer_text", {{"votes", as_number(*project->fewer_votes)}});
  }
  if (!has_cost && !has_votes) return;
  // Down to whole units, so that what is said is enough.
  const std::uint64_t cost = has_cost ? *project->margin_cost : 0;
  const bool at_endowment = study_->at_endowment || (has_votes && project->votes_at_endowment);
  visit_.say(model, "margin_text", "count.margin_text",
             {{"has", std::string(has_cost && has_votes ? "both"
                                  : has_cost            ? "cost"
                                                        : "votes")},
              {"votes", has_votes ? as_number(*project->more_votes) : 0},
              {"cost", visit_.money(cost >= 100 * hundredths ? cost / hundredths * hundredths : cost, definition.currency)},
              {"at_endowment", std::string(at_endowment ? "yes" : "no")}});
}

json::object Outcomes::fields(std::size_t step) const {
  const auto& turn = allocation_.steps[step];
  json::object model;
  model["votes"] = turn.votes;
  visit_.say(model, "votes_text", "result.votes_text", {{"votes", as_number(turn.votes)}});
  model["left_before"] = turn.left_before;
  const std::string outcome(allocation::name(turn.outcome));
  model["outcome"] = outcome;
  model["funded"] = allocation::is_funded(turn.outcome);
  model["measure"] = turn.measure;
  model["supporters_money"] = turn.money;
  if (const auto pays = price(step)) {
    model["pays_at_most"] = pays->pays;
    model["effective_votes"] = pays->effective_votes;
  }
  if (visit_.html) model["outcome_text"] = sentence(step);
  add_study(step, model);
  return model;
}

void add_decision(const Visit& visit, const RoundState& round, std::size_t place, json::object& model) {
  const bool decided = round.decision && place < round.decision->content.projects.size();
  model["has_decision"] = decided;
  if (!decided) return;
  const auto& outcome = round.decision->content.projects[place];
  const auto& definition = round.frozen->definition;
  json::object decision;
  decision["funded"] = outcome.funded;
  decision["departs"] = outcome.reason.has_value();
  decision["has_reason"] = outcome.reason.has_value();
  if (outcome.reason) {
    decision["reason"] = *outcome.reason;
    visit.say(decision, "change_text", "decision.change_text",
              {{"way", std::string(outcome.funded ? "more" : "less")},
               {"cost", visit.money(definition.projects[place].cost, definition.currency)}});
  }
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

std::vector<std::string> outcome_message_keys() {
  std::vector<std::string> keys;
  for (const Fate fate : {Fate::completed, Fate::reserve, Fate::withdrawn, Fate::not_eligible, Fate::exceeds_envelope, Fate::excluded,
                          Fate::after_stop, Fate::supporters_spent, Fate::no_supporters})
    keys.push_back(key("outcome.", fate));
  for (const char* family : {"outcome_greedy.", "outcome_phragmen."})
    for (const Fate fate : {Fate::funded, Fate::does_not_fit}) keys.push_back(key(family, fate));
  for (const Fate fate : {Fate::funded, Fate::does_not_fit, Fate::supporters_spent}) keys.push_back(key("outcome_shares.", fate));
  for (const char* name :
       {"outcome_shares.too-few", "count.support_text", "count.margin_text", "count.margin_fewer_text", "decision.change_text"})
    keys.emplace_back(name);
  return keys;
}

}  // namespace radslag::web
