#include "server/programs/registrar/example_cards.hpp"

#include <boost/json.hpp>
#include <stdexcept>
#include <thread>

#include "crypto/group/group.hpp"
#include "server/registrar/cards/cards.hpp"
#include "server/registrar/cards/electorate.hpp"

namespace radslag::registrar_program {
namespace {

namespace json = boost::json;

std::string text(const json::object& object, const char* name) { return std::string(object.at(name).as_string()); }
std::uint64_t number(const json::value& value) { return value.to_number<std::uint64_t>(); }

registrar::UrnPlan plan_of(const json::array& urns) {
  registrar::UrnPlan plan;
  for (const auto& item : urns) {
    const auto& object = item.as_object();
    registrar::Urn urn{text(object, "id"), number(object.at("envelope")), {}};
    for (const auto& area : object.at("areas").as_array()) urn.areas.emplace_back(area.as_string());
    plan.push_back(std::move(urn));
  }
  return plan;
}

registrar::ElectorateOptions options_of(const registrar::Registrar& house, const json::object& x, const std::string& edition,
                                        std::uint64_t hour) {
  registrar::ElectorateOptions options;
  options.round = text(x, "round");
  options.round_origin = registrar::round_origin(house.town_origin(), options.round);
  options.edition = edition;
  options.group = group::group_named(text(x, "group"));
  if (!options.group) throw std::runtime_error("the example names no group of ours");
  options.plan = plan_of(x.at("urns").as_array());
  options.reserve = number(x.at("reserve"));
  options.paper = number(x.at("paper"));
  options.hour = hour;
  options.threads = std::max(1U, std::thread::hardware_concurrency());
  return options;
}

}  // namespace

json::array example_rounds(registrar::Registrar& house, const json::array& cards, const std::string& edition,
                           const std::function<registrar::Person(std::size_t)>& person, std::size_t people, std::uint64_t hour) {
  json::array rounds;
  registrar::Cards books(house);
  for (const auto& item : cards) {
    const auto& x = item.as_object();
    std::string electorate;
    const registrar::ElectorateSinks sinks{[&](std::string_view bytes) { electorate += bytes; }, [](const registrar::LetterHalf&) {}, [] {},
                                           [](std::uint64_t, std::uint64_t) { return true; }};
    const auto made = registrar::make_electorate(house, options_of(house, x, edition, hour), sinks);
    if (!made) throw std::runtime_error(made.error().detail);
    json::array hand_outs;
    for (std::size_t n = 0; n < people && hand_outs.size() < number(x.at("voters")); ++n) {
      const auto holdings = books.holders.of(made->round, person(n));
      if (holdings.empty()) continue;
      const auto& card = holdings.front().card;
      const auto out = books.hand_outs.begin(made->round, card, person(n), hour);
      books.hand_outs.set_taken(made->round.id, out.commitment);
      hand_outs.push_back(json::object{{"statement", out.statement}, {"card", card.text()}});
    }
    registrar::UrnPlan plan;
    for (const auto& urn : made->round.urns) plan.push_back(urn.urn);
    rounds.push_back(json::object{{"round", made->round.id},
                                  {"electorate", electorate},
                                  {"urns", "radslag/v1/urns\n" + registrar::urn_lines(plan)},
                                  {"hand_outs", std::move(hand_outs)}});
  }
  return rounds;
}

}  // namespace radslag::registrar_program
