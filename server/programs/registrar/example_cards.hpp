// The voting cards of the example's rounds with secret ballots: the electorate, and hand-outs for those who "have voted".
#pragma once

#include <boost/json/array.hpp>
#include <cstdint>
#include <functional>
#include <string>

#include "server/registrar/person.hpp"
#include "server/registrar/registrar.hpp"

namespace radslag::registrar_program {

/// For each of `cards` ({"round", "group", "voters", "reserve", "paper", "urns": [{"id", "envelope", "areas"}]}) an object
/// {"round", "electorate", "urns", "hand_outs": [{"statement", "card"}]}: texts as in the record. `person`: the n-th invented resident;
/// the first `voters` of them who may vote have fetched their cards at `hour`. Throws std::runtime_error.
[[nodiscard]] boost::json::array example_rounds(registrar::Registrar& house, const boost::json::array& cards, const std::string& edition,
                                                const std::function<registrar::Person(std::size_t)>& person, std::size_t people,
                                                std::uint64_t hour);

}  // namespace radslag::registrar_program
