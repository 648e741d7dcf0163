#include "crypto/voting/schnorr.hpp"

namespace radslag::voting {

Proof prove_knowledge(const Group& group, const Scalar& secret, std::string_view prefix) {
  const Scalar w = group.random_scalar();
  const Element commitment = group.secret_power_of_generator(w);
  Proof proof;
  proof.challenge = group.hash(prefix, {&commitment, 1});
  proof.response = group.subtract(w, group.multiply(secret, proof.challenge));
  return proof;
}

bool check_knowledge(const Group& group, const Element& element, std::string_view prefix, const Proof& proof) {
  const Element commitment = group.power_product(*group.generator_base(), proof.response, *group.short_base(element), proof.challenge);
  return group.hash(prefix, {&commitment, 1}) == proof.challenge;
}

}  // namespace radslag::voting
