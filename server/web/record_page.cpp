#include <boost/json.hpp>

#include "crypto/encoding.hpp"
#include "ledger/record/identity.hpp"
#include "server/html/query.hpp"
#include "server/web/pages.hpp"
#include "server/web/record_model.hpp"
#include "server/web/round_model.hpp"
#include "server/web/visit.hpp"
#include "server/web/witness_model.hpp"

namespace radslag::web {
namespace json = boost::json;

std::string log_title(const Visit& visit, const std::string& log) {
  const record::RoundState* round = visit.state->round(record::round_of_log(log));
  if (round == nullptr) return visit.text("record.log_town");
  return visit.text("record.log_round", {{"title", round_title(*visit.state, *round)}});
}

bool is_sealed(const Visit& visit, const std::string& log) {
  const record::RoundState* round = visit.state->round(record::round_of_log(log));
  return round != nullptr && (round->phase == record::Phase::begun || round->phase == record::Phase::open);
}

std::string entries_href(const std::string& log) { return "/record/entries?log=" + html::percent_encode(log); }

std::string entry_href(const std::string& log, std::uint64_t index) {
  return "/record/entry?log=" + html::percent_encode(log) + "&index=" + std::to_string(index);
}

namespace {

json::object log_row(const Visit& visit, const std::string& log, const service::Service::Head& head, const std::string& origin) {
  json::object row;
  row["name"] = log;
  row["origin"] = origin;
  row["size"] = head.size;
  row["href"] = entries_href(log);
  row["checkpoint_href"] = "/log/" + log + "/checkpoint";
  row["sealed"] = is_sealed(visit, log);
  add_witnessed(visit, log, 1, row);
  if (visit.html) row["title_text"] = log_title(visit, log);
  const record::RoundState* round = visit.state->round(record::round_of_log(log));
  if (round == nullptr) {
    visit.say(row, "phase_text", "record.log_active");
  } else {
    const std::string phase(phase_name(*round));
    row["phase"] = phase;
    visit.say(row, "phase_text", "phase." + phase);
  }
  return row;
}

}  // namespace

Result<Page> record_page(const Visit& visit) {
  Page page;
  page.title = visit.text("page_title.record");
  json::array logs, keys;
  page.model["checkpoint"] = "";
  for (const std::string& log : visit.site.service.logs()) {
    const auto head = visit.site.service.head(log);
    if (!head) continue;
    const log::VerifierKey key = visit.site.service.log_key(log);
    logs.push_back(log_row(visit, log, *head, key.name));
    // Receipts of before a key was changed, or an end was lost, are still shown to the page.
    for (const auto& identity : record::identities_of(*visit.state, log))
      keys.emplace_back(record::verifier_key(*visit.state, log, identity).text());
    if (log == "town") page.model["checkpoint"] = head->checkpoint;
  }
  page.model["logs"] = std::move(logs);
  add_witnessed(visit, "town", 1, page.model);
  json::array witnesses;
  if (const auto& announced = visit.state->town.witnesses)
    for (const auto& each : announced->row.witnesses)
      witnesses.push_back({{"name", each.name}, {"who", each.who}, {"key", crypto::to_hex(each.key)}});
  page.model["witnesses"] = std::move(witnesses);
  // The first: what is on paper, and what a verifier follows the record from.
  const auto& town = visit.state->town;
  page.model["vkey"] = visit.state->begun() ? log::VerifierKey::of(town.origin, town.first_key).text() : std::string();
  page.model["bundle_href"] = "/log/bundle.tar";
  page.model["url"] = visit.site.config.base_url + "/log";
  page.model["verify_command"] = "radslag-verify --key radslag.vkey bundle.tar";
  page.model["receipt_keys"] = json::serialize(keys);
  if (visit.html) page.model["receipt_messages"] = json::serialize(visit.messages.section(visit.language, "island_receipt"));
  return page;
}

}  // namespace radslag::web
