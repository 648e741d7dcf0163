#include "server/registrar/web/contact.hpp"

#include <boost/json.hpp>

#include "crypto/encoding.hpp"
#include "server/html/problem.hpp"
#include "server/registrar/registrar.hpp"
#include "server/registrar/web/letters.hpp"
#include "server/registrar/web/mail_rate.hpp"
#include "server/registrar/web/pages.hpp"
#include "server/registrar/web/participation_model.hpp"

namespace radslag::registrar_web {
namespace {

html::Page link_page(const Visit& visit, bool good, std::string_view title) {
  html::Page page;
  page.title = visit.text(title);
  page.path = visit.path;
  page.model["href"] = visit.path;
  page.model["is_good"] = good;
  page.model["is_done"] = false;
  return page;
}

}  // namespace

bool may_mail(const Visit& visit, const registrar::MailAddress& address) {
  auto& rate = *visit.site.confirmations;
  return rate.take(crypto::to_hex(visit.resident->person.tag), visit.now) && rate.take(address.normalised(), visit.now);
}

void keep_contact(const Visit& visit, const registrar::MailAddress& address) {
  const auto& site = visit.site;
  const auto kept = site.house.contacts.keep(visit.resident->person, address, visit.language, visit.now);
  if (kept.token.empty()) return;
  Letter letter;
  letter.event = event_of_its_own("confirm-contact");
  letter.to = address.typed();
  letter.language = visit.language;
  letter.kind = "confirm-contact";
  letter.town = visit.town->name;
  letter.link = site.address("/contact/" + kept.token);
  letter.useless_after = static_cast<std::int64_t>(visit.now + registrar::Contacts::token_seconds);
  // An address that the outbox refuses is never confirmed, and goes with the time.
  [[maybe_unused]] const auto queued = site.outbox.enqueue(message_of(visit.messages, letter));
}

void post_contact(const Visit& visit, html::Exchange&& exchange) {
  if (!visit.resident) return exchange.see_other("/sign-in");
  const auto& typed = exchange.form.text("address");
  const auto address = registrar::MailAddress::parse(typed);
  std::string problem;
  if (!address) {
    problem = visit.text("sign_in.bad_address");
  } else if (!may_mail(visit, *address)) {
    problem = visit.text("contact.too_often");
  }
  if (!problem.empty()) return exchange.show("registrar/participation", participation_model(visit, {typed, problem}), 422);
  keep_contact(visit, *address);
  exchange.see_other("/participation");
}

void forget_contact(const Visit& visit, html::Exchange&& exchange) {
  if (!visit.resident) return exchange.see_other("/sign-in");
  visit.site.house.contacts.forget(visit.resident->person);
  exchange.see_other("/participation");
}

/// A GET confirms nothing: mail programs look into links. So the page is the same for every token.
Result<html::Page> contact_link_page(const Visit& visit) { return link_page(visit, true, "contact.confirm_title"); }

void confirm_contact(const Visit& visit, html::Exchange&& exchange) {
  const bool good = visit.site.house.contacts.confirm(visit.args.front(), visit.now);
  auto page = link_page(visit, good, "contact.confirm_title");
  page.model["is_done"] = good;
  exchange.show("registrar/contact-link", page, good ? 200 : html::status_of(Errc::expired));
}

Result<html::Page> unsubscribe_page(const Visit& visit) {
  return link_page(visit, visit.site.house.contacts.is_unsubscribe_token(visit.args.front()), "contact.unsubscribe_title");
}

/// Also for one click in a mail program (RFC 8058), which sends no cookie. Somebody who comes twice is told that it is done.
void unsubscribe(const Visit& visit, html::Exchange&& exchange) {
  const auto& token = visit.args.front();
  const bool good = visit.site.house.contacts.is_unsubscribe_token(token);
  if (good) visit.site.house.contacts.unsubscribe(token);
  auto page = link_page(visit, good, "contact.unsubscribe_title");
  page.model["is_done"] = good;
  exchange.show("registrar/unsubscribe", page, good ? 200 : html::status_of(Errc::not_found));
}

}  // namespace radslag::registrar_web
