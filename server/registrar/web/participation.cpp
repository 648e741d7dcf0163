#include <boost/json.hpp>

#include "ledger/record/entry.hpp"
#include "server/registrar/cards/cards.hpp"
#include "server/registrar/registrar.hpp"
#include "server/registrar/web/card_state.hpp"
#include "server/registrar/web/counter_pages.hpp"
#include "server/registrar/web/errand.hpp"
#include "server/registrar/web/pages.hpp"
#include "server/registrar/web/participation_model.hpp"

namespace radslag::registrar_web {
namespace json = boost::json;
namespace {

using record::InitiativePhase;
using registrar::Purpose;

struct Known {
  std::string title, path;
};

Known known(const registrar::Town& town, const std::string& matter) {
  if (const auto* initiative = town.initiative(matter))
    return {initiative->content ? initiative->content->title : std::string(), initiative_path(matter)};
  if (const auto* call = town.call(matter)) return {call->content ? call->content->title : std::string(), call_path(matter)};
  return {};
}

/// Whether the record would take a withdrawal, of a text that can be shown without its link.
bool may_withdraw(const registrar::Town& town, const registrar::Part& part) {
  const auto* initiative = town.initiative(part.matter);
  if (!initiative || !initiative->content || (part.purpose != Purpose::sign && part.purpose != Purpose::raise)) return false;
  return initiative->phase == InitiativePhase::open || initiative->phase == InitiativePhase::handed_over;
}

json::object row_of(const Visit& visit, const registrar::Part& part) {
  const auto what = known(*visit.town, part.matter);
  json::object row;
  row["matter"] = part.matter;
  row["purpose"] = registrar::word(part.purpose);
  row["hour"] = part.hour;
  visit.say(row, "purpose_text", "purpose." + std::string(registrar::word(part.purpose)));
  visit.say_hour(row, "hour_text", part.hour);
  row["has_title"] = !what.title.empty();
  row["title"] = what.title;
  row["has_href"] = !what.path.empty();
  row["href"] = visit.site.config.counter + what.path;
  const bool withdraws = may_withdraw(*visit.town, part);
  row["may_withdraw"] = withdraws;
  row["withdraw_href"] = withdraws ? errand_of_link("withdraw", part.matter).value().path() : std::string();
  return row;
}

/// A voting card: that it was fetched, each time; never what was done with it.
json::object row_of(const Visit& visit, const registrar::CardFetch& fetch) {
  json::object row;
  row["matter"] = fetch.round;
  row["purpose"] = "card";
  row["hour"] = fetch.hour;
  visit.say(row, "purpose_text", "purpose.card");
  visit.say_hour(row, "hour_text", fetch.hour);
  row["has_title"] = true;
  row["title"] = round_title(visit, fetch.round);
  row["has_href"] = true;
  row["href"] = visit.site.config.counter + round_path(fetch.round);
  row["may_withdraw"] = false;
  row["withdraw_href"] = "";
  return row;
}

}  // namespace

html::Page participation_model(const Visit& visit, const ContactInput& input) {
  auto& house = visit.site.house;
  html::Page page;
  page.title = visit.text("participation.title");
  page.path = "/participation";
  json::array parts;
  if (visit.site.cards)
    for (const auto& fetch : visit.site.cards->hand_outs.fetches(visit.resident->person)) parts.push_back(row_of(visit, fetch));
  for (const auto& part : house.participation.of(visit.resident->person)) parts.push_back(row_of(visit, part));
  page.model["has_parts"] = !parts.empty();
  page.model["parts"] = std::move(parts);
  const auto contact = house.contacts.of(visit.resident->person);
  page.model["has_contact"] = contact.has_value();
  page.model["contact"] = contact ? contact->address : std::string();
  page.model["contact_confirmed"] = contact && contact->confirmed;
  page.model["address"] = input.address;
  page.model["has_address_problem"] = !input.problem.empty();
  page.model["address_problem"] = input.problem;
  page.model["by_code"] = visit.resident->assurance != record::Assurance::email;
  return page;
}

Result<html::Page> participation_page(const Visit& visit) {
  if (visit.resident) return participation_model(visit);
  if (!visit.html) return refuse(Errc::not_authorised, "sign in first");
  html::Page page;
  page.see_other = "/sign-in";
  return page;
}

}  // namespace radslag::registrar_web
