// What residents bring from the registrar.
#include <boost/json.hpp>
#include <map>
#include <memory>
#include <mutex>

#include "server/html/exchange.hpp"
#include "server/html/problem.hpp"
#include "server/service/link_key.hpp"
#include "server/web/attested_words.hpp"
#include "server/web/initiative_model.hpp"
#include "server/web/initiative_pages.hpp"
#include "server/web/proposal_model.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace json = boost::json;
using html::Exchange;
namespace {

/// Where the thing itself is found: "/initiatives/abc"; empty where nothing is known of it.
void add_way_back(const Visit& visit, const std::optional<record::Statement>& statement, json::object& model) {
  const record::InitiativeState* initiative = nullptr;
  std::string call;
  if (statement) {
    if (const auto* x = std::get_if<record::Signature>(&*statement)) initiative = visit.state->initiative(x->matter);
    if (const auto* x = std::get_if<record::Withdrawal>(&*statement)) initiative = visit.state->initiative(x->matter);
    if (const auto* x = std::get_if<record::ProjectProposed>(&*statement)) call = x->matter;
  }
  model["has_initiative"] = initiative != nullptr;
  if (initiative != nullptr) {
    model["initiative_href"] = initiative_href(initiative->id);
    model["initiative_title"] = initiative_title(visit, *initiative);
  }
  model["has_call"] = visit.state->town.calls.contains(call);
  model["call_href"] = call_href(call);
}

void show_refusal(const Visit& visit, const Exchange& exchange, const std::optional<record::Statement>& statement, const Error& error) {
  const std::string name = refusal_name(*visit.state, statement, error.code);
  Page page;
  page.title = visit.text("page_title.attested");
  page.path = "/initiatives";
  json::object& model = page.model;
  model["name"] = name;
  visit.say(model, "heading", "attested." + name);
  visit.say(model, "what_to_do", "attested." + name + "_todo");
  model["can_try_again"] = error.code == Errc::busy;
  model["attested"] = exchange.form.text("attested");
  model["detail"] = error.detail;
  const std::string registrar = registrar_site(*visit.state);
  model["has_registrar"] = !registrar.empty();
  model["participation_href"] = registrar + "/participation";
  add_way_back(visit, statement, model);
  exchange.show("attested", page, html::status_of(error.code));
}

/// The page of the receipt. Who holds a text that is still sealed has shown so by signing it: the link to it comes along.
std::string receipt_path(const service::Service& service, const service::Receipt& receipt) {
  const std::string path = "/receipts/" + std::to_string(receipt.index);
  const auto entry = record::parse_entry(receipt.entry);
  const auto* attestation = entry ? record::attestation_of(entry->statement) : nullptr;
  if (attestation == nullptr || !service.state()->town.sealed.contains(attestation->subject)) return path;
  const auto blob = service.raised_blob(attestation->subject);
  return blob ? path + "?key=" + service::link_key(*blob) : path;
}

/// One batch of paper signatures while its parts are handed in, on several threads.
struct Batch {
  std::shared_ptr<Exchange> exchange;
  std::mutex mutex;
  std::size_t waiting = 0, taken = 0, known = 0;
  std::map<std::string, std::size_t> refused;  ///< by name of the refusal
};

void show_batch(const Visit& visit, const Batch& batch) {
  Page page;
  page.title = visit.text("page_title.attested_batch");
  page.path = "/initiatives";
  json::object& model = page.model;
  json::array rows;
  std::size_t refused = 0;
  for (const auto& [name, count] : batch.refused) {
    json::object row{{"name", name}};
    visit.say(row, "reason", "attested." + name);
    visit.say(row, "what_to_do", "attested." + name + "_todo");
    visit.say_number(row, "count_text", count);
    rows.push_back(std::move(row));
    refused += count;
  }
  visit.say(model, "taken_text", "attested_batch.taken_text", {{"count", static_cast<std::int64_t>(batch.taken)}});
  visit.say(model, "known_text", "attested_batch.known_text", {{"count", static_cast<std::int64_t>(batch.known)}});
  visit.say(model, "refused_text", "attested_batch.refused_text", {{"count", static_cast<std::int64_t>(refused)}});
  model["has_known"] = batch.known > 0;
  model["has_refused"] = refused > 0;
  model["refused"] = std::move(rows);
  const std::string registrar = registrar_site(*visit.state);
  model["has_registrar"] = !registrar.empty();
  model["back_href"] = registrar + "/staff/papers";
  batch.exchange->show("attested_batch", page);
}

}  // namespace

void post_attested(const Visit& visit, Exchange&& arrived) {
  auto carrier = from_base64url(arrived.form.text("attested"));
  if (!carrier) return show_refusal(visit, arrived, std::nullopt, {Errc::malformed, "attested: base64url of what the registrar gave out"});
  // The visit lives as long as the exchange. What was carried is read again only to explain a refusal: that costs as much as checking it.
  const auto exchange = std::make_shared<Exchange>(std::move(arrived));
  visit.site.service.hand_in(*carrier, [&visit, exchange, carrier = *carrier](Result<service::Receipt> receipt) {
    if (!receipt) return show_refusal(visit, *exchange, carried_statement(*visit.state, carrier), receipt.error());
    exchange->see_other(receipt_path(visit.site.service, *receipt));
  });
}

void post_attested_batch(const Visit& visit, Exchange&& arrived) {
  const auto batch = std::make_shared<Batch>();
  batch->exchange = std::make_shared<Exchange>(std::move(arrived));
  const auto& parts = batch->exchange->form.all("attested");
  batch->waiting = parts.size();
  const auto note = [&visit, batch](const std::string& carrier, const Result<service::Receipt>& receipt, bool is_new) {
    const std::lock_guard lock(batch->mutex);
    if (receipt) {
      ++(is_new ? batch->taken : batch->known);
    } else if (receipt.error().code == Errc::duplicate) {
      ++batch->known;
    } else {
      ++batch->refused[refusal_name(*visit.state, carried_statement(*visit.state, carrier), receipt.error().code)];
    }
    if (--batch->waiting == 0) show_batch(visit, *batch);
  };
  const auto head = visit.site.service.head("town");
  const std::uint64_t size = head ? head->size : 0;
  for (const std::string& part : parts) {
    auto carrier = from_base64url(part);
    if (!carrier) {
      note({}, refuse(Errc::malformed, "base64url"), false);
      continue;
    }
    visit.site.service.hand_in(*carrier, [note, size, carrier = *carrier](Result<service::Receipt> receipt) {
      note(carrier, receipt, receipt && receipt->index >= size);
    });
  }
}

}  // namespace radslag::web
