#include "crypto/group/ed25519_decode.hpp"

namespace radslag::group::edwards {

namespace {

/// The curve is v^2 = u (u^2 + A u + 1) with u = (1 + y) / (1 - y).
constexpr std::uint64_t kA = 486'662;
/// A square root of A + 2: the points of order 4 are (1, +-this).
constexpr Fe kOrderFour{{0x5b7106377bbd8U, 0x71af6ad9382cbU, 0x2d64427297b8U, 0x6a81ef02c4294U, 0x141b0b6806563U}};
/// A square root of (A^2 - 4) i, with i the square root of -1.
constexpr Fe kConjugate{{0x374105eb49c67U, 0x4274b2f267fe8U, 0x3f166de60e579U, 0x2078c19f0b198U, 0x680fe74c4f11U}};

Fe loose_to_tight(const Fe& a) { return multiply(a, kOne); }

/// A candidate r for a square root of n / d: d r^2 is n, -n, or n times a square root of -1; the last if n / d is not a square.
Fe root_candidate(const Fe& n, const Fe& d) {
  const Fe d3 = multiply(square(d), d);
  const Fe d7 = multiply(square(d3), d);
  return multiply(multiply(n, d3), power_p58(multiply(n, d7)));
}

/// A square root of n / d, d not 0.
std::optional<Fe> root(const Fe& n, const Fe& d) {
  const Fe candidate = root_candidate(n, d);
  const Fe check = multiply(d, square(candidate));
  if (equal(check, n)) return candidate;
  if (equal(check, negate(n))) return multiply(candidate, kRootOfMinusOne);
  return std::nullopt;
}

/// A square root of n.
std::optional<Fe> root(const Fe& n) {
  const Fe candidate = multiply(n, power_p58(n));
  const Fe check = square(candidate);
  if (equal(check, n)) return candidate;
  if (equal(check, negate(n))) return multiply(candidate, kRootOfMinusOne);
  return std::nullopt;
}

/// Whether a point that is twice another is eight times one. y is its own, h^2 = 1 - y^2, k^2 = 1 + d y^2, each root of either sign.
///
/// Write P = (u, v). To halve it, go back over the two isogenies of degree 2 whose composition is doubling,
///   (u, v) -> u' = (v / u)^2 = u + 1/u + A   and   u' -> (u'^2 - 2 A u' + A^2 - 4) / (4 u') = u.
/// With u = s^2, s = h / (1 - y), the second has the two solutions u' = A + 2u +- 2 v/s, where v/s = +-sqrt(A + 2) k / (1 - y). Their
/// product A^2 - 4 is no square, so exactly one of them is a square, r^2, and comes from a point of the curve: Q with u(Q) = (u' - A)/2 + r
/// s, v(Q) = r u(Q), and P = +-2Q. Which of the two Q does not matter here: they differ by four times a point. P is eight times a point
/// exactly when Q is four times one. That the pairing of order 4 tells: with T = (1, sqrt(A + 2)), the function (v - sqrt(A + 2) u)^2 / u
/// has the divisor 4(T) - 4(O), and its value at Q, which is (r - sqrt(A + 2))^2 u(Q), is a fourth power exactly when Q is four times a
/// point (the pairing is not degenerate and what has order 4 is cyclic).
bool is_eightfold(const Fe& y, const Fe& h, const Fe& k) {
  const Fe m = loose_to_tight(subtract(kOne, y));
  // (1 - y) u' = (A + 2) - (A - 2) y +- 2 sqrt(A + 2) k.
  const Fe middle = loose_to_tight(subtract(small(kA + 2), multiply(small(kA - 2), y)));
  const Fe root_part = multiply(multiply(small(2), kOrderFour), k);
  const Fe n = loose_to_tight(add(middle, root_part));
  // r = numerator / denominator.
  Fe numerator = root_candidate(n, m);
  Fe denominator = kOne;
  const Fe check = multiply(m, square(numerator));
  const Fe n_by_i = multiply(n, kRootOfMinusOne);
  if (equal(check, negate(n))) {
    numerator = multiply(numerator, kRootOfMinusOne);
  } else if (!equal(check, n)) {
    // Not a square, but numerator^2 = +-i u'. The other solution is (A^2 - 4) / u' = +-i (A^2 - 4) / numerator^2.
    denominator = numerator;
    numerator = equal(check, n_by_i) ? kConjugate : multiply(kConjugate, kRootOfMinusOne);
  }
  // The value at Q times (denominator^4 (2 (1 - y))^4): (r' - c d)^2 ((r'^2 - A d^2) (1 - y) + 2 r' d h) (2 (1 - y))^3, r = r' / d.
  const Fe first = square(subtract(numerator, multiply(kOrderFour, denominator)));
  const Fe both = multiply(subtract(square(numerator), multiply(small(kA), square(denominator))), m);
  const Fe second = add(both, multiply(multiply(small(2), h), multiply(numerator, denominator)));
  const Fe two_m = add(m, m);
  return is_fourth_power(multiply(multiply(first, second), multiply(square(two_m), two_m)));
}

}  // namespace

std::optional<Point> decode_member(const Bytes32& bytes) {
  if (!is_canonical(bytes)) return std::nullopt;
  const bool odd = (bytes[31] & 0x80) != 0;
  const Fe y = from_bytes(bytes);
  const Fe yy = square(y);
  const Fe n = loose_to_tight(subtract(kOne, yy));
  if (is_zero(n)) {
    // y = 1 is the identity, y = -1 the point of order 2; x = 0 has no sign.
    if (odd || !equal(y, kOne)) return std::nullopt;
    return kIdentity;
  }
  // x^2 = (y^2 - 1) / (d y^2 + 1), and the point is twice another exactly when u, and with it 1 - y^2, is a square.
  const auto h = root(n);
  if (!h) return std::nullopt;
  const Fe w = loose_to_tight(add(multiply(kD, yy), kOne));
  const auto inverse_k = root(kOne, w);
  if (!inverse_k) return std::nullopt;
  if (!is_eightfold(y, *h, multiply(w, *inverse_k))) return std::nullopt;
  Fe x = multiply(multiply(*h, *inverse_k), kRootOfMinusOne);
  if (is_odd(x) != odd) x = loose_to_tight(negate(x));
  return Point{x, y, kOne, multiply(x, y)};
}

std::optional<Point> even_point(const Bytes32& bytes) {
  const Fe y = from_bytes(bytes);
  const Fe yy = square(y);
  auto x = root(loose_to_tight(subtract(yy, kOne)), loose_to_tight(add(multiply(kD, yy), kOne)));
  if (!x) return std::nullopt;
  if (is_odd(*x)) x = loose_to_tight(negate(*x));
  return Point{*x, y, kOne, multiply(*x, y)};
}

}  // namespace radslag::group::edwards
