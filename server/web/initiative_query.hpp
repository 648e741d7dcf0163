// What an address asks for of the list of initiatives.
#pragma once

#include "ledger/record/state.hpp"
#include "server/service/initiative_list.hpp"

namespace radslag::web {

struct Visit;

/// query: phase, board, area, words, order. What is no choice of ours is as if it were not there, or finds nothing.
[[nodiscard]] service::InitiativeQuery asked_initiatives(const Visit& visit);

/// Whether residents can raise anything: a registrar, a roll and a board have been announced.
[[nodiscard]] bool can_raise(const record::State& state);

}  // namespace radslag::web
