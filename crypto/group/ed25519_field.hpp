// The field of Ed25519, integers modulo p = 2^255 - 19, in five limbs of 51 bits (Bernstein and others, "High-speed high-security
// signatures", 2011, section 4). No branch and no address depends on a value here, unless a function's comment says so.
//
// Limbs may grow beyond 51 bits, and each function says how far: "tight" is what products give, below 2^51 + 2^18; "loose" is below 2^54,
// what products take.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace radslag::group::edwards {

struct Fe {
  std::array<std::uint64_t, 5> limb;
};

using Bytes32 = std::array<std::uint8_t, 32>;

inline constexpr Fe kZero{};
inline constexpr Fe kOne{{1, 0, 0, 0, 0}};
/// A square root of -1.
inline constexpr Fe kRootOfMinusOne{{0x61b274a0ea0b0U, 0xd5a5fc8f189dU, 0x7ef5e9cbd0c60U, 0x78595a6804c9eU, 0x2b8324804fc1dU}};

[[nodiscard]] constexpr Fe small(std::uint64_t value) { return {{value, 0, 0, 0, 0}}; }

/// Of tight ones. Two tight ones give limbs below 2^52 + 2^19.
[[nodiscard]] inline Fe add(const Fe& a, const Fe& b) {
  return {{a.limb[0] + b.limb[0], a.limb[1] + b.limb[1], a.limb[2] + b.limb[2], a.limb[3] + b.limb[3], a.limb[4] + b.limb[4]}};
}

/// a - b + 2p: b tight.
[[nodiscard]] inline Fe subtract(const Fe& a, const Fe& b) {
  constexpr std::uint64_t kLow = 0xfffffffffffdaU;
  constexpr std::uint64_t kOther = 0xffffffffffffeU;
  return {{a.limb[0] + kLow - b.limb[0], a.limb[1] + kOther - b.limb[1], a.limb[2] + kOther - b.limb[2], a.limb[3] + kOther - b.limb[3],
           a.limb[4] + kOther - b.limb[4]}};
}

/// a - b + 4p: b's limbs below 2^53 - 76.
[[nodiscard]] inline Fe subtract_wide(const Fe& a, const Fe& b) {
  constexpr std::uint64_t kLow = 0x1fffffffffffb4U;
  constexpr std::uint64_t kOther = 0x1ffffffffffffcU;
  return {{a.limb[0] + kLow - b.limb[0], a.limb[1] + kOther - b.limb[1], a.limb[2] + kOther - b.limb[2], a.limb[3] + kOther - b.limb[3],
           a.limb[4] + kOther - b.limb[4]}};
}

/// Of a tight one.
[[nodiscard]] inline Fe negate(const Fe& a) { return subtract(kZero, a); }

