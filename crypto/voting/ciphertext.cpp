#include "crypto/voting/ciphertext.hpp"

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"

namespace radslag::voting {

namespace {

template <typename Ciphertexts>
std::string joined(const Ciphertexts& ciphertexts) {
  std::string out;
  for (const auto& ciphertext : ciphertexts) {
    if (!out.empty()) out += ',';
    out.append(ciphertext.alpha).append(",").append(ciphertext.beta);
  }
  return out;
}

}  // namespace

CiphertextText read_ciphertext(json::Reader& in) {
  CiphertextText text;
  in.expect("{\"alpha\":");
  text.alpha = in.plain();
  in.expect(",\"beta\":");
  text.beta = in.plain();
  in.expect("}");
  return text;
}

std::string write(const CiphertextText& text) {
  std::string out;
  out.reserve(text.alpha.size() + text.beta.size() + 24);
  out.append("{\"alpha\":\"").append(text.alpha).append("\",\"beta\":\"").append(text.beta).append("\"}");
  return out;
}

std::string write(const Group& group, const Ciphertext& ciphertext) {
  return write(CiphertextText{group.encode(ciphertext.alpha), group.encode(ciphertext.beta)});
}

Checked<Ciphertext> decode(const Group& group, const CiphertextText& text, std::string_view where) {
  const auto alpha = group.decode(text.alpha);
  if (!alpha) return flaw(FlawKind::bad_element, std::string(where) + ", alpha");
  const auto beta = group.decode(text.beta);
  if (!beta) return flaw(FlawKind::bad_element, std::string(where) + ", beta");
  return Ciphertext{*alpha, *beta};
}

Checked<ReadyCiphertext> receive(const Group& group, const CiphertextText& text, std::string_view where) {
  auto alpha = group.receive(text.alpha);
  if (!alpha) return flaw(FlawKind::bad_element, std::string(where) + ", alpha");
  auto beta = group.receive(text.beta);
  if (!beta) return flaw(FlawKind::bad_element, std::string(where) + ", beta");
  return ReadyCiphertext{{alpha->element, beta->element}, std::move(alpha->base), std::move(beta->base)};
}

ReadyCiphertext made_ready(const Group& group, const Ciphertext& ciphertext) {
  return {ciphertext, group.short_base(ciphertext.alpha), group.short_base(ciphertext.beta)};
}

Ciphertext product(const Group& group, const Ciphertext& a, const Ciphertext& b) {
  return {group.product(a.alpha, b.alpha), group.product(a.beta, b.beta)};
}

Ciphertext trivial(const Group& group) { return {group.identity(), group.identity()}; }

Scalar read_scalar(const Group& group, json::Reader& in) {
  const std::string_view text = in.plain();
  if (in.failed()) return {};
  const auto scalar = group.scalar_from_decimal(text);
  if (!scalar) in.fail_number();
  return scalar.value_or(Scalar{});
}

Proof read_proof(const Group& group, json::Reader& in) {
  Proof proof;
  in.expect("{\"challenge\":");
  proof.challenge = read_scalar(group, in);
  in.expect(",\"response\":");
  proof.response = read_scalar(group, in);
  in.expect("}");
  return proof;
}

std::string write(const Group& group, const Proof& proof) {
  return "{\"challenge\":\"" + group.to_decimal(proof.challenge) + "\",\"response\":\"" + group.to_decimal(proof.response) + "\"}";
}

std::vector<Proof> read_proofs(const Group& group, json::Reader& in) {
  std::vector<Proof> proofs;
  for (bool first = true; in.next_item(first);) proofs.push_back(read_proof(group, in));
  return proofs;
}

std::string write(const Group& group, std::span<const Proof> proofs) {
  std::string out = "[";
  for (const Proof& proof : proofs) {
    if (out.size() > 1) out += ',';
    out += write(group, proof);
  }
  return out += ']';
}

std::vector<CiphertextText> read_ciphertexts(json::Reader& in) {
  std::vector<CiphertextText> texts;
  for (bool first = true; in.next_item(first);) texts.push_back(read_ciphertext(in));
  return texts;
}

Flaw flaw_of(const json::Reader& in, std::string_view what) {
  return {in.bad_number() ? FlawKind::bad_number : FlawKind::not_canonical, std::string(what) + ", byte " + std::to_string(in.position())};
}

std::vector<EncodedCiphertext> encode_all(const Group& group, std::span<const Ciphertext> ciphertexts) {
  std::vector<Element> elements;
  elements.reserve(2 * ciphertexts.size());
  for (const Ciphertext& ciphertext : ciphertexts) {
    elements.push_back(ciphertext.alpha);
    elements.push_back(ciphertext.beta);
  }
  std::vector<std::string> texts = group.encode_all(elements);
  std::vector<EncodedCiphertext> out(ciphertexts.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = {std::move(texts[2 * i]), std::move(texts[2 * i + 1])};
  return out;
}

std::string write(std::span<const EncodedCiphertext> ciphertexts) {
  std::string out = "[";
  for (const EncodedCiphertext& ciphertext : ciphertexts) {
    if (out.size() > 1) out += ',';
    out += write(CiphertextText(ciphertext));
  }
  return out += ']';
}

std::string join(std::span<const CiphertextText> ciphertexts) { return joined(ciphertexts); }
std::string join(std::span<const EncodedCiphertext> ciphertexts) { return joined(ciphertexts); }

std::string hash64(std::string_view text) {
  std::string out = crypto::to_base64(crypto::view(crypto::sha256(text)));
  out.pop_back();  // 32 bytes: one "=" of padding
  return out;
}

}  // namespace radslag::voting
