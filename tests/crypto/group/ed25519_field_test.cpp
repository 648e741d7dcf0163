#include "crypto/group/ed25519_field.hpp"

#include <gmpxx.h>

#include <catch2/catch.hpp>
#include <vector>

#include "crypto/random.hpp"

using namespace radslag::group::edwards;

namespace {

const mpz_class kP = (mpz_class(1) << 255) - 19;

mpz_class value(const Fe& a) {
  mpz_class out;
  for (std::size_t i = 5; i-- > 0;) out = (out << 51) + mpz_class(a.limb[i]);
  return out % kP;
}

mpz_class value(const Bytes32& bytes) {
  mpz_class out;
  mpz_import(out.get_mpz_t(), bytes.size(), -1, 1, 0, 0, bytes.data());
  return out;
}

mpz_class power(const mpz_class& base, const mpz_class& exponent) {
  mpz_class out;
  mpz_powm(out.get_mpz_t(), base.get_mpz_t(), exponent.get_mpz_t(), kP.get_mpz_t());
  return out;
}

Fe random_of_bits(unsigned bits) {
  Fe a;
  radslag::crypto::fill_random(a.limb.data(), sizeof a.limb);
  for (auto& limb : a.limb) limb >>= 64 - bits;
  return a;
}

Fe all(std::uint64_t limb) { return {{limb, limb, limb, limb, limb}}; }

/// Values at the edges, in their forms of more than 51 bits too, up to the largest limbs that products take.
std::vector<Fe> loose() {
  constexpr std::uint64_t k51 = std::uint64_t{1} << 51;
  std::vector<Fe> out = {kZero, kOne, small(18), small(19), small(20), kRootOfMinusOne, all(k51 - 1), all((std::uint64_t{1} << 54) - 1)};
  out.push_back({{k51 - 19, k51 - 1, k51 - 1, k51 - 1, k51 - 1}});                                // p
  out.push_back({{k51 - 20, k51 - 1, k51 - 1, k51 - 1, k51 - 1}});                                // p - 1
  out.push_back({{k51 - 18, k51 - 1, k51 - 1, k51 - 1, k51 - 1}});                                // p + 1
  out.push_back({{2 * (k51 - 19), 2 * (k51 - 1), 2 * (k51 - 1), 2 * (k51 - 1), 2 * (k51 - 1)}});  // 2p
  out.push_back({{0, 0, 0, 0, (std::uint64_t{1} << 54) - 1}});
  out.push_back({{(std::uint64_t{1} << 54) - 1, 0, 0, 0, 0}});
  for (int i = 0; i < 40; ++i) out.push_back(random_of_bits(i % 2 == 0 ? 51 : 54));
  return out;
}

bool is_tight(const Fe& a) {
  for (const std::uint64_t limb : a.limb) {
    if (limb >= (std::uint64_t{1} << 51) + (std::uint64_t{1} << 18)) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("products in the field of Ed25519 are GMP's, from the largest limbs too", "[group][ed25519]") {
  const auto inputs = loose();
  for (const Fe& a : inputs) {
    for (const Fe& b : inputs) {
      const Fe product = multiply(a, b);
      REQUIRE(is_tight(product));
      REQUIRE(value(product) == value(a) * value(b) % kP);
    }
    REQUIRE(is_tight(square(a)));
    REQUIRE(value(square(a)) == value(a) * value(a) % kP);
    REQUIRE(is_tight(square_times(a, 1)));
    REQUIRE(value(square_times(a, 7)) == power(value(a), 128));
  }
}

TEST_CASE("sums and differences of products in the field of Ed25519 are GMP's", "[group][ed25519]") {
  std::vector<Fe> tight;
  for (const Fe& a : loose()) tight.push_back(multiply(a, kOne));
  tight.push_back(all((std::uint64_t{1} << 51) + (std::uint64_t{1} << 18) - 1));
  for (const Fe& a : tight) {
    REQUIRE(value(add(a, negate(a))) == 0);
    for (const Fe& b : tight) {
      REQUIRE(value(add(a, b)) == (value(a) + value(b)) % kP);
      REQUIRE(value(subtract(a, b)) == (value(a) + kP - value(b)) % kP);
      REQUIRE(value(subtract_wide(a, add(b, b))) == (value(a) + 2 * kP - 2 * value(b)) % kP);
    }
  }
}

TEST_CASE("the field's powers, inverses and forms are GMP's", "[group][ed25519]") {
  std::vector<Fe> invertible;
  for (const Fe& a : loose()) {
    const mpz_class number = value(a);
    REQUIRE(value(invert(a)) == power(number, kP - 2));
    REQUIRE(value(power_p58(a)) == power(number, (kP - 5) / 8));
    REQUIRE(is_fourth_power(a) == (power(number, (kP - 1) / 4) == 1));
    REQUIRE(value(to_bytes(a)) == number);
    REQUIRE(value(from_bytes(to_bytes(a))) == number);
    REQUIRE(is_zero(a) == (number == 0));
    REQUIRE(is_odd(a) == mpz_odd_p(number.get_mpz_t()));
    REQUIRE(equal(a, multiply(a, kOne)));
    REQUIRE_FALSE(equal(multiply(a, kOne), add(multiply(a, kOne), kOne)));
    if (number != 0) invertible.push_back(a);
  }
  REQUIRE(value(square(kRootOfMinusOne)) == kP - 1);
  auto inverses = invertible;
  invert_all(inverses);
  for (std::size_t i = 0; i < inverses.size(); ++i) REQUIRE(value(multiply(inverses[i], invertible[i])) == 1);
}

TEST_CASE("a number of p or above is not canonical, whatever its highest bit", "[group][ed25519]") {
  for (int offset = -3; offset <= 18; ++offset) {
    const mpz_class number = kP + offset;
    Bytes32 bytes{};
    mpz_export(bytes.data(), nullptr, -1, 1, 0, 0, number.get_mpz_t());
    CHECK(is_canonical(bytes) == (offset < 0));
    CHECK(value(to_bytes(from_bytes(bytes))) == number % kP);
    bytes[31] |= 0x80;
    CHECK(is_canonical(bytes) == (offset < 0));
  }
  Bytes32 bytes;
  bytes.fill(0xff);
  for (std::size_t i = 1; i < 31; ++i) {
    Bytes32 lower = bytes;
    lower[i] = 0xfe;
    CHECK(is_canonical(lower));
  }
}
