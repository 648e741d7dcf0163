// The receipt of what a resident brought from the registrar: anybody may see it, it says nothing that the entry does not.
#include <boost/json.hpp>

#include "server/html/query.hpp"
#include "server/service/link_key.hpp"
#include "server/web/attested_words.hpp"
#include "server/web/initiative_model.hpp"
#include "server/web/initiative_pages.hpp"
#include "server/web/proposal_model.hpp"
#include "server/web/record_model.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace json = boost::json;
namespace {

/// Whether who asks has the link to the text, or everybody may read it.
bool may_read(const Visit& visit, const record::Digest& subject) {
  if (!visit.state->town.sealed.contains(subject)) return true;
  const auto blob = visit.site.service.raised_blob(subject);
  return blob && service::is_link_key(*blob, html::parameter(visit.query, "key"));
}

/// The way to the thing's own page, with the link's key where it has been given.
std::string with_key(const Visit& visit, const std::string& path, bool is_sealed) {
  const std::string key = html::parameter(visit.query, "key");
  return is_sealed && !key.empty() ? path + "?key=" + html::percent_encode(key) : path;
}

void add_initiative(const Visit& visit, const record::InitiativeState& initiative, json::object& model) {
  const bool readable = may_read(visit, initiative.subject) && initiative.content;
  model["is_waiting"] = initiative.phase == record::InitiativePhase::raised;
  model["is_proposal"] = false;
  if (readable) model["title"] = initiative.content->title;
  if (!readable) visit.say(model, "title", "initiative.untitled_text", {{"id", initiative.id}});
  const bool is_sealed = visit.state->town.sealed.contains(initiative.subject);
  const std::string path = with_key(visit, initiative_href(initiative.id), is_sealed && readable);
  model["matter_href"] = path;
  model["url"] = visit.site.config.base_url + path;
  const json::object row = initiative_row(visit, initiative, count_of(*visit.site.service.signature_counts(), initiative.id));
  for (const std::string_view field : {"has_next", "next_text", "signatures_text"})
    if (const auto* value = row.if_contains(json::string_view(field.data(), field.size())))
      model[json::string_view(field.data(), field.size())] = *value;
  const auto board = visit.state->town.boards.find(initiative.board);
  model["asks_cosigners"] = board != visit.state->town.boards.end() && board->second.row.cosigners > 0;
}

void add_proposal(const Visit& visit, const record::ProposalState& proposal, json::object& model) {
  const bool readable = may_read(visit, proposal.subject) && proposal.content;
  model["is_waiting"] = proposal.assessments.empty();
  model["is_proposal"] = true;
  if (readable) model["title"] = proposal.content->title;
  if (!readable) visit.say(model, "title", "proposal.untitled_text", {{"id", proposal.id}});
  const bool is_sealed = visit.state->town.sealed.contains(proposal.subject);
  const std::string path = with_key(visit, proposal_href(proposal.id), is_sealed && readable);
  model["matter_href"] = path;
  model["url"] = visit.site.config.base_url + path;
  model["call_href"] = call_href(proposal.call);
  model["has_next"] = false;
  model["asks_cosigners"] = false;
}

/// Adds what the statement is about. False where the record does not know it, which no admitted statement has.
bool add_matter(const Visit& visit, const record::Statement& statement, json::object& model) {
  if (const auto* proposed = std::get_if<record::ProjectProposed>(&statement)) {
    const record::ProposalState* proposal = visit.state->proposal(proposed->proposal);
    if (proposal != nullptr) add_proposal(visit, *proposal, model);
    return proposal != nullptr;
  }
  std::string matter;
  if (const auto* x = std::get_if<record::InitiativeRaised>(&statement)) matter = x->matter;
  if (const auto* x = std::get_if<record::Signature>(&statement)) matter = x->matter;
  if (const auto* x = std::get_if<record::Withdrawal>(&statement)) matter = x->matter;
  const record::InitiativeState* initiative = visit.state->initiative(matter);
  if (initiative != nullptr) add_initiative(visit, *initiative, model);
  return initiative != nullptr;
}

}  // namespace

Result<Page> receipt_page(const Visit& visit) {
  const auto index = html::whole_number(visit.args.front());
  const auto bytes = index ? visit.site.service.entry("town", *index) : std::nullopt;
  if (!bytes) return refuse(Errc::not_found, "no entry " + visit.args.front());
  const auto entry = record::parse_entry(*bytes);
  if (!entry) return tl::make_unexpected(entry.error());
  const std::string purpose(purpose_of(entry->statement));
  if (purpose.empty()) return refuse(Errc::not_found, "entry " + visit.args.front() + " is not a resident's");
  Page page;
  page.title = visit.text("page_title.receipt");
  json::object& model = page.model;
  if (!add_matter(visit, entry->statement, model))
    return refuse(Errc::not_found, "entry " + visit.args.front() + " is about nothing known");
  model["purpose"] = purpose;
  for (const std::string_view each : {"raise", "sign", "withdraw", "propose"}) model["is_" + std::string(each)] = each == purpose;
  visit.say(model, "heading", "receipt.heading_" + purpose);
  visit.say(model, "thanks_text", "receipt.text_" + purpose);
  model["log"] = visit.site.service.log_key("town").name;
  model["index"] = *index;
  model["hour"] = record::hour_text(entry->hour);
  visit.say_hour(model, "hour_text", entry->hour);
  model["receipt_href"] = "/record/receipt?log=town&index=" + std::to_string(*index);
  model["sheet_href"] = "/record/receipt-sheet?log=town&index=" + std::to_string(*index);
  model["entry_href"] = entry_href("town", *index);
  const std::string registrar = registrar_site(*visit.state);
  model["has_registrar"] = !registrar.empty();
  model["participation_href"] = registrar + "/participation";
  return page;
}

}  // namespace radslag::web
