// Scalars of Ed25519 cut into signed digits for exponentiation.
#pragma once

#include <array>
#include <cstdint>

#include "crypto/group/group.hpp"

namespace radslag::group::edwards {

/// The low 256 bits of a scalar, which is all that one of Ed25519 has.
using Words = std::array<std::uint64_t, 4>;
[[nodiscard]] inline Words words(const Scalar& scalar) {
  const auto limbs = scalar.limbs();
  return {limbs[0], limbs[1], limbs[2], limbs[3]};
}

/// Non-adjacent form: digits 0 or odd, below 2^(width - 1) either way, any two that are not 0 at least `width` apart. digit[i] stands for
/// 2^i. For a public number.
class Naf {
 public:
  /// Of a number of `words` words; one digit more than it has bits may be needed.
  Naf(const std::uint64_t* words, std::size_t count, unsigned width);

  [[nodiscard]] int operator[](std::size_t i) const { return digits_[i]; }
  /// One more than the index of the highest digit that is not 0; 0 for the number 0.
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  std::array<std::int8_t, 257> digits_{};
  std::size_t size_ = 0;
};

/// 64 digits from -7 to 8, digit[i] for 16^i, of a number below 2^255. Takes the same time for every number, which may be secret.
[[nodiscard]] std::array<std::int8_t, 64> radix16(const Words& number);

/// 32 digits from -127 to 128, digit[i] for 256^i, of a public number below 2^255.
[[nodiscard]] std::array<std::int16_t, 32> radix256(const Words& number);

}  // namespace radslag::group::edwards
