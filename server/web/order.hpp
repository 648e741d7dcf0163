// The order in which a visitor sees the projects: shuffled, so that none gains from standing first, and the same on each page of a visit.
#pragma once

#include <cstdint>
#include <vector>

#include "server/html/query.hpp"

namespace radslag::web {

/// So many orders there are: few enough that rendered pages can be kept.
inline constexpr std::uint64_t orders = 64;

/// Sets the parameter `order`: one that is not one of ours, or none, becomes one at random.
void settle_order(html::Query& query);

/// A permutation of 0 .. count-1, the same for the same seed on every machine: Fisher-Yates from the end, each place taken by
/// next() mod (i + 1), where next() is SplitMix64 (Steele, Lea, Flood 2014) begun at `seed`.
[[nodiscard]] std::vector<std::uint32_t> shuffled(std::uint32_t count, std::uint64_t seed);

}  // namespace radslag::web
