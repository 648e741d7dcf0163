#include <algorithm>
#include <boost/json.hpp>

#include "crypto/encoding.hpp"
#include "server/html/query.hpp"
#include "server/service/link_key.hpp"
#include "server/web/proposal_model.hpp"
#include "server/web/proposal_pages.hpp"
#include "server/web/record_model.hpp"
#include "server/web/round_model.hpp"
#include "server/web/visit.hpp"
#include "server/web/withheld_model.hpp"

namespace radslag::web {
namespace json = boost::json;
using record::Assessment;
using record::ProposalState;
namespace {

bool has_link(const Visit& visit, const ProposalState& proposal) {
  const std::string key = html::parameter(visit.query, "key");
  if (key.empty() || newest_assessment(proposal) != nullptr) return false;
  const auto blob = visit.site.service.raised_blob(proposal.subject);
  return blob && service::is_link_key(*blob, key);
}

void add_call(const Visit& visit, const ProposalState& proposal, json::object& model) {
  const record::CallState& call = visit.state->town.calls.at(proposal.call);
  json::object about = call_row(visit, call);
  model["call"] = std::move(about);
  const record::RoundState* round = visit.state->round(proposal.call);
  model["has_project"] = false;
  if (round == nullptr || !round->frozen) return;
  const auto place = round->frozen->project_index.find(proposal.id);
  model["has_project"] = place != round->frozen->project_index.end();
  if (place != round->frozen->project_index.end())
    model["project_href"] = round_href(*round) + "/projects/" + std::to_string(place->second + 1);
}

/// What the resident wrote.
void add_own_words(const Visit& visit, const ProposalState& proposal, bool readable, json::object& model) {
  model["has_own_words"] = readable && proposal.content;
  add_withheld(visit, proposal.subject, model);
  if (!model["has_own_words"].as_bool()) return;
  const record::ProposalContent& content = *proposal.content;
  model["own_title"] = content.title;
  visit.say_markdown(model, "own_text", content.text);
  model["has_estimate"] = content.estimate > 0;
  if (content.estimate == 0) return;
  model["estimate"] = content.estimate;
  visit.say_money(model, "estimate_kr", content.estimate, visit.state->town.calls.at(proposal.call).content.currency);
}

json::object assessment_row(const Visit& visit, const ProposalState& proposal, const ProposalState::Assessed& assessed) {
  const std::string outcome(record::word(assessed.row.outcome));
  json::object row{{"version", assessed.row.version}, {"outcome", outcome}, {"hour", record::hour_text(assessed.hour)}};
  visit.say(row, "version_text", "proposal.history_version_text", {{"version", static_cast<std::int64_t>(assessed.row.version)}});
  visit.say(row, "outcome_text", "assessment." + outcome);
  visit.say_hour(row, "hour_text", assessed.hour);
  row["has_cost"] = assessed.row.cost > 0;
  row["cost"] = assessed.row.cost;
  visit.say_money(row, "cost_kr", assessed.row.cost, visit.state->town.calls.at(proposal.call).content.currency);
  visit.say_markdown(row, "reasons", assessed.content->reasons);
  row["entry_href"] = entry_href("town", assessed.index);
  return row;
}

/// The newest first.
void add_history(const Visit& visit, const ProposalState& proposal, json::object& model) {
  json::array rows;
  for (auto assessed = proposal.assessments.rbegin(); assessed != proposal.assessments.rend(); ++assessed)
    rows.push_back(assessment_row(visit, proposal, *assessed));
  model["has_history"] = !rows.empty();
  model["history"] = std::move(rows);
}

json::object pointer_to(const Visit& visit, const ProposalState& proposal) {
  json::object pointer{{"href", proposal_href(proposal.id)}};
  if (visit.html) pointer["title"] = proposal_title(visit, proposal);
  return pointer;
}

void add_mergers(const Visit& visit, const ProposalState& proposal, json::object& model) {
  const auto* newest = newest_assessment(proposal);
  const ProposalState* into = newest == nullptr ? nullptr : visit.state->proposal(newest->row.into);
  model["has_into"] = into != nullptr;
  if (into != nullptr) model["into"] = pointer_to(visit, *into);
  json::array merged;
  for (const std::string& id : visit.state->town.calls.at(proposal.call).proposals) {
    const ProposalState* other = visit.state->proposal(id);
    const auto* its = other == nullptr ? nullptr : newest_assessment(*other);
    if (its != nullptr && its->row.into == proposal.id) merged.push_back(pointer_to(visit, *other));
  }
  model["has_merged"] = !merged.empty();
  model["merged"] = std::move(merged);
}

void add_translations(const ProposalState& proposal, json::object& model) {
  json::array rows;
  for (const auto& translation : newest_assessment(proposal)->content->translations)
    rows.push_back(json::object{{"language", translation.language}, {"title", translation.title}, {"summary", translation.summary}});
  model["translations"] = std::move(rows);
}

}  // namespace

Result<Page> proposal_page(const Visit& visit) {
  const ProposalState* proposal = visit.state->proposal(visit.args.front());
  if (proposal == nullptr) return refuse(Errc::not_found, "no proposal " + visit.args.front());
  Page page{proposal_row(visit, *proposal), {}};
  json::object& model = page.model;
  const bool readable = is_public(*visit.state, *proposal), linked = has_link(visit, *proposal);
  add_call(visit, *proposal, model);
  add_own_words(visit, *proposal, readable || linked, model);
  model["has_key"] = linked;
  if (linked && proposal->content) model["title"] = proposal->content->title;
  if (linked && proposal->content) model["words_lang"] = visit.config.content_lang;
  page.title = visit.html ? std::string(model["title"].as_string()) : std::string();
  add_history(visit, *proposal, model);
  add_mergers(visit, *proposal, model);
  if (readable) add_translations(*proposal, model);
  model["proposed"] = record::hour_text(proposal->proposed_hour);
  visit.say_hour(model, "proposed_text", proposal->proposed_hour);
  model["entry_href"] = entry_href("town", proposal->proposed_at);
  return page;
}

Result<http::Response> picture_file(const Visit& visit) {
  constexpr std::string_view ending = ".jpg";
  const std::string& name = visit.args.front();
  const auto digest = name.ends_with(ending) ? crypto::array_from_hex<32>(name.substr(0, name.size() - ending.size())) : std::nullopt;
  const auto shows = [&](const auto& proposal) {
    const auto& assessments = proposal.second.assessments;
    return is_public(*visit.state, proposal.second) &&
           std::any_of(assessments.begin(), assessments.end(), [&](const auto& assessed) { return assessed.row.picture == digest; });
  };
  const auto& proposals = visit.state->town.proposals;
  if (!digest || std::none_of(proposals.begin(), proposals.end(), shows)) return refuse(Errc::not_found, "no picture " + name);
  const auto blob = visit.site.service.blob("town", *digest);
  const auto bytes = blob ? record::blob_content(*blob) : std::nullopt;
  if (!blob && blob.error().code == Errc::withheld) return tl::make_unexpected(blob.error());
  if (!bytes) return refuse(Errc::not_found, "the picture " + name + " is not handed out");
  http::Response response;
  response.content_type = "image/jpeg";
  response.headers.emplace_back("Cache-Control", "public, max-age=3600");  // it may be withheld one day
  response.body = std::string(*bytes);
  return response;
}

}  // namespace radslag::web
