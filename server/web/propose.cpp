// Proposing a project.
#include <algorithm>
#include <boost/json.hpp>

#include "server/html/exchange.hpp"
#include "server/service/new_id.hpp"
#include "server/service/similar.hpp"
#include "server/web/initiative_model.hpp"
#include "server/web/proposal_model.hpp"
#include "server/web/proposal_pages.hpp"
#include "server/web/registrar_form.hpp"
#include "server/web/visit.hpp"
#include "server/web/writing.hpp"

namespace radslag::web {
namespace json = boost::json;
using record::CallState;
using record::ProposalState;
namespace {

constexpr std::size_t most_similar = 5;

/// The edition that proposals are held against: fixed by the first of them.
const record::EditionState* edition_of(const record::State& state, const CallState& call) {
  const auto found = state.town.editions.find(call.edition.empty() ? state.town.newest_edition : call.edition);
  return found == state.town.editions.end() ? nullptr : &found->second;
}

/// Areas with money of their own, where the call has such; else all of the roll. The record takes none that the roll does not have.
std::vector<std::pair<std::string, std::string>> areas_of(const record::State& state, const CallState& call) {
  std::vector<std::pair<std::string, std::string>> areas;
  const record::EditionState* edition = edition_of(state, call);
  if (edition == nullptr) return areas;
  for (const auto& envelope : call.content.areas)
    if (edition->area(envelope.area) != nullptr) areas.emplace_back(envelope.area, envelope.name);
  if (!call.content.areas.empty()) return areas;
  for (const auto& area : edition->row.areas) areas.emplace_back(area.id, area.name);
  return areas;
}

json::array similar_proposals(const Visit& visit, const CallState& call, const std::string& title) {
  std::vector<const ProposalState*> all;
  std::vector<service::SimilarTexts::Candidate> candidates;
  for (const std::string& id : call.proposals) {
    const ProposalState* proposal = visit.state->proposal(id);
    if (proposal == nullptr || !is_public(*visit.state, *proposal) || !proposal->content) continue;
    all.push_back(proposal);
    candidates.push_back({proposal->subject, proposal->content->title, proposal->content->text});
  }
  json::array rows;
  for (const std::size_t place : visit.site.similar.find(title, candidates, most_similar)) rows.push_back(proposal_row(visit, *all[place]));
  return rows;
}

void finish(const Visit& visit, const CallState& call, const Writing& writing, json::object& model) {
  const std::uint64_t estimate = writing.estimate.empty() ? 0 : read_amount(writing.estimate).value_or(0);
  const std::string content = record::encode_content(record::ProposalContent{writing.title, writing.text, estimate});
  model["attest"] = registrar_form(*visit.state, {{"purpose", "propose"},
                                                  {"matter", service::new_id()},
                                                  {"call", call.row.call},
                                                  {"area", writing.area},
                                                  {"content", content},
                                                  {"salt", new_salt()}});
  json::array next;
  for (const std::string_view key : {"write.next_identify", "propose.next_assessed", "propose.next_vote"})
    next.push_back(json::object{{"text", visit.text(key)}});
  model["next"] = std::move(next);
}

WritingKind proposing(const Visit& visit, const CallState& call) {
  WritingKind kind;
  kind.name = "propose";
  kind.path = call_href(call.row.call) + "/propose";
  kind.back_href = call_href(call.row.call);
  kind.back_title = call.content.title;
  kind.with_estimate = true;
  kind.currency = call.content.currency;
  const auto areas = areas_of(*visit.state, call);
  for (const auto& [id, name] : areas) kind.areas.push_back(id);
  kind.area_choices = [areas](std::string_view selected) {
    json::array choices;
    for (const auto& [id, name] : areas) choices.push_back(choice(id, name, selected));
    return choices;
  };
  kind.similar = [&](const std::string& title) { return similar_proposals(visit, call, title); };
  kind.finish = [&](const Writing& writing, json::object& model) { finish(visit, call, writing, model); };
  return kind;
}

bool can_propose(const Visit& visit, const CallState& call) {
  return takes_proposals(visit, call) && visit.state->town.registrar && edition_of(*visit.state, call) != nullptr;
}

}  // namespace

Result<Page> new_proposal_page(const Visit& visit) {
  const auto call = visit.state->town.calls.find(visit.args.front());
  if (call == visit.state->town.calls.end()) return refuse(Errc::not_found, "no call " + visit.args.front());
  Page page = title_step(visit, proposing(visit, call->second), {}, {});
  page.model["is_possible"] = can_propose(visit, call->second);
  page.model["is_over"] = !takes_proposals(visit, call->second);
  return page;
}

void post_new_proposal(const Visit& visit, html::Exchange&& exchange) {
  const auto call = visit.state->town.calls.find(visit.args.front());
  if (call == visit.state->town.calls.end()) return exchange.refuse({Errc::not_found, "no call " + visit.args.front()});
  if (!can_propose(visit, call->second)) return exchange.refuse({Errc::closed, "the call takes no proposals"});
  take_step(visit, proposing(visit, call->second), std::move(exchange));
}

}  // namespace radslag::web
