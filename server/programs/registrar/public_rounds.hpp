// What the registrar's own copies of the public logs say of a round, for commands that run while the server does not.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "server/programs/registrar/settings.hpp"
#include "server/registrar/follow/round_log.hpp"
#include "server/registrar/follow/town.hpp"

namespace radslag::registrar_program {

struct PublicRound {
  std::string newest_edition;                ///< that the town log announces; may be empty
  std::optional<registrar::Round> begun;     ///< nothing: the town log has not begun it, as far as it was seen
  std::shared_ptr<registrar::RoundLog> log;  ///< nullptr: nothing of its own log has been seen
};

[[nodiscard]] PublicRound public_round(const Settings& settings, const std::string& town_origin, const std::string& id);

}  // namespace radslag::registrar_program
