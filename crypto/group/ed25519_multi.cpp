#include "crypto/group/ed25519_multi.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>

namespace radslag::group::edwards {

namespace {

/// Above so many points, buckets are faster (tests/bench/group_bench).
constexpr std::size_t kMostChains = 128;

std::size_t bits(std::span<const Words> numbers) {
  Words any{};
  for (const Words& number : numbers) {
    for (std::size_t i = 0; i < any.size(); ++i) any[i] |= number[i];
  }
  for (std::size_t i = any.size(); i-- > 0;) {
    if (any[i] != 0) return 64 * i + static_cast<std::size_t>(std::bit_width(any[i]));
  }
  return 0;
}

Point by_chains(std::span<const Point> points, std::span<const Words> numbers) {
  std::vector<ShortTable::Odd> tables(points.size());
  std::vector<Chain> chains;
  chains.reserve(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    tables[i] = odd_multiples(points[i]);
    chains.push_back({&tables[i], Naf(numbers[i].data(), numbers[i].size(), ShortTable::kWidth)});
  }
  return sum_of_chains(chains);
}

/// The window of `width` bits at `from`, as a signed digit: what lies below decides the carry, since a window's digit is counted from
/// its upper half on as one less than the next.
int digit(const Words& number, std::size_t from, std::size_t width) {
  const auto bit_string = [&number](std::size_t at, std::size_t count) {
    const std::size_t word = at / 64;
    const std::size_t shift = at % 64;
    if (word >= number.size()) return std::uint64_t{0};
    std::uint64_t value = number[word] >> shift;
    if (shift != 0 && word + 1 < number.size()) value |= number[word + 1] << (64 - shift);
    return value & ((std::uint64_t{1} << count) - 1);
  };
  const auto value = static_cast<int>(bit_string(from, width));
  const int carry_in = from == 0 ? 0 : static_cast<int>(bit_string(from - 1, 1));
  const int carry_out = value >> (width - 1);
  return value + carry_in - (carry_out << width);
}

/// Digits from -2^(width - 1) to 2^(width - 1); the sum of a window is that of each bucket's points times the bucket's number.
Point window_sum(std::span<const AffineCached> points, std::span<const Words> numbers, std::size_t from, std::size_t width,
                 std::vector<Point>& buckets) {
  std::fill(buckets.begin(), buckets.end(), kIdentity);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const int d = digit(numbers[i], from, width);
    if (d == 0) continue;
    Point& bucket = buckets[static_cast<std::size_t>(d > 0 ? d : -d) - 1];
    bucket = d > 0 ? point(add(bucket, points[i])) : point(subtract(bucket, points[i]));
  }
  Point running = kIdentity;
  Point sum = kIdentity;
  for (std::size_t i = buckets.size(); i-- > 0;) {
    running = add(running, buckets[i]);
    sum = add(sum, running);
  }
  return sum;
}

/// The width with the fewest additions: one a point, and two a bucket that are dearer.
std::size_t best_width(std::size_t points, std::size_t bit_count) {
  std::size_t best = 4;
  double least = 0;
  for (std::size_t width = 4; width <= 16; ++width) {
    const auto windows = static_cast<double>(bit_count / width + 1);
    const double cost = windows * (static_cast<double>(points) + 2.6 * static_cast<double>(std::size_t{1} << (width - 1)));
    if (width == 4 || cost < least) {
      best = width;
      least = cost;
    }
  }
  return best;
}

Point by_buckets(std::span<const Point> points, std::span<const Words> numbers) {
  const std::size_t bit_count = bits(numbers);
  const std::size_t width = best_width(points.size(), bit_count);
  const auto affine = affine_all(points);
  std::vector<Point> buckets(std::size_t{1} << (width - 1));
  Point sum = kIdentity;
  for (std::size_t window = bit_count / width + 1; window-- > 0;) {
    for (std::size_t i = 0; i < width; ++i) sum = twice(sum);
    sum = add(sum, window_sum(affine, numbers, window * width, width, buckets));
  }
  return sum;
}

}  // namespace

void append_chains(std::vector<Chain>& chains, const ShortTable& table, const Words& number) {
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (number[i] != 0) chains.push_back({&table.part(i), Naf(&number[i], 1, ShortTable::kWidth)});
  }
}

Point sum_of_chains(std::span<const Chain> chains) {
  std::size_t length = 0;
  for (const Chain& chain : chains) length = std::max(length, chain.digits.size());
  Completed sum{kZero, kOne, kOne, kOne};
  for (std::size_t i = length; i-- > 0;) {
    sum = twice(projective(sum));
    for (const Chain& chain : chains) {
      const int d = chain.digits[i];
      if (d > 0) sum = add(point(sum), (*chain.odd)[static_cast<std::size_t>(d) / 2]);
      if (d < 0) sum = subtract(point(sum), (*chain.odd)[static_cast<std::size_t>(-d) / 2]);
    }
  }
  return point(sum);
}

Point sum_of_multiples(std::span<const Point> points, std::span<const Words> numbers) {
  assert(points.size() == numbers.size());
  return points.size() <= kMostChains ? by_chains(points, numbers) : by_buckets(points, numbers);
}

}  // namespace radslag::group::edwards
