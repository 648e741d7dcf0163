#include "server/staff/web/admission.hpp"

#include <algorithm>

#include "server/html/problem.hpp"
#include "server/staff/staff.hpp"

namespace radslag::staff_web {
namespace {

std::optional<staff::Action> action_named(std::string_view name) {
  const auto actions = staff::all_actions();
  const auto found = std::find_if(actions.begin(), actions.end(), [&](staff::Action action) { return staff::action_name(action) == name; });
  return found == actions.end() ? std::nullopt : std::optional(*found);
}

http::Response refusal(const html::Front& front, const html::Visit& visit, int status, const std::string& name) {
  const html::Problem problem{status, name, {}};
  return visit.html ? front.problem_page(visit, problem) : html::problem_json(problem, visit.messages, visit.language);
}

}  // namespace

std::string way_back(std::string_view to) {
  const bool plain =
      to.size() <= 300 && is_staff_path(to) && to.find("//") == std::string_view::npos && to.find("..") == std::string_view::npos &&
      std::all_of(to.begin(), to.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || std::string_view("/-_.").find(c) != std::string_view::npos;
      });
  return plain ? std::string(to) : "/staff";
}

std::optional<http::Response> admit(const html::Front& front, const StaffVisit& visit, const html::Route& route) {
  if (route.needs.empty()) return std::nullopt;
  const std::string back = "?to=" + html::percent_encode(way_back(visit.path));
  if (!visit.staff_session) return visit.html ? html::see_other("/staff/sign-in" + back) : refusal(front, visit, 403, "not-allowed");
  if (route.needs == signed_in) return std::nullopt;
  const auto action = action_named(route.needs);
  if (!action || !staff::may_somewhere(visit.staff_session->account, *action)) return refusal(front, visit, 403, "not-allowed");
  if (!staff::needs_step_up(*action) || visit.staff_session->stepped_up) return std::nullopt;
  return visit.html ? html::see_other("/staff/step-up" + back) : refusal(front, visit, 403, "not-allowed");
}

}  // namespace radslag::staff_web
