// The service point's page: may this person vote? The officer sees that and nothing else, and accepts an envelope.
#include <boost/json.hpp>

#include "server/registrar/web/card_state.hpp"
#include "server/registrar/web/pages.hpp"
#include "server/registrar/web/staff_person.hpp"
#include "server/staff/staff.hpp"

namespace radslag::registrar_web {
namespace {

using registrar::Stop;
using staff::Action;
using staff::Ended;

/// Empty, with an obstacle where there is one for everybody.
html::Page kiosk_model(const Visit& visit, const std::string& round, const tl::expected<CardSubject, CardObstacle>& subject) {
  html::Page page;
  page.title = visit.text("kiosk.title");
  page.path = "/staff/kiosk/" + round;
  auto& model = page.model;
  model["href"] = page.path;
  model["title"] = round_title(visit, round);
  model["has_obstacle"] = !subject;
  if (!subject) visit.say(model, "obstacle_text", "card_obstacle." + std::string(card_obstacle_name(subject.error())));
  for (const auto* name : {"has_state", "may_vote", "has_voted", "may_not", "is_accepted", "has_problem"}) model[name] = false;
  return page;
}

void set_problem(html::Page& page, const std::string& problem) {
  page.model["has_problem"] = true;
  page.model["problem_text"] = problem;
}

void set_state(const Visit& visit, html::Page& page, VoterState state, const std::string& who) {
  page.model["has_state"] = true;
  page.model["may_vote"] = state == VoterState::may_vote;
  page.model["has_voted"] = state == VoterState::has_voted;
  page.model["may_not"] = state == VoterState::may_not;
  visit.say(page.model, "state_text", "kiosk." + std::string(voter_state_name(state)));
  page.model["who"] = who;
}

}  // namespace

Result<html::Page> kiosk_page(const Visit& visit) {
  const auto& round = visit.args.front();
  if (!visit.site.cards || !visit.site.cards->rounds.find(round)) return refuse(Errc::not_found, "no such round");
  return kiosk_model(visit, round, card_subject(visit, round));
}

void look_at_voter(const Visit& visit, html::Exchange&& exchange) {
  const auto& round = visit.args.front();
  const auto subject = card_subject(visit, round);
  auto page = kiosk_model(visit, round, subject);
  if (!subject) return exchange.show("registrar/kiosk", page, 409);
  const auto& who = exchange.form.text("who");
  const auto person = person_typed(visit, who);
  if (!person) {
    set_problem(page, person.error());
    return exchange.show("registrar/kiosk", page, 422);
  }
  set_state(visit, page, voter_state(visit, *subject, *person), who);
  exchange.show("registrar/kiosk", page);
}

void accept_envelope(const Visit& visit, html::Exchange&& exchange) {
  const auto& round = visit.args.front();
  const auto subject = card_subject(visit, round);
  auto page = kiosk_model(visit, round, subject);
  if (!subject) return exchange.show("registrar/kiosk", page, 409);
  const auto& who = exchange.form.text("who");
  const auto person =
      exchange.form.has("checked") ? person_typed(visit, who) : PersonOrProblem(tl::make_unexpected(visit.text("staff_code.check_first")));
  if (!person) {
    set_problem(page, person.error());
    return exchange.show("registrar/kiosk", page, 422);
  }
  const auto state = voter_state(visit, *subject, *person);
  const auto& account = visit.staff_session->account.id;
  auto& cards = *visit.site.cards;
  const auto stop = state != VoterState::may_vote
                        ? Result<Stop>(refuse(Errc::duplicate, "may not vote, or has voted"))
                        : cards.stops.prepare(round, cards.holders.owner(subject->round, *person), Stop::Why::envelope,
                                              credentials_of(cards.holders.of(subject->round, *person)), account, visit.hour());
  visit.staff->log.append(account, Action::accept_envelope, "round/" + round, stop ? Ended::done : Ended::refused);
  if (!stop) {
    set_state(visit, page, voter_state(visit, *subject, *person), who);
    return exchange.show("registrar/kiosk", page, 409);
  }
  page.model["is_accepted"] = true;
  page.model["number"] = stop->number;
  exchange.show("registrar/kiosk", page);
}

}  // namespace radslag::registrar_web
