#include "ledger/allocation/names.hpp"

#include <array>
#include <cassert>

namespace radslag::allocation {
namespace {

template <typename Value>
struct Named {
  Value value;
  std::string_view name;
};

constexpr std::array kRuleKinds{Named<RuleKind>{RuleKind::greedy, "greedy"}};
constexpr std::array kUnaffordables{Named<Unaffordable>{Unaffordable::skip, "skip"}, Named<Unaffordable>{Unaffordable::stop, "stop"}};
constexpr std::array kTieCriteria{Named<TieCriterion>{TieCriterion::min_cost, "min-cost"},
                                  Named<TieCriterion>{TieCriterion::max_cost, "max-cost"},
                                  Named<TieCriterion>{TieCriterion::listing_order, "listing-order"}};
constexpr std::array kOutcomes{
    Named<Outcome>{Outcome::funded, "funded"},
    Named<Outcome>{Outcome::does_not_fit, "does-not-fit"},
    Named<Outcome>{Outcome::exceeds_envelope, "exceeds-envelope"},
    Named<Outcome>{Outcome::below_minimum, "below-minimum"},
    Named<Outcome>{Outcome::after_stop, "after-stop"},
    Named<Outcome>{Outcome::withdrawn, "withdrawn"},
};

template <typename Table, typename Value>
std::string_view name_in(const Table& table, Value value) {
  for (const auto& entry : table)
    if (entry.value == value) return entry.name;
  assert(false);
  return {};
}

template <typename Value, std::size_t N>
Result<Value> value_in(const std::array<Named<Value>, N>& table, std::string_view text, std::string_view what) {
  std::string known;
  for (const auto& entry : table) {
    if (entry.name == text) return entry.value;
    known += (known.empty() ? "" : ", ") + std::string(entry.name);
  }
  return refuse(Errc::unsupported, std::string(what) + ": one of " + known);
}

}  // namespace

std::string_view name(RuleKind value) { return name_in(kRuleKinds, value); }
std::string_view name(Unaffordable value) { return name_in(kUnaffordables, value); }
std::string_view name(TieCriterion value) { return name_in(kTieCriteria, value); }
std::string_view name(Outcome value) { return name_in(kOutcomes, value); }

Result<RuleKind> parse_rule_kind(std::string_view text) { return value_in(kRuleKinds, text, "allocation rule"); }
Result<Unaffordable> parse_unaffordable(std::string_view text) { return value_in(kUnaffordables, text, "unaffordable project"); }
Result<TieCriterion> parse_tie_criterion(std::string_view text) { return value_in(kTieCriteria, text, "tie criterion"); }
Result<Outcome> parse_outcome(std::string_view text) { return value_in(kOutcomes, text, "outcome"); }

std::string print_ties(const std::vector<TieCriterion>& ties) {
  std::string text;
  for (const TieCriterion tie : ties) text += std::string(name(tie)) + ",";
  return text + std::string(name(TieCriterion::listing_order));
}

Result<std::vector<TieCriterion>> parse_ties(std::string_view text) {
  std::vector<TieCriterion> ties;
  for (;;) {
    const std::size_t comma = text.find(',');
    auto criterion = parse_tie_criterion(text.substr(0, comma));
    if (!criterion) return tl::make_unexpected(criterion.error());
    const bool last = comma == std::string_view::npos;
    if (last != (*criterion == TieCriterion::listing_order))
      return refuse(Errc::malformed, "tie order: listing-order comes once, at the end");
    if (last) return ties;
    ties.push_back(*criterion);
    text.remove_prefix(comma + 1);
  }
}

}  // namespace radslag::allocation
