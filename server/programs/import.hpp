// A budget round from a Pabulib file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/allocation/pabulib.hpp"
#include "ledger/record/contents.hpp"
#include "ledger/result.hpp"

namespace radslag::programs {

struct ImportOptions {
  std::string currency;                 ///< of the town; a file in another currency is refused
  std::uint64_t opens = 0, closes = 0;  ///< announced hours
  std::vector<allocation::TieCriterion> ties;
};

/// The definition of a round with the file's projects, costs, envelope, ballot limits and rule. Categories become themes, districts
/// or neighbourhoods become areas. Errors: unsupported (a rule or kind of ballot that this release has not), malformed, too_large.
[[nodiscard]] Result<record::RoundDefinition> definition_of(const allocation::PbFile& file, const ImportOptions& options);

}  // namespace radslag::programs
