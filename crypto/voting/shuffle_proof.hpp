// A shuffle's proof as it is written, and the two challenges that are hashed from it. Names as in the specification: t, s, c, c_hat.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/voting/ciphertext.hpp"
#include "crypto/voting/election.hpp"

namespace radslag::voting {

/// The proof of one question's shuffle of N ciphertexts, as views of its elements and numbers; all lists have length N.
struct ShuffleProofText {
  std::string_view t1, t2, t3, t41, t42;
  std::vector<std::string_view> t_hat;
  std::string_view s1, s2, s3, s4;
  std::vector<std::string_view> s_hat;
  std::vector<std::string_view> s_prime;
  std::vector<std::string_view> c;      ///< commitments to the permutation
  std::vector<std::string_view> c_hat;  ///< commitment chain
};

/// [[t1,t2,t3,[t41,t42],[t_hat]],[s1,s2,s3,s4,[s_hat],[s_prime]],[c],[c_hat]]
void append(std::string& json, const ShuffleProofText& proof);
[[nodiscard]] ShuffleProofText read_shuffle_proof(json::Reader& in);

/// What a shuffle's two challenges are hashed from: the ciphertexts before and after, and the proof's elements.
struct ShuffleStatement {
  const Election& election;
  std::span<const CiphertextText> before;
  std::span<const CiphertextText> after;
};

/// u: a challenge for each ciphertext, from the statement and c.
[[nodiscard]] std::vector<Scalar> permutation_challenges(const ShuffleStatement& statement, std::span<const std::string_view> c);
/// The one challenge of the proof, from the statement and all elements of the proof.
[[nodiscard]] Scalar proof_challenge(const ShuffleStatement& statement, const ShuffleProofText& proof);

/// h_1, h_2, ... from number `begin` (from 0) to before `end`: nobody knows their logarithms.
[[nodiscard]] std::vector<Element> shuffle_generators(const Group& group, std::size_t begin, std::size_t end);
/// h, from which the commitment chain begins.
[[nodiscard]] Element chain_start(const Group& group);

}  // namespace radslag::voting
