// Ballots as group elements (Belenios specification, 4.11.2): small integers side by side, then what makes a member of the subgroup of it.
#include <gmp.h>

#include <cassert>
#include <stdexcept>

#include "crypto/group/field_group.hpp"

namespace radslag::group {

namespace {

constexpr std::size_t kPaddingBytes = 1;

}  // namespace

Element FieldGroup::embed(std::span<const std::uint8_t> numbers) const {
  assert(numbers.size() <= embedding_bytes());
  Element element;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::size_t at = numbers.size() - 1 - i + kPaddingBytes;
    element.limbs[at / 8] |= static_cast<std::uint64_t>(numbers[i]) << (8 * (at % 8));
  }
  for (int padding = 0; padding < 256; ++padding, ++element.limbs[0]) {
    if (element.limbs != Element{}.limbs && member(element)) return element;
  }
  throw std::runtime_error("no member of the group carries these numbers");  // one in 2^256
}

std::vector<std::uint8_t> FieldGroup::extract(const Element& a, std::size_t count) const {
  std::vector<std::uint8_t> numbers(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = count - 1 - i + kPaddingBytes;
    if (at / 8 < a.limbs.size()) numbers[i] = static_cast<std::uint8_t>(a.limbs[at / 8] >> (8 * (at % 8)));
  }
  return numbers;
}

}  // namespace radslag::group
