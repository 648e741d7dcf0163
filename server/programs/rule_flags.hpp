// --rule and --ties, as every program here takes them.
#pragma once

#include <string>

#include "ledger/allocation/pb_rules.hpp"

namespace radslag::programs {

/// "wieliczka-2023", "mes-cost+add1", "as-published" …, or a JSON object (rule_json.hpp). Errors: unsupported, malformed.
[[nodiscard]] Result<allocation::NamedRule> rule_from(const std::string& text, const allocation::PbFile& file);

/// Criteria ("min-cost,max-votes,file-order"), or a file with one project id a line, the first before all others. Errors: malformed,
/// unsupported; throws Stop for a file that cannot be read (pb_file.hpp).
[[nodiscard]] Result<allocation::TieOrder> ties_from(const std::string& text);

}  // namespace radslag::programs
