// The proof that a ballot's choices cost no more than the budget: what is left over, in base 4, digit by digit.
//
// With costs k and limit B divided by the costs' greatest common divisor, s = B - sum k_i x_i is encrypted by T, which everyone can
// compute. The ballot brings encryptions of the digits of s but the lowest, whose ciphertext follows from T; each is proven to be 0, 1, 2
// or 3. So s lies between 0 and 4^m - 1 as an integer.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "crypto/voting/ciphertext.hpp"
#include "crypto/voting/election.hpp"
#include "crypto/voting/statements.hpp"

namespace radslag::voting {

/// {"digits":[{"alpha","beta"}..],"proofs":[[{challenge,response} x 4]..]}: digits from 1 on, proofs from digit 0 on.
struct BudgetProof {
  std::vector<CiphertextText> digits;
  std::vector<std::vector<Proof>> proofs;
};

[[nodiscard]] BudgetProof read_budget_proof(const Group& group, json::Reader& in);

/// How many digits a budget takes: 1 to 27.
[[nodiscard]] std::size_t digits_of(const Budget& budget);

[[nodiscard]] Checked<> check_shape(const BudgetProof& proof, const Budget& budget);

/// Decodes the digits and adds the statements. `s` is fingerprint | credential | all ciphertexts of the answer; `projects` those that
/// cost something: without the blank one.
[[nodiscard]] Checked<> add_budget_proof(Statements& statements, const Election& election, const Budget& budget, std::string_view s,
                                         std::span<const Ciphertext> projects, const BudgetProof& proof, const std::string& where);

/// The proof's JSON. `numbers` are 0 or 1 for each project, and within the budget.
[[nodiscard]] std::string make_budget_proof(const Election& election, const Budget& budget, std::string_view s,
                                            std::span<const std::uint8_t> numbers, std::span<const Scalar> randomness);

}  // namespace radslag::voting
