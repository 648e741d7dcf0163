// Signing in and out, and a fresh code before an act of office.
#include <boost/json.hpp>

#include "server/html/cookies.hpp"
#include "server/html/query.hpp"
#include "server/staff/staff.hpp"
#include "server/staff/web/admission.hpp"
#include "server/staff/web/pages.hpp"

namespace radslag::staff_web {
namespace {

html::Page form_page(const StaffVisit& visit, std::string_view title, const std::string& path, std::string_view to) {
  html::Page page;
  page.title = visit.text(title);
  page.path = path;
  page.model["to"] = way_back(to);
  page.model["has_problem"] = false;
  page.model["mail"] = "";
  return page;
}

void set_problem(const StaffVisit& visit, html::Page& page, const staff::Refused& refused) {
  page.model["has_problem"] = true;
  page.model["problem_text"] = refusal_text(visit, refused);
}

}  // namespace

std::string refusal_text(const html::Visit& visit, const staff::Refused& refused) {
  return visit.text("staff_refusal." + std::string(staff::refusal_name(refused.why)), {{"seconds", refused.wait_seconds}});
}

http::Response signed_in_at(const StaffVisit& visit, const staff::SignedIn& session, const std::string& path) {
  const std::chrono::seconds browser_stays(staff::Settings{}.browser_seconds);
  const auto browser = browser_cookie(visit.staff_cookie);
  auto response = html::see_other(path);
  response.headers.emplace_back("Set-Cookie", html::set_host_cookie(visit.staff_cookie, session.token, html::SameSite::lax));
  response.headers.emplace_back("Set-Cookie", html::set_host_cookie(browser, session.browser, html::SameSite::lax, browser_stays));
  return response;
}

Result<html::Page> sign_in_page(const StaffVisit& visit) {
  const auto to = html::parameter(visit.query, "to");
  auto page = form_page(visit, "staff_page.title_sign-in", "/staff/sign-in", to);
  if (visit.staff_session) page.see_other = way_back(to);
  return page;
}

void sign_in(const StaffVisit& visit, html::Exchange&& exchange) {
  const auto& form = exchange.form;
  const auto session =
      visit.staff->sign_in(form.text("mail"), form.text("passphrase"), form.text("code"), visit.staff_token, visit.staff_browser);
  if (session) return exchange.done(signed_in_at(visit, *session, way_back(form.text("to"))));
  auto page = form_page(visit, "staff_page.title_sign-in", "/staff/sign-in", form.text("to"));
  page.model["mail"] = form.text("mail");
  set_problem(visit, page, session.error());
  exchange.show("staff/sign-in", page, 422);
}

void sign_out(const StaffVisit& visit, html::Exchange&& exchange) {
  visit.staff->sessions.end(visit.staff_token);
  auto response = html::see_other("/staff/sign-in");
  response.headers.emplace_back("Set-Cookie", html::drop_host_cookie(visit.staff_cookie));
  exchange.done(std::move(response));
}

Result<html::Page> step_up_page(const StaffVisit& visit) {
  return form_page(visit, "staff_page.title_step-up", "/staff/step-up", html::parameter(visit.query, "to"));
}

void step_up(const StaffVisit& visit, html::Exchange&& exchange) {
  const auto& form = exchange.form;
  const auto fresh = visit.staff->sessions.step_up(visit.staff_token, form.text("code"));
  if (fresh) return exchange.see_other(way_back(form.text("to")));
  auto page = form_page(visit, "staff_page.title_step-up", "/staff/step-up", form.text("to"));
  set_problem(visit, page, fresh.error());
  exchange.show("staff/step-up", page, 422);
}

}  // namespace radslag::staff_web
