// Shuffles of the mixnet questions' ciphertexts, with Terelius and Wikström's proof that nothing was added, dropped or changed
// (specification, 4.17 and section 6; CHVote 1.3.2).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crypto/voting/election.hpp"
#include "crypto/voting/tally.hpp"
#include "crypto/voting/work.hpp"

namespace radslag::voting {

struct Shuffled {
  std::string json;      ///< {"ciphertexts":[..],"proofs":[..]}
  EncryptedTally after;  ///< the tally with the mixnet questions' ciphertexts in their new order; the others as they were
};

/// Re-encrypts and permutes each mixnet question's ciphertexts, and proves it. Permutation and randomness are drawn here and forgotten;
/// exponents that could tell them are used in constant time. The election has a mixnet question. About 0.3 ms a ciphertext on Ed25519.
[[nodiscard]] Shuffled make_shuffle(const Election& election, const EncryptedTally& before, const Work& work = {});

/// The tally after somebody else's shuffle of `before`, whose elements are members of the group (they come from checked ballots or
/// shuffles). bad_shuffle, bad_shape, bad_element, not_canonical.
[[nodiscard]] Checked<EncryptedTally> check_shuffle(const Election& election, const EncryptedTally& before, std::string_view json,
                                                    const Work& work = {});

}  // namespace radslag::voting
