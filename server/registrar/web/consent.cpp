// The resident consents, and gets the attested statement to hand over: in a form, from this browser and no other way.
#include <boost/json.hpp>

#include "ledger/record/contents.hpp"
#include "server/html/problem.hpp"
#include "server/html/text_input.hpp"
#include "server/registrar/registrar.hpp"
#include "server/registrar/tokens.hpp"
#include "server/registrar/web/attest_model.hpp"
#include "server/registrar/web/contact.hpp"
#include "server/registrar/web/counter_pages.hpp"
#include "server/registrar/web/pages.hpp"

namespace radslag::registrar_web {
namespace {

using registrar::Purpose;

constexpr html::TextRules name_rules{.max_characters = 100, .min_characters = 0, .lines = false, .max_word = 60};

struct Consent {
  ConsentInput input;                             ///< as typed, with what is wrong
  std::optional<std::string> name_blob;           ///< of a name to be shown
  std::optional<registrar::MailAddress> address;  ///< to be written to
  [[nodiscard]] bool is_good() const { return input.name_problem.empty() && input.address_problem.empty(); }
};

Consent read_consent(const Visit& visit, const Errand& errand, const html::Form& form) {
  Consent consent;
  consent.input = {form.text("name"), form.text("address"), form.has("mail"), {}, {}, {}};
  if (errand.purpose == Purpose::sign) {
    const auto name = html::read_text(form.text("name"), name_rules);
    if (!name) {
      consent.input.name_problem = visit.text(
          html::text_fault_key(name.error()),
          {{"max", static_cast<std::int64_t>(name_rules.max_characters)}, {"min", static_cast<std::int64_t>(name_rules.min_characters)}});
    } else if (!name->empty()) {
      consent.name_blob = record::make_blob(record::encode_content(record::SignatureName{*name}));
    }
  }
  if (!form.has("mail") || errand.purpose == Purpose::withdraw) return consent;
  const auto& typed = form.text("address");
  const bool known = visit.site.house.contacts.of(visit.resident->person).has_value();
  if (typed.empty() && known) return consent;
  auto address = registrar::MailAddress::parse(typed);
  if (address) {
    consent.address = std::move(*address);
  } else {
    consent.input.address_problem = visit.text("sign_in.bad_address");
  }
  return consent;
}

Result<std::string> attest(const Visit& visit, const Errand& errand, const Subject& subject, const Consent& consent) {
  auto& attestations = visit.site.house.attestations;
  const auto& resident = *visit.resident;
  const auto* newest = subject.town->edition(subject.town->newest_edition);
  if (!newest) return refuse(Errc::mismatch, "no roll has been announced");
  switch (errand.purpose) {
    case Purpose::raise: return attestations.raise(resident, *newest, {errand.matter, errand.board, errand.area, errand.blob()}, visit.now);
    case Purpose::propose:
      return attestations.propose(resident, *newest, subject.roll, {errand.call, errand.matter, errand.area, errand.blob()}, visit.now);
    case Purpose::sign: return attestations.sign(resident, {errand.matter, subject.digest, *subject.roll}, consent.name_blob, visit.now);
    case Purpose::withdraw: return attestations.withdraw(resident, {errand.matter, subject.digest, *subject.roll}, visit.now);
  }
  return refuse(Errc::malformed, "no such purpose");
}

/// The wish to be written to, about all that this is a part of.
void follow(const Visit& visit, const Errand& errand, const Consent& consent) {
  if (!consent.input.mail || errand.purpose == Purpose::withdraw) return;
  if (consent.address) keep_contact(visit, *consent.address);
  auto& contacts = visit.site.house.contacts;
  contacts.follow(visit.resident->person, errand.matter);
  if (errand.purpose == Purpose::propose) contacts.follow(visit.resident->person, errand.call);
}

/// What a refused attestation says here; empty where the page itself says it.
std::string refusal_key(Errc code) {
  switch (code) {
    case Errc::unknown_credential: return "attest.refused_not_on_roll";
    case Errc::busy: return "attest.refused_too_many";
    case Errc::not_found: return "attest.refused_not_ours";
    default: return "attest.refused_mismatch";
  }
}

html::Page carry_page(const Visit& visit, const Errand& errand, const Subject& subject, const std::string& carrier) {
  html::Page page;
  page.title = visit.text("attest.carry_title");
  page.path = errand.path();
  page.model["action"] = visit.site.config.counter + hand_in_path;
  page.model["attested"] = registrar::to_base64url(carrier);
  page.model["title"] = subject.title;
  for (const auto purpose : registrar::words(Purpose{}))
    page.model["is_" + std::string(purpose)] = purpose == registrar::word(errand.purpose);
  return page;
}

}  // namespace

void consent(const Visit& visit, html::Exchange&& exchange) {
  const auto errand = find_errand(visit.args.front(), visit.site.house.requests, visit.now);
  if (!errand) return exchange.refuse({Errc::expired, "what was to be signed is not kept any more"});
  const auto subject = subject_of(visit, *errand);
  if (!visit.resident || !subject) return exchange.see_other(errand->path());
  const auto eligibility = eligibility_of(visit, *errand, *subject);
  if (eligibility.needs_code || eligibility.not_on_roll) return exchange.see_other(errand->path());
  auto given = read_consent(visit, *errand, exchange.form);
  if (!given.is_good()) return exchange.show("registrar/attest", attest_model(visit, *errand, {}, given.input), 422);
  if (given.address && !may_mail(visit, *given.address)) {
    given.input.address_problem = visit.text("contact.too_often");
    return exchange.show("registrar/attest", attest_model(visit, *errand, {}, given.input), 422);
  }
  const auto carrier = attest(visit, *errand, *subject, given);
  if (!carrier) {
    given.input.problem = visit.text(refusal_key(carrier.error().code));
    return exchange.show("registrar/attest", attest_model(visit, *errand, {}, given.input), html::status_of(carrier.error().code));
  }
  follow(visit, *errand, given);
  exchange.show("registrar/carry", carry_page(visit, *errand, *subject, *carrier));
}

}  // namespace radslag::registrar_web
