// A resident gets the voting card: written down here, known to the voting server by its commitment, and then taken there by the browser,
// in the part of an address that no server sees.
#include <algorithm>
#include <boost/json.hpp>

#include "ledger/record/values.hpp"
#include "server/html/problem.hpp"
#include "server/html/query.hpp"
#include "server/registrar/registrar.hpp"
#include "server/registrar/web/card_model.hpp"
#include "server/registrar/web/card_state.hpp"
#include "server/registrar/web/counter_pages.hpp"
#include "server/registrar/web/letters.hpp"
#include "server/registrar/web/pages.hpp"

namespace radslag::registrar_web {
namespace {

using registrar::Holding;

/// The one that the button names: a voter's card, or the late card of an urn.
const Holding* chosen(const std::vector<Holding>& cards, const std::string& urn) {
  const auto found = std::find_if(cards.begin(), cards.end(), [&](const Holding& card) {
    return urn.empty() ? card.reserve == 0 : card.reserve > 0 && card.credentials.front().urn == urn;
  });
  return found == cards.end() ? nullptr : &*found;
}

/// Tells whoever asked for mail, so that nobody fetches somebody's card unnoticed.
void write_letter(const Visit& visit, const std::string& round) {
  const auto& site = visit.site;
  const auto contact = site.house.contacts.of(visit.resident->person);
  if (!contact || !contact->confirmed) return;
  Letter letter;
  letter.event = event_of_its_own("card-fetched");
  letter.to = contact->address;
  letter.language = contact->language;
  letter.kind = "card-fetched";
  letter.town = visit.town->name;
  letter.title = round_title(visit, round);
  letter.link = site.address("/participation");
  letter.unsubscribe = site.address("/unsubscribe/" + site.house.contacts.unsubscribe_token(contact->id));
  // What the outbox refuses (an address that this house does not write to) is not written, now or later.
  [[maybe_unused]] const auto queued = site.outbox.enqueue(message_of(visit.messages, letter));
}

/// Whether the voting server has the commitment now; else the key of what is said.
std::string hand_over(const Visit& visit, const std::string& round, const registrar::HandOut& out) {
  if (out.taken) return {};
  if (!visit.site.hand_over) return "card.counter_silent";
  const auto answer = visit.site.hand_over(out.statement);
  if (answer.status == 200 || answer.status == 201) {
    visit.site.cards->hand_outs.set_taken(round, out.commitment);
    return {};
  }
  return answer.status == 0 || answer.status >= 500 || answer.status == 429 ? "card.counter_silent" : "card.counter_refused";
}

std::string urns_of(const Holding& card) {
  std::string urns;
  for (const auto& one : card.credentials) urns += (urns.empty() ? "" : ",") + one.urn;
  return urns;
}

/// The browser keeps what stands behind '#' to itself.
http::Response to_counter(const Visit& visit, const std::string& round, const Holding& card) {
  http::Response response;
  response.status = 303;
  response.content_type = {};
  response.headers.emplace_back("Location",
                                visit.site.config.counter + vote_path(round) + "#card=" + card.card.text() + "&urns=" + urns_of(card));
  response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  return response;
}

html::Page shown_card(const Visit& visit, const std::string& round, const Holding& card) {
  html::Page page;
  page.title = visit.text("card.shown_title");
  page.path = card_path(round);
  page.model["title"] = round_title(visit, round);
  page.model["card"] = card.card.text();
  page.model["vote_href"] = visit.site.config.counter + vote_path(round);
  return page;
}

}  // namespace

Result<html::Page> card_page(const Visit& visit) {
  auto round = html::parameter(visit.query, "round");
  if (!record::is_id(round)) return refuse(Errc::not_found, "the link does not say which round");
  return card_model(visit, std::string(round));
}

void fetch_card(const Visit& visit, html::Exchange&& exchange) {
  const auto& round = exchange.form.text("round");
  if (!record::is_id(round)) return exchange.refuse({Errc::not_found, "no such round"});
  const auto subject = card_subject(visit, round);
  if (!subject || !visit.resident || visit.resident->assurance == record::Assurance::email) return exchange.see_other(card_path(round));
  const auto cards = cards_of(visit, *subject, visit.resident->person);
  const auto* card = cards ? chosen(*cards, exchange.form.text("urn")) : nullptr;
  if (!card) return exchange.see_other(card_path(round));
  const auto out = visit.site.cards->hand_outs.begin(subject->round, card->card, visit.resident->person, visit.hour());
  write_letter(visit, round);
  if (const auto problem = hand_over(visit, round, out); !problem.empty()) {
    const int status = problem == "card.counter_silent" ? 503 : 409;
    return exchange.show("registrar/card", card_model(visit, round, {}, visit.text(problem)), status);
  }
  if (exchange.form.text("do") == "show") return exchange.show("registrar/card-shown", shown_card(visit, round, *card));
  exchange.done(to_counter(visit, round, *card));
}

}  // namespace radslag::registrar_web
