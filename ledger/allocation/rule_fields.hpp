// Each rule's parameters, once, in the order in which the record has them (FORMAT.md 4.3): for the record's lines and for JSON.
//
// A visitor has `word(key, value)` for enums with `words`, `number(key, value)`, and `groups(key, value)` for lists of lists of ids.
#pragma once

#include <concepts>
#include <string_view>
#include <type_traits>

#include "ledger/allocation/names.hpp"

namespace radslag::allocation {

template <class R, class Rule>
concept IsRule = std::same_as<std::remove_const_t<R>, Rule>;

template <class Visitor, IsRule<GreedyRule> R>
void rule_fields(Visitor& v, R& rule) {
  v.word("score", rule.score);
  v.word("order", rule.order);
  v.word("unaffordable", rule.unaffordable);
  v.number("minimum-score", rule.minimum_score);
  v.number("reserve-percent", rule.reserve_percent);
  v.groups("exclusive", rule.exclusive);
}

template <class Visitor, IsRule<EqualSharesRule> R>
void rule_fields(Visitor& v, R& rule) {
  v.word("utility", rule.utility);
  v.word("endowment", rule.endowment);
  v.word("completion", rule.completion);
  v.word("start", rule.start);
  v.word("stop", rule.stop);
  v.word("then", rule.then);
  v.number("unit", rule.unit);
  v.number("step", rule.step);
  v.word("comparison", rule.comparison);
  v.number("minimum-votes", rule.minimum_votes);
  v.number("share-factor", rule.share_factor);
}

template <class Visitor, IsRule<PhragmenRule> R>
void rule_fields(Visitor& v, R& rule) {
  v.word("unaffordable", rule.unaffordable);
  v.number("minimum-votes", rule.minimum_votes);
}

}  // namespace radslag::allocation
