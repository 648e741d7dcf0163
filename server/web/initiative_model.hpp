// What several pages say about an initiative.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "ledger/record/state.hpp"
#include "server/service/initiative_list.hpp"

namespace radslag::web {

struct Visit;

[[nodiscard]] std::string initiative_href(std::string_view id);
/// Its own where everyone may read it; otherwise one that names its id.
[[nodiscard]] std::string initiative_title(const Visit& visit, const record::InitiativeState& initiative);
/// The newest name that the board goes by.
[[nodiscard]] std::string board_name(const record::State& state, const std::string& board);
/// Of the area that it is about, by the edition that it was raised on; empty for the whole municipality.
[[nodiscard]] std::string area_name(const record::State& state, const std::string& edition, const std::string& area);

/// How many signatures it asks for: as it was opened with, or as the board's rule stands now.
[[nodiscard]] std::uint64_t threshold_now(const record::State& state, const record::InitiativeState& initiative);
/// The count; zeros where there is none.
[[nodiscard]] record::SignatureCount count_of(const service::SignatureCounts& counts, const std::string& initiative);

/// In a list, and at the top of its page: names, phase, count, threshold, the next real consequence in words.
[[nodiscard]] boost::json::object initiative_row(const Visit& visit, const record::InitiativeState& initiative,
                                                 const record::SignatureCount& count);

/// Where residents sign in: "https://rostlangd.example.se"; empty as long as no registrar has been announced.
[[nodiscard]] std::string registrar_site(const record::State& state);

/// One of several things to choose from.
[[nodiscard]] boost::json::object choice(std::string_view id, std::string name, std::string_view selected);
/// The boards, by name; the areas of the newest roll, in its order.
[[nodiscard]] boost::json::array board_choices(const Visit& visit, std::string_view selected);
[[nodiscard]] boost::json::array area_choices(const Visit& visit, std::string_view selected);

}  // namespace radslag::web
