// From bytes to points: which 32 bytes are a point, and whether it is a member of the subgroup of prime order. Public values only.
#pragma once

#include <optional>

#include "crypto/group/ed25519_point.hpp"

namespace radslag::group::edwards {

/// The member of the subgroup of prime order that these bytes are the one encoding of, the identity too. Else nothing: y of p or above,
/// the sign of x = 0 set, not on the curve, of small or mixed order.
///
/// Membership is decided without multiplying by the order, in four exponentiations of field elements, square roots for decoding included.
/// The points are the product of the subgroup and a cyclic group of eight, so a point is a member exactly when it is eight times a point:
/// the way of Pornin, "Point-Halving and Subgroup Membership in Twisted Edwards Curves" (2022), as worked out in ed25519_decode.cpp.
[[nodiscard]] std::optional<Point> decode_member(const Bytes32& bytes);

/// The point of the curve, of whatever order, with this canonical y and an even x; nothing where there is none.
[[nodiscard]] std::optional<Point> even_point(const Bytes32& y);

}  // namespace radslag::group::edwards
