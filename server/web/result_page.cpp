#include <algorithm>
#include <boost/json.hpp>

#include "ledger/allocation/names.hpp"
#include "ledger/record/secret_round.hpp"
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

json::array result_rows(const Visit& visit, const RoundState& round, const AllocationContent& allocation) {
  std::uint64_t most = 1;
  for (const auto& step : allocation.steps) most = std::max(most, step.votes);
  json::array rows;
  for (const auto& step : allocation.steps) {
    const std::size_t place = round.frozen->project_index.at(step.project);
    json::object row = project_fields(visit, round, place);
    row.erase("summary");
    for (auto& [field, value] : outcome_fields(visit, round, step)) row[field] = value;
    row["place"] = rows.size() + 1;
    row["share"] = step.votes * 100 / most;
    add_decision(visit, round, place, row);
    rows.push_back(std::move(row));
  }
  return rows;
}

json::array tie_rows(const Visit& visit, const RoundState& round, const AllocationContent& allocation) {
  json::array rows;
  for (const auto& tie : allocation.ties) {
    std::vector<std::string> titles;
    json::array ids;
    for (const std::string& id : tie.projects) {
      titles.push_back(round.frozen->definition.projects[round.frozen->project_index.at(id)].title);
      ids.emplace_back(id);
    }
    const std::string criterion(allocation::name(tie.criterion));
    json::object row{{"projects", std::move(ids)}, {"criterion", criterion}};
    if (visit.html) {
      visit.say(row, "text", "result.tie_text",
                {{"projects", visit.messages.list(visit.language, titles)}, {"criterion", tie_choice(tie.criterion)}});
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

void add_sums(const Visit& visit, const RoundState& round, const AllocationContent& allocation, json::object& model) {
  const auto& currency = round.frozen->definition.currency;
  model["spent"] = allocation.cost;
  model["left"] = allocation.envelope - allocation.cost;
  visit.say_money(model, "spent_kr", allocation.cost, currency);
  visit.say_money(model, "left_kr", allocation.envelope - allocation.cost, currency);
  const auto funded = std::count_if(allocation.steps.begin(), allocation.steps.end(),
                                    [](const auto& step) { return step.outcome == allocation::Outcome::funded; });
  model["funded"] = funded;
  visit.say(model, "headline_text", "result.headline_text",
            {{"funded", static_cast<std::int64_t>(funded)}, {"total", static_cast<std::int64_t>(allocation.steps.size())}});
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

/// Final, where witnesses have been announced, only when enough of them have cosigned a head that covers the round's end.
void add_finality(const Visit& visit, const RoundState& round, json::object& model) {
  const std::string log = round.ended_at ? "town" : record::round_log_name(round.id);
  const auto head = visit.site.service.head(log);
  add_witnessed(visit, log, round.ended_at ? *round.ended_at + 1 : head ? head->size : 0, model);
  model["is_final"] = round.ended_at && model["is_witnessed"].as_bool();
  model["is_preliminary"] = model["has_witnesses"].as_bool() && !model["is_final"].as_bool();
}

json::object board_decision(const Visit& visit, const record::DecisionState& decision) {
  json::object model{{"board", decision.content.board}, {"meeting", decision.content.meeting}, {"diary", decision.content.diary}};
  model["departures"] = decision.departures;
  model["has_departures"] = decision.departures > 0;
  model["entry_href"] = "/record/entry?log=town&index=" + std::to_string(decision.index);
  visit.say(model, "meeting_text", "dates.day", {{"when", Day{decision.content.meeting}}});
  visit.say(model, "departures_text", "decision.departures_text", {{"count", static_cast<std::int64_t>(decision.departures)}});
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
  model["has_result"] = is_counted(*round);
  model["has_ties"] = false;
  if (!is_counted(*round)) return page;
  const auto allocation = allocation_of(*round);
  if (!allocation) return tl::make_unexpected(allocation.error());
  model["allocated"] = round->allocation.has_value();
  add_sums(visit, *round, *allocation, model);
  model["rows"] = result_rows(visit, *round, *allocation);
  model["has_ties"] = !allocation->ties.empty();
  model["ties"] = tie_rows(visit, *round, *allocation);
  add_finality(visit, *round, model);
  if (round->decision) model["decision"] = board_decision(visit, *round->decision);
  return page;
}

}  // namespace radslag::web
