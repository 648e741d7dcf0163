#include "crypto/group/ed25519_tables.hpp"

#include "crypto/group/ed25519_secret.hpp"

namespace radslag::group::edwards {

namespace {

constexpr std::size_t kRows = 32;
constexpr std::size_t kRow = 128;

Point doubled(const Point& p, int times) {
  Projective now = projective(p);
  for (int i = 1; i < times; ++i) now = projective(twice(now));
  return point(twice(now));
}

}  // namespace

LastingTable::LastingTable(const Point& base) {
  rows_.reserve(kRows * kRow);
  std::vector<Point> row(kRow);
  Point first = base;
  for (std::size_t i = 0; i < kRows; ++i) {
    const Cached step = cached(first);
    row[0] = first;
    for (std::size_t j = 1; j < kRow; ++j) row[j] = point(add(row[j - 1], step));
    const auto affine = affine_all(row);
    rows_.insert(rows_.end(), affine.begin(), affine.end());
    first = twice(row[kRow - 1]);
  }
}

Point LastingTable::add_multiple(const Point& sum, const Words& number) const {
  const auto digits = radix256(number);
  Point result = sum;
  for (std::size_t i = 0; i < kRows; ++i) {
    const int digit = digits[i];
    if (digit == 0) continue;
    const AffineCached* row = rows_.data() + i * kRow;
    result = digit > 0 ? point(add(result, row[digit - 1])) : point(subtract(result, row[-digit - 1]));
  }
  return result;
}

Point LastingTable::secret_multiple(const Words& number) const {
  const Wiped digits(radix16(number));
  Wiped result(kIdentity);
  Wiped chosen(kIdentityCached);
  for (std::size_t i = 0; i < 64; ++i) {
    // 16^(2k) j stands in row k at j, 16^(2k + 1) j at 16 j.
    const std::size_t step = i % 2 == 0 ? 1 : 16;
    const AffineCached* eight = rows_.data() + i / 2 * kRow + step - 1;
    chosen.value = choose(eight, step, digits.value[i]);
    result.value = point(add(result.value, chosen.value));
  }
  return result.value;
}

ShortTable::Odd odd_multiples(const Point& base) {
  ShortTable::Odd odd;
  const Cached two = cached(twice(base));
  Point now = base;
  odd[0] = cached(now);
  for (std::size_t i = 1; i < odd.size(); ++i) {
    now = point(add(now, two));
    odd[i] = cached(now);
  }
  return odd;
}

ShortTable::ShortTable(const Point& base) {
  Point now = base;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    if (i > 0) now = doubled(now, 64);
    parts_[i] = odd_multiples(now);
  }
}

}  // namespace radslag::group::edwards
