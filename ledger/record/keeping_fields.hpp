// The fields of section 4.8. Part of statement_fields.hpp.
#pragma once

#include "ledger/record/entry.hpp"
#include "ledger/record/fields.hpp"

namespace radslag::record {

template <class C, Is<WitnessesAnnounced> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("version", Number{x.version});
  c.field("quorum", Number{x.quorum});
  c.each("witness", x.witnesses,
         [](C& inner, auto& witness) { inner.field("witness", Hex{witness.key}, Origin{witness.name}, Text{witness.who}); });
  c.require(ascending(
                x.witnesses, [](const auto& witness) -> const auto& { return witness.key; }),
            "witnesses are not in ascending order of key");
}
/// All but the signature: what it signs.
template <class C, Is<LogKey> T>
void unsigned_fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("key", Hex{x.key});
}
template <class C, Is<LogRecovered> T>
void unsigned_fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("log", LogName{x.log});
  c.field("generation", Number{x.generation});
  c.field("key", Hex{x.key});
  c.field("kept", Number{x.kept});
  c.field("kept-root", Hex{x.kept_root});
  c.field("lost-size", Number{x.lost_size});
  c.field("lost-root", Hex{x.lost_root});
  c.field("content", Hex{x.content});
}
template <class C, class T>
requires Is<T, LogKey> || Is<T, LogRecovered>
void fields(C& c, T& x) {
  unsigned_fields(c, x);
  c.field("signature", Hex{x.signature});
}
template <class C, Is<EntryResubmitted> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("generation", Number{x.generation});
  c.field("index", Number{x.index});
  c.field("receipt", Hex{x.receipt});
}
template <class C, Is<BlobsWithheld> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("log", LogName{x.log});
  c.field("ground", Word{x.ground});
  c.field("decision", Text{x.decision});
  c.field("content", Hex{x.content});
  c.each("blob", x.blobs, [](C& inner, auto& blob) { inner.field("blob", Hex{blob.digest}); });
  c.require(!x.blobs.empty() && ascending(
                                    x.blobs, [](const auto& blob) -> const auto& { return blob.digest; }),
            "blobs are not in ascending order, or there are none");
}
template <class C, Is<MatterKeyDestroyed> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("matter", Word{x.matter_kind}, Id{x.matter});
}

}  // namespace radslag::record
