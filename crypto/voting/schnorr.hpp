// Schnorr's proof that somebody knows the logarithm of an element, as Belenios writes it: for keys and signatures.
#pragma once

#include <string_view>

#include "crypto/voting/ciphertext.hpp"

namespace radslag::voting {

/// Proves knowledge of `secret`. `prefix` says what for, and binds the proof to all that it names ("pok|Ed25519|<key>|"); it ends in "|".
[[nodiscard]] Proof prove_knowledge(const Group& group, const Scalar& secret, std::string_view prefix);
/// Whether whoever made the proof knew the logarithm of `element`, and meant `prefix`.
[[nodiscard]] bool check_knowledge(const Group& group, const Element& element, std::string_view prefix, const Proof& proof);

}  // namespace radslag::voting
