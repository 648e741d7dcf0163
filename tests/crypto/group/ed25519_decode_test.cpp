#include "crypto/group/ed25519_decode.hpp"

#include <catch2/catch.hpp>

#include "crypto/random.hpp"
#include "crypto/sodium.hpp"
#include "tests/crypto/group/ed25519_against_sodium.hpp"

using namespace radslag;
using namespace radslag::group::edwards;

namespace {

/// Bytes of any kind, one in sixteen a member; then members, and those with a point of small order added.
struct Counts {
  std::size_t tried = 0, members = 0, different = 0;
};

void compare(const Bytes32& bytes, Counts& counts) {
  const auto member = decode_member(bytes);
  ++counts.tried;
  if (member) ++counts.members;
  if (member.has_value() != sodium_member(bytes) || (member && compress(*member) != bytes)) ++counts.different;
}

Counts compare_any(std::size_t count) {
  Counts counts;
  for (std::size_t i = 0; i < count; ++i) compare(crypto::random_bytes<32>(), counts);
  return counts;
}

Counts compare_mixed(std::size_t count) {
  Counts counts;
  const auto small = small_order_points();
  Point now = kBasePoint;
  for (std::size_t i = 0; i < count; ++i) {
    if (i % 64 == 0) {
      Bytes32 seed = crypto::random_bytes<32>();
      Bytes32 any;
      crypto_core_ed25519_from_uniform(any.data(), seed.data());
      now = decode_member(any).value();
    }
    now = add(now, kBasePoint);
    compare(compress(add(now, small[i % 8])), counts);
  }
  return counts;
}

void same_as_sodium(std::size_t count) {
  crypto::ensure_sodium();
  const Counts any = compare_any(count);
  CHECK(any.different == 0);
  CHECK(any.members > count / 32);
  CHECK(any.members < count / 8);
  const Counts mixed = compare_mixed(count);
  CHECK(mixed.different == 0);
  CHECK(mixed.members == (count + 7) / 8);
}

Bytes32 negative_zero(Bytes32 bytes) {
  bytes[31] |= 0x80;
  return bytes;
}

}  // namespace

TEST_CASE("what decodes is what libsodium takes for a member of the subgroup", "[group][ed25519]") { same_as_sodium(10'000); }

TEST_CASE("what decodes is what libsodium takes for a member, millions of times", "[.slow][group][ed25519]") { same_as_sodium(2'000'000); }

TEST_CASE("of the points of small order the identity alone decodes, in one form", "[group][ed25519]") {
  const auto small = small_order_points();
  for (std::size_t i = 0; i < small.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) REQUIRE_FALSE(equal(small[i], small[j]));
    const auto decoded = decode_member(compress(small[i]));
    REQUIRE(decoded.has_value() == (i == 0));
  }
  REQUIRE(equal(add(small[7], small[1]), kIdentity));
  REQUIRE(compress(kIdentity) == kIdentityBytes);
  REQUIRE_FALSE(decode_member(negative_zero(kIdentityBytes)));
  REQUIRE_FALSE(decode_member(negative_zero(compress(small[4]))));
}

TEST_CASE("no y of p or above decodes, though its remainder be that of a point", "[group][ed25519]") {
  Bytes32 p_and_more;
  p_and_more.fill(0xff);
  p_and_more[31] = 0x7f;
  std::size_t members = 0;
  for (std::uint8_t y = 0; y < 19; ++y) {
    p_and_more[0] = static_cast<std::uint8_t>(0xed + y);
    CHECK_FALSE(decode_member(p_and_more));
    CHECK_FALSE(decode_member(negative_zero(p_and_more)));
    CHECK(sodium_member({y}) == decode_member({y}).has_value());
    members += decode_member({y}).has_value() ? 1 : 0;
  }
  CHECK(members == 1);  // the identity: the only member that could be written so
}

TEST_CASE("both signs of a member's x are members, each other's inverse", "[group][ed25519]") {
  for (int i = 0; i < 100; ++i) {
    const Bytes32 seed = crypto::random_bytes<32>();
    Bytes32 bytes;
    crypto_core_ed25519_from_uniform(bytes.data(), seed.data());
    const Point one = decode_member(bytes).value();
    bytes[31] ^= 0x80;
    const Point other = decode_member(bytes).value();
    REQUIRE(equal(add(one, other), kIdentity));
    REQUIRE(equal(sum_of_multiples({&one, 1}, {&kOrder, 1}), kIdentity));
  }
}
