// Allocation rules as JSON, with every parameter written out: what `radslag allocate --rule` reads and `--json` writes.
#pragma once

#include <boost/json/object.hpp>
#include <string_view>

#include "ledger/allocation/rules.hpp"

namespace radslag::programs {

/// {"rule": "equal-shares", "utility": "cost", …}: all parameters, those at their defaults too.
[[nodiscard]] boost::json::object rule_json(const allocation::AnyRule& rule);
/// Parameters that are not given have their defaults; unknown ones are refused. Errors: malformed, unsupported.
[[nodiscard]] Result<allocation::AnyRule> parse_rule_json(std::string_view text);

}  // namespace radslag::programs
