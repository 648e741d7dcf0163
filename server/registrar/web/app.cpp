#include "server/registrar/web/app.hpp"

#include <boost/json.hpp>

#include "server/html/cookies.hpp"
#include "server/registrar/follow/follower.hpp"
#include "server/registrar/registrar.hpp"
#include "server/registrar/web/mail_rate.hpp"
#include "server/registrar/web/message_keys.hpp"
#include "server/registrar/web/pages.hpp"
#include "server/registrar/web/visit.hpp"
#include "server/staff/staff.hpp"
#include "server/staff/web/admission.hpp"

namespace radslag::registrar_web {
namespace {

std::vector<staff_web::BoardName> boards_of(const staff_web::StaffVisit& visit) {
  std::vector<staff_web::BoardName> boards;
  for (const auto& [id, board] : static_cast<const Visit&>(visit).town->boards) boards.push_back({id, board.name});
  return boards;
}

/// Who is signed in. A stale or foreign token is nobody's.
void recognise_resident(Visit& visit, const http::Request& request) {
  if (staff_web::is_staff_path(visit.path)) return;
  auto token = html::cookie_value(request.cookie, resident_cookie);
  if (!token) return;
  visit.resident = visit.site.house.sessions.find(*token, visit.now);
  if (!visit.resident) return;
  visit.token = std::move(*token);
  visit.session_secret = visit.token;
}

Site with_limits(Site site, MailRate& confirmations) {
  site.confirmations = &confirmations;
  return site;
}

}  // namespace

std::string Site::address(const std::string& path) const { return config.html.origins.own.front() + path; }

App::App(Site site)
    : Front(site.config.html, all_routes(site.config), message_keys()),
      confirmations_(std::make_unique<MailRate>()),
      site_(with_limits(std::move(site), *confirmations_)) {}

App::~App() = default;

std::shared_ptr<const html::Visit> App::visit(html::Visit&& base, const http::Request& request) const {
  auto visit = std::make_shared<Visit>(std::move(base), site_);
  visit->town = site_.follower.town();
  visit->now = site_.now();
  visit->staff_boards = boards_of;
  staff_web::recognise(*visit, request, site_.staff, staff_cookie);
  recognise_resident(*visit, request);
  return visit;
}

std::optional<http::Response> App::admit(const html::Visit& visit, const html::Route& route) const {
  return staff_web::admit(*this, static_cast<const Visit&>(visit), route);
}

void App::complete_frame(const html::Visit& base, std::string_view section, boost::json::object& frame) const {
  const auto& visit = static_cast<const Visit&>(base);
  frame["town"] = visit.town->name.empty() ? "Rådslag" : visit.town->name;
  frame["demo"] = site_.config.demo || visit.town->demo;
  frame["counter_href"] = site_.config.counter + "/";
  frame["signed_in"] = visit.resident.has_value();
  frame["staff_signed_in"] = visit.staff_session.has_value();
  boost::json::object nav;
  for (const std::string_view name : {"home", "participation", "staff", "accessibility"})
    nav[boost::json::string_view(name.data(), name.size())] = name == section;
  frame["nav"] = std::move(nav);
}

}  // namespace radslag::registrar_web
