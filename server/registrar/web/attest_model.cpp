#include "server/registrar/web/attest_model.hpp"

#include <boost/json.hpp>

#include "server/registrar/registrar.hpp"
#include "server/registrar/web/counter_pages.hpp"

namespace radslag::registrar_web {
namespace json = boost::json;
namespace {

using registrar::Purpose;

std::string way_back(const Visit& visit, const Errand& errand) {
  const auto& counter = visit.site.config.counter;
  if (errand.purpose == Purpose::propose) return counter + call_path(errand.call);
  return errand.purpose == Purpose::raise || errand.has_text() ? counter + "/" : counter + initiative_path(errand.matter);
}

void set_obstacle(const Visit& visit, html::Page& page, Obstacle obstacle) {
  const auto name = std::string(obstacle_name(obstacle));
  page.title = visit.text("obstacle." + name);
  page.model["has_obstacle"] = true;
  page.model["obstacle"] = name;
  page.model["obstacle_text"] = page.title;
  page.model["obstacle_todo"] = visit.text("obstacle." + name + "_todo");
}

void describe(const Visit& visit, const Subject& subject, json::object& model) {
  model["title"] = subject.title;
  visit.say_markdown(model, "text", subject.text);
  model["has_board"] = !subject.board_name.empty();
  model["board"] = subject.board_name;
  model["has_call"] = !subject.call_title.empty();
  model["call"] = subject.call_title;
  model["has_area"] = !subject.area_name.empty();
  model["area"] = subject.area_name;
  model["has_estimate"] = subject.estimate > 0;
  visit.say_money(model, "estimate_text", subject.estimate, subject.currency.empty() ? "SEK" : subject.currency);
  model["has_closes"] = subject.closes > 0;
  visit.say(model, "closes_text", "attest.closes_text", {{"when", html::Hour{subject.closes}}});
}

/// What the record would say of this person, and nothing else.
void describe_person(const Visit& visit, const Eligibility& eligibility, json::object& model) {
  const bool by_mail = visit.resident->assurance == record::Assurance::email;
  model["assurance"] = record::word(visit.resident->assurance);
  visit.say(model, "assurance_text", by_mail ? "attest.assurance_email" : "attest.assurance_code");
  visit.say(model, "living_text", eligibility.area_name.empty() ? "attest.area_not_shown" : "attest.area_shown",
            {{"area", eligibility.area_name}});
}

void set_consent(const Visit& visit, const Errand& errand, const Subject& subject, const ConsentInput& input, json::object& model) {
  const auto eligibility = eligibility_of(visit, errand, subject);
  model["may_consent"] = !eligibility.needs_code && !eligibility.not_on_roll;
  model["needs_code"] = eligibility.needs_code;
  model["not_on_roll"] = eligibility.not_on_roll;
  model["asked_before"] = eligibility.asked_before;
  describe_person(visit, eligibility, model);
  model["may_show_name"] = errand.purpose == Purpose::sign;
  model["may_follow"] = errand.purpose != Purpose::withdraw;
  const auto contact = visit.site.house.contacts.of(visit.resident->person);
  model["has_contact"] = contact.has_value();
  model["contact"] = contact ? contact->address : std::string();
  model["name"] = input.name;
  model["address"] = input.address;
  model["mail_ticked"] = input.mail;
  model["has_name_problem"] = !input.name_problem.empty();
  model["name_problem"] = input.name_problem;
  model["has_address_problem"] = !input.address_problem.empty();
  model["address_problem"] = input.address_problem;
  model["has_problem"] = !input.problem.empty();
  model["problem"] = input.problem;
}

}  // namespace

html::Page attest_model(const Visit& visit, const Errand& errand, const SignInProblem& sign_in, const ConsentInput& input) {
  html::Page page;
  page.path = errand.path();
  auto& model = page.model;
  model["href"] = page.path;
  model["purpose"] = registrar::word(errand.purpose);
  for (const auto purpose : registrar::words(Purpose{})) model["is_" + std::string(purpose)] = purpose == registrar::word(errand.purpose);
  model["back_href"] = way_back(visit, errand);
  model["has_obstacle"] = false;
  model["has_subject"] = false;
  model["asks_sign_in"] = false;
  model["asks_consent"] = false;
  const auto subject = subject_of(visit, errand);
  if (!subject) {
    set_obstacle(visit, page, subject.error());
    return page;
  }
  page.title = visit.text("attest.title_" + std::string(registrar::word(errand.purpose)), {{"title", subject->title}});
  model["has_subject"] = true;
  describe(visit, *subject, model);
  if (visit.resident) {
    model["asks_consent"] = true;
    set_consent(visit, errand, *subject, input, model);
    if (model["needs_code"].as_bool()) model["sign_in"] = sign_in_model(visit, errand.name, false, sign_in);
  } else {
    model["asks_sign_in"] = true;
    model["sign_in"] = sign_in_model(visit, errand.name, subject->by_mail, sign_in);
  }
  return page;
}

}  // namespace radslag::registrar_web
