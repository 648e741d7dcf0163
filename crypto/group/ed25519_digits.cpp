#include "crypto/group/ed25519_digits.hpp"

#include <cassert>

namespace radslag::group::edwards {

Naf::Naf(const std::uint64_t* words, std::size_t count, unsigned width) {
  assert(count >= 1 && count <= 4 && width >= 2 && width <= 8);
  const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
  const std::size_t bits = 64 * count;
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < bits + 1;) {
    const std::size_t word = i / 64;
    const std::size_t shift = i % 64;
    std::uint64_t window = word < count ? words[word] >> shift : 0;
    if (shift != 0 && word + 1 < count) window |= words[word + 1] << (64 - shift);
    window = (window & mask) + carry;
    if ((window & 1) == 0) {
      ++i;  // the carry, if there is one, has made a 1 to 10 and goes on
      continue;
    }
    carry = window > mask / 2 ? 1 : 0;
    digits_[i] = static_cast<std::int8_t>(static_cast<int>(window) - static_cast<int>(carry << width));
    size_ = i + 1;
    i += width;
  }
}

std::array<std::int8_t, 64> radix16(const Words& number) {
  std::array<std::int8_t, 64> digits;
  unsigned carry = 0;
  for (std::size_t i = 0; i < 64; ++i) {
    const unsigned value = static_cast<unsigned>(number[i / 16] >> (4 * (i % 16)) & 15) + carry;
    carry = (value + 7) >> 4;  // 1 from 9 on
    digits[i] = static_cast<std::int8_t>(static_cast<int>(value) - static_cast<int>(carry << 4));
  }
  return digits;
}

std::array<std::int16_t, 32> radix256(const Words& number) {
  std::array<std::int16_t, 32> digits;
  int carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    const int value = static_cast<int>(number[i / 8] >> (8 * (i % 8)) & 255) + carry;
    carry = value > 128 ? 1 : 0;
    digits[i] = static_cast<std::int16_t>(value - (carry << 8));
  }
  return digits;
}

}  // namespace radslag::group::edwards
