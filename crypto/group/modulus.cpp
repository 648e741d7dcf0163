#include "crypto/group/modulus.hpp"

#include <gmp.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>

#include "crypto/group/decimal.hpp"
#include "crypto/random.hpp"

namespace radslag::group {

namespace {

constexpr std::size_t kMostLimbs = 32;
constexpr std::size_t kMostReduced = 64;  // bytes

/// Room for one calculation, wiped after it.
template <std::size_t N>
struct Scratch {
  ~Scratch() { sodium_memzero(limbs.data(), sizeof limbs); }
  mp_limb_t* data() { return limbs.data(); }
  std::array<mp_limb_t, N> limbs;
};

/// What mpn_sec_mul and mpn_sec_div_r ask for at their largest (GMP 6.2: 2n and 2n + 2 more than the numbers; checked when a Modulus is
/// made).
constexpr std::size_t kRoom = 8 * kMostLimbs;

mp_size_t signed_size(std::size_t size) { return static_cast<mp_size_t>(size); }

void limbs_of_bytes(std::string_view big_endian, mp_limb_t* limbs) {
  for (std::size_t i = 0; i < big_endian.size(); ++i) {
    const mp_limb_t byte = static_cast<unsigned char>(big_endian[big_endian.size() - 1 - i]);
    limbs[i / 8] |= byte << (8 * (i % 8));
  }
}

}  // namespace

Modulus::Modulus(std::string_view big_endian) : order_(big_endian), size_((big_endian.size() + 7) / 8) {
  assert(!big_endian.empty() && big_endian.front() != '\0' && size_ <= kMostLimbs);
  limbs_of_bytes(big_endian, limbs_.data());
  bits_ = 64 * size_ - static_cast<std::size_t>(std::countl_zero(limbs_[size_ - 1]));
  assert(static_cast<std::size_t>(mpn_sec_mul_itch(signed_size(size_), signed_size(size_))) <= kRoom);
  assert(static_cast<std::size_t>(mpn_sec_div_r_itch(signed_size(std::max(2 * size_, kMostReduced / 8)), signed_size(size_))) <= kRoom);
}

bool Modulus::below(const std::uint64_t* number) const {
  Scratch<kMostLimbs> difference;
  return mpn_sub_n(difference.data(), number, limbs_.data(), signed_size(size_)) != 0;
}

Scalar Modulus::add(const Scalar& a, const Scalar& b) const {
  const auto n = signed_size(size_);
  Scalar sum;
  std::uint64_t* out = sum.limbs().data();
  const mp_limb_t carry = mpn_add_n(out, a.limbs().data(), b.limbs().data(), n);
  Scratch<kMostLimbs> unused;
  const mp_limb_t borrow = mpn_sub_n(unused.data(), out, limbs_.data(), n);
  mpn_cnd_sub_n(carry | (borrow ^ 1), out, out, limbs_.data(), n);
  return sum;
}

Scalar Modulus::subtract(const Scalar& a, const Scalar& b) const {
  const auto n = signed_size(size_);
  Scalar difference;
  std::uint64_t* out = difference.limbs().data();
  const mp_limb_t borrow = mpn_sub_n(out, a.limbs().data(), b.limbs().data(), n);
  mpn_cnd_add_n(borrow, out, out, limbs_.data(), n);
  return difference;
}

Scalar Modulus::multiply(const Scalar& a, const Scalar& b) const {
  const auto n = signed_size(size_);
  Scratch<2 * kMostLimbs> wide;
  Scratch<kRoom> room;
  mpn_sec_mul(wide.data(), a.limbs().data(), n, b.limbs().data(), n, room.data());
  mpn_sec_div_r(wide.data(), 2 * n, limbs_.data(), n, room.data());
  Scalar product;
  std::copy_n(wide.data(), size_, product.limbs().data());
  return product;
}

Scalar Modulus::inverse(const Scalar& a) const {
  assert(!a.is_zero());
  mpz_t number;
  mpz_t modulus;
  mpz_t out;
  mpz_init(out);
  mpz_roinit_n(modulus, limbs_.data(), signed_size(size_));
  mpz_invert(out, mpz_roinit_n(number, a.limbs().data(), signed_size(size_)), modulus);
  Scalar inverse;
  std::copy_n(mpz_limbs_read(out), mpz_size(out), inverse.limbs().data());
  mpz_clear(out);
  return inverse;
}

Scalar Modulus::random() const {
  // As many bits as q has, until they are below q: what is thrown away says nothing about what is kept.
  const std::uint64_t top = ~std::uint64_t{0} >> (64 * size_ - bits_);
  Scalar number;
  do {
    crypto::fill_random(number.limbs().data(), 8 * size_);
    number.limbs()[size_ - 1] &= top;
  } while (!below(number.limbs().data()));
  return number;
}

std::optional<Scalar> Modulus::from_decimal(std::string_view text) const {
  Scalar number;
  if (!limbs_from_decimal(text, number.limbs().first(size_)) || !below(number.limbs().data())) return std::nullopt;
  return number;
}

std::string Modulus::to_decimal(const Scalar& a) const { return decimal_of_limbs(a.limbs().first(size_)); }

Scalar Modulus::reduce(std::span<const std::uint8_t> big_endian) const {
  assert(big_endian.size() <= kMostReduced);
  const std::size_t length = std::max(size_, kMostReduced / 8);
  Scratch<kMostLimbs> wide;
  std::fill_n(wide.data(), length, 0);
  limbs_of_bytes({reinterpret_cast<const char*>(big_endian.data()), big_endian.size()}, wide.data());
  Scratch<kRoom> room;
  mpn_sec_div_r(wide.data(), signed_size(length), limbs_.data(), signed_size(size_), room.data());
  Scalar rest;
  std::copy_n(wide.data(), size_, rest.limbs().data());
  return rest;
}

}  // namespace radslag::group
