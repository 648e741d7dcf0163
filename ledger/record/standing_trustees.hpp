// Who may be named as a trustee of the next round.
#pragma once

#include <vector>

#include "ledger/record/state.hpp"

namespace radslag::record {

/// Officers with that role whose keys have not ended, in the order of their announcement. They live as long as `town`.
[[nodiscard]] std::vector<const Officer*> standing_trustees(const TownState& town);

}  // namespace radslag::record
