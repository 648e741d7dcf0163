// Encrypting under an election's public key, in a time that tells nothing of what is encrypted.
#pragma once

#include <cstdint>

#include "crypto/voting/ciphertext.hpp"
#include "crypto/voting/election.hpp"

namespace radslag::voting {

/// (g^r, y^r g^value): homomorphic questions.
[[nodiscard]] Ciphertext encrypt(const Election& election, std::uint64_t value, const Scalar& randomness);
/// (g^r, y^r element): mixnet questions.
[[nodiscard]] Ciphertext encrypt(const Election& election, const Element& element, const Scalar& randomness);

}  // namespace radslag::voting
