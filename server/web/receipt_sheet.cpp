// One entry's receipt on paper: what it is, where it stands, the proof as a QR code and as text, and how to check it with or without our
// programs. It says nothing that the entry does not.
#include <algorithm>
#include <boost/json.hpp>

#include "server/html/query.hpp"
#include "server/qr/qr.hpp"
#include "server/web/entry_subject.hpp"
#include "server/web/pages.hpp"
#include "server/web/record_model.hpp"
#include "server/web/visit.hpp"
#include "server/web/witness_model.hpp"

namespace radslag::web {
namespace json = boost::json;

Result<Page> receipt_sheet(const Visit& visit) {
  const std::string log = html::parameter(visit.query, "log");
  const auto index = html::whole_number(html::parameter(visit.query, "index"));
  const auto bytes = index && visit.site.service.head(log) ? visit.site.service.entry(log, *index) : std::nullopt;
  if (!bytes) return refuse(Errc::not_found, "no such entry in the log " + log);
  const auto entry = record::parse_entry(*bytes);
  if (!entry) return tl::make_unexpected(entry.error());
  Page page;
  json::object& model = page.model;
  add_witnessed(visit, log, *index + 1, model);
  const bool witnessed = model["is_witnessed"].as_bool();
  auto proof = witnessed ? visit.site.service.witnessed_receipt(log, *index) : visit.site.service.receipt(log, *index);
  if (!proof) return tl::make_unexpected(proof.error());

  page.title = visit.text("page_title.receipt_sheet", {{"index", std::to_string(*index)}, {"log", log_title(visit, log)}});
  model["log"] = log;
  model["index"] = *index;
  model["origin"] = visit.site.service.log_key(log).name;
  model["vkey"] = visit.site.service.log_key(log).text();
  const std::string kind(record::kind_of(entry->statement));
  model["kind"] = kind;
  visit.say(model, "kind_text", "kind." + kind);
  if (visit.html) model["log_text"] = log_title(visit, log);
  std::string subject = entry_subject(*visit.state, entry->statement);
  model["has_subject"] = !subject.empty();
  model["subject"] = std::move(subject);
  model["hour"] = record::hour_text(entry->hour);
  visit.say_hour(model, "hour_text", entry->hour);
  const std::string address = "?log=" + html::percent_encode(log) + "&index=" + std::to_string(*index);
  model["receipt_href"] = "/record/receipt" + address + (witnessed ? "&witnessed=yes" : "");
  model["entry_href"] = entry_href(log, *index);
  model["url"] = visit.site.config.base_url + entry_href(log, *index);
  std::string file = log + "-" + std::to_string(*index) + ".tlog-proof";
  std::replace(file.begin(), file.end(), '/', '-');
  model["verify_command"] = "radslag-verify receipt " + file + " --key radslag.vkey";
  model["receipt"] = *proof;
  const auto code = visit.html ? qr::svg(*proof, visit.text("receipt_sheet.qr_label")) : std::nullopt;
  model["has_qr"] = code.has_value();
  if (code) model["qr_html"] = *code;
  return page;
}

}  // namespace radslag::web
