#include "crypto/group/ed25519_embedding.hpp"

#include <algorithm>
#include <cassert>
#include <optional>
#include <stdexcept>
#include <string>

#include "crypto/group/ed25519_decode.hpp"
#include "crypto/hash.hpp"

namespace radslag::group::edwards {

namespace {

constexpr unsigned kPadding = 14;

void increment(Bytes32& little_endian) {
  for (std::uint8_t& byte : little_endian) {
    if (++byte != 0) return;
  }
}

/// What `little_endian` is when shifted down by `bits`.
Bytes32 shifted(const Bytes32& little_endian, unsigned bits) {
  Bytes32 result{};
  for (std::size_t i = 0; i + bits / 8 < result.size(); ++i) {
    const std::size_t from = i + bits / 8;
    const unsigned above = from + 1 < little_endian.size() ? little_endian[from + 1] : 0;
    result[i] = static_cast<std::uint8_t>((above << 8 | little_endian[from]) >> bits % 8);
  }
  return result;
}

}  // namespace

Point embed(std::span<const std::uint8_t> numbers) {
  assert(numbers.size() <= kEmbeddingBytes);
  // N 2^16 is N two bytes up; N 2^14 is that shifted down by two bits.
  Bytes32 z{};
  std::reverse_copy(numbers.begin(), numbers.end(), z.begin() + 2);
  z = shifted(z, 16 - kPadding);
  for (unsigned e = 0; e < 1U << kPadding; ++e) {
    if (const auto member = decode_member(z)) return *member;
    increment(z);
  }
  throw std::runtime_error("no point of Ed25519 carries these numbers");
}

std::vector<std::uint8_t> extract(const Point& p, std::size_t count) {
  const Bytes32 numbers = shifted(compress(p), kPadding);
  std::vector<std::uint8_t> result(count);
  for (std::size_t i = 0; i < std::min(count, numbers.size()); ++i) result[count - 1 - i] = numbers[i];
  return result;
}

Point independent_generator(int i) {
  crypto::Digest z = crypto::sha256("ggen|" + std::to_string(i));
  std::reverse(z.begin(), z.end());
  z = shifted(z, 2);
  std::optional<Point> found;
  while (!(found = even_point(z))) increment(z);
  return twice(twice(twice(*found)));
}

}  // namespace radslag::group::edwards
