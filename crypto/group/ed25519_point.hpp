// Points of the curve of Ed25519, -x^2 + y^2 = 1 + d x^2 y^2, in the coordinates of Hisil, Wong, Carter and Dawson ("Twisted Edwards
// curves revisited", 2008). The formulas are complete: they hold for any two points, equal ones and the identity too. No branch and no
// address depends on a value in the functions of this header; those of decoding (ed25519_decode.hpp) are for public values.
#pragma once

#include <span>
#include <vector>

#include "crypto/group/ed25519_field.hpp"

namespace radslag::group::edwards {

/// d = -121665 / 121666.
inline constexpr Fe kD{{0x34dca135978a3U, 0x1a8283b156ebdU, 0x5e7a26001c029U, 0x739c663a03cbbU, 0x52036cee2b6ffU}};
inline constexpr Fe kTwoD{{0x69b9426b2f159U, 0x35050762add7aU, 0x3cf44c0038052U, 0x6738cc7407977U, 0x2406d9dc56dffU}};

/// (X : Y : Z : T): x = X / Z, y = Y / Z, T = X Y / Z; all tight.
struct Point {
  Fe x, y, z, t;
};

/// The same without T, which doubling does not need.
struct Projective {
  Fe x, y, z;
};

/// x = X / Z, y = Y / T: what adding and doubling give.
struct Completed {
  Fe x, y, z, t;
};

/// A point to be added often: Y + X, Y - X, Z, 2 d T.
struct Cached {
  Fe sum, difference, z, t2d;
};

/// The same with Z = 1: a product less in each addition.
struct AffineCached {
  Fe sum, difference, t2d;
};

inline constexpr Point kIdentity{kZero, kOne, kOne, kZero};
/// The base point: y = 4 / 5, x even.
inline constexpr Point kBasePoint{{{0x62d608f25d51aU, 0x412a4b4f6592aU, 0x75b7171a4b31dU, 0x1ff60527118feU, 0x216936d3cd6e5U}},
                                  {{0x6666666666658U, 0x4ccccccccccccU, 0x1999999999999U, 0x3333333333333U, 0x6666666666666U}},
                                  kOne,
                                  {{0x68ab3a5b7dda3U, 0xeea2a5eadbbU, 0x2af8df483c27eU, 0x332b375274732U, 0x67875f0fd78b7U}}};

[[nodiscard]] inline Projective projective(const Point& p) { return {p.x, p.y, p.z}; }
[[nodiscard]] inline Projective projective(const Completed& c) { return {multiply(c.x, c.t), multiply(c.y, c.z), multiply(c.z, c.t)}; }
[[nodiscard]] inline Point point(const Completed& c) {
  return {multiply(c.x, c.t), multiply(c.y, c.z), multiply(c.z, c.t), multiply(c.x, c.y)};
}

[[nodiscard]] inline Cached cached(const Point& p) { return {add(p.y, p.x), subtract(p.y, p.x), p.z, multiply(p.t, kTwoD)}; }
[[nodiscard]] inline AffineCached affine_cached(const Fe& x, const Fe& y) {
  return {add(y, x), subtract(y, x), multiply(multiply(x, y), kTwoD)};
}
inline constexpr AffineCached kIdentityCached{kOne, kOne, kZero};

[[nodiscard]] inline Cached negated(const Cached& q) { return {q.difference, q.sum, q.z, negate(q.t2d)}; }
[[nodiscard]] inline AffineCached negated(const AffineCached& q) { return {q.difference, q.sum, negate(q.t2d)}; }
[[nodiscard]] inline Point negated(const Point& p) { return {multiply(negate(p.x), kOne), p.y, p.z, multiply(negate(p.t), kOne)}; }

[[nodiscard]] inline Completed twice(const Projective& p) {
  const Fe xx = square(p.x);
  const Fe yy = square(p.y);
  const Fe zz = square(p.z);
  const Fe both = square(add(p.x, p.y));
  const Fe sum = add(yy, xx);
  const Fe difference = subtract(yy, xx);
  return {subtract_wide(both, sum), sum, difference, subtract_wide(add(zz, zz), difference)};
}

[[nodiscard]] inline Completed add(const Point& p, const Cached& q) {
  const Fe a = multiply(add(p.y, p.x), q.sum);
  const Fe b = multiply(subtract(p.y, p.x), q.difference);
  const Fe c = multiply(q.t2d, p.t);
  const Fe zz = multiply(p.z, q.z);
  const Fe d = add(zz, zz);
  return {subtract(a, b), add(a, b), add(d, c), subtract(d, c)};
}

[[nodiscard]] inline Completed add(const Point& p, const AffineCached& q) {
  const Fe a = multiply(add(p.y, p.x), q.sum);
  const Fe b = multiply(subtract(p.y, p.x), q.difference);
  const Fe c = multiply(q.t2d, p.t);
  const Fe d = add(p.z, p.z);
  return {subtract(a, b), add(a, b), add(d, c), subtract(d, c)};
}

[[nodiscard]] inline Completed subtract(const Point& p, const Cached& q) {
  const Fe a = multiply(add(p.y, p.x), q.difference);
  const Fe b = multiply(subtract(p.y, p.x), q.sum);
  const Fe c = multiply(q.t2d, p.t);
  const Fe zz = multiply(p.z, q.z);
  const Fe d = add(zz, zz);
  return {subtract(a, b), add(a, b), subtract(d, c), add(d, c)};
}

[[nodiscard]] inline Completed subtract(const Point& p, const AffineCached& q) {
  const Fe a = multiply(add(p.y, p.x), q.difference);
  const Fe b = multiply(subtract(p.y, p.x), q.sum);
  const Fe c = multiply(q.t2d, p.t);
  const Fe d = add(p.z, p.z);
  return {subtract(a, b), add(a, b), subtract(d, c), add(d, c)};
}

[[nodiscard]] inline Point add(const Point& p, const Point& q) { return point(add(p, cached(q))); }
[[nodiscard]] inline Point twice(const Point& p) { return point(twice(projective(p))); }

/// Whether they are the same point.
[[nodiscard]] bool equal(const Point& p, const Point& q);

/// The 32 bytes of RFC 8032: y, and the lowest bit of x on top.
[[nodiscard]] Bytes32 compress(const Point& p);
/// Many, with one inversion for all of them.
[[nodiscard]] std::vector<Bytes32> compress_all(std::span<const Point> points);
/// The same for tables.
[[nodiscard]] std::vector<AffineCached> affine_all(std::span<const Point> points);

}  // namespace radslag::group::edwards
