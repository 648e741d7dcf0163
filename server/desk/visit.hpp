// One request for a page of the counter's staff.
#pragma once

#include <memory>
#include <string>

#include "ledger/record/state.hpp"
#include "server/html/exchange.hpp"
#include "server/service/desk.hpp"
#include "server/service/service.hpp"
#include "server/staff/permissions.hpp"
#include "server/staff/web/staff_visit.hpp"

namespace radslag::desk {

using html::Page;

struct Visit : staff_web::StaffVisit {
  explicit Visit(html::Visit&& base, service::Service& its_service) : StaffVisit(std::move(base)), service(its_service) {}

  service::Service& service;
  service::Desk* desk = nullptr;  ///< nullptr where the site has no staff pages: their routes are not there then
  std::shared_ptr<const record::State> state;
  const std::vector<record::RoundOpened::Page>* ballot_page = nullptr;  ///< the files that voters' browsers run

  /// Who is signed in. Only on pages whose route needs a right.
  [[nodiscard]] const staff::Account& account() const { return staff_session->account; }
};

/// Nothing, or not_authorised: the account has no role for this board.
[[nodiscard]] Result<> require(const Visit& visit, staff::Action action, std::string_view board);

}  // namespace radslag::desk
