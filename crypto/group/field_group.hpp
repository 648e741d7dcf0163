// Subgroups of prime order of the integers modulo a prime of 2048 bits: BELENIOS-2048 and RFC-3526-2048 (Belenios specification, section
// 5).
//
// An Element is the integer itself, little-endian.
#pragma once

#include <memory>
#include <mutex>

#include "crypto/group/field_bases.hpp"
#include "crypto/group/modulus.hpp"
#include "crypto/group/montgomery.hpp"

namespace radslag::group {

struct FieldParameters {
  std::string_view name;
  std::string_view prime;  ///< hex, as are the others
  std::string_view order;
  std::string_view generator;
  std::size_t table_width;      ///< bits a digit of lasting bases' tables
  std::size_t embedding_bytes;  ///< 0: no embedding
};

class FieldGroup : public Group {
 public:
  explicit FieldGroup(const FieldParameters& parameters);

  std::string_view name() const override { return parameters_.name; }

  const Element& identity() const override { return identity_; }
  const Element& generator() const override { return generator_; }
  Element product(const Element& a, const Element& b) const override;
  Element inverse(const Element& a) const override;
  bool equal(const Element& a, const Element& b) const override { return a.limbs == b.limbs; }
  std::string encode(const Element& a) const override;
  std::vector<std::string> encode_all(std::span<const Element> elements) const override;
  std::optional<Element> decode(std::string_view text) const override;
  std::optional<Received> receive(std::string_view text) const override;
  std::string sort_key(const Element& a) const override;

  Element power(const Element& base, const Scalar& exponent) const override;
  Element power_of_generator(const Scalar& exponent) const override;
  Element small_power(const Element& base, std::uint64_t exponent) const override;
  std::shared_ptr<const Base> lasting_base(const Element& base) const override;
  std::shared_ptr<const Base> short_base(const Element& base) const override;
  std::shared_ptr<const Base> generator_base() const override;
  Element power_product(const Base& a, const Scalar& x, const Base& b, const Scalar& y) const override;
  Element product_of_powers(std::span<const Element> bases, std::span<const Scalar> exponents) const override;

  Element secret_power(const Element& base, const Scalar& secret) const override;
  Element secret_power(const Base& base, const Scalar& secret) const override;
  Element secret_power_of_generator(const Scalar& secret) const override;

  Scalar add(const Scalar& a, const Scalar& b) const override { return order_.add(a, b); }
  Scalar subtract(const Scalar& a, const Scalar& b) const override { return order_.subtract(a, b); }
  Scalar multiply(const Scalar& a, const Scalar& b) const override { return order_.multiply(a, b); }
  Scalar inverse_of(const Scalar& a) const override { return order_.inverse(a); }
  Scalar random_scalar() const override { return order_.random(); }
  std::optional<Scalar> scalar_from_decimal(std::string_view text) const override { return order_.from_decimal(text); }
  std::string to_decimal(const Scalar& a) const override { return order_.to_decimal(a); }
  Scalar reduce(std::span<const std::uint8_t> big_endian) const override { return order_.reduce(big_endian); }
  std::string_view order() const override { return order_.order(); }

  std::size_t embedding_bytes() const override { return parameters_.embedding_bytes; }
  Element embed(std::span<const std::uint8_t> numbers) const override;
  std::vector<std::uint8_t> extract(const Element& a, std::size_t count) const override;

  Element independent_generator(int i) const override;

 private:
  /// An integer from 1 to p - 1; nothing else is looked at.
  [[nodiscard]] std::optional<Element> parse(std::string_view text) const;
  /// Of an integer from 1 to p - 1: whether its order divides q.
  [[nodiscard]] bool member(const Element& a) const;
  [[nodiscard]] const LastingFieldBase& generator_table() const;

  FieldParameters parameters_;
  Element prime_;
  Element generator_;
  Element identity_;
  Modulus order_;
  Scalar order_as_exponent_;
  bool safe_prime_;  // p = 2 q + 1: the subgroup is the squares
  Montgomery field_;
  mutable std::once_flag generator_made_;
  mutable std::shared_ptr<const LastingFieldBase> generator_base_;
};

}  // namespace radslag::group
