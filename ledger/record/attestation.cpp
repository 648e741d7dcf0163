#include "ledger/record/attestation.hpp"

#include <cassert>

#include "ledger/record/contents.hpp"
#include "ledger/record/fields.hpp"

namespace radslag::record {
namespace {

constexpr std::array<std::string_view, 4> assurance_words{"email", "code", "eid", "paper"};
constexpr std::string_view registrar_line = "\nregistrar ";

/// The statement stands as a text, without its last newline.
template <class C, class T>
void unsigned_fields(C& c, T& x, std::string& statement) {
  c.field("statement", Text{statement});
  c.each("blob", x.blobs, [](C& inner, auto& blob) { inner.field("blob", HexBytes{blob}); });
  c.field("expires", Number{x.expires});
}

template <class T>
std::string attest_any(T statement, const crypto::SigningKey& registrar) {
  assert(statement.attested.membership.has_value() == (statement.attested.assurance != Assurance::email));
  statement.attested.registrar = {};
  statement.attested.registrar = registrar.sign(attested_message(encode_statement(statement)));
  return encode_statement(statement);
}

std::string first_line() { return "radslag/v1/" + std::string(Carrier::kind); }

}  // namespace

std::span<const std::string_view> words(Assurance) { return assurance_words; }

std::string attested_message(std::string_view statement) {
  // The last such line: what stands before it may not hold one at a line's beginning, since its values are single tokens.
  const auto end = statement.rfind(registrar_line);
  const auto before = statement.substr(0, end == std::string_view::npos ? 0 : end + 1);
  return "radslag/v1/attestation\n" + std::string(before);
}

Result<> check_attestation(const Attestation& attestation, std::string_view statement, const PublicKey& registrar) {
  if (attestation.membership) {
    const auto leaf = log::leaf_hash(crypto::view(attestation.pseudonym));
    const auto& [place, path] = *attestation.membership;
    if (!log::verify_inclusion(place, attestation.roll.people, leaf, path, attestation.roll.root))
      return refuse(Errc::mismatch, "the pseudonym is not proven to stand on the roll that the matter committed to");
  }
  if (!crypto::verify(registrar, attested_message(statement), attestation.registrar))
    return refuse(Errc::bad_signature, "the registrar's signature does not verify");
  return {};
}

std::string attest(InitiativeRaised statement, const crypto::SigningKey& registrar) { return attest_any(std::move(statement), registrar); }
std::string attest(Signature statement, const crypto::SigningKey& registrar) { return attest_any(std::move(statement), registrar); }
std::string attest(Withdrawal statement, const crypto::SigningKey& registrar) { return attest_any(std::move(statement), registrar); }
std::string attest(ProjectProposed statement, const crypto::SigningKey& registrar) { return attest_any(std::move(statement), registrar); }

std::string encode_carrier(Carrier carrier, const crypto::SigningKey& registrar) {
  carrier.statement.pop_back();
  FieldWriter writer;
  writer.line(first_line());
  unsigned_fields(writer, carrier, carrier.statement);
  auto text = writer.take();
  carrier.registrar = registrar.sign(text);
  FieldWriter signature;
  signature.field("registrar", Hex{carrier.registrar});
  return text + signature.take();
}

Result<Carrier> open_carrier(std::string_view text, const PublicKey& registrar, std::uint64_t now_seconds) {
  Carrier carrier;
  FieldReader reader(text);
  reader.line(first_line());
  unsigned_fields(reader, carrier, carrier.statement);
  const auto signed_part = text.substr(0, text.size() - reader.rest().size());
  reader.field("registrar", Hex{carrier.registrar});
  if (auto done = reader.finish(Carrier::kind); !done) return tl::make_unexpected(done.error());
  carrier.statement += '\n';
  if (!crypto::verify(registrar, signed_part, carrier.registrar))
    return refuse(Errc::bad_signature, "the registrar's signature over what was handed in does not verify");
  if (carrier.expires <= now_seconds) return refuse(Errc::expired, "what the registrar attested was to be handed in within minutes");
  const auto statement = parse_statement(carrier.statement);
  if (!statement) return tl::make_unexpected(statement.error());
  if (!attestation_of(*statement)) return refuse(Errc::unsupported, "that kind of statement is not the registrar's to attest");
  std::vector<Digest> digests;
  for (const auto& blob : carrier.blobs) digests.push_back(blob_digest(blob));
  if (digests != blobs_of(*statement)) return refuse(Errc::mismatch, "the texts are not those that the statement names");
  return carrier;
}

}  // namespace radslag::record
