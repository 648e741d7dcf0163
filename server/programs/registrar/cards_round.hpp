// The round that a command about cards names.
#pragma once

#include <string>

#include "server/programs/exit.hpp"
#include "server/registrar/cards/cards.hpp"

namespace radslag::registrar_program {

/// Throws Stop where it has no electorate.
inline registrar::CardRound card_round(registrar::Registrar& house, const std::string& id) {
  auto round = registrar::Cards(house).rounds.find(id);
  if (!round)
    throw programs::Stop(programs::Exit::no_input,
                         "There is no electorate of a round \"" + id + "\": radslag-registrar cards make makes one.");
  return std::move(*round);
}

/// Throws Stop where nothing of it came by letter.
inline registrar::CardRound round_with_halves(registrar::Registrar& house, const std::string& id) {
  auto round = card_round(house, id);
  if (!round.two_halves)
    throw programs::Stop(programs::Exit::data,
                         "The cards of " + id + " are whole: nothing of them comes by letter (cards make --two-halves).");
  return round;
}

}  // namespace radslag::registrar_program
