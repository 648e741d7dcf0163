#include <algorithm>
#include <boost/json.hpp>

#include "server/html/csv.hpp"
#include "server/html/query.hpp"
#include "server/web/initiative_model.hpp"
#include "server/web/proposal_model.hpp"
#include "server/web/proposal_pages.hpp"
#include "server/web/round_model.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace json = boost::json;
using record::CallState;
using record::ProposalState;
namespace {

const CallState* visited_call(const Visit& visit) {
  const auto found = visit.state->town.calls.find(visit.args.front());
  return found == visit.state->town.calls.end() ? nullptr : &found->second;
}

/// The newest first.
std::vector<const ProposalState*> proposals_of(const Visit& visit, const CallState& call) {
  std::vector<const ProposalState*> proposals;
  for (auto id = call.proposals.rbegin(); id != call.proposals.rend(); ++id)
    if (const ProposalState* proposal = visit.state->proposal(*id)) proposals.push_back(proposal);
  return proposals;
}

std::string outcome_of(const ProposalState& proposal) {
  const auto* newest = newest_assessment(proposal);
  return newest == nullptr ? std::string() : std::string(record::word(newest->row.outcome));
}

void add_envelopes(const Visit& visit, const CallState& call, json::object& model) {
  json::array areas;
  for (const auto& area : call.content.areas) {
    json::object row{{"id", area.area}, {"name", area.name}, {"amount", area.amount}};
    visit.say_money(row, "amount_kr", area.amount, call.content.currency);
    areas.push_back(std::move(row));
  }
  model["has_area_envelopes"] = !areas.empty();
  model["area_envelopes"] = std::move(areas);
}

void add_around(const Visit& visit, const CallState& call, json::object& model) {
  const auto dialogue = visit.state->town.dialogues.find(call.row.dialogue);
  model["has_dialogue"] = dialogue != visit.state->town.dialogues.end();
  if (dialogue != visit.state->town.dialogues.end())
    model["dialogue"] = json::object{{"href", "/dialogues/" + call.row.dialogue}, {"title", dialogue->second.content.title}};
  const record::RoundState* round = visit.state->round(call.row.call);
  model["has_round"] = round != nullptr;
  if (round != nullptr) model["round_href"] = round_href(*round);
  const auto& town = visit.state->town;
  const auto edition = town.editions.find(call.edition.empty() ? town.newest_edition : call.edition);
  model["has_roll"] = edition != town.editions.end();
  if (edition == town.editions.end()) return;
  visit.say(model, "who_text", "call.who_text",
            {{"people", static_cast<std::int64_t>(edition->second.row.people)}, {"when", Day{edition->second.row.drawn}}});
}

json::object filter_model(const Visit& visit, const CallState& call, const std::string& outcome, const std::string& area) {
  json::array outcomes, areas;
  for (const std::string_view word : record::words(record::Assessment{}))
    if (word != record::word(record::Assessment::unlawful))
      outcomes.push_back(choice(word, visit.text("assessment." + std::string(word)), outcome));
  for (const auto& envelope : call.content.areas) areas.push_back(choice(envelope.area, envelope.name, area));
  return {{"active", !outcome.empty() || !area.empty()},
          {"outcomes", std::move(outcomes)},
          {"has_areas", !areas.empty()},
          {"areas", std::move(areas)}};
}

}  // namespace

Result<Page> call_page(const Visit& visit) {
  const CallState* call = visited_call(visit);
  if (call == nullptr) return refuse(Errc::not_found, "no call " + visit.args.front());
  Page page{call_row(visit, *call), visit.text("page_title.call", {{"title", call->content.title}})};
  json::object& model = page.model;
  add_envelopes(visit, *call, model);
  add_around(visit, *call, model);
  const std::string outcome = html::parameter(visit.query, "outcome"), area = html::parameter(visit.query, "area");
  json::array rows;
  std::int64_t waiting = 0, assessed = 0;
  for (const ProposalState* proposal : proposals_of(visit, *call)) {
    const std::string its = outcome_of(*proposal);
    ++(its.empty() ? waiting : assessed);
    const bool asked = (outcome.empty() || its == outcome) && (area.empty() || proposal->place == area);
    if (!its.empty() && asked) rows.push_back(proposal_row(visit, *proposal));
  }
  model["waiting"] = waiting;
  model["assessed"] = assessed;
  visit.say(model, "waiting_text", "call.waiting_text", {{"count", waiting}, {"assessed", assessed}});
  model["has_assessed"] = assessed > 0;
  model["has_rows"] = !rows.empty();
  model["rows"] = std::move(rows);
  model["filter"] = filter_model(visit, *call, outcome, area);
  model["can_propose"] = takes_proposals(visit, *call) && visit.state->town.registrar && !visit.state->town.newest_edition.empty();
  model["propose_href"] = call_href(call->row.call) + "/propose";
  model["csv_href"] = call_href(call->row.call) + "/proposals.csv";
  return page;
}

Result<http::Response> proposals_csv(const Visit& visit) {
  const CallState* call = visited_call(visit);
  if (call == nullptr) return refuse(Errc::not_found, "no call " + visit.args.front());
  html::CsvWriter csv({"id", "title", "area", "outcome", "cost", "currency", "reasons", "merged_into", "proposed", "url"});
  for (const ProposalState* proposal : proposals_of(visit, *call)) {
    const auto* newest = newest_assessment(*proposal);
    const bool readable = is_public(*visit.state, *proposal);
    csv.row({proposal->id, readable ? newest->content->title : std::string(), proposal->place, outcome_of(*proposal),
             newest != nullptr && newest->row.cost > 0 ? html::csv_money(newest->row.cost) : std::string(), call->content.currency,
             readable ? newest->content->reasons : std::string(), newest != nullptr ? newest->row.into : std::string(),
             record::hour_text(proposal->proposed_hour), visit.site.config.base_url + proposal_href(proposal->id)});
  }
  http::Response response;
  response.content_type = "text/csv; charset=utf-8";
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"proposals-" + call->row.call + ".csv\"");
  response.headers.emplace_back("Cache-Control", "no-cache");
  response.body = csv.text();
  return response;
}

}  // namespace radslag::web
