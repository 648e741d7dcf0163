// A code at a service point, for somebody whose letter was lost or who gets none: an officer has seen who it is.
#include <boost/json.hpp>

#include "server/registrar/keys.hpp"
#include "server/registrar/registrar.hpp"
#include "server/registrar/web/pages.hpp"
#include "server/staff/staff.hpp"

namespace radslag::registrar_web {
namespace json = boost::json;
namespace {

using staff::Action;
using staff::Ended;

html::Page codes_model(const Visit& visit, const std::string& problem = {}) {
  html::Page page;
  page.title = visit.text("staff_code.title");
  page.path = "/staff/codes";
  json::array editions;
  for (const auto& edition : visit.site.house.rolls.all())
    if (edition.phase == registrar::EditionPhase::frozen)
      editions.push_back(
          {{"id", edition.id}, {"drawn", registrar::day_text(edition.drawn)}, {"selected", edition.id == visit.town->newest_edition}});
  page.model["has_editions"] = !editions.empty();
  page.model["editions"] = std::move(editions);
  page.model["has_code"] = false;
  page.model["has_problem"] = !problem.empty();
  page.model["problem_text"] = problem;
  return page;
}

/// The code, or what is said instead.
tl::expected<std::string, std::string> issue(const Visit& visit, const html::Form& form) {
  auto& house = visit.site.house;
  if (!form.has("checked")) return tl::make_unexpected(visit.text("staff_code.check_first"));
  const auto number = registrar::PersonalNumber::parse(form.text("number"), registrar::day_of(visit.now));
  if (!number) return tl::make_unexpected(visit.text("number_fault." + std::string(registrar::fault_name(number.error()))));
  const auto person = house.rolls.on_roll(form.text("edition"), registrar::person_of(house.keys().roll(), *number));
  if (!person) return tl::make_unexpected(visit.text("staff_code.not_on_roll"));
  const auto code = house.codes.issue(form.text("edition"), *person);
  if (!code) return tl::make_unexpected(visit.text("staff_code.not_on_roll"));
  return registrar::print_letter_code(*code);
}

}  // namespace

Result<html::Page> codes_page(const Visit& visit) { return codes_model(visit); }

void issue_code(const Visit& visit, html::Exchange&& exchange) {
  const auto code = issue(visit, exchange.form);
  // The log says that a code was handed out, never to whom.
  visit.staff->log.append(visit.staff_session->account.id, Action::manage_codes, "", code ? Ended::done : Ended::refused);
  if (!code) return exchange.show("registrar/codes", codes_model(visit, code.error()), 422);
  auto page = codes_model(visit);
  page.model["has_code"] = true;
  page.model["code"] = *code;
  exchange.show("registrar/codes", page);
}

}  // namespace radslag::registrar_web
