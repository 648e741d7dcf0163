// One request, as the registrar's page functions see it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "server/registrar/follow/town.hpp"
#include "server/registrar/sessions.hpp"
#include "server/registrar/web/config.hpp"
#include "server/registrar/web/site.hpp"
#include "server/staff/web/staff_visit.hpp"

namespace radslag::registrar_web {

inline constexpr std::string_view resident_cookie = "__Host-registrar";
inline constexpr std::string_view staff_cookie = "__Host-registrar-staff";

struct Visit : staff_web::StaffVisit {
  Visit(html::Visit&& base, const Site& of) : StaffVisit(std::move(base)), site(of) {}

  const Site& site;
  std::shared_ptr<const registrar::Town> town;  ///< never nullptr
  std::uint64_t now = 0;                        ///< unix time in seconds
  std::string token;                            ///< of the resident's cookie; empty on the staff's pages
  std::optional<registrar::Resident> resident;  ///< who is signed in, outside the staff's pages

  [[nodiscard]] std::uint64_t hour() const { return now / 3'600; }
};

}  // namespace radslag::registrar_web
