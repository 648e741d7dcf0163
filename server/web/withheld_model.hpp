// What a page shows in the place of something that has been withheld.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <vector>

#include "ledger/record/state.hpp"

namespace radslag::web {

struct Visit;

/// `is_withheld`; and if so `withheld`: {decision, ground, hour, reason, has_reason, entry_href, text}, for partials/withheld.
void add_withheld(const Visit& visit, const record::Digest& blob, boost::json::object& model);

/// Where a board member begins to withhold a blob.
[[nodiscard]] std::string withhold_href(const std::string& log, const record::Digest& blob);

/// What the above asks the catalogues for.
[[nodiscard]] std::vector<std::string> withheld_message_keys();

}  // namespace radslag::web
