// A budget round from a Pabulib file, and the file's ballots as that round's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/allocation/pabulib.hpp"
#include "ledger/allocation/tie_order.hpp"
#include "ledger/record/ballot.hpp"
#include "ledger/record/contents.hpp"
#include "ledger/result.hpp"

namespace radslag::programs {

struct ImportOptions {
  std::string currency;                 ///< of the town; a file in another currency is refused
  std::uint64_t opens = 0, closes = 0;  ///< announced hours
  std::string rule = "as-published";    ///< a rule's name, or its JSON (rule_json.hpp)
  std::optional<allocation::TieOrder> ties = {};
  std::vector<record::Digest> lot_shares = {};  ///< where given, ties end in a lot
  /// Ballots of the file outside META's limits were counted by whoever published it: make the round's limits as wide as they need.
  bool widen = false;
};

struct ImportedRound {
  record::RoundDefinition definition;
  std::vector<std::string> notes;  ///< what the round does otherwise than the file's META says, and why
};

/// The definition of a round with the file's projects, costs, envelope, ballot limits and rule. Categories become themes, districts
/// or neighbourhoods become areas. Errors: unsupported (a rule or kind of ballot that rounds have not), mismatch (the currency), malformed,
/// too_large.
[[nodiscard]] Result<ImportedRound> import_round(const allocation::PbFile& file, const ImportOptions& options);

/// Places of a definition's projects by id.
using ProjectPlaces = std::unordered_map<std::string, std::uint16_t>;

/// What a ballot of the file says in a round. Left out: projects that are withdrawn there, and such as get 0 points. Errors:
/// unknown_project, mismatch (the round's ballots are of another kind), too_large (more points for a project than a ballot may give).
[[nodiscard]] Result<record::Choices> choices_of(const allocation::PbFile& file, std::size_t ballot,
                                                 const record::RoundDefinition& definition, const ProjectPlaces& places);

}  // namespace radslag::programs
