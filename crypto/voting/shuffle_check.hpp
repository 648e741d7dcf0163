// One question's part of checking a shuffle: for shuffle.cpp.
#pragma once

#include <string>
#include <vector>

#include "crypto/voting/shuffle_proof.hpp"
#include "crypto/voting/work.hpp"

namespace radslag::voting {

/// Pieces of work that checking one ciphertext counts as.
inline constexpr std::size_t check_rounds = 3;

/// The decoded ciphertexts after, if the proof holds.
[[nodiscard]] Checked<std::vector<Ciphertext>> check_question_shuffle(const Election& election, const std::vector<Ciphertext>& before,
                                                                      const std::vector<CiphertextText>& after,
                                                                      const ShuffleProofText& proof, const std::string& where,
                                                                      Workshop& workshop);

}  // namespace radslag::voting
