#include "crypto/voting/encryption.hpp"

namespace radslag::voting {

Ciphertext encrypt(const Election& election, const Element& element, const Scalar& randomness) {
  const Group& group = election.group();
  return {group.secret_power_of_generator(randomness), group.product(group.secret_power(election.public_key_base(), randomness), element)};
}

Ciphertext encrypt(const Election& election, std::uint64_t value, const Scalar& randomness) {
  return encrypt(election, election.group().secret_power_of_generator(Scalar(value)), randomness);
}

}  // namespace radslag::voting
