#include "crypto/group/field_products.hpp"

#include <algorithm>
#include <bit>
#include <cassert>

namespace radslag::group {

namespace {

constexpr std::size_t kStrausMost = 100;  // above it, Pippenger's method makes fewer products

std::size_t bit(const Scalar& exponent, std::size_t at) { return (exponent.limbs()[at / 64] >> (at % 64)) & 1; }

std::size_t digit(const Scalar& exponent, std::size_t from, std::size_t width) {
  std::size_t value = 0;
  for (std::size_t i = 0; i < width && from + i < 2048; ++i) value |= bit(exponent, from + i) << i;
  return value;
}

std::size_t bits_of(const Scalar& exponent) {
  const auto limbs = exponent.limbs();
  for (std::size_t i = limbs.size(); i-- > 0;) {
    if (limbs[i] != 0) return 64 * (i + 1) - static_cast<std::size_t>(std::countl_zero(limbs[i]));
  }
  return 0;
}

/// The width of a sliding window that makes fewest products for one exponent of so many bits.
std::size_t window_width(std::size_t bits) { return bits > 671 ? 6 : bits > 239 ? 5 : bits > 79 ? 4 : bits > 23 ? 3 : 1; }

/// Sliding windows over every exponent, with the squarings shared. steps[b]: the residue to multiply by before bit b's doubling is done.
class Straus {
 public:
  Straus(const Montgomery& field, std::size_t bits) : field_(field), due_(bits) {}

  void add(const Element& base, const Scalar& exponent) {
    const std::size_t bits = bits_of(exponent);
    if (bits == 0) return;
    const std::size_t width = window_width(bits);
    const std::size_t first = odd_powers_.size();
    odd_powers_.push_back(field_.residue(base));
    Bignum square;
    field_.multiply(square, odd_powers_.back(), odd_powers_.back());
    for (std::size_t i = 1; i < (std::size_t{1} << (width - 1)); ++i) {
      Bignum next;
      field_.multiply(next, odd_powers_.back(), square);
      odd_powers_.push_back(std::move(next));
    }
    for (std::size_t at = bits; at-- > 0;) {
      if (bit(exponent, at) == 0) continue;
      std::size_t low = at + 1 >= width ? at + 1 - width : 0;
      while (bit(exponent, low) == 0) ++low;
      due_[low].push_back(first + digit(exponent, low, at + 1 - low) / 2);
      at = low;
    }
  }

  [[nodiscard]] Bignum result() const {
    Bignum product = field_.copy(field_.one());
    bool begun = false;
    for (std::size_t at = due_.size(); at-- > 0;) {
      if (begun) field_.square(product);
      for (const std::size_t which : due_[at]) field_.multiply(product, odd_powers_[which]);
      begun = begun || !due_[at].empty();
    }
    return product;
  }

 private:
  const Montgomery& field_;
  std::vector<Bignum> odd_powers_;
  std::vector<std::vector<std::size_t>> due_;  // for every bit, which odd powers enter there
};

Bignum straus(const Montgomery& field, std::span<const Element> bases, std::span<const Scalar> exponents, std::size_t bits) {
  Straus sum(field, bits);
  for (std::size_t i = 0; i < bases.size(); ++i) sum.add(bases[i], exponents[i]);
  return sum.result();
}

/// A place for a product that may still be empty, so that nothing is multiplied by 1.
struct Bucket {
  bool empty = true;
  Bignum product;

  void multiply(const Montgomery& field, const Bignum& by) {
    if (empty) {
      product = field.copy(by);
      empty = false;
    } else {
      field.multiply(product, by);
    }
  }
};

std::size_t pippenger_width(std::size_t count, std::size_t bits) {
  std::size_t best = 1;
  std::size_t fewest = SIZE_MAX;
  for (std::size_t width = 1; width <= 16; ++width) {
    const std::size_t products = (bits + width - 1) / width * (count + (std::size_t{2} << width));
    if (products < fewest) {
      fewest = products;
      best = width;
    }
  }
  return best;
}

Bignum pippenger(const Montgomery& field, std::span<const Element> bases, std::span<const Scalar> exponents, std::size_t bits) {
  const std::size_t width = pippenger_width(bases.size(), bits);
  std::vector<Bignum> residues;
  residues.reserve(bases.size());
  for (const Element& base : bases) residues.push_back(field.residue(base));
  Bignum result = field.copy(field.one());
  for (std::size_t position = (bits + width - 1) / width; position-- > 0;) {
    for (std::size_t i = 0; i < width; ++i) field.square(result);
    std::vector<Bucket> buckets((std::size_t{1} << width) - 1);
    for (std::size_t i = 0; i < residues.size(); ++i) {
      if (const std::size_t d = digit(exponents[i], position * width, width); d != 0) buckets[d - 1].multiply(field, residues[i]);
    }
    // The product of bucket_d^d: each partial product from the top enters once more for every bucket below it.
    Bucket partial;
    Bucket whole;
    for (std::size_t d = buckets.size(); d-- > 0;) {
      if (!buckets[d].empty) partial.multiply(field, buckets[d].product);
      if (!partial.empty) whole.multiply(field, partial.product);
    }
    if (!whole.empty) field.multiply(result, whole.product);
  }
  return result;
}

}  // namespace

Element field_product_of_powers(const Montgomery& field, std::span<const Element> bases, std::span<const Scalar> exponents) {
  assert(bases.size() == exponents.size());
  std::size_t bits = 0;
  for (const Scalar& exponent : exponents) bits = std::max(bits, bits_of(exponent));
  return field.element(bases.size() <= kStrausMost ? straus(field, bases, exponents, bits) : pippenger(field, bases, exponents, bits));
}

}  // namespace radslag::group
