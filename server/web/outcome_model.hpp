// What came of a round's projects: votes, allocation, decision, follow-up.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <string>

#include "ledger/record/state.hpp"
#include "ledger/result.hpp"

namespace radslag::web {

struct Visit;

/// The message that says why.
[[nodiscard]] std::string outcome_message(allocation::Outcome outcome);

/// The signed allocation; before it has been signed, what the frozen rule gives on the signed tally. The round has been counted.
[[nodiscard]] Result<record::AllocationContent> allocation_of(const record::RoundState& round);

/// A project's turn in the allocation, and why it was funded or not.
[[nodiscard]] boost::json::object outcome_fields(const Visit& visit, const record::RoundState& round,
                                                 const record::AllocationContent::Step& step);

/// Adds `has_decision` and `decision`: what the board decided about the project at this place.
void add_decision(const Visit& visit, const record::RoundState& round, std::size_t place, boost::json::object& model);

/// Adds `follow_up`, `has_milestones` and `milestones`.
void add_milestones(const Visit& visit, const record::RoundState& round, std::size_t place, boost::json::object& model);

}  // namespace radslag::web
