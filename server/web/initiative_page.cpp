#include <boost/json.hpp>

#include "crypto/encoding.hpp"
#include "server/html/query.hpp"
#include "server/service/link_key.hpp"
#include "server/service/timeline.hpp"
#include "server/web/initiative_model.hpp"
#include "server/web/initiative_pages.hpp"
#include "server/web/record_model.hpp"
#include "server/web/signature_model.hpp"
#include "server/web/visit.hpp"
#include "server/web/withheld_model.hpp"

namespace radslag::web {
namespace json = boost::json;
using record::InitiativePhase;
using record::InitiativeState;
using Kind = service::TimelineEvent::Kind;
namespace {

/// The blob of a text that no officer has looked at, for who has the link; nothing otherwise.
std::optional<std::string> linked_blob(const Visit& visit, const record::Digest& subject, std::string_view key) {
  if (key.empty()) return std::nullopt;
  auto blob = visit.site.service.raised_blob(subject);
  if (!blob || !service::is_link_key(*blob, key)) return std::nullopt;
  return std::move(*blob);
}

void add_text(const Visit& visit, const record::InitiativeContent& content, json::object& model) {
  model["title"] = content.title;
  model["has_title"] = true;
  visit.say_markdown(model, "text", content.text);
}

/// What co-signers post to the registrar, who cannot read the text in the public record.
void add_cosigning(const std::string& blob, json::object& model) {
  model["content"] = std::string(record::blob_content(blob).value_or(std::string_view()));
  model["salt"] = crypto::to_hex(std::string_view(blob).substr(0, record::blob_salt_bytes));
}

void add_signing(const Visit& visit, const InitiativeState& initiative, json::object& model) {
  const std::string registrar = registrar_site(*visit.state);
  const bool is_settled = initiative.phase == InitiativePhase::decided || initiative.phase == InitiativePhase::rejected ||
                          initiative.phase == InitiativePhase::expired;
  model["is_settled"] = is_settled;
  model["has_registrar"] = !registrar.empty();
  model["attest_href"] = registrar + "/attest";
  model["sign_href"] = registrar + "/attest?purpose=sign&matter=" + initiative.id;
  model["withdraw_href"] = registrar + "/attest?purpose=withdraw&matter=" + initiative.id;
  model["can_withdraw"] = !registrar.empty() && !is_settled && initiative.phase != InitiativePhase::raised;
  const auto board = visit.state->town.boards.find(initiative.board);
  model["by_email"] = board != visit.state->town.boards.end() && board->second.row.email;
  const auto edition = visit.state->town.editions.find(initiative.edition);
  if (edition == visit.state->town.editions.end()) return;
  visit.say(model, "who_text", "initiative.who_text",
            {{"people", static_cast<std::int64_t>(edition->second.row.people)}, {"when", Day{edition->second.row.drawn}}});
}

void add_opening(const Visit& visit, const InitiativeState& initiative, json::object& model) {
  model["has_opening"] = initiative.opening.has_value();
  if (!initiative.opening) return;
  const record::OpeningContent& content = initiative.opening->content;
  const std::string level(record::word(initiative.opening->row.level));
  model["level"] = level;
  visit.say(model, "level_text", "level." + level);
  visit.say(model, "level_meaning_text", "level_meaning." + level);
  model["influence"] = content.influence;
  json::array gates;
  const auto add = [&](std::string_view question, const std::string& answer) {
    json::object gate{{"id", json::string_view(question.data(), question.size())}, {"answer", answer}};
    visit.say(gate, "question", "gate." + std::string(question));
    gates.push_back(std::move(gate));
  };
  add("can-be-influenced", content.can_be_influenced);
  add("are-we-open", content.are_we_open);
  add("do-we-need-values", content.do_we_need_values);
  add("will-people-learn", content.will_people_learn);
  model["gates"] = std::move(gates);
}

void add_rejection(const Visit& visit, const InitiativeState& initiative, json::object& model) {
  if (!initiative.rejection) return;
  const auto& rejection = *initiative.rejection;
  const std::string reason(record::word(rejection.row.reason));
  json::object told{{"reason", reason}, {"text", rejection.text}};
  visit.say(told, "reason_text", "reject_reason." + reason);
  visit.say(told, "standard_text", "reject_standard." + reason);
  add_withheld(visit, rejection.row.content, told);
  told["is_unlawful"] = rejection.row.reason == record::RejectReason::unlawful;
  const InitiativeState* into = visit.state->initiative(rejection.row.into);
  told["has_into"] = into != nullptr;
  if (into != nullptr) {
    json::object other{{"href", initiative_href(into->id)}};
    if (service::is_public(*visit.state, *into) || visit.html) other["title"] = initiative_title(visit, *into);
    told["into"] = std::move(other);
  }
  model["rejection"] = std::move(told);
}

void add_decision(const Visit& visit, const InitiativeState& initiative, json::object& model) {
  if (!initiative.decided) return;
  const auto& decided = *initiative.decided;
  const std::string outcome(record::word(decided.row.outcome));
  json::object decision{{"outcome", outcome},
                        {"board", decided.content.board},
                        {"meeting", decided.content.meeting},
                        {"diary", decided.content.diary},
                        {"entry_href", entry_href("town", decided.index)}};
  visit.say(decision, "outcome_text", "initiative_outcome." + outcome);
  visit.say(decision, "meeting_text", "dates.day", {{"when", Day{decided.content.meeting}}});
  visit.say_markdown(decision, "reasons", decided.content.reasons);
  model["decision"] = std::move(decision);
}

/// The sentence that a step has beside what somebody wrote.
void say_step(const Visit& visit, const InitiativeState& initiative, const service::TimelineEvent& event, json::object& row) {
  const std::int64_t count = static_cast<std::int64_t>(event.signatures);
  if (event.kind == Kind::opened) {
    visit.say(row, "note_text", "timeline.threshold_text", {{"count", count}});
  } else if (event.kind == Kind::handed_over) {
    visit.say(row, "note_text", "timeline.handed_over_text", {{"count", count}, {"board", board_name(*visit.state, initiative.board)}});
  } else if (event.kind == Kind::raised) {
    visit.say(row, "note_text", "assurance." + std::string(record::word(initiative.raised_by)));
  } else if (event.kind == Kind::decided) {
    visit.say(row, "note_text", "initiative_outcome." + std::string(record::word(initiative.decided->row.outcome)));
  }
}

void add_timeline(const Visit& visit, const InitiativeState& initiative, json::object& model) {
  json::array rows;
  for (const service::TimelineEvent& event : service::timeline_of(initiative)) {
    const std::string kind(record::word(event.kind));
    json::object row{{"kind", kind}, {"hour", record::hour_text(event.hour)}};
    visit.say(row, "kind_text", "timeline." + kind);
    if (event.date.empty()) visit.say_hour(row, "when_text", event.hour);
    if (!event.date.empty()) row["date"] = event.date;
    if (!event.date.empty()) visit.say(row, "when_text", "dates.day", {{"when", Day{event.date}}});
    row["has_note"] =
        event.kind == Kind::opened || event.kind == Kind::handed_over || event.kind == Kind::raised || event.kind == Kind::decided;
    say_step(visit, initiative, event, row);
    row["has_board"] = !event.board.empty();
    row["board"] = event.board;
    row["has_text"] = !event.text.empty() && event.kind != Kind::decided;  // the decision's reasons stand at the top of the page
    visit.say_markdown(row, "text", event.text);
    add_withheld(visit, event.blob, row);
    row["has_entry"] = event.index.has_value();
    if (event.index) row["entry_href"] = entry_href("town", *event.index);
    rows.push_back(std::move(row));
  }
  model["timeline"] = std::move(rows);
  model["timeline_csv_href"] = initiative_href(initiative.id) + "/timeline.csv";
}

void add_sharing(const Visit& visit, const std::string& title, const std::string& path, json::object& model) {
  const std::string url = visit.site.config.base_url + path;
  model["url"] = url;
  const std::string subject = visit.text("initiative.share_subject_text", {{"title", title}});
  if (visit.html) model["mail_href"] = "mailto:?subject=" + html::percent_encode(subject) + "&body=" + html::percent_encode(url);
}

}  // namespace

Result<Page> initiative_page(const Visit& visit) {
  const InitiativeState* initiative = visit.state->initiative(visit.args.front());
  if (initiative == nullptr) return refuse(Errc::not_found, "no initiative " + visit.args.front());
  const auto counts = visit.site.service.signature_counts();
  const record::SignatureCount count = count_of(*counts, initiative->id);
  Page page{initiative_row(visit, *initiative, count), {}};
  json::object& model = page.model;
  const bool is_raised = initiative->phase == InitiativePhase::raised;
  const std::string key = html::parameter(visit.query, "key");
  const auto linked = is_raised ? linked_blob(visit, initiative->subject, key) : std::nullopt;
  const bool is_public = service::is_public(*visit.state, *initiative);
  model["has_text"] = (is_public || linked) && initiative->content;
  model["has_key"] = linked.has_value();
  if (model["has_text"].as_bool()) add_text(visit, *initiative->content, model);
  if (linked) add_cosigning(*linked, model);
  add_withheld(visit, initiative->subject, model);
  page.title = model["has_text"].as_bool() ? initiative->content->title : visit.text("initiative.untitled_text", {{"id", initiative->id}});
  add_signing(visit, *initiative, model);
  const bool has_registrar = model["has_registrar"].as_bool();
  model["can_sign"] = has_registrar && model["is_signable"].as_bool();
  model["can_cosign"] = has_registrar && linked && visit.state->town.boards.at(initiative->board).row.cosigners > 0;
  add_signatures(visit, *initiative, count, model);
  add_opening(visit, *initiative, model);
  add_rejection(visit, *initiative, model);
  add_decision(visit, *initiative, model);
  add_timeline(visit, *initiative, model);
  model["can_share"] = is_public || linked;
  add_sharing(visit, page.title, initiative_href(initiative->id) + (linked ? "?key=" + key : ""), model);
  model["raised_entry_href"] = entry_href("town", initiative->raised_at);
  return page;
}

}  // namespace radslag::web
