#include "server/web/proposal_model.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "crypto/encoding.hpp"
#include "server/web/initiative_model.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace json = boost::json;
using record::Assessment;
using record::ProposalState;
namespace {

/// The title and summary that a visitor reads, and their language.
struct Words {
  std::string_view title, summary, language;
};

Words words_for(const Visit& visit, const record::AssessmentContent& content) {
  const auto found = std::find_if(content.translations.begin(), content.translations.end(),
                                  [&](const auto& translation) { return translation.language == visit.language; });
  const bool translated = visit.html && visit.language != visit.config.content_lang && found != content.translations.end();
  if (translated) return {found->title, found->summary, found->language};
  return {content.title, content.summary, visit.config.content_lang};
}

void add_picture(const Visit& visit, const ProposalState& proposal, json::object& model) {
  const auto* newest = newest_assessment(proposal);
  const bool has_picture =
      is_public(*visit.state, proposal) && newest->row.picture.has_value() && !visit.state->withheld(*newest->row.picture);
  model["has_picture"] = has_picture;
  if (!has_picture) return;
  model["picture_href"] = picture_href(*newest->row.picture);
  model["alt"] = newest->content->alt;
}

json::string_view view(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

std::string call_href(std::string_view call) { return "/calls/" + std::string(call); }
std::string proposal_href(std::string_view proposal) { return "/proposals/" + std::string(proposal); }
std::string picture_href(const record::Digest& digest) { return "/pictures/" + crypto::to_hex(digest) + ".jpg"; }

const ProposalState::Assessed* newest_assessment(const ProposalState& proposal) {
  return proposal.assessments.empty() ? nullptr : &proposal.assessments.back();
}

bool is_public(const record::State& state, const ProposalState& proposal) {
  const auto* newest = newest_assessment(proposal);
  return newest != nullptr && newest->row.outcome != Assessment::unlawful && !state.town.sealed.contains(proposal.subject);
}

std::string proposal_title(const Visit& visit, const ProposalState& proposal) {
  if (!is_public(*visit.state, proposal)) return visit.text("proposal.untitled_text", {{"id", proposal.id}});
  return std::string(words_for(visit, *newest_assessment(proposal)->content).title);
}

void add_words(const Visit& visit, const record::AssessmentContent& content, json::object& model) {
  const Words words = words_for(visit, content);
  model["title"] = view(words.title);
  model["summary"] = view(words.summary);
  model["words_lang"] = view(words.language);
}

json::object proposal_row(const Visit& visit, const ProposalState& proposal) {
  json::object row{{"id", proposal.id}, {"href", proposal_href(proposal.id)}};
  const auto* newest = newest_assessment(proposal);
  const bool readable = is_public(*visit.state, proposal);
  row["has_title"] = readable;
  row["words_lang"] = visit.language;
  if (readable) add_words(visit, *newest->content, row);
  if (!readable) visit.say(row, "title", "proposal.untitled_text", {{"id", proposal.id}});
  const std::string outcome = newest == nullptr ? "waiting" : std::string(record::word(newest->row.outcome));
  row["outcome"] = outcome;
  visit.say(row, "outcome_text", "assessment." + outcome);
  for (const std::string_view each : {"waiting", "feasible", "declined", "merged", "unlawful"})
    row["is_" + std::string(each)] = each == outcome;
  const auto call = visit.state->town.calls.find(proposal.call);
  row["has_area"] = !proposal.place.empty();
  if (!proposal.place.empty() && call != visit.state->town.calls.end()) {
    row["area"] = proposal.place;
    row["area_name"] = area_name(*visit.state, call->second.edition, proposal.place);
  }
  const bool has_cost = newest != nullptr && newest->row.cost > 0 && call != visit.state->town.calls.end();
  row["has_cost"] = has_cost;
  if (has_cost) {
    row["cost"] = newest->row.cost;
    visit.say_money(row, "cost_kr", newest->row.cost, call->second.content.currency);
  }
  add_picture(visit, proposal, row);
  return row;
}

namespace {

/// The round's opening ends the call before its day, since it freezes the projects.
std::uint64_t last_hour(const Visit& visit, const record::CallState& call) {
  const auto* round = visit.state->round(call.row.call);
  return round && round->frozen ? std::min(call.row.closes, round->opened_hour) : call.row.closes;
}

}  // namespace

bool takes_proposals(const Visit& visit, const record::CallState& call) {
  const auto* round = visit.state->round(call.row.call);
  return visit.site.config.hour() < call.row.closes && !(round && round->frozen);
}

json::object call_row(const Visit& visit, const record::CallState& call) {
  const auto& content = call.content;
  json::object row{{"id", call.row.call}, {"href", call_href(call.row.call)}, {"title", content.title}};
  visit.say_markdown(row, "text", content.text);
  const bool open = takes_proposals(visit, call);
  row["is_open"] = open;
  row["closes"] = record::hour_text(call.row.closes);
  visit.say(row, "closes_text", open ? "call.closes_text" : "call.closed_text", {{"when", Hour{last_hour(visit, call)}}});
  visit.say(row, "phase_text", open ? "call.is_open" : "call.is_closed");
  row["currency"] = content.currency;
  row["envelope"] = content.envelope;
  visit.say_money(row, "envelope_kr", content.envelope, content.currency);
  return row;
}

void add_origin(const Visit& visit, const std::string& round, const record::Project& project, json::object& model) {
  const ProposalState* proposal = visit.state->proposal(project.id);
  const bool has_proposal = proposal != nullptr && proposal->call == round;
  model["has_proposal"] = has_proposal;
  model["has_picture"] = false;
  if (!has_proposal) return;
  model["proposal_href"] = proposal_href(project.id);
  add_picture(visit, *proposal, model);
  const auto* newest = newest_assessment(*proposal);
  const bool same = newest != nullptr && newest->content->title == project.title && newest->content->summary == project.summary;
  if (same) add_words(visit, *newest->content, model);
}

}  // namespace radslag::web
