// Exponentiations of the field groups.
#include "crypto/group/field_group.hpp"
#include "crypto/group/field_products.hpp"

namespace radslag::group {

Element FieldGroup::power(const Element& base, const Scalar& exponent) const { return field_.power(base, exponent.limbs()); }

Element FieldGroup::power_of_generator(const Scalar& exponent) const { return field_.element(generator_table().power(exponent)); }

Element FieldGroup::small_power(const Element& base, std::uint64_t exponent) const { return field_.power(base, {&exponent, 1}); }

std::shared_ptr<const Base> FieldGroup::lasting_base(const Element& base) const {
  return std::make_shared<const LastingFieldBase>(field_, base, order_.bits(), parameters_.table_width);
}

std::shared_ptr<const Base> FieldGroup::short_base(const Element& base) const {
  return std::make_shared<const ShortFieldBase>(field_, base, order_.bits());
}

const LastingFieldBase& FieldGroup::generator_table() const {
  std::call_once(generator_made_, [this] {
    generator_base_ = std::make_shared<const LastingFieldBase>(field_, generator_, order_.bits(), parameters_.table_width);
  });
  return *generator_base_;
}

std::shared_ptr<const Base> FieldGroup::generator_base() const {
  (void)generator_table();
  return generator_base_;
}

Element FieldGroup::power_product(const Base& a, const Scalar& x, const Base& b, const Scalar& y) const {
  Bignum result = dynamic_cast<const FieldBase&>(a).power(x);
  field_.multiply(result, dynamic_cast<const FieldBase&>(b).power(y));
  return field_.element(result);
}

Element FieldGroup::product_of_powers(std::span<const Element> bases, std::span<const Scalar> exponents) const {
  return field_product_of_powers(field_, bases, exponents);
}

Element FieldGroup::secret_power(const Element& base, const Scalar& secret) const {
  return field_.secret_power(base, secret.limbs(), order_.bits());
}

Element FieldGroup::secret_power(const Base& base, const Scalar& secret) const {
  return field_.element(dynamic_cast<const LastingFieldBase&>(base).secret_power(secret));
}

Element FieldGroup::secret_power_of_generator(const Scalar& secret) const { return field_.element(generator_table().secret_power(secret)); }

}  // namespace radslag::group
