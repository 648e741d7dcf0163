// The pages of the counter's staff that are not forms of acts.
#pragma once

#include <string>
#include <vector>

#include "server/desk/visit.hpp"
#include "server/html/router.hpp"

namespace radslag::desk {

/// All routes of this room: the overview, acts waiting for seals, inboxes, the forms of acts.
void add_routes(std::vector<html::Route>& routes);
[[nodiscard]] std::vector<std::string> message_keys();

// --- acts_pages.cpp ---
[[nodiscard]] Result<Page> acts_page(const Visit& visit);
[[nodiscard]] Result<Page> act_page(const Visit& visit);
/// Where a fresh code was asked for on the way to handing an act in, or dropping it: its page, with the buttons once more.
[[nodiscard]] Result<Page> back_to_act(const Visit& visit);
[[nodiscard]] Result<http::Response> act_file(const Visit& visit);  ///< the draft, to be sealed with radslag-trustee
void add_seals(const Visit& visit, html::Exchange&& exchange);
void hand_in(const Visit& visit, html::Exchange&& exchange);
void drop(const Visit& visit, html::Exchange&& exchange);

// --- initiative_pages.cpp ---
[[nodiscard]] Result<Page> initiatives_page(const Visit& visit);
[[nodiscard]] Result<Page> initiative_page(const Visit& visit);

// --- list_pages.cpp ---
[[nodiscard]] Result<Page> dialogues_page(const Visit& visit);
[[nodiscard]] Result<Page> offices_page(const Visit& visit);

// --- project_pages.cpp ---
[[nodiscard]] Result<Page> calls_page(const Visit& visit);
[[nodiscard]] Result<Page> call_page(const Visit& visit);
[[nodiscard]] Result<Page> proposal_page(const Visit& visit);
/// How many wait for an assessment that whoever is signed in may make.
[[nodiscard]] std::int64_t proposals_waiting(const Visit& visit);

// --- round_pages.cpp ---
[[nodiscard]] Result<Page> rounds_page(const Visit& visit);
[[nodiscard]] Result<Page> round_page(const Visit& visit);

// --- overview_page.cpp ---
[[nodiscard]] Result<Page> overview_page(const Visit& visit);

}  // namespace radslag::desk
