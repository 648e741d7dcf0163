// The one spelling of each enum value, as in the record, in JSON and on command lines.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

#include "ledger/allocation/fate.hpp"
#include "ledger/allocation/rule.hpp"
#include "ledger/allocation/tie_criterion.hpp"

namespace radslag::allocation {

// In the order of the enum's values.
[[nodiscard]] std::span<const std::string_view> words(Unaffordable);
[[nodiscard]] std::span<const std::string_view> words(TieCriterion);
[[nodiscard]] std::span<const std::string_view> words(Fate);
[[nodiscard]] std::span<const std::string_view> words(Utility);
[[nodiscard]] std::span<const std::string_view> words(GreedyRule::Score);
[[nodiscard]] std::span<const std::string_view> words(GreedyRule::Order);
[[nodiscard]] std::span<const std::string_view> words(EqualSharesRule::Endowment);
[[nodiscard]] std::span<const std::string_view> words(EqualSharesRule::Completion);
[[nodiscard]] std::span<const std::string_view> words(EqualSharesRule::Start);
[[nodiscard]] std::span<const std::string_view> words(EqualSharesRule::Stop);
[[nodiscard]] std::span<const std::string_view> words(EqualSharesRule::Then);
[[nodiscard]] std::span<const std::string_view> words(EqualSharesRule::Comparison);

/// "greedy", "equal-shares", "phragmen": in the order of the alternatives of AnyRule.
[[nodiscard]] std::span<const std::string_view> rule_words();
[[nodiscard]] std::string_view name(const AnyRule& rule);
/// That rule with its parameters at their defaults; nothing for any other text.
[[nodiscard]] std::optional<AnyRule> rule_named(std::string_view name);

template <class E>
requires std::is_enum_v<E>
[[nodiscard]] std::string_view name(E value) { return words(value)[static_cast<std::size_t>(value)]; }

/// The value with this name; nothing for any other text.
template <class E>
[[nodiscard]] std::optional<E> value_named(std::string_view text) {
  const auto all = words(E{});
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i] == text) return static_cast<E>(i);
  }
  return std::nullopt;
}

}  // namespace radslag::allocation
