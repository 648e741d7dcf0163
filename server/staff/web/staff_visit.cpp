#include "server/staff/web/staff_visit.hpp"

#include "server/html/cookies.hpp"
#include "server/staff/staff.hpp"

namespace radslag::staff_web {

bool is_staff_path(std::string_view path) { return path == "/staff" || path.starts_with("/staff/") || path.starts_with("/staff."); }

std::string browser_cookie(std::string_view cookie) { return std::string(cookie) + "-browser"; }

void recognise(StaffVisit& visit, const http::Request& request, staff::Staff& staff, std::string_view cookie) {
  visit.staff = &staff;
  visit.staff_cookie = cookie;
  if (!is_staff_path(visit.path)) return;
  visit.staff_browser = html::cookie_value(request.cookie, browser_cookie(cookie)).value_or(std::string());
  auto token = html::cookie_value(request.cookie, cookie);
  if (!token) return;
  visit.staff_session = staff.sessions.find(*token);
  visit.staff_token = std::move(*token);
  if (visit.staff_session) visit.session_secret = visit.staff_session->id;
}

}  // namespace radslag::staff_web
