// Initiatives as tables for spreadsheets.
#include "server/html/csv.hpp"
#include "server/service/timeline.hpp"
#include "server/web/initiative_model.hpp"
#include "server/web/initiative_pages.hpp"
#include "server/web/initiative_query.hpp"
#include "server/web/record_model.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
using record::InitiativeState;
namespace {

http::Response table(const std::string& name, const html::CsvWriter& csv) {
  http::Response response;
  response.content_type = "text/csv; charset=utf-8";
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + "\"");
  response.headers.emplace_back("Cache-Control", "no-cache");
  response.body = csv.text();
  return response;
}

template <class T>
std::string hour_of(const std::optional<T>& step) {
  return step ? record::hour_text(step->hour) : std::string();
}

void add_row(const Visit& visit, const InitiativeState& initiative, const record::SignatureCount& count, html::CsvWriter& csv) {
  const bool is_public = service::is_public(*visit.state, initiative);
  const auto& decided = initiative.decided;
  csv.row({initiative.id,
           is_public ? initiative.content->title : std::string(),
           initiative.board,
           board_name(*visit.state, initiative.board),
           initiative.place,
           initiative.place.empty() ? std::string() : area_name(*visit.state, initiative.edition, initiative.place),
           std::string(record::word(initiative.phase)),
           std::to_string(count.standing()),
           std::to_string(count.code + count.eid),
           std::to_string(count.paper),
           std::to_string(count.email),
           std::to_string(threshold_now(*visit.state, initiative)),
           record::hour_text(initiative.raised_hour),
           hour_of(initiative.opening),
           initiative.opening ? record::hour_text(initiative.opening->row.closes) : std::string(),
           hour_of(initiative.hand_over),
           hour_of(decided),
           decided ? std::string(record::word(decided->row.outcome)) : std::string(),
           decided ? decided->content.diary : std::string(),
           visit.site.config.base_url + initiative_href(initiative.id)});
}

}  // namespace

Result<http::Response> initiatives_csv(const Visit& visit) {
  const auto counts = visit.site.service.signature_counts();
  html::CsvWriter csv({"id",         "title",          "board",    "board_name", "area",      "area_name", "phase",
                       "signatures", "by_code_or_eid", "on_paper", "by_email",   "threshold", "raised",    "opened",
                       "closes",     "handed_over",    "decided",  "outcome",    "diary",     "url"});
  for (const InitiativeState* initiative : service::find_initiatives(*visit.state, *counts, asked_initiatives(visit)))
    add_row(visit, *initiative, count_of(*counts, initiative->id), csv);
  return table("initiatives.csv", csv);
}

Result<http::Response> timeline_csv(const Visit& visit) {
  const InitiativeState* initiative = visit.state->initiative(visit.args.front());
  if (initiative == nullptr) return refuse(Errc::not_found, "no initiative " + visit.args.front());
  html::CsvWriter csv({"step", "hour", "date", "board", "text", "signatures", "entry"});
  for (const service::TimelineEvent& event : service::timeline_of(*initiative)) {
    csv.row({std::string(record::word(event.kind)), record::hour_text(event.hour), event.date, event.board, event.text,
             event.signatures > 0 ? std::to_string(event.signatures) : std::string(),
             event.index ? visit.site.config.base_url + entry_href("town", *event.index) : std::string()});
  }
  return table("initiative-" + initiative->id + ".csv", csv);
}

}  // namespace radslag::web
