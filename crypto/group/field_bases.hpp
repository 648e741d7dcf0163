// Elements of a field group made ready for several exponentiations: tables of residues.
#pragma once

#include <mutex>
#include <optional>
#include <vector>

#include "crypto/group/montgomery.hpp"

namespace radslag::group {

/// What a field group makes of an element; it outlives neither the group nor its arithmetic.
class FieldBase : public Base {
 public:
  /// base^exponent as a residue. Public values.
  [[nodiscard]] virtual Bignum power(const Scalar& exponent) const = 0;
};

/// All digits of all positions: an exponentiation is one product for each digit of the exponent, without squarings.
class LastingFieldBase : public FieldBase {
 public:
  /// Exponents have at most `bits` bits, in digits of `width` bits (at most 8). Makes bits / width * 2^width products.
  LastingFieldBase(const Montgomery& field, const Element& base, std::size_t bits, std::size_t width);

  [[nodiscard]] Bignum power(const Scalar& exponent) const override;
  /// The same with no memory access and no step that depends on the exponent; with a smaller table of its own, made at first use.
  [[nodiscard]] Bignum secret_power(const Scalar& secret) const;

 private:
  void make_secret_table() const;

  const Montgomery& field_;
  Bignum base_;
  std::size_t bits_;
  std::size_t width_;
  std::vector<Bignum> table_;  // for each position: the digits 1 to 2^width - 1
  mutable std::once_flag secret_made_;
  mutable std::vector<std::uint64_t> secret_table_;  // for each position of 4 bits: the 16 digits' residues, limb by limb
};

/// A comb of five teeth (Lim and Lee): exponentiations with a fifth of the squarings.
class Comb {
 public:
  /// For exponents of at most 5 `span` bits.
  Comb(const Montgomery& field, const Element& base, std::size_t span);
  [[nodiscard]] Bignum power(const Montgomery& field, const Scalar& exponent) const;

 private:
  std::size_t span_;           // bits between two teeth
  std::vector<Bignum> teeth_;  // subsets 1 to 31 of base^(2^(span i)), by their bits
};

/// A comb for challenges of 256 bits: 234 products to make, then 101 an exponentiation; and one for longer exponents. Each is made when
/// an exponent first asks for it: challenges may be of either kind where q is long.
class ShortFieldBase : public FieldBase {
 public:
  /// Exponents have at most `bits` bits.
  ShortFieldBase(const Montgomery& field, const Element& base, std::size_t bits) : field_(field), base_(base), bits_(bits) {}

  [[nodiscard]] Bignum power(const Scalar& exponent) const override;

 private:
  const Montgomery& field_;
  Element base_;
  std::size_t bits_;
  mutable std::once_flag narrow_made_, wide_made_;
  mutable std::optional<Comb> narrow_, wide_;
};

}  // namespace radslag::group
