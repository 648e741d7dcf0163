// Answers to homomorphic questions: a ciphertext for each choice, with proofs that each is 0 or 1 and that the ballot rule is kept.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "crypto/voting/budget_proof.hpp"
#include "crypto/voting/ciphertext.hpp"
#include "crypto/voting/election.hpp"
#include "crypto/voting/statements.hpp"

namespace radslag::voting {

/// As it stands in the JSON: {"choices":[..],"individual_proofs":[[..]..],"overall_proof":[..][,"blank_proof":[..]][,"budget_proof":{..}]}.
struct HomomorphicAnswer {
  std::vector<CiphertextText> choices;  ///< the blank one first, if there is one
  std::vector<std::vector<Proof>> individual_proofs;
  std::vector<Proof> overall_proof;
  std::vector<Proof> blank_proof;
  std::optional<BudgetProof> budget_proof;
};

/// Reads an answer to this question: a member that the question does not declare makes the reader fail.
[[nodiscard]] HomomorphicAnswer read_homomorphic(const Group& group, const Question& question, json::Reader& in);

/// bad_shape: another number of choices or proofs than the question has. Cheap.
[[nodiscard]] Checked<> check_shape(const HomomorphicAnswer& answer, const Question& question);

/// Decodes the choices (bad_element) and adds the statements of all proofs. `s0` is fingerprint | credential.
[[nodiscard]] Checked<std::vector<Ciphertext>> add_homomorphic(Statements& statements, const Election& election, const Question& question,
                                                               std::string_view s0, const HomomorphicAnswer& answer,
                                                               const std::string& where);

/// An answer with all its proofs, as JSON. `numbers` are 0 or 1, one for each ciphertext, and keep the ballot rule; `randomness` is as
/// long.
[[nodiscard]] std::string make_homomorphic(const Election& election, const Question& question, std::string_view s0,
                                           std::span<const std::uint8_t> numbers, std::span<const Scalar> randomness);

}  // namespace radslag::voting
