#include "crypto/voting/trustee_key.hpp"

#include "crypto/voting/schnorr.hpp"
#include "crypto/voting/wiped.hpp"

namespace radslag::voting {

namespace {

std::string pok_prefix(const Group& group, std::string_view key) {
  return "pok|" + std::string(group.name()) + "|" + std::string(key) + "|";
}

}  // namespace

TrusteeKeyText read_trustee_key(const Group& group, json::Reader& in) {
  TrusteeKeyText key;
  in.expect("{\"pok\":");
  key.pok = read_proof(group, in);
  in.expect(",\"public_key\":");
  key.public_key = in.plain();
  if (in.take(",\"signature\":")) key.signature = read_proof(group, in);
  if (in.take(",\"name\":")) key.name = in.text();
  in.expect("}");
  return key;
}

std::string write(const Group& group, const TrusteeKeyText& key) {
  std::string out = "{\"pok\":" + write(group, key.pok) + ",\"public_key\":\"" + key.public_key + "\"";
  if (key.signature) out += ",\"signature\":" + write(group, *key.signature);
  if (!key.name.empty()) out += ",\"name\":" + json::quote(key.name);
  return out + "}";
}

TrusteeKeyText make_trustee_key_text(const Group& group, const Scalar& secret) {
  TrusteeKeyText key;
  key.public_key = group.encode(group.secret_power_of_generator(secret));
  key.pok = prove_knowledge(group, secret, pok_prefix(group, key.public_key));
  return key;
}

Checked<Element> check_trustee_key_text(const Group& group, const TrusteeKeyText& key, const std::string& where) {
  const auto element = decode_key(group, key.public_key);
  if (!element) return flaw(FlawKind::bad_element, where);
  if (!check_knowledge(group, *element, pok_prefix(group, key.public_key), key.pok)) return flaw(FlawKind::bad_key_proof, where);
  return *element;
}

std::optional<Element> decode_key(const Group& group, std::string_view text) {
  const auto element = group.decode(text);
  if (!element || group.equal(*element, group.identity())) return std::nullopt;
  return element;
}

std::string write_private_key(const Group& group, const Scalar& secret) {
  const Wiped digits(group.to_decimal(secret));
  return "\"" + digits.text + "\"";
}

std::optional<Scalar> read_private_key(const Group& group, std::string_view json) {
  json::Reader in(json);
  const auto secret = group.scalar_from_decimal(in.plain());
  if (!in.done() || !secret || secret->is_zero()) return std::nullopt;
  return secret;
}

std::string make_trustee_key(const Group& group, const Scalar& secret) { return write(group, make_trustee_key_text(group, secret)); }

Checked<VerificationKey> check_trustee_key(const Group& group, std::string_view json) {
  json::Reader in(json);
  const TrusteeKeyText key = read_trustee_key(group, in);
  if (!in.done() || key.signature) return tl::make_unexpected(flaw_of(in, "public key of a trustee"));
  const auto element = check_trustee_key_text(group, key, "public key of a trustee");
  if (!element) return tl::make_unexpected(element.error());
  return VerificationKey{*element, key.public_key, key.name};
}

}  // namespace radslag::voting
