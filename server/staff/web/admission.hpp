// The staff's pages that both sites have, and the door to all of the staff's pages.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/html/front.hpp"
#include "server/staff/web/staff_visit.hpp"

namespace radslag::staff_web {

/// Of a route that any signed-in account may take. Other needs are an action's name (staff/permissions.hpp), or nothing.
inline constexpr std::string_view signed_in = "staff";

/// Nothing where the visitor may take the route. Otherwise the way to sign in, or to a fresh code where the action needs one (and back to
/// the route's path then), or a refusal. A need that is no action's name is nobody's. For which board is the page's own question.
[[nodiscard]] std::optional<http::Response> admit(const html::Front& front, const StaffVisit& visit, const html::Route& route);

/// /staff/sign-in, /staff/sign-out, /staff/step-up, /staff/invitation/{token}, /staff/accounts, /staff/accounts/{account}, /staff/log.
/// The page /staff itself is the site's own.
void add_routes(std::vector<html::Route>& routes);

/// What these pages ask the catalogues for by name.
[[nodiscard]] std::vector<std::string> message_keys();

/// A path of the staff's pages as somebody gave it to come back to; /staff for anything else.
[[nodiscard]] std::string way_back(std::string_view to);

}  // namespace radslag::staff_web
