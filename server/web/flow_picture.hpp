// Where a project's supporters' money went, as the numbers of a picture: bands from one block to others, a table beside them.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>

#include "ledger/record/state.hpp"

namespace radslag::web {

struct CountStudy;
struct Visit;

/// Adds `has_flow` and `flow`. `funded`: the project was, so that what is left was left when it was its turn.
void add_flow(const Visit& visit, const record::RoundState& round, const CountStudy* study, std::size_t place, bool funded,
              boost::json::object& model);

/// Adds `has_money_bar` and `money_bar`: by rules that go through the projects in turn, what was left when the project's came.
void add_money_bar(const Visit& visit, const record::RoundState& round, const record::AllocationContent::Step& step, std::size_t place,
                   boost::json::object& model);

}  // namespace radslag::web
