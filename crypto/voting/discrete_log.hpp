// Logarithms of small powers of the generator: how totals are read out of an encrypted sum.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "crypto/group/group.hpp"

namespace radslag::voting {

/// Finds x with g^x given, for x from 0 to `bound`, by baby steps and giant steps: about the root of the bound in memory and time.
class DiscreteLog {
 public:
  DiscreteLog(const group::Group& group, std::uint64_t bound);

  /// Nothing if there is no such x.
  [[nodiscard]] std::optional<std::uint64_t> of(const group::Element& power) const;

 private:
  const group::Group& group_;
  std::uint64_t bound_;
  std::uint64_t step_;                                     // baby steps are 0 to step - 1
  std::unordered_map<std::string, std::uint64_t> babies_;  // encoded g^x to x
  group::Element giant_;                                   // g^-step
};

}  // namespace radslag::voting
