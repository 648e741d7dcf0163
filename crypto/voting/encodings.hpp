// What a voter chose, and the numbers that are encrypted for it. The crypto/voting form of a ballot is `Numbers`; people have `Choices`.
//
// Homomorphic: 0 or 1 for each ciphertext; where the question has a blank one it comes first, and is 1 if nothing is chosen.
// Mixnet: approval: project i is bit i mod 8, lowest first, of number i / 8. Ranking: the project, from 1, on each place; then zeros.
// Points: pairs of project, from 1, and points, in the order of the projects; then zeros.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "crypto/voting/flaw.hpp"
#include "crypto/voting/question.hpp"

namespace radslag::voting {

using Numbers = std::vector<std::uint8_t>;

struct Choices {
  /// Places in the question's list, from 0. Ranking: best first; else ascending.
  std::vector<std::uint16_t> places;
  /// Points question: what each of them gets, 1 to 255. Else empty.
  std::vector<std::uint8_t> points;

  [[nodiscard]] bool operator==(const Choices&) const = default;
};

/// bad_choices, with the reason, if the question does not allow them. Not for Encoding::none.
[[nodiscard]] Checked<Numbers> encode_choices(const Question& question, const Choices& choices);

/// The choices in a decrypted mixnet ballot (or an opened homomorphic one): bad_choices, with the reason, for an invalid ballot.
/// What it accepts is what `encode_choices` would have written.
[[nodiscard]] Checked<Choices> decode_choices(const Question& question, std::span<const std::uint8_t> numbers);

}  // namespace radslag::voting
