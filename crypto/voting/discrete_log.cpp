#include "crypto/voting/discrete_log.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace radslag::voting {

namespace {

constexpr std::uint64_t most_babies = 1U << 20U;
constexpr std::size_t together = 64;  // giant steps that are encoded at once

}  // namespace

DiscreteLog::DiscreteLog(const group::Group& group, std::uint64_t bound) : group_(group), bound_(bound) {
  const auto root = static_cast<std::uint64_t>(std::sqrt(static_cast<double>(bound))) + 1;
  step_ = std::min(root, most_babies);
  std::vector<group::Element> powers;
  powers.reserve(step_);
  for (std::uint64_t i = 0; i < step_; ++i) powers.push_back(i == 0 ? group.identity() : group.product(powers.back(), group.generator()));
  std::uint64_t x = 0;
  for (std::string& text : group.encode_all(powers)) babies_.emplace(std::move(text), x++);
  giant_ = group.inverse(group.small_power(group.generator(), step_));
}

std::optional<std::uint64_t> DiscreteLog::of(const group::Element& power) const {
  group::Element rest = power;
  for (std::uint64_t passed = 0; passed <= bound_;) {
    std::vector<group::Element> steps;
    for (std::size_t i = 0; i < together && passed + i * step_ <= bound_; ++i) {
      steps.push_back(rest);
      rest = group_.product(rest, giant_);
    }
    for (const std::string& text : group_.encode_all(steps)) {
      const auto found = babies_.find(text);
      if (found != babies_.end()) {
        const std::uint64_t x = passed + found->second;
        return x <= bound_ ? std::optional(x) : std::nullopt;
      }
      passed += step_;
    }
  }
  return std::nullopt;
}

}  // namespace radslag::voting
