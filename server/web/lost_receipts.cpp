// Where residents hand in receipts of entries that a log lost, and are told what became of them.
#include <boost/json.hpp>

#include "server/html/problem.hpp"
#include "server/web/exchange.hpp"
#include "server/web/lost_receipts.hpp"
#include "server/web/pages.hpp"
#include "server/web/record_model.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace json = boost::json;
namespace {

using html::EndpointRoute;
using html::FormRoute;
using html::PageRoute;
using service::ShownReceipt;

constexpr std::size_t receipt_bytes = 128 << 10;  // what log::parse_receipt takes
constexpr std::size_t body_bytes = receipt_bytes + (8 << 10);

json::array recovery_rows(const Visit& visit) {
  json::array rows;
  for (const auto& recovery : visit.state->town.recoveries) {
    const auto& row = recovery.row;
    json::object out{{"log", row.log},
                     {"generation", row.generation},
                     {"kept", row.kept},
                     {"lost_size", row.lost_size},
                     {"shown", recovery.shown.size()},
                     {"counted", recovery.counted()},
                     {"reason", recovery.reason},
                     {"href", entry_href("town", recovery.index)}};
    visit.say(out, "text", "lost_receipts.recovery",
              {{"log", log_title(visit, row.log)},
               {"first", std::to_string(row.kept)},
               {"last", std::to_string(row.lost_size == 0 ? 0 : row.lost_size - 1)},
               {"shown", static_cast<std::int64_t>(recovery.shown.size())},
               {"counted", static_cast<std::int64_t>(recovery.counted())}});
    rows.push_back(std::move(out));
  }
  return rows;
}

Page page_of(const Visit& visit) {
  Page page;
  page.title = visit.text("page_title.lost_receipts");
  page.path = "/receipts/lost";
  page.model["recoveries"] = recovery_rows(visit);
  page.model["has_recoveries"] = !visit.state->town.recoveries.empty();
  page.model["has_outcome"] = false;
  page.model["has_fault"] = false;
  return page;
}

void add_outcome(const Visit& visit, const ShownReceipt& shown, json::object& model) {
  const std::string name(service::outcome_name(shown.outcome));
  model["has_outcome"] = true;
  model["outcome"] = name;
  model["is_bad"] = shown.outcome == ShownReceipt::Outcome::contradicted;
  model["is_before"] = shown.before;
  model["entry_href"] = entry_href(shown.log, shown.at);
  model["has_entry"] = shown.outcome != ShownReceipt::Outcome::contradicted;
  visit.say(model, "outcome_text", "lost_receipts." + name, {{"index", std::to_string(shown.index)}, {"log", log_title(visit, shown.log)}});
  visit.say(model, "outcome_todo", "lost_receipts." + name + "_todo");
}

void show(const Visit& visit, const Exchange& exchange, const Result<ShownReceipt>& shown) {
  auto page = page_of(visit);
  if (shown) {
    add_outcome(visit, *shown, page.model);
    return exchange.show("lost_receipts", page);
  }
  if (shown.error().code == Errc::busy) return exchange.refuse(shown.error());
  page.model["has_fault"] = true;
  page.model["detail"] = shown.error().detail;
  exchange.show("lost_receipts", page, 422);
}

http::Response as_json(const ShownReceipt& shown) {
  http::Response response;
  response.content_type = "application/json";
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body = json::serialize(json::object{{"outcome", service::outcome_name(shown.outcome)},
                                               {"before", shown.before},
                                               {"log", shown.log},
                                               {"index", shown.index},
                                               {"at", shown.at}});
  return response;
}

Result<Page> lost_receipts_page(const Visit& visit) { return page_of(visit); }

void post_lost_receipt(const Visit& visit, Exchange&& arrived) {
  const auto exchange = std::make_shared<Exchange>(std::move(arrived));
  visit.site.service.show_lost(exchange->form.file("receipt"),
                               [&visit, exchange](const Result<ShownReceipt>& shown) { show(visit, *exchange, shown); });
}

void post_lost_proof(const Visit& visit, Exchange&& arrived) {
  const auto exchange = std::make_shared<Exchange>(std::move(arrived));
  const auto answer = [&visit, exchange](const Result<ShownReceipt>& shown) {
    exchange->done(shown ? as_json(*shown) : html::problem_json(html::problem_of(shown.error()), visit.messages, visit.language));
  };
  if (exchange->request.content_type != "text/plain") return answer(refuse(Errc::unsupported, "the body must be text/plain"));
  visit.site.service.show_lost(exchange->request.body, answer);
}

}  // namespace

void add_lost_receipt_routes(std::vector<html::Route>& routes) {
  routes.push_back({"GET", "/receipts/lost", PageRoute{lost_receipts_page, "lost_receipts", "record", {}}});
  routes.push_back({"POST", "/receipts/lost",
                    FormRoute{post_lost_receipt, {{.name = "receipt", .max_bytes = receipt_bytes, .is_file = true}}},
                    html::Senders::own_site, body_bytes});
  routes.push_back({"POST", "/receipts/lost/proof", EndpointRoute{post_lost_proof}, html::Senders::machines, receipt_bytes});
}

}  // namespace radslag::web
