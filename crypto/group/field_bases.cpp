#include "crypto/group/field_bases.hpp"

#include <sodium.h>

#include <array>

namespace radslag::group {

namespace {

constexpr std::size_t kLimbs = 32;
constexpr std::size_t kTeeth = 5;
constexpr std::size_t kNarrowSpan = 52;  // 5 * 52 >= 256
constexpr std::size_t kSecretWidth = 4;
constexpr std::size_t kSecretDigits = 1u << kSecretWidth;

/// `width` bits of the exponent from bit `from` on.
std::size_t digit(const Scalar& exponent, std::size_t from, std::size_t width) {
  const auto limbs = exponent.limbs();
  const std::size_t limb = from / 64;
  const std::size_t shift = from % 64;
  if (limb >= kLimbs) return 0;
  std::uint64_t bits = limbs[limb] >> shift;
  if (shift + width > 64 && limb + 1 < kLimbs) bits |= limbs[limb + 1] << (64 - shift);
  return static_cast<std::size_t>(bits & ((std::uint64_t{1} << width) - 1));
}

bool longer_than_256_bits(const Scalar& exponent) {
  std::uint64_t any = 0;
  for (const std::uint64_t limb : exponent.limbs().subspan(4)) any |= limb;
  return any != 0;
}

}  // namespace

LastingFieldBase::LastingFieldBase(const Montgomery& field, const Element& base, std::size_t bits, std::size_t width)
    : field_(field), base_(field.residue(base)), bits_(bits), width_(width) {
  const std::size_t positions = (bits + width - 1) / width;
  const std::size_t digits = (std::size_t{1} << width) - 1;
  table_.reserve(positions * digits);
  Bignum unit = field.copy(base_);  // base^(2^(width * position))
  for (std::size_t position = 0; position < positions; ++position) {
    table_.push_back(field.copy(unit));
    for (std::size_t i = 1; i < digits; ++i) {
      Bignum next;
      field.multiply(next, table_.back(), unit);
      table_.push_back(std::move(next));
    }
    field.multiply(unit, table_.back());
  }
}

Bignum LastingFieldBase::power(const Scalar& exponent) const {
  const std::size_t digits = (std::size_t{1} << width_) - 1;
  Bignum result = field_.copy(field_.one());
  for (std::size_t position = 0; position * width_ < bits_; ++position) {
    if (const std::size_t d = digit(exponent, position * width_, width_); d != 0)
      field_.multiply(result, table_[position * digits + d - 1]);
  }
  return result;
}

void LastingFieldBase::make_secret_table() const {
  const std::size_t positions = (bits_ + kSecretWidth - 1) / kSecretWidth;
  secret_table_.resize(positions * kSecretDigits * kLimbs);
  std::uint64_t* out = secret_table_.data();
  Bignum unit = field_.copy(base_);
  for (std::size_t position = 0; position < positions; ++position) {
    Bignum entry = field_.copy(field_.one());
    for (std::size_t d = 0; d < kSecretDigits; ++d, out += kLimbs) {
      entry.write({out, kLimbs});
      field_.multiply(entry, unit);
    }
    unit = std::move(entry);
  }
}

Bignum LastingFieldBase::secret_power(const Scalar& secret) const {
  std::call_once(secret_made_, [this] { make_secret_table(); });
  Bignum result = field_.copy(field_.one());
  Bignum factor;
  std::array<std::uint64_t, kLimbs> picked;
  const std::uint64_t* table = secret_table_.data();
  for (std::size_t from = 0; from < bits_; from += kSecretWidth, table += kSecretDigits * kLimbs) {
    const std::size_t wanted = digit(secret, from, kSecretWidth);
    picked.fill(0);
    for (std::size_t d = 0; d < kSecretDigits; ++d) {  // all are read, one is kept
      const std::uint64_t mask = (static_cast<std::uint64_t>(d ^ wanted) - 1) >> 63;
      for (std::size_t i = 0; i < kLimbs; ++i) picked[i] |= table[d * kLimbs + i] & (0 - mask);
    }
    factor.set(picked);
    field_.multiply(result, factor);
  }
  sodium_memzero(picked.data(), sizeof picked);
  return result;
}

Comb::Comb(const Montgomery& field, const Element& base, std::size_t span) : span_(span) {
  teeth_.reserve((1u << kTeeth) - 1);
  Bignum unit = field.residue(base);
  for (std::size_t tooth = 0; tooth < kTeeth; ++tooth) {
    if (tooth > 0) {
      for (std::size_t i = 0; i < span; ++i) field.square(unit);
    }
    const std::size_t before = teeth_.size();
    teeth_.push_back(field.copy(unit));
    for (std::size_t i = 0; i < before; ++i) {
      Bignum both;
      field.multiply(both, teeth_[i], unit);
      teeth_.push_back(std::move(both));
    }
  }
}

Bignum Comb::power(const Montgomery& field, const Scalar& exponent) const {
  Bignum result = field.copy(field.one());
  bool begun = false;
  for (std::size_t i = span_; i-- > 0;) {
    if (begun) field.square(result);
    std::size_t subset = 0;
    for (std::size_t tooth = 0; tooth < kTeeth; ++tooth) subset |= digit(exponent, tooth * span_ + i, 1) << tooth;
    if (subset == 0) continue;
    field.multiply(result, teeth_[subset - 1]);
    begun = true;
  }
  return result;
}

Bignum ShortFieldBase::power(const Scalar& exponent) const {
  if (!longer_than_256_bits(exponent)) {
    std::call_once(narrow_made_, [this] { narrow_.emplace(field_, base_, kNarrowSpan); });
    return narrow_->power(field_, exponent);
  }
  std::call_once(wide_made_, [this] { wide_.emplace(field_, base_, (bits_ + kTeeth - 1) / kTeeth); });
  return wide_->power(field_, exponent);
}

}  // namespace radslag::group
