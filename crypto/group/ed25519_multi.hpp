// Sums of many multiples, of public numbers: by interleaved digits (Straus) where they are few, by buckets (Pippenger) where they are many.
#pragma once

#include <span>
#include <vector>

#include "crypto/group/ed25519_tables.hpp"

namespace radslag::group::edwards {

/// The odd multiples of a point and the digits of its number.
struct Chain {
  const ShortTable::Odd* odd;
  Naf digits;
};

/// Adds what number * base is made of, the base being that of the table.
void append_chains(std::vector<Chain>& chains, const ShortTable& table, const Words& number);

/// The sum over all chains, which share their doublings.
[[nodiscard]] Point sum_of_chains(std::span<const Chain> chains);

/// The sum of numbers[i] * points[i]; same length. Shorter numbers cost less if all are short.
[[nodiscard]] Point sum_of_multiples(std::span<const Point> points, std::span<const Words> numbers);

}  // namespace radslag::group::edwards
