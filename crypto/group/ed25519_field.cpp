#include "crypto/group/ed25519_field.hpp"

#include <cstddef>
#include <vector>

namespace radslag::group::edwards {

namespace {

struct Powers {
  Fe eleven;       // a^11
  Fe all_ones250;  // a^(2^250 - 1)
};

/// The chain that all exponents here have in common.
Powers powers(const Fe& a) {
  const Fe a2 = square(a);
  const Fe a9 = multiply(a, square_times(a2, 2));
  const Fe a11 = multiply(a9, a2);
  const Fe ones5 = multiply(square(a11), a9);
  const Fe ones10 = multiply(square_times(ones5, 5), ones5);
  const Fe ones20 = multiply(square_times(ones10, 10), ones10);
  const Fe ones40 = multiply(square_times(ones20, 20), ones20);
  const Fe ones50 = multiply(square_times(ones40, 10), ones10);
  const Fe ones100 = multiply(square_times(ones50, 50), ones50);
  const Fe ones200 = multiply(square_times(ones100, 100), ones100);
  return {a11, multiply(square_times(ones200, 50), ones50)};
}

/// Limbs of exactly 51 bits, of the value from 0 to p - 1.
Fe reduced(const Fe& a) {
  std::array<std::uint64_t, 5> t = a.limb;
  const auto carry = [&t] {
    for (std::size_t i = 0; i < 4; ++i) {
      t[i + 1] += t[i] >> 51;
      t[i] &= detail::kMask51;
    }
    t[0] += 19 * (t[4] >> 51);
    t[4] &= detail::kMask51;
  };
  carry();
  carry();
  // Now below 2^255 + 19: with 19 more, a value of p or above passes 2^255, once.
  std::uint64_t over = (t[0] + 19) >> 51;
  for (std::size_t i = 1; i < 5; ++i) over = (t[i] + over) >> 51;
  t[0] += 19 * over;
  for (std::size_t i = 0; i < 4; ++i) {
    t[i + 1] += t[i] >> 51;
    t[i] &= detail::kMask51;
  }
  t[4] &= detail::kMask51;
  return {t};
}

}  // namespace

Fe square_times(Fe a, int times) {
  for (int i = 0; i < times; ++i) a = detail::carry_at_once(detail::squares(a));
  return a;
}

Fe invert(const Fe& a) {
  const Powers p = powers(a);
  return multiply(square_times(p.all_ones250, 5), p.eleven);  // 2^255 - 32 + 11
}

Fe power_p58(const Fe& a) { return multiply(square_times(powers(a).all_ones250, 2), a); }  // 2^252 - 4 + 1

bool is_fourth_power(const Fe& a) {
  const Fe power = multiply(square_times(powers(a).all_ones250, 3), multiply(square(a), a));  // 2^253 - 8 + 3
  return equal(power, kOne);
}

void invert_all(std::span<Fe> elements) {
  if (elements.empty()) return;
  // Montgomery: before[i] is the product of all before i.
  std::vector<Fe> before(elements.size());
  Fe product = kOne;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    before[i] = product;
    product = multiply(product, elements[i]);
  }
  Fe inverse = invert(product);
  for (std::size_t i = elements.size(); i-- > 0;) {
    const Fe next = multiply(inverse, elements[i]);
    elements[i] = multiply(inverse, before[i]);
    inverse = next;
  }
}

Bytes32 to_bytes(const Fe& a) {
  const auto t = reduced(a).limb;
  const std::array<std::uint64_t, 4> words{t[0] | t[1] << 51, t[1] >> 13 | t[2] << 38, t[2] >> 26 | t[3] << 25, t[3] >> 39 | t[4] << 12};
  Bytes32 bytes;
  for (std::size_t i = 0; i < 32; ++i) bytes[i] = static_cast<std::uint8_t>(words[i / 8] >> (8 * (i % 8)));
  return bytes;
}

Fe from_bytes(const Bytes32& bytes) {
  std::array<std::uint64_t, 4> w{};
  for (std::size_t i = 0; i < 32; ++i) w[i / 8] |= std::uint64_t{bytes[i]} << (8 * (i % 8));
  using detail::kMask51;
  return {{w[0] & kMask51, (w[0] >> 51 | w[1] << 13) & kMask51, (w[1] >> 38 | w[2] << 26) & kMask51, (w[2] >> 25 | w[3] << 39) & kMask51,
           w[3] >> 12 & kMask51}};
}

bool is_canonical(const Bytes32& bytes) {
  // p is ed ff .. ff 7f, little-endian.
  if ((bytes[31] & 0x7f) != 0x7f) return true;
  for (std::size_t i = 30; i > 0; --i) {
    if (bytes[i] != 0xff) return true;
  }
  return bytes[0] < 0xed;
}

bool equal(const Fe& a, const Fe& b) {
  const auto x = reduced(a).limb;
  const auto y = reduced(b).limb;
  std::uint64_t difference = 0;
  for (std::size_t i = 0; i < 5; ++i) difference |= x[i] ^ y[i];
  return difference == 0;
}

bool is_zero(const Fe& a) { return equal(a, kZero); }

bool is_odd(const Fe& a) { return (reduced(a).limb[0] & 1) != 0; }

}  // namespace radslag::group::edwards
