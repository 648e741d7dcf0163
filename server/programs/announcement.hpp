// What the person who started the server is told.
#pragma once

#include <iosfwd>
#include <string>

#include "server/programs/town_start.hpp"

namespace radslag::programs {

/// Address, where the data lies, voting codes and officers' keys where there are any, how to stop and how to verify.
void announce(std::ostream& out, const Settings& settings, const std::string& address, Beginning beginning, bool demo);

}  // namespace radslag::programs
