// One question's part of making a shuffle: for shuffle.cpp.
#pragma once

#include <string>
#include <vector>

#include "crypto/voting/shuffle_proof.hpp"
#include "crypto/voting/work.hpp"

namespace radslag::voting {

/// Pieces of work that shuffling one ciphertext counts as.
inline constexpr std::size_t make_rounds = 5;

struct QuestionShuffle {
  std::vector<Ciphertext> after;
  std::string ciphertexts;  ///< their JSON list
  std::string proof;        ///< its JSON
};

[[nodiscard]] QuestionShuffle make_question_shuffle(const Election& election, const std::vector<Ciphertext>& before, Workshop& workshop);

}  // namespace radslag::voting
