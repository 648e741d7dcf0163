#include "server/registrar/web/card_model.hpp"

#include <boost/json.hpp>

#include "ledger/record/values.hpp"
#include "server/registrar/web/card_state.hpp"
#include "server/registrar/web/counter_pages.hpp"

namespace radslag::registrar_web {
namespace json = boost::json;
namespace {

constexpr std::string_view errand_prefix = "card.";

void set_obstacle(const Visit& visit, json::object& model, CardObstacle obstacle) {
  const auto key = "card_obstacle." + std::string(card_obstacle_name(obstacle));
  model["has_obstacle"] = true;
  model["obstacle"] = card_obstacle_name(obstacle);
  visit.say(model, "obstacle_text", key);
  visit.say(model, "obstacle_todo", key + "_todo");
}

json::array buttons_of(const std::vector<registrar::Holding>& holdings) {
  json::array buttons;
  for (const auto& holding : holdings)
    buttons.push_back(json::object{{"urn", holding.reserve > 0 ? holding.credentials.front().urn : std::string()},
                                   {"is_late", holding.reserve > 0},
                                   {"number", holding.reserve}});
  return buttons;
}

}  // namespace

std::string card_errand(const std::string& round) { return std::string(errand_prefix) + round; }

std::string round_of_card_errand(const std::string& errand) {
  if (!errand.starts_with(errand_prefix)) return {};
  auto round = errand.substr(errand_prefix.size());
  return record::is_id(round) ? round : std::string();
}

html::Page card_model(const Visit& visit, const std::string& round, const SignInProblem& sign_in, const std::string& problem) {
  html::Page page;
  page.title = visit.text("card.title");
  page.path = card_path(round);
  auto& model = page.model;
  model["round"] = round;
  model["title"] = round_title(visit, round);
  model["back_href"] = visit.site.config.counter + round_path(round);
  model["has_obstacle"] = false;
  model["asks_sign_in"] = false;
  model["needs_code"] = false;
  model["asks_consent"] = false;
  model["has_problem"] = !problem.empty();
  model["problem_text"] = problem;
  const auto subject = card_subject(visit, round);
  if (!subject) {
    set_obstacle(visit, model, subject.error());
    return page;
  }
  model["two_halves"] = subject->round.two_halves;
  model["needs_code"] = visit.resident && visit.resident->assurance == record::Assurance::email;
  if (!visit.resident || model["needs_code"].as_bool()) {
    model["asks_sign_in"] = true;
    model["sign_in"] = sign_in_model(visit, card_errand(round), false, sign_in);
    return page;
  }
  const auto cards = cards_of(visit, *subject, visit.resident->person);
  if (!cards) {
    set_obstacle(visit, model, cards.error());
    return page;
  }
  model["asks_consent"] = true;
  model["cards"] = buttons_of(*cards);
  return page;
}

}  // namespace radslag::registrar_web
