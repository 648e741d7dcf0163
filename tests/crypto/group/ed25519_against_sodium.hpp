// What libsodium says of Ed25519, to be compared with what we say.
#pragma once

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "crypto/encoding.hpp"
#include "crypto/group/ed25519_decode.hpp"
#include "crypto/group/ed25519_multi.hpp"

namespace radslag::group::edwards {

inline constexpr Words kOrder{0x5812631a5cf5d3edU, 0x14def9dea2f79cd6U, 0, 0x1000000000000000U};

inline const Bytes32 kIdentityBytes{1};

/// The eight points of small order: multiples of one of order 8.
inline std::array<Point, 8> small_order_points() {
  Point eighth = kIdentity;
  for (std::uint8_t y = 2; equal(twice(twice(eighth)), kIdentity); ++y) {
    if (const auto any = even_point({y})) eighth = sum_of_multiples({&*any, 1}, {&kOrder, 1});
  }
  std::array<Point, 8> points{kIdentity};
  for (std::size_t i = 1; i < points.size(); ++i) points[i] = add(points[i - 1], eighth);
  return points;
}

inline std::string hex_of(Bytes32 little_endian) {
  std::reverse(little_endian.begin(), little_endian.end());
  return crypto::to_hex(little_endian);
}

inline Bytes32 bytes_of(const Scalar& scalar) {
  Bytes32 bytes;
  std::memcpy(bytes.data(), scalar.limbs().data(), bytes.size());
  return bytes;
}

/// libsodium has no encoding of the identity among its valid points.
inline bool sodium_member(const Bytes32& bytes) { return bytes == kIdentityBytes || crypto_core_ed25519_is_valid_point(bytes.data()) == 1; }

/// libsodium refuses to give the identity.
inline Bytes32 sodium_power(const Bytes32& base, const Bytes32& exponent) {
  Bytes32 out;
  return crypto_scalarmult_ed25519_noclamp(out.data(), exponent.data(), base.data()) == 0 ? out : kIdentityBytes;
}

inline Bytes32 sodium_power_of_generator(const Bytes32& exponent) {
  Bytes32 out;
  return crypto_scalarmult_ed25519_base_noclamp(out.data(), exponent.data()) == 0 ? out : kIdentityBytes;
}

inline Bytes32 sodium_product(const Bytes32& a, const Bytes32& b) {
  Bytes32 out;
  return crypto_core_ed25519_add(out.data(), a.data(), b.data()) == 0 ? out : kIdentityBytes;
}

}  // namespace radslag::group::edwards
