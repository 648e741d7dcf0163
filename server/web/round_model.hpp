// What several pages say about a round.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/record/state.hpp"

namespace radslag::web {

struct Visit;

/// What residents see of a round's way: announced, open, closed, counted, decided.
[[nodiscard]] std::string_view phase_name(const record::RoundState& round);
/// Tallied, with or without the signed allocation and the decision.
[[nodiscard]] bool is_counted(const record::RoundState& round);

[[nodiscard]] std::string round_href(const record::RoundState& round);
/// Its own once it is frozen; its dialogue's before.
[[nodiscard]] std::string round_title(const record::State& state, const record::RoundState& round);
/// The round named by the visit's first argument; nullptr if there is none.
[[nodiscard]] const record::RoundState* visited_round(const Visit& visit);

/// In a list: names, phase, money, when it opens and closes.
[[nodiscard]] boost::json::object round_summary(const Visit& visit, const record::RoundState& round);
/// On a page of its own: the summary, the rules in words, the counts.
[[nodiscard]] boost::json::object round_fields(const Visit& visit, const record::RoundState& round);
/// Adds the number of ballots, and of voting cards handed out, so far: only on pages that are told to be live.
void add_ballots(const Visit& visit, const record::RoundState& round, boost::json::object& model);

/// A project's own fields. `place`: in the definition, from 0.
[[nodiscard]] boost::json::object project_fields(const Visit& visit, const record::RoundState& round, std::size_t place);

/// Areas or themes to choose from.
[[nodiscard]] boost::json::array place_options(const std::vector<record::Place>& places, std::string_view selected);

/// The seed of the visitor's order.
[[nodiscard]] std::uint64_t order_of(const Visit& visit);

}  // namespace radslag::web
