// All answers of a ballot, one for each question of the election.
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "crypto/voting/homomorphic.hpp"
#include "crypto/voting/mixnet_answer.hpp"

namespace radslag::voting {

using Answer = std::variant<HomomorphicAnswer, MixnetAnswer>;

/// Reads the JSON list of answers and checks their shape. Where the text is not canonical, the reader has failed and the flaw says so.
[[nodiscard]] Checked<std::vector<Answer>> read_answers(const Election& election, json::Reader& in);

/// Decodes all ciphertexts, a list for each question, and adds the statements of all proofs. `s0` is fingerprint | credential.
[[nodiscard]] Checked<std::vector<std::vector<Ciphertext>>> add_answers(Statements& statements, const Election& election,
                                                                        std::string_view s0, const std::vector<Answer>& answers);

/// What all hashes of a ballot's answers begin with.
[[nodiscard]] std::string statement_of(const Election& election, std::string_view credential);

}  // namespace radslag::voting
