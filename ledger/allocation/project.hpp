// What is voted on: projects and what they cost. Integers only; amounts are minor units (öre) of one currency.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace radslag::allocation {

/// The largest cost or envelope, in minor units: 10^15 of a currency with hundredths. Sums of two amounts fit in 64 bits.
inline constexpr std::int64_t kMaxAmount = 100'000'000'000'000'000;
/// The most projects of one count.
inline constexpr std::size_t kMaxProjects = 10'000;

struct Project {
  std::string id;          ///< opaque; compared byte by byte, never as a number
  std::int64_t cost = 0;   ///< minor units, 1 .. kMaxAmount
  bool withdrawn = false;  ///< on the ballot but taken back: never funded, and never a reason to stop

  bool operator==(const Project&) const = default;
};

}  // namespace radslag::allocation
