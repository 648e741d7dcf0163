// A visit of a site that has staff: both sites' visits are made from this one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/html/visit.hpp"
#include "server/http/message.hpp"
#include "server/staff/sessions.hpp"

namespace radslag::staff {
class Staff;
}

namespace radslag::staff_web {

struct BoardName {
  std::string id, name;
};

struct StaffVisit : html::Visit {
  explicit StaffVisit(html::Visit&& base) : html::Visit(std::move(base)) {}

  staff::Staff* staff = nullptr;
  std::string_view staff_cookie;
  std::string staff_token;                      ///< of the cookie; empty outside the staff's pages
  std::string staff_browser;                    ///< that tells a browser that has signed in before from a stranger's; likewise
  std::optional<staff::Session> staff_session;  ///< who is signed in, on the staff's pages
  /// The boards that roles are given for; set by the site.
  std::vector<BoardName> (*staff_boards)(const StaffVisit& visit) = nullptr;
};

/// Whether the path is one of the staff's pages: /staff, and all below it.
[[nodiscard]] bool is_staff_path(std::string_view path);

/// The name of the cookie that stays in a browser when the session's has gone.
[[nodiscard]] std::string browser_cookie(std::string_view cookie);

/// Finds out who is signed in, where the path is one of the staff's pages; the session's forms get its secret. `cookie` begins with
/// "__Host-" and is the site's own: on one machine the sites share their cookies.
void recognise(StaffVisit& visit, const http::Request& request, staff::Staff& staff, std::string_view cookie);

}  // namespace radslag::staff_web
