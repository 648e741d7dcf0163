// What pages say of a round with secret ballots, and what the voting page's script needs for one.
#pragma once

#include <boost/json/fwd.hpp>

#include "ledger/record/state.hpp"

namespace radslag::web {

struct Visit;

[[nodiscard]] bool is_secret(const record::RoundState& round);
/// Each once, though they may have voted in an urn of their area and in that of the whole municipality.
[[nodiscard]] std::uint64_t people_who_voted(const record::RoundState& round);
/// Names of an urn's areas, as the definition calls them; empty for that of the whole municipality.
[[nodiscard]] std::string urn_name(const record::RoundDefinition& definition, const record::UrnDefinition& urn);
/// `ballot`'s members for the voting page: urns, halves, where voting cards are; and the choice of a home beside it, where there are areas.
void add_secret_ballot(const Visit& visit, const record::RoundState& round, boost::json::object& model, boost::json::object& ballot);
/// Who counts, and how far they have come: for the round's own page.
void add_secrecy(const Visit& visit, const record::RoundState& round, boost::json::object& model);

/// What came out of each urn: for the result's page, once it is counted.
void add_urn_counts(const Visit& visit, const record::RoundState& round, boost::json::object& model);

}  // namespace radslag::web
