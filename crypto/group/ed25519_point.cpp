#include "crypto/group/ed25519_point.hpp"

#include <cstddef>

namespace radslag::group::edwards {

namespace {

Bytes32 compressed(const Fe& x, const Fe& y) {
  Bytes32 bytes = to_bytes(y);
  bytes[31] = static_cast<std::uint8_t>(bytes[31] | static_cast<unsigned>(is_odd(x)) << 7);
  return bytes;
}

/// What decoding gives has Z = 1 as it stands. The order of operations that made a point may show here: it is no secret.
bool is_affine(const Point& p) { return p.z.limb == kOne.limb; }

/// 1 / Z of each.
std::vector<Fe> inverses(std::span<const Point> points) {
  std::vector<Fe> all(points.size());
  bool any = false;
  for (std::size_t i = 0; i < points.size(); ++i) {
    all[i] = points[i].z;
    any = any || !is_affine(points[i]);
  }
  if (any) invert_all(all);
  return all;
}

}  // namespace

bool equal(const Point& p, const Point& q) {
  return static_cast<int>(equal(multiply(p.x, q.z), multiply(q.x, p.z))) & static_cast<int>(equal(multiply(p.y, q.z), multiply(q.y, p.z)));
}

Bytes32 compress(const Point& p) {
  if (is_affine(p)) return compressed(p.x, p.y);
  const Fe inverse = invert(p.z);
  return compressed(multiply(p.x, inverse), multiply(p.y, inverse));
}

std::vector<Bytes32> compress_all(std::span<const Point> points) {
  const std::vector<Fe> inverse = inverses(points);
  std::vector<Bytes32> all(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    all[i] = compressed(multiply(points[i].x, inverse[i]), multiply(points[i].y, inverse[i]));
  }
  return all;
}

std::vector<AffineCached> affine_all(std::span<const Point> points) {
  const std::vector<Fe> inverse = inverses(points);
  std::vector<AffineCached> all(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    all[i] = affine_cached(multiply(points[i].x, inverse[i]), multiply(points[i].y, inverse[i]));
  }
  return all;
}

}  // namespace radslag::group::edwards
