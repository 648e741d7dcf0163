#include <algorithm>
#include <boost/json.hpp>

#include "ledger/record/secret_round.hpp"
#include "server/web/count_model.hpp"
#include "server/web/count_studies.hpp"
#include "server/web/count_study.hpp"
#include "server/web/outcome_model.hpp"
#include "server/web/pages.hpp"
#include "server/web/round_model.hpp"
#include "server/web/secret_model.hpp"
#include "server/web/visit.hpp"
#include "server/web/witness_model.hpp"

namespace radslag::web {
namespace json = boost::json;
using record::AllocationContent;
using record::RoundState;
namespace {

json::array result_rows(const Visit& visit, const RoundState& round, const AllocationContent& allocation, const Outcomes& outcomes) {
  std::uint64_t most = 1;
  for (const auto& step : allocation.steps) most = std::max(most, step.votes);
  json::array rows;
  for (std::size_t i = 0; i < allocation.steps.size(); ++i) {
    const std::size_t place = outcomes.place(i);
    json::object row = project_fields(visit, round, place);
    row.erase("summary");
    for (auto& [field, value] : outcomes.fields(i)) row[field] = value;
    row["place"] = rows.size() + 1;
    row["share"] = allocation.steps[i].votes * 100 / most;
    add_decision(visit, round, place, row);
    rows.push_back(std::move(row));
  }
  return rows;
}

/// The votes alone, the most first, while there is no allocation.
json::array vote_rows(const Visit& visit, const RoundState& round) {
  auto votes = round.tally->votes;
  std::stable_sort(votes.begin(), votes.end(), [](const auto& a, const auto& b) { return a.votes > b.votes; });
  const std::uint64_t most = votes.empty() ? 1 : std::max<std::uint64_t>(1, votes.front().votes);
  json::array rows;
  for (const auto& line : votes) {
    json::object row = project_fields(visit, round, round.frozen->project_index.at(line.project));
    row.erase("summary");
    row["votes"] = line.votes;
    row["score"] = line.score;
    row["share"] = line.votes * 100 / most;
    visit.say(row, "votes_text", "result.votes_text", {{"votes", static_cast<std::int64_t>(line.votes)}});
    rows.push_back(std::move(row));
  }
  return rows;
}

void add_ballot_counts(const Visit& visit, const RoundState& round, json::object& model) {
  model["ballots"] = round.tally->ballots;
  model["voters"] = round.tally->voters;
  model["blank"] = round.tally->blank;
  add_urn_counts(visit, round, model);
  // Totals alone are known where ballots were added up while they were sealed.
  model["has_choices"] = round.frozen->definition.ballot != record::homomorphic_ballot;
  visit.say_number(model, "ballots_count", round.tally->ballots);
  visit.say_number(model, "voters_count", round.tally->voters);
  visit.say_number(model, "blank_count", round.tally->blank);
}

void add_sums(const Visit& visit, const RoundState& round, const AllocationContent& allocation, json::object& model) {
  const auto& currency = round.frozen->definition.currency;
  model["spent"] = allocation.cost;
  const std::uint64_t left = allocation.cost < allocation.envelope ? allocation.envelope - allocation.cost : 0;  // a reserve pays more
  model["left"] = left;
  visit.say_money(model, "spent_kr", allocation.cost, currency);
  visit.say_money(model, "left_kr", left, currency);
  const auto funded = allocation.funded();
  model["funded"] = funded;
  visit.say(model, "headline_text", "result.headline_text",
            {{"funded", static_cast<std::int64_t>(funded)}, {"total", static_cast<std::int64_t>(allocation.steps.size())}});
}

/// Final, where witnesses have been announced, only when enough of them have cosigned a head that covers the round's end.
void add_finality(const Visit& visit, const RoundState& round, json::object& model) {
  const std::string log = round.ended_at ? "town" : record::round_log_name(round.id);
  const auto head = visit.site.service.head(log);
  add_witnessed(visit, log, round.ended_at ? *round.ended_at + 1 : head ? head->size : 0, model);
  model["is_final"] = round.ended_at && model["is_witnessed"].as_bool();
  model["is_preliminary"] = model["has_witnesses"].as_bool() && !model["is_final"].as_bool();
}

/// What the decision costs beside what the votes gave, and whether there is money for it.
void add_decided_cost(const Visit& visit, const RoundState& round, const AllocationContent& allocation, json::object& model) {
  const auto& definition = round.frozen->definition;
  const auto& projects = round.decision->content.projects;
  std::uint64_t decided = 0;
  for (std::size_t i = 0; i < projects.size(); ++i)
    if (projects[i].funded) decided += definition.projects[i].cost;
  const bool more = decided > allocation.cost, less = decided < allocation.cost;
  const bool within = decided <= definition.envelope;
  model["decided"] = decided;
  model["within"] = within;
  visit.say(model, "cost_text", "decision.cost_text",
            {{"decided", visit.money(decided, definition.currency)},
             {"tallied", visit.money(allocation.cost, definition.currency)},
             {"way", std::string(more   ? "more"
                                 : less ? "less"
                                        : "same")},
             {"difference", visit.money(more ? decided - allocation.cost : allocation.cost - decided, definition.currency)}});
  visit.say(model, "within_text", "decision.within_text",
            {{"within", std::string(within ? "yes" : "no")},
             {"envelope", visit.money(definition.envelope, definition.currency)},
             {"over", visit.money(within ? 0 : decided - definition.envelope, definition.currency)}});
}

json::object board_decision(const Visit& visit, const RoundState& round, const AllocationContent& allocation) {
  const record::DecisionState& decision = *round.decision;
  json::object model{{"board", decision.content.board}, {"meeting", decision.content.meeting}, {"diary", decision.content.diary}};
  model["departures"] = decision.departures;
  model["has_departures"] = decision.departures > 0;
  model["follows"] = decision.departures == 0;
  model["entry_href"] = "/record/entry?log=town&index=" + std::to_string(decision.index);
  visit.say(model, "meeting_text", "dates.day", {{"when", Day{decision.content.meeting}}});
  visit.say(model, "departures_text", "decision.departures_text", {{"count", static_cast<std::int64_t>(decision.departures)}});
  add_decided_cost(visit, round, allocation, model);
  return model;
}

}  // namespace

Result<Page> result_page(const Visit& visit) {
  const RoundState* round = visited_round(visit);
  if (round == nullptr || !round->frozen) return refuse(Errc::not_found, "no opened round " + visit.args.front());
  Page page{round_fields(visit, *round), visit.text("page_title.result", {{"title", round_title(*visit.state, *round)}})};
  json::object& model = page.model;
  model["csv_href"] = round_href(*round) + "/result.csv";
  model["pb_href"] = round_href(*round) + "/result.pb";
  model["count_href"] = round_href(*round) + "/count";
  model["has_result"] = is_counted(*round);
  model["has_allocation"] = false;
  model["has_ties"] = false;
  model["is_waiting"] = false;
  if (!is_counted(*round)) return page;
  add_ballot_counts(visit, *round, model);
  add_finality(visit, *round, model);
  add_lot(visit, *round, model);
  const auto allocation = allocation_of(*round);
  model["allocated"] = round->allocation.has_value();
  model["has_allocation"] = allocation.has_value();
  if (!allocation) {
    if (allocation.error().code != Errc::out_of_order) return tl::make_unexpected(allocation.error());
    model["is_waiting"] = true;
    model["vote_rows"] = vote_rows(visit, *round);
    return page;
  }
  const auto found = visit.site.studies.find(visit, *round);
  const Outcomes outcomes(visit, *round, *allocation, found.study.get());
  add_sums(visit, *round, *allocation, model);
  model["rows"] = result_rows(visit, *round, *allocation, outcomes);
  add_ties(visit, *round, *allocation, model);
  add_figures(visit, *round, found.study.get(), found.is_coming, model);
  if (round->decision) model["decision"] = board_decision(visit, *round, *allocation);
  return page;
}

}  // namespace radslag::web
