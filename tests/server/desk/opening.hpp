// What an officer fills in to open the round "begun" of a busy town (projects b0 and b1).
#pragma once

#include "tests/server/desk/office.hpp"

namespace radslag::testing {

/// Ticks for at most one project; most votes first, stopping at what does not fit, with a vote at least.
inline Fields opening_fields(const std::string& ballot) {
  return {{"title", "Squares 2026"},   {"summary", "Choose one."},    {"ballot", ballot},   {"voting", "approval"},
          {"choices_min", "0"},        {"choices_max", "1"},          {"budget_limit", ""}, {"preset", "wroclaw"},
          {"rule_minimum-score", "1"}, {"rule_unaffordable", "stop"}, {"ties", "min-cost"}, {"last_tie", "listing-order"},
          {"opens_day", "2026-12-01"}, {"closes_day", "2026-12-31"}};
}

/// Some of them otherwise; a name that is not there is added.
inline Fields with(Fields fields, const Fields& changes) {
  for (const auto& [name, value] : changes) {
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.first == name; });
    if (found != fields.end())
      found->second = value;
    else
      fields.emplace_back(name, value);
  }
  return fields;
}

}  // namespace radslag::testing
