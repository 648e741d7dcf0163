// Proofs that one of several ciphertexts holds what it is said to hold, without telling which: Cramer, Damgard, Schoenmakers 1994, as in
// the Belenios specification (iprove, and the blank proofs).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/voting/ciphertext.hpp"
#include "crypto/voting/election.hpp"
#include "crypto/voting/statements.hpp"

namespace radslag::voting {

/// One way in which the proof may be true: a ciphertext encrypts `value`. What its maker knows of it.
struct Branch {
  const Scalar* randomness = nullptr;  ///< of the ciphertext
  std::uint64_t held = 0;              ///< what the ciphertext encrypts
  std::uint64_t value = 0;
};

/// Proves that one branch is true; `truth` is its index. The hash is over `prefix` and the commitments. Its time tells neither `truth` nor
/// what is held.
[[nodiscard]] std::vector<Proof> prove_one_of(const Election& election, std::string_view prefix, std::span<const Branch> branches,
                                              std::size_t truth);

/// Sum of the challenges, which the hash must be.
[[nodiscard]] Scalar challenge_of(const Group& group, std::span<const Proof> proofs);

/// iprove: `ciphertext` encrypts an integer from `first` to `last`; it holds `held`. `prefix` is S*.
struct Range {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  [[nodiscard]] std::size_t size() const { return last - first + 1; }
};
[[nodiscard]] std::vector<Proof> prove_in_range(const Election& election, std::string_view prefix, const Ciphertext& ciphertext,
                                                const Scalar& randomness, std::uint64_t held, Range range);

/// Adds the statement of a range proof. `proofs` has one item for each integer of the range.
void add_in_range(Statements& statements, const Election& election, std::string_view prefix, const ReadyCiphertext& ciphertext,
                  std::span<const Proof> proofs, Range range, const Flaw& flaw);

/// Adds the commitments that say: `ciphertext` encrypts one of the range. For statements that are made of more than that.
void add_range_commitments(Statements& statements, const Election& election, const ReadyCiphertext& ciphertext,
                           std::span<const Proof> proofs, Range range);

}  // namespace radslag::voting
