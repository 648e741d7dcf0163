// Partial decryptions: what each trustee's key takes off the ciphertexts, proved; and how they are put together (specification, 4.18
// and 4.19).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/voting/shuffle.hpp"
#include "crypto/voting/trustee.hpp"

namespace radslag::voting {

/// For each question and ciphertext, alpha to the power of a key: one trustee's, or all trustees' together.
using Factors = std::vector<std::vector<Element>>;

/// {"decryption_factors":[..],"decryption_proofs":[..]} for the last shuffle's tally. `secret` is used in constant time. Whoever calls has
/// verified the tally: a trustee who decrypts what it is given decrypts anything.
[[nodiscard]] std::string make_partial_decryption(const Election& election, const EncryptedTally& tally, const Scalar& secret,
                                                  const Work& work = {});

/// The factors, once every proof holds for the trustee's key: bad_decryption, bad_shape, bad_element, bad_number, not_canonical.
[[nodiscard]] Checked<Factors> check_partial_decryption(const Election& election, const EncryptedTally& tally, const VerificationKey& key,
                                                        std::string_view json, const Work& work = {});

/// A checked partial decryption and its trustee's number, from 1.
struct OwnedFactors {
  std::size_t owner = 0;
  Factors factors;
};

/// Which of these trustees' decryptions are used: all single trustees', and of each ceremony's the first `threshold` in the order given.
/// Indices into `owners`. not_enough names who is missing; bad_shape: an unknown or repeated owner.
[[nodiscard]] Checked<std::vector<std::size_t>> choose_decryptions(const Trustees& trustees, const std::vector<std::size_t>& owners);

/// The election key's factors. not_enough, bad_shape as above.
[[nodiscard]] Checked<Factors> combine_decryptions(const Group& group, const Trustees& trustees, const std::vector<OwnedFactors>& partial,
                                                   const Work& work = {});

}  // namespace radslag::voting
