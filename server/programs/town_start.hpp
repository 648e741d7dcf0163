// A data folder in which there is no town yet: begins one, of the kind that was asked for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/record/entry.hpp"
#include "server/programs/settings.hpp"

namespace radslag::programs {

enum class Beginning { was_there, example, empty };

/// Nothing to do where there is a record. Else makes the example municipality (settings.demo) or an empty, real town with two officers
/// whose keys are made here. `host`: for the logs' names. Throws Stop, and what making the example throws.
[[nodiscard]] Beginning begin_if_empty(const Settings& settings, const std::string& host);

/// Throws Stop where a town cannot be begun: there is one, its keys are there without it, or the folder holds other things.
void require_no_town(const DataDir& dir);

/// The host that log names begin with, if they can.
void require_host(const std::string& host);

}  // namespace radslag::programs
