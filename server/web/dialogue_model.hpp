// What several pages say about a dialogue.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "ledger/record/state.hpp"

namespace radslag::web {

struct Visit;

/// A row of the register; `round` is the newest one.
[[nodiscard]] boost::json::object dialogue_row(const Visit& visit, const std::string& id, const record::DialogueState& dialogue);

}  // namespace radslag::web
