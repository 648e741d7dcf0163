// Arithmetic modulo a group's order q on Scalars, the same for all groups. By GMP's functions for secrets: apart from `inverse` and the
// decimals, time depends on q alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "crypto/group/group.hpp"

namespace radslag::group {

class Modulus {
 public:
  /// `big_endian`: q's bytes, the first of them not zero; at most 256 of them. q is prime.
  explicit Modulus(std::string_view big_endian);

  [[nodiscard]] Scalar add(const Scalar& a, const Scalar& b) const;
  [[nodiscard]] Scalar subtract(const Scalar& a, const Scalar& b) const;
  [[nodiscard]] Scalar multiply(const Scalar& a, const Scalar& b) const;
  /// Of a public value other than 0.
  [[nodiscard]] Scalar inverse(const Scalar& a) const;
  /// Uniform from 0 to q - 1, from the operating system.
  [[nodiscard]] Scalar random() const;
  /// Canonical decimal below q: no sign, no leading zeros. Else nothing.
  [[nodiscard]] std::optional<Scalar> from_decimal(std::string_view text) const;
  [[nodiscard]] std::string to_decimal(const Scalar& a) const;
  /// Big-endian bytes, at most 64, as an integer modulo q.
  [[nodiscard]] Scalar reduce(std::span<const std::uint8_t> big_endian) const;

  /// q, big-endian, without leading zero bytes.
  [[nodiscard]] std::string_view order() const { return order_; }
  /// 64-bit limbs of q; those of a Scalar from here on are zero.
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t bits() const { return bits_; }

 private:
  /// 1 if the number of `size_` limbs is below q; by a subtraction, so that no limb decides how long it takes.
  [[nodiscard]] bool below(const std::uint64_t* number) const;

  std::string order_;
  std::array<std::uint64_t, 32> limbs_{};
  std::size_t size_ = 0;
  std::size_t bits_ = 0;
};

}  // namespace radslag::group
