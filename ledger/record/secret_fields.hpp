// The same for the kinds of FORMAT.md section 4.7: part of statement_fields.hpp, which is what to include.
#pragma once

#include "ledger/record/statement_fields.hpp"

namespace radslag::record {

template <class C, Is<CeremonyBegun> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("round", Id{x.round});
  c.field("town-size", Number{x.town_size});
  c.field("town-root", Hex{x.town_root});
  c.field("group", Word{x.group});
  c.field("threshold", Number{x.threshold});
  c.each("trustee", x.trustees, [](C& inner, auto& trustee) { inner.field("trustee", Hex{trustee.key}, Text{trustee.name}); });
}
template <class C, Is<CeremonyStep> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("trustee", Number{x.trustee});
  c.field("step", Word{x.step});
  c.field("content", Hex{x.content});
}
/// All but the registrar's signature: what it signs.
template <class C, Is<HandedOut> T>
void handed_out_fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("commitment", Hex{x.commitment});
}
template <class C, Is<HandedOut> T>
void fields(C& c, T& x) {
  handed_out_fields(c, x);
  c.field("registrar", Hex{x.registrar});
}
template <class C, Is<ReserveActivated> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("content", Hex{x.content});
  c.each("active", x.active, [](C& inner, auto& active) { inner.field("active", Id{active.urn}, Number{active.number}); });
  c.require(!x.active.empty() && ascending(
                                     x.active, [](const auto& active) -> const auto& { return active.urn; }),
            "urns are not in ascending order, each once");
}
template <class C, class Items>
void urn_credentials(C& c, Items& items) {
  c.each("credential", items, [](C& inner, auto& x) { inner.field("credential", Id{x.urn}, Credential{x.credential}); });
  c.require(!items.empty() && ascending(
                                  items, [](const auto& x) -> const auto& { return x; }),
            "credentials are not in ascending order, each once");
}
template <class C, Is<CredentialBlocked> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("content", Hex{x.content});
  urn_credentials(c, x.credentials);
}
template <class C, Is<EnvelopeAccepted> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  urn_credentials(c, x.credentials);
}
template <class C, Is<SecretBallot> T>
void fields(C& c, T& x) {
  c.field("urn", Id{x.urn});
  c.field("credential", Credential{x.credential});
  c.field("tracker", Hex{x.tracker});
  c.field("ballot", Hex{x.ballot});
}
template <class C, Is<Shuffle> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("urn", Id{x.urn});
  c.field("trustee", Number{x.trustee});
  c.field("shuffle", Hex{x.shuffle});
}
template <class C, Is<PartialDecryption> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("urn", Id{x.urn});
  c.field("trustee", Number{x.trustee});
  c.field("decryption", Hex{x.decryption});
}

}  // namespace radslag::record
