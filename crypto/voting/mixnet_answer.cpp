#include "crypto/voting/mixnet_answer.hpp"

#include "crypto/voting/encryption.hpp"
#include "crypto/voting/schnorr.hpp"

namespace radslag::voting {

namespace {

std::string knowledge_prefix(const Election& election, std::string_view s0, const CiphertextText& choices) {
  std::string text = "raweg|";
  text.append(s0).append("|").append(election.public_key_text()).append(",").append(choices.alpha).append(",").append(choices.beta);
  return text += '|';
}

}  // namespace

MixnetAnswer read_mixnet(const Group& group, json::Reader& in) {
  MixnetAnswer answer;
  in.expect("{\"choices\":");
  answer.choices = read_ciphertext(in);
  in.expect(",\"proof\":");
  answer.proof = read_proof(group, in);
  in.expect("}");
  return answer;
}

Checked<Ciphertext> add_mixnet(Statements& statements, const Election& election, std::string_view s0, const MixnetAnswer& answer,
                               const std::string& where) {
  const Group& group = election.group();
  const auto alpha = group.receive(answer.choices.alpha);
  if (!alpha) return flaw(FlawKind::bad_element, where + ", alpha");
  const auto beta = group.decode(answer.choices.beta);
  if (!beta) return flaw(FlawKind::bad_element, where + ", beta");
  statements.begin(knowledge_prefix(election, s0, answer.choices), answer.proof.challenge, {FlawKind::bad_knowledge_proof, where});
  statements.add(group.power_product(election.generator_base(), answer.proof.response, *alpha->base, answer.proof.challenge));
  return Ciphertext{alpha->element, *beta};
}

std::string make_mixnet(const Election& election, std::string_view s0, std::span<const std::uint8_t> numbers, const Scalar& randomness) {
  const Group& group = election.group();
  const Ciphertext ciphertext = encrypt(election, group.embed(numbers), randomness);
  const EncodedCiphertext text = encode_all(group, {&ciphertext, 1}).front();
  const Proof proof = prove_knowledge(group, randomness, knowledge_prefix(election, s0, text));
  return "{\"choices\":" + write(CiphertextText(text)) + ",\"proof\":" + write(group, proof) + "}";
}

}  // namespace radslag::voting
