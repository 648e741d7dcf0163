#include "crypto/group/ed25519_secret.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <vector>

namespace radslag::group::edwards {

namespace {

/// For "no multiple" and each of eight: all bits set if it is the one, else none.
using Masks = std::array<std::uint64_t, 9>;

/// The compiler cannot know what comes out, and so makes no branch of it.
std::uint64_t hidden(std::uint64_t value) {
  __asm__("" : "+r"(value));
  return value;
}

std::uint64_t mask_of_sign(std::int8_t digit) { return hidden(static_cast<std::uint64_t>(std::int64_t{digit} >> 63)); }

Masks masks_of_size(std::int8_t digit) {
  const std::uint64_t negative = mask_of_sign(digit);
  const std::uint64_t size = (static_cast<std::uint64_t>(std::int64_t{digit}) ^ negative) - negative;
  Masks masks;
  for (std::size_t j = 0; j < masks.size(); ++j) masks[j] = hidden(0 - (((size ^ j) - 1) >> 63));
  return masks;
}

/// One coordinate of what the masks leave.
template <class Entry>
[[gnu::always_inline]] inline Fe pick(const Masks& masks, const Entry* eight, std::size_t step, Fe Entry::*coordinate,
                                      std::uint64_t of_nothing) {
  Fe result{{masks[0] & of_nothing, 0, 0, 0, 0}};
  for (std::size_t j = 1; j < masks.size(); ++j) {
    const Fe& one = eight[(j - 1) * step].*coordinate;
    const std::uint64_t mask = masks[j];
    result = {{result.limb[0] | (mask & one.limb[0]), result.limb[1] | (mask & one.limb[1]), result.limb[2] | (mask & one.limb[2]),
               result.limb[3] | (mask & one.limb[3]), result.limb[4] | (mask & one.limb[4])}};
  }
  return result;
}

/// a where the mask is empty, b where it is full.
Fe either(const Fe& a, const Fe& b, std::uint64_t mask) {
  Fe result;
  for (std::size_t i = 0; i < result.limb.size(); ++i) result.limb[i] = a.limb[i] ^ (mask & (a.limb[i] ^ b.limb[i]));
  return result;
}

Cached choose(const Cached* eight, std::int8_t digit) {
  const Masks masks = masks_of_size(digit);
  const std::uint64_t negative = mask_of_sign(digit);
  const Fe sum = pick(masks, eight, 1, &Cached::sum, 1);
  const Fe difference = pick(masks, eight, 1, &Cached::difference, 1);
  const Fe t2d = pick(masks, eight, 1, &Cached::t2d, 0);
  return {either(sum, difference, negative), either(difference, sum, negative), pick(masks, eight, 1, &Cached::z, 1),
          either(t2d, negate(t2d), negative)};
}

using Multiples = std::array<Cached, 8>;

Multiples multiples_of(const Point& base) {
  Multiples multiples;
  multiples[0] = cached(base);
  Point now = base;
  for (std::size_t j = 1; j < multiples.size(); ++j) {
    now = point(add(now, multiples[0]));
    multiples[j] = cached(now);
  }
  return multiples;
}

using Digits = std::array<std::int8_t, 64>;

/// What works on secrets: the sum so far, and what is added next.
struct Work {
  Point sum;
  Projective doubled;
  Cached entry;
};

}  // namespace

AffineCached choose(const AffineCached* eight, std::size_t step, std::int8_t digit) {
  const Masks masks = masks_of_size(digit);
  const std::uint64_t negative = mask_of_sign(digit);
  const Fe sum = pick(masks, eight, step, &AffineCached::sum, 1);
  const Fe difference = pick(masks, eight, step, &AffineCached::difference, 1);
  const Fe t2d = pick(masks, eight, step, &AffineCached::t2d, 0);
  return {either(sum, difference, negative), either(difference, sum, negative), either(t2d, negate(t2d), negative)};
}

Point secret_sum_of_multiples(std::span<const Point> points, std::span<const Words> numbers) {
  assert(points.size() == numbers.size());
  // So many at a time as share their doublings with a table in the processor's second cache.
  constexpr std::size_t kPiece = 128;
  Point sum = kIdentity;
  for (std::size_t from = 0; from < points.size(); from += kPiece) {
    const std::size_t count = std::min(kPiece, points.size() - from);
    std::vector<Multiples> multiples(count);
    std::vector<Digits> digits(count);
    for (std::size_t i = 0; i < count; ++i) {
      multiples[i] = multiples_of(points[from + i]);
      digits[i] = radix16(numbers[from + i]);
    }
    Wiped<Work> work({kIdentity, projective(kIdentity), cached(kIdentity)});
    auto& [now, doubled, entry] = work.value;
    for (std::size_t k = Digits().size(); k-- > 0;) {
      doubled = projective(now);
      for (int j = 0; j < 3; ++j) doubled = projective(twice(doubled));
      now = point(twice(doubled));
      for (std::size_t i = 0; i < count; ++i) {
        entry = choose(multiples[i].data(), digits[i][k]);
        now = point(add(now, entry));
      }
    }
    sodium_memzero(digits.data(), digits.size() * sizeof(Digits));
    sum = add(sum, now);
  }
  return sum;
}

Point secret_multiple(const Point& base, const Words& number) { return secret_sum_of_multiples({&base, 1}, {&number, 1}); }

}  // namespace radslag::group::edwards