namespace detail {

__extension__ using Wide = unsigned __int128;
inline constexpr std::uint64_t kMask51 = (std::uint64_t{1} << 51) - 1;

[[nodiscard, gnu::always_inline]] inline Wide wide(std::uint64_t a, std::uint64_t b) { return static_cast<Wide>(a) * b; }

/// Sums of products, by the limb at which they stand; all below 2^115 and the last below 2^110.5.
struct Sums {
  Wide r0, r1, r2, r3, r4;
};

/// Brings sums to a tight element, with a carry that goes from limb to limb: the fewest instructions.
[[nodiscard, gnu::always_inline]] inline Fe carry(Sums s) {
  s.r1 += static_cast<std::uint64_t>(s.r0 >> 51);
  s.r2 += static_cast<std::uint64_t>(s.r1 >> 51);
  s.r3 += static_cast<std::uint64_t>(s.r2 >> 51);
  s.r4 += static_cast<std::uint64_t>(s.r3 >> 51);
  // 2^255 = 19: what the last limb cannot hold comes back at the first.
  const std::uint64_t low = (static_cast<std::uint64_t>(s.r0) & kMask51) + static_cast<std::uint64_t>(s.r4 >> 51) * 19;
  return {{low & kMask51, (static_cast<std::uint64_t>(s.r1) & kMask51) + (low >> 51), static_cast<std::uint64_t>(s.r2) & kMask51,
           static_cast<std::uint64_t>(s.r3) & kMask51, static_cast<std::uint64_t>(s.r4) & kMask51}};
}

/// The same by two carries of all limbs at once: the shortest wait, for chains in which each step needs the one before.
[[nodiscard, gnu::always_inline]] inline Fe carry_at_once(const Sums& s) {
  const auto low = [](Wide r) { return static_cast<std::uint64_t>(r) & kMask51; };
  const auto high = [](Wide r) { return static_cast<std::uint64_t>(r >> 51); };
  const std::uint64_t s0 = low(s.r0) + 19 * high(s.r4);
  const std::uint64_t s1 = low(s.r1) + high(s.r0);
  const std::uint64_t s2 = low(s.r2) + high(s.r1);
  const std::uint64_t s3 = low(s.r3) + high(s.r2);
  const std::uint64_t s4 = low(s.r4) + high(s.r3);
  return {{(s0 & kMask51) + 19 * (s4 >> 51), (s1 & kMask51) + (s0 >> 51), (s2 & kMask51) + (s1 >> 51), (s3 & kMask51) + (s2 >> 51),
           (s4 & kMask51) + (s3 >> 51)}};
}

[[nodiscard, gnu::always_inline]] inline Sums squares(const Fe& a) {
  const auto [a0, a1, a2, a3, a4] = a.limb;
  const std::uint64_t d0 = 2 * a0;
  const std::uint64_t d1 = 2 * a1;
  const std::uint64_t c3 = 19 * a3;
  const std::uint64_t c4 = 19 * a4;
  return {wide(a0, a0) + wide(d1, c4) + wide(2 * a2, c3), wide(d0, a1) + wide(a3, c3) + wide(2 * a2, c4),
          wide(d0, a2) + wide(a1, a1) + wide(2 * a3, c4), wide(d0, a3) + wide(d1, a2) + wide(a4, c4),
          wide(d0, a4) + wide(d1, a3) + wide(a2, a2)};
}

}  // namespace detail

/// Loose ones in, a tight one out.
[[nodiscard, gnu::always_inline]] inline Fe multiply(const Fe& a, const Fe& b) {
  using detail::wide;
  const auto [a0, a1, a2, a3, a4] = a.limb;
  const auto [b0, b1, b2, b3, b4] = b.limb;
  const std::uint64_t c1 = 19 * b1;
  const std::uint64_t c2 = 19 * b2;
  const std::uint64_t c3 = 19 * b3;
  const std::uint64_t c4 = 19 * b4;
  return detail::carry({wide(a0, b0) + wide(a4, c1) + wide(a3, c2) + wide(a2, c3) + wide(a1, c4),
                        wide(a1, b0) + wide(a0, b1) + wide(a4, c2) + wide(a3, c3) + wide(a2, c4),
                        wide(a2, b0) + wide(a1, b1) + wide(a0, b2) + wide(a4, c3) + wide(a3, c4),
                        wide(a3, b0) + wide(a2, b1) + wide(a1, b2) + wide(a0, b3) + wide(a4, c4),
                        wide(a4, b0) + wide(a3, b1) + wide(a2, b2) + wide(a1, b3) + wide(a0, b4)});
}

/// The same of a loose one by itself.
[[nodiscard, gnu::always_inline]] inline Fe square(const Fe& a) { return detail::carry(detail::squares(a)); }

/// a^(2^times).
[[nodiscard]] Fe square_times(Fe a, int times);
/// a^(p - 2): the inverse, and 0 of 0.
[[nodiscard]] Fe invert(const Fe& a);
/// a^((p - 5) / 8), from which square roots are made.
[[nodiscard]] Fe power_p58(const Fe& a);
/// Whether a is the fourth power of something other than 0: a^((p - 1) / 4) = 1.
[[nodiscard]] bool is_fourth_power(const Fe& a);
/// Puts its inverse in the place of each, none of which may be 0: three products a piece.
void invert_all(std::span<Fe> elements);

/// The value from 0 to p - 1, little-endian. Of a loose one.
[[nodiscard]] Bytes32 to_bytes(const Fe& a);
/// The low 255 bits, whether below p or not; tight.
[[nodiscard]] Fe from_bytes(const Bytes32& bytes);
/// Whether the low 255 bits are a number below p. Public values only.
[[nodiscard]] bool is_canonical(const Bytes32& bytes);

[[nodiscard]] bool equal(const Fe& a, const Fe& b);
[[nodiscard]] bool is_zero(const Fe& a);
/// The lowest bit of the value from 0 to p - 1.
[[nodiscard]] bool is_odd(const Fe& a);

}  // namespace radslag::group::edwards
