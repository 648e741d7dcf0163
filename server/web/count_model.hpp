// What several pages say about a count: ties, the lot, the rule in full, what the outcome means for those who voted.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "ledger/record/state.hpp"

namespace radslag::web {

struct CountStudy;
struct Visit;

/// Adds `has_ties` and `ties` [`projects`, `decided_by`, `is_lot`, `text`]: which projects were equal, and what decided.
void add_ties(const Visit& visit, const record::RoundState& round, const record::AllocationContent& allocation, boost::json::object& model);

/// Adds `has_lot` (its definition says so), `awaits_lot`, `lot_drawn`, `lot_kept_back` (the record has no shares: as listed), of both
/// `lot_entry_href`, and of a drawn one `lot_seed` and `lot_shares` [`number`, `share`, `text`].
void add_lot(const Visit& visit, const record::RoundState& round, boost::json::object& model);

/// Adds `rule_facts` [`key`, `value`, `value_shown`, `name`, `text`]: every parameter as the record has it, and the preset that it equals.
void add_rule_in_full(const Visit& visit, const record::RoundDefinition& definition, boost::json::object& model);

/// Adds `has_figures` and `figures` [one of each urn]; `areas`, `themes` [`name`, …] with `has_areas_figures`, `has_themes_figures`; and
/// where explanations stand: `is_coming`, `is_explained`, `margins_at_endowment`, `margins_without_comparison`. `study`: may be nullptr.
void add_figures(const Visit& visit, const record::RoundState& round, const CountStudy* study, bool is_coming, boost::json::object& model);

/// The name of an urn's areas; empty for one of the whole, and where there are none.
[[nodiscard]] std::string count_name(const record::RoundDefinition& definition, std::size_t urn);

/// The keys that these and the page of a count ask for.
[[nodiscard]] std::vector<std::string> count_page_message_keys();

}  // namespace radslag::web
