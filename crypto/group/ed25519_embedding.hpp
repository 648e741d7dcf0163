// Points with a meaning: numbers carried in a point (mixnet questions), and generators made from a hash.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "crypto/group/ed25519_point.hpp"

namespace radslag::group::edwards {

/// A number of 240 bits and 14 of padding fill what a y of less than 2^254 holds.
inline constexpr std::size_t kEmbeddingBytes = 30;

/// The member of the subgroup of prime order with the least encoding z = N 2^14 + e, e < 2^14, where N is the big-endian number that the
/// bytes are; at most kEmbeddingBytes. One z in sixteen is such a member, so there always is one for all that anybody could try.
[[nodiscard]] Point embed(std::span<const std::uint8_t> numbers);

/// The last `count` bytes of the encoding without its padding.
[[nodiscard]] std::vector<std::uint8_t> extract(const Point& p, std::size_t count);

/// Eight times the first point with an even x at or after z, z being the highest 254 bits of SHA-256("ggen|" i).
[[nodiscard]] Point independent_generator(int i);

}  // namespace radslag::group::edwards
