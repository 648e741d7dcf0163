// Exponentiation with secrets: every number takes the same time and reads the same addresses, and what was worked on is wiped.
#pragma once

#include <sodium.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include "crypto/group/ed25519_digits.hpp"
#include "crypto/group/ed25519_point.hpp"

namespace radslag::group::edwards {

/// A value that is wiped when it goes.
template <class T>
struct Wiped {
  static_assert(std::is_trivially_copyable_v<T>);
  explicit Wiped(const T& v) : value(v) {}
  ~Wiped() { sodium_memzero(&value, sizeof value); }
  Wiped(const Wiped&) = delete;
  Wiped& operator=(const Wiped&) = delete;
  T value;
};

/// digit times the first of eight points that stand `step` apart, the j-th being j times the first; digit from -8 to 8. All are read.
[[nodiscard]] AffineCached choose(const AffineCached* eight, std::size_t step, std::int8_t digit);

/// The sum of numbers[i] * points[i]; same length, numbers below 2^255.
[[nodiscard]] Point secret_sum_of_multiples(std::span<const Point> points, std::span<const Words> numbers);

/// number * base; number below 2^255.
[[nodiscard]] Point secret_multiple(const Point& base, const Words& number);

}  // namespace radslag::group::edwards
