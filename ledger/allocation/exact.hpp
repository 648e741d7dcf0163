// Exact fractions: what every decision of a rule rests on. The one place where GMP is named.
#pragma once

#include <gmpxx.h>

#include <cstdint>
#include <string>

namespace radslag::allocation {

using Exact = mpq_class;  ///< always in lowest terms

static_assert(sizeof(long) == sizeof(std::int64_t), "GMP takes 64-bit numbers as long");

[[nodiscard]] inline Exact exact(std::int64_t value) { return Exact(static_cast<long>(value)); }
[[nodiscard]] inline Exact exact(std::int64_t numerator, std::int64_t denominator) {
  Exact value(static_cast<long>(numerator), static_cast<long>(denominator));
  value.canonicalize();
  return value;
}

/// "315837230488915882/1000…": "p/q", or "p" where q is 1.
[[nodiscard]] std::string fraction_text(const Exact& value);
/// Rounded half up to so many decimals: "315.84". `decimals`: 0 to 18.
[[nodiscard]] std::string decimal_text(const Exact& value, unsigned decimals);
/// The largest whole number that is no larger; of what does not fit into 64 bits the nearest that does.
[[nodiscard]] std::int64_t floor_of(const Exact& value);

}  // namespace radslag::allocation
