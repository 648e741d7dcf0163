// Calls for projects as officers see them: what waits to be assessed, and one proposal with all that can be done.
#include <boost/json.hpp>

#include "crypto/encoding.hpp"
#include "server/desk/forms.hpp"
#include "server/desk/pages.hpp"

namespace radslag::desk {
namespace json = boost::json;
namespace {

using record::Assessment;
using record::CallState;
using record::ProposalState;

std::string outcome_of(const ProposalState& proposal) {
  return proposal.assessments.empty() ? "waiting" : std::string(record::word(proposal.assessments.back().row.outcome));
}

/// Its words as assessed, or as proposed; officers see also what is sealed.
std::string title_of(const ProposalState& proposal) {
  const auto* last = proposal.assessments.empty() ? nullptr : &proposal.assessments.back();
  if (last && last->row.outcome != Assessment::unlawful) return last->content->title;
  return proposal.content ? proposal.content->title : proposal.id;
}

json::object proposal_row(const Visit& visit, const ProposalState& proposal, const CallState& call) {
  const auto outcome = outcome_of(proposal);
  json::object row{{"id", proposal.id}, {"href", "/staff/proposals/" + proposal.id}, {"title", title_of(proposal)}, {"outcome", outcome}};
  visit.say(row, "outcome_text", "assessment." + outcome);
  visit.say_markdown(row, "text", proposal.content ? proposal.content->text : std::string());
  visit.say_hour(row, "proposed_text", proposal.proposed_hour);
  row["area"] = proposal.place;
  const auto cost = proposal.assessments.empty() ? 0 : proposal.assessments.back().row.cost;
  row["has_cost"] = cost > 0;
  row["cost"] = cost;
  visit.say_money(row, "cost_text", cost, call.content.currency);
  return row;
}

struct Counts {
  std::int64_t waiting = 0, feasible = 0, declined = 0;  ///< declined: also merged and unlawful ones
};

Counts count(const record::State& state, const CallState& call) {
  Counts counts;
  for (const auto& id : call.proposals) {
    const auto& proposal = state.town.proposals.at(id);
    auto& one = proposal.assessments.empty()                                      ? counts.waiting
                : proposal.assessments.back().row.outcome == Assessment::feasible ? counts.feasible
                                                                                  : counts.declined;
    ++one;
  }
  return counts;
}

json::object call_row(const Visit& visit, const CallState& call) {
  const auto& id = call.row.call;
  const auto counts = count(*visit.state, call);
  json::object row{{"id", id}, {"href", "/staff/calls/" + id}, {"title", call.content.title}};
  row["waiting"] = counts.waiting;
  row["feasible"] = counts.feasible;
  row["declined"] = counts.declined;
  visit.say(row, "counts_text", "desk_page.call_counts",
            {{"waiting", counts.waiting}, {"feasible", counts.feasible}, {"declined", counts.declined}});
  row["is_open"] = record::current_hour() < call.row.closes;
  visit.say_hour(row, "closes_text", call.row.closes);
  return row;
}

json::object assessment_row(const Visit& visit, const ProposalState::Assessed& assessed, const CallState& call) {
  json::object row{{"entry_href", "/record/entry?log=town&index=" + std::to_string(assessed.index)}};
  visit.say(row, "outcome_text", "assessment." + std::string(record::word(assessed.row.outcome)));
  visit.say_hour(row, "hour_text", assessed.hour);
  row["title"] = assessed.content->title;
  row["summary"] = assessed.content->summary;
  row["reasons"] = assessed.content->reasons;
  row["has_cost"] = assessed.row.cost > 0;
  visit.say_money(row, "cost_text", assessed.row.cost, call.content.currency);
  row["has_into"] = !assessed.row.into.empty();
  row["into_href"] = "/staff/proposals/" + assessed.row.into;
  row["into"] = assessed.row.into.empty() ? std::string() : title_of(*visit.state->proposal(assessed.row.into));
  row["has_picture"] = assessed.row.picture.has_value();
  row["picture_href"] = assessed.row.picture ? "/pictures/" + crypto::to_hex(*assessed.row.picture) + ".jpg" : std::string();
  row["alt"] = assessed.content->alt;
  json::array translations;
  for (const auto& [language, title, summary] : assessed.content->translations)
    translations.push_back({{"language", language}, {"title", title}, {"summary", summary}});
  row["has_translations"] = !translations.empty();
  row["translations"] = std::move(translations);
  return row;
}

}  // namespace

std::int64_t proposals_waiting(const Visit& visit) {
  std::int64_t waiting = 0;
  for (const auto& [id, call] : visit.state->town.calls) {
    if (staff::may(visit.account(), staff::Action::assess_proposal, board_of_call(*visit.state, id)))
      waiting += count(*visit.state, call).waiting;
  }
  return waiting;
}

Result<Page> calls_page(const Visit& visit) {
  Page page;
  page.title = visit.text("desk_page.calls");
  json::array rows;
  for (const auto& [id, call] : visit.state->town.calls) {
    if (staff::may(visit.account(), staff::Action::see_inbox, board_of_call(*visit.state, id))) rows.push_back(call_row(visit, call));
  }
  page.model["has_rows"] = !rows.empty();
  page.model["rows"] = std::move(rows);
  return page;
}

Result<Page> call_page(const Visit& visit) {
  const auto found = visit.state->town.calls.find(visit.args[0]);
  if (found == visit.state->town.calls.end()) return refuse(Errc::not_found, "no such call");
  const auto& call = found->second;
  if (auto may = require(visit, staff::Action::see_inbox, board_of_call(*visit.state, visit.args[0])); !may)
    return tl::make_unexpected(may.error());
  Page page;
  page.title = call.content.title;
  page.model = call_row(visit, call);
  json::array waiting, settled;
  for (const auto& id : call.proposals) {
    const auto& proposal = visit.state->town.proposals.at(id);
    (proposal.assessments.empty() ? waiting : settled).push_back(proposal_row(visit, proposal, call));
  }
  page.model["has_waiting"] = !waiting.empty();
  page.model["unassessed"] = std::move(waiting);
  page.model["has_settled"] = !settled.empty();
  page.model["settled"] = std::move(settled);
  page.model["public_href"] = "/calls/" + call.row.call;
  page.model["round_href"] = "/staff/rounds/" + call.row.call;
  return page;
}

Result<Page> proposal_page(const Visit& visit) {
  const auto* proposal = visit.state->proposal(visit.args[0]);
  if (!proposal) return refuse(Errc::not_found, "no such proposal");
  const auto& call = visit.state->town.calls.at(proposal->call);
  if (auto may = require(visit, staff::Action::see_inbox, board_of_call(*visit.state, proposal->call)); !may)
    return tl::make_unexpected(may.error());
  Page page;
  page.title = title_of(*proposal);
  page.model = proposal_row(visit, *proposal, call);
  page.model["call"] = call.content.title;
  page.model["call_href"] = "/staff/calls/" + proposal->call;
  page.model["has_text"] = proposal->content != nullptr;
  page.model["own_title"] = proposal->content ? proposal->content->title : std::string();
  const auto estimate = proposal->content ? proposal->content->estimate : 0;
  page.model["has_estimate"] = estimate > 0;
  visit.say_money(page.model, "estimate_text", estimate, call.content.currency);
  json::array assessments;
  for (auto each = proposal->assessments.rbegin(); each != proposal->assessments.rend(); ++each)
    assessments.push_back(assessment_row(visit, *each, call));
  page.model["has_assessments"] = !assessments.empty();
  page.model["assessments"] = std::move(assessments);
  const auto* round = visit.state->round(proposal->call);
  page.model["is_frozen"] = round && round->phase != record::Phase::begun;
  auto actions = actions_below(visit, "/staff/proposals/" + proposal->id);
  page.model["has_actions"] = !actions.empty();
  page.model["actions"] = std::move(actions);
  page.model["public_href"] = "/proposals/" + proposal->id;
  page.model["entry_href"] = "/record/entry?log=town&index=" + std::to_string(proposal->proposed_at);
  return page;
}

}  // namespace radslag::desk
