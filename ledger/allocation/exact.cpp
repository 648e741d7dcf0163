#include "ledger/allocation/exact.hpp"

#include <limits>

namespace radslag::allocation {

std::string fraction_text(const Exact& value) { return value.get_str(); }

std::int64_t floor_of(const Exact& value) {
  mpz_class whole;
  mpz_fdiv_q(whole.get_mpz_t(), value.get_num_mpz_t(), value.get_den_mpz_t());
  constexpr auto least = std::numeric_limits<std::int64_t>::min(), most = std::numeric_limits<std::int64_t>::max();
  return whole.fits_slong_p() ? whole.get_si() : sgn(whole) < 0 ? least : most;
}

std::string decimal_text(const Exact& value, unsigned decimals) {
  mpz_class scale;
  mpz_ui_pow_ui(scale.get_mpz_t(), 10, decimals);
  mpz_class scaled;
  const mpz_class twice = 2 * value.get_num() * scale + value.get_den();
  const mpz_class by = 2 * value.get_den();
  mpz_fdiv_q(scaled.get_mpz_t(), twice.get_mpz_t(), by.get_mpz_t());
  const bool negative = scaled < 0;
  std::string digits = mpz_class(abs(scaled)).get_str();
  if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
  if (decimals > 0) digits.insert(digits.size() - decimals, ".");
  return (negative ? "-" : "") + digits;
}

}  // namespace radslag::allocation
