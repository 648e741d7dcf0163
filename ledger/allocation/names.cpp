#include "ledger/allocation/names.hpp"

#include <array>

namespace radslag::allocation {
namespace {

using Words = std::string_view;
constexpr std::array<Words, 2> unaffordable_words{"skip", "stop"};
constexpr std::array<Words, 3> criterion_words{"min-cost", "max-cost", "max-votes"};
constexpr std::array<Words, 11> fate_words{"funded",   "completed",    "reserve",    "withdrawn",        "not-eligible", "exceeds-envelope",
                                           "excluded", "does-not-fit", "after-stop", "supporters-spent", "no-supporters"};
constexpr std::array<Words, 4> utility_words{"cost", "cardinality", "points", "borda"};
constexpr std::array<Words, 2> score_words{"votes", "points"};
constexpr std::array<Words, 2> order_words{"score", "score-per-cost"};
constexpr std::array<Words, 2> endowment_words{"per-voter", "per-area"};
constexpr std::array<Words, 2> completion_words{"none", "add1"};
constexpr std::array<Words, 2> start_words{"fractional", "whole"};
constexpr std::array<Words, 2> stop_words{"infeasible", "exhaustive"};
constexpr std::array<Words, 2> then_words{"nothing", "greedy"};
constexpr std::array<Words, 3> comparison_words{"none", "satisfaction", "coverage"};
constexpr std::array<Words, 3> all_rules{"greedy", "equal-shares", "phragmen"};

}  // namespace

std::span<const std::string_view> words(Unaffordable) { return unaffordable_words; }
std::span<const std::string_view> words(TieCriterion) { return criterion_words; }
std::span<const std::string_view> words(Fate) { return fate_words; }
std::span<const std::string_view> words(Utility) { return utility_words; }
std::span<const std::string_view> words(GreedyRule::Score) { return score_words; }
std::span<const std::string_view> words(GreedyRule::Order) { return order_words; }
std::span<const std::string_view> words(EqualSharesRule::Endowment) { return endowment_words; }
std::span<const std::string_view> words(EqualSharesRule::Completion) { return completion_words; }
std::span<const std::string_view> words(EqualSharesRule::Start) { return start_words; }
std::span<const std::string_view> words(EqualSharesRule::Stop) { return stop_words; }
std::span<const std::string_view> words(EqualSharesRule::Then) { return then_words; }
std::span<const std::string_view> words(EqualSharesRule::Comparison) { return comparison_words; }

std::span<const std::string_view> rule_words() { return all_rules; }

std::string_view name(const AnyRule& rule) { return all_rules[rule.index()]; }

std::optional<AnyRule> rule_named(std::string_view name) {
  if (name == all_rules[0]) return GreedyRule{};
  if (name == all_rules[1]) return EqualSharesRule{};
  if (name == all_rules[2]) return PhragmenRule{};
  return std::nullopt;
}

}  // namespace radslag::allocation
