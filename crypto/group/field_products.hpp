// Products of many powers in a field group.
#pragma once

#include "crypto/group/montgomery.hpp"

namespace radslag::group {

/// Product of bases[i]^exponents[i]; as many exponents as bases. Public values: few by Straus's method, many by Pippenger's.
[[nodiscard]] Element field_product_of_powers(const Montgomery& field, std::span<const Element> bases, std::span<const Scalar> exponents);

}  // namespace radslag::group
