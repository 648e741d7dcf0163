// Bases made ready for exponentiation: what Group::lasting_base and Group::short_base give for Ed25519.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "crypto/group/ed25519_digits.hpp"
#include "crypto/group/ed25519_point.hpp"

namespace radslag::group::edwards {

/// 1 to 128 times 256^i times a point, for i from 0 to 31: 480 KiB. An exponentiation is 32 additions and no doubling.
class LastingTable {
 public:
  explicit LastingTable(const Point& base);

  /// sum + number * base. Public numbers.
  [[nodiscard]] Point add_multiple(const Point& sum, const Words& number) const;
  /// number * base, in the same time and from the same addresses for every number: 64 additions, for each of which all eight points
  /// that it could need are read.
  [[nodiscard]] Point secret_multiple(const Words& number) const;

 private:
  std::vector<AffineCached> rows_;
};

/// The odd multiples, 1 to 15 times, of 2^(64 i) times a point for i from 0 to 3: 5 KiB. Making one costs as much as three quarters of an
/// exponentiation, each exponentiation then a third; several at once share their doublings.
class ShortTable {
 public:
  static constexpr unsigned kWidth = 5;
  using Odd = std::array<Cached, 8>;

  explicit ShortTable(const Point& base);
  /// Those of 2^(64 i) times the point.
  [[nodiscard]] const Odd& part(std::size_t i) const { return parts_[i]; }

 private:
  std::array<Odd, 4> parts_;
};

/// 1, 3, 5 .. 15 times a point.
[[nodiscard]] ShortTable::Odd odd_multiples(const Point& base);

}  // namespace radslag::group::edwards
