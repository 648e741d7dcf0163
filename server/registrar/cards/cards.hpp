// Everything about voting cards that the registrar's site and its command lines use.
#pragma once

#include "server/registrar/cards/card_rounds.hpp"
#include "server/registrar/cards/hand_outs.hpp"
#include "server/registrar/cards/holders.hpp"
#include "server/registrar/cards/stops.hpp"
#include "server/registrar/registrar.hpp"

namespace radslag::registrar {

struct Cards {
  /// `house` must outlive it.
  explicit Cards(Registrar& house)
      : rounds(house.database()),
        holders(house.database(), house.keys(), house.rolls),
        hand_outs(house.database(), house.keys()),
        stops(house.database()) {}

  CardRounds rounds;
  CardHolders holders;
  HandOuts hand_outs;
  CardStops stops;
};

}  // namespace radslag::registrar
