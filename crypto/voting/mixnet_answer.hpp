// Answers to mixnet questions: all numbers in one ciphertext, with a proof that its maker knows what is in it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "crypto/voting/ciphertext.hpp"
#include "crypto/voting/election.hpp"
#include "crypto/voting/statements.hpp"

namespace radslag::voting {

/// {"choices":{"alpha","beta"},"proof":{"challenge","response"}}
struct MixnetAnswer {
  CiphertextText choices;
  Proof proof;
};

[[nodiscard]] MixnetAnswer read_mixnet(const Group& group, json::Reader& in);

/// Decodes the ciphertext (bad_element) and adds the proof's statement. `s0` is fingerprint | credential.
[[nodiscard]] Checked<Ciphertext> add_mixnet(Statements& statements, const Election& election, std::string_view s0,
                                             const MixnetAnswer& answer, const std::string& where);

/// An answer as JSON. `numbers` at most embedding_bytes().
[[nodiscard]] std::string make_mixnet(const Election& election, std::string_view s0, std::span<const std::uint8_t> numbers,
                                      const Scalar& randomness);

}  // namespace radslag::voting
