// The pages' functions, for the table of routes.
#pragma once

#include "ledger/result.hpp"
#include "server/html/exchange.hpp"
#include "server/staff/sessions.hpp"
#include "server/staff/web/staff_visit.hpp"

namespace radslag::staff_web {

[[nodiscard]] Result<html::Page> sign_in_page(const StaffVisit& visit);
void sign_in(const StaffVisit& visit, html::Exchange&& exchange);
void sign_out(const StaffVisit& visit, html::Exchange&& exchange);
[[nodiscard]] Result<html::Page> step_up_page(const StaffVisit& visit);
void step_up(const StaffVisit& visit, html::Exchange&& exchange);

[[nodiscard]] Result<html::Page> invitation_page(const StaffVisit& visit);
void accept_invitation(const StaffVisit& visit, html::Exchange&& exchange);

[[nodiscard]] Result<html::Page> accounts_page(const StaffVisit& visit);
void invite(const StaffVisit& visit, html::Exchange&& exchange);
[[nodiscard]] Result<html::Page> account_page(const StaffVisit& visit);
void change_account(const StaffVisit& visit, html::Exchange&& exchange);

[[nodiscard]] Result<html::Page> log_page(const StaffVisit& visit);

/// What a refusal says to a person.
[[nodiscard]] std::string refusal_text(const html::Visit& visit, const staff::Refused& refused);
/// The response with the cookies of session and browser set, and the way on.
[[nodiscard]] http::Response signed_in_at(const StaffVisit& visit, const staff::SignedIn& session, const std::string& path);

}  // namespace radslag::staff_web
