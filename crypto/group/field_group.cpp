#include "crypto/group/field_group.hpp"

#include <gmp.h>

#include <algorithm>
#include <cassert>

#include "crypto/encoding.hpp"
#include "crypto/group/decimal.hpp"

namespace radslag::group {

namespace {

constexpr mp_size_t kLimbs = 32;

Element element_of_hex(std::string_view hex) {
  Element element;
  const std::string bytes = crypto::from_hex(hex).value();
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::uint64_t byte = static_cast<unsigned char>(bytes[bytes.size() - 1 - i]);
    element.limbs[i / 8] |= byte << (8 * (i % 8));
  }
  return element;
}

Scalar as_exponent(const Element& number) {
  Scalar exponent;
  std::copy(number.limbs.begin(), number.limbs.end(), exponent.limbs().begin());
  return exponent;
}

bool is_safe_prime(const Element& prime, const Scalar& order) {
  Element half;
  mpn_rshift(half.limbs.data(), prime.limbs.data(), kLimbs, 1);
  return std::equal(half.limbs.begin(), half.limbs.end(), order.limbs().begin());
}

}  // namespace

FieldGroup::FieldGroup(const FieldParameters& parameters)
    : parameters_(parameters),
      prime_(element_of_hex(parameters.prime)),
      generator_(element_of_hex(parameters.generator)),
      order_(crypto::from_hex(parameters.order).value()),
      order_as_exponent_(as_exponent(element_of_hex(parameters.order))),
      safe_prime_(is_safe_prime(prime_, order_as_exponent_)),
      field_(prime_) {
  identity_.limbs[0] = 1;
}

Element FieldGroup::product(const Element& a, const Element& b) const {
  std::array<mp_limb_t, 2 * kLimbs> wide;
  std::array<mp_limb_t, kLimbs + 1> quotient;
  mpn_mul_n(wide.data(), a.limbs.data(), b.limbs.data(), kLimbs);
  Element rest;
  mpn_tdiv_qr(quotient.data(), rest.limbs.data(), 0, wide.data(), 2 * kLimbs, prime_.limbs.data(), kLimbs);
  return rest;
}

Element FieldGroup::inverse(const Element& a) const {
  mpz_t number;
  mpz_t modulus;
  mpz_t out;
  mpz_init(out);
  mpz_roinit_n(modulus, prime_.limbs.data(), kLimbs);
  mpz_invert(out, mpz_roinit_n(number, a.limbs.data(), kLimbs), modulus);
  Element inverse;
  std::copy_n(mpz_limbs_read(out), mpz_size(out), inverse.limbs.data());
  mpz_clear(out);
  return inverse;
}

std::string FieldGroup::encode(const Element& a) const { return decimal_of_limbs(a.limbs); }

std::vector<std::string> FieldGroup::encode_all(std::span<const Element> elements) const {
  std::vector<std::string> texts;
  texts.reserve(elements.size());
  for (const Element& element : elements) texts.push_back(encode(element));
  return texts;
}

std::optional<Element> FieldGroup::parse(std::string_view text) const {
  Element element;
  if (text == "0" || !limbs_from_decimal(text, element.limbs)) return std::nullopt;
  if (mpn_cmp(element.limbs.data(), prime_.limbs.data(), kLimbs) >= 0) return std::nullopt;
  return element;
}

bool FieldGroup::member(const Element& a) const {
  if (!safe_prime_) return power(a, order_as_exponent_).limbs == identity_.limbs;
  mpz_t number;
  mpz_t modulus;
  return mpz_jacobi(mpz_roinit_n(number, a.limbs.data(), kLimbs), mpz_roinit_n(modulus, prime_.limbs.data(), kLimbs)) == 1;
}

std::optional<Element> FieldGroup::decode(std::string_view text) const {
  const std::optional<Element> element = parse(text);
  if (!element || !member(*element)) return std::nullopt;
  return element;
}

std::optional<Received> FieldGroup::receive(std::string_view text) const {
  if (safe_prime_) return Group::receive(text);
  const std::optional<Element> element = parse(text);
  if (!element) return std::nullopt;
  auto base = std::make_shared<const ShortFieldBase>(field_, *element, order_.bits());
  if (field_.element(base->power(order_as_exponent_)).limbs != identity_.limbs) return std::nullopt;
  return Received{*element, std::move(base)};
}

std::string FieldGroup::sort_key(const Element& a) const {
  std::string bytes;
  bytes.reserve(8 * kLimbs);
  for (std::size_t i = kLimbs; i-- > 0;) {
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(a.limbs[i] >> shift);
  }
  return bytes;
}

Element FieldGroup::independent_generator(int i) const {
  const crypto::Digest digest = crypto::sha256("ggen|" + std::to_string(i));
  Element start;
  for (std::size_t at = 0; at < digest.size(); ++at) {
    start.limbs[at / 8] |= static_cast<std::uint64_t>(digest[digest.size() - 1 - at]) << (8 * (at % 8));
  }
  if (safe_prime_) return product(start, start);
  std::array<mp_limb_t, kLimbs> cofactor{};
  Element less_one = prime_;
  less_one.limbs[0] -= 1;  // p is odd
  Element rest;
  const std::size_t size = order_.size();
  mpn_tdiv_qr(cofactor.data(), rest.limbs.data(), 0, less_one.limbs.data(), kLimbs, order_as_exponent_.limbs().data(),
              static_cast<mp_size_t>(size));
  return field_.power(start, cofactor);
}

}  // namespace radslag::group
