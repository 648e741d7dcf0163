#include "crypto/group/decimal.hpp"

#include <gmp.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cassert>

namespace radslag::group {

namespace {

static_assert(sizeof(mp_limb_t) == sizeof(std::uint64_t) && GMP_NUMB_BITS == 64);

constexpr std::size_t kMostLimbs = 32;
constexpr std::size_t kMostDigits = 617;  // of 2048 bits

}  // namespace

bool is_canonical_decimal(std::string_view text) {
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool limbs_from_decimal(std::string_view text, std::span<std::uint64_t> limbs) {
  assert(limbs.size() <= kMostLimbs);
  if (text.size() > kMostDigits || !is_canonical_decimal(text)) return false;
  std::fill(limbs.begin(), limbs.end(), 0);
  if (text == "0") return true;
  std::array<unsigned char, kMostDigits> digits;
  std::transform(text.begin(), text.end(), digits.begin(), [](char c) { return static_cast<unsigned char>(c - '0'); });
  std::array<mp_limb_t, kMostLimbs + 2> number;
  const auto used = static_cast<std::size_t>(mpn_set_str(number.data(), digits.data(), text.size(), 10));
  const bool fits = used <= limbs.size();
  if (fits) std::copy_n(number.begin(), used, limbs.begin());
  sodium_memzero(digits.data(), digits.size());
  sodium_memzero(number.data(), sizeof number);
  return fits;
}

std::string decimal_of_limbs(std::span<const std::uint64_t> limbs) {
  assert(limbs.size() <= kMostLimbs);
  std::size_t size = limbs.size();
  while (size > 0 && limbs[size - 1] == 0) --size;
  if (size == 0) return "0";
  std::array<mp_limb_t, kMostLimbs + 1> number;  // mpn_get_str writes over it
  std::copy_n(limbs.begin(), size, number.begin());
  std::array<unsigned char, kMostDigits + 2> digits;
  const std::size_t count = mpn_get_str(digits.data(), 10, number.data(), static_cast<mp_size_t>(size));
  std::size_t first = 0;
  while (first + 1 < count && digits[first] == 0) ++first;
  std::string text(count - first, '\0');
  std::transform(digits.begin() + first, digits.begin() + count, text.begin(), [](unsigned char d) { return static_cast<char>('0' + d); });
  sodium_memzero(digits.data(), digits.size());
  sodium_memzero(number.data(), sizeof number);
  return text;
}

}  // namespace radslag::group
