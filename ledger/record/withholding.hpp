// What may be withheld, and from when on keys may be destroyed (FORMAT.md section 4.8): what forms and drafts ask before the record judges.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/record/state.hpp"

namespace radslag::record {

/// Those of a statement's blobs whose kind may be withheld; in the order of its fields. Ballots among them, whose time comes later.
[[nodiscard]] std::vector<Digest> withholdable_blobs(const Statement& statement);

/// The first hour after the appeal period of a matter; nothing while it has not ended, and for one that there is not.
[[nodiscard]] std::optional<std::uint64_t> appeal_ends(const State& state, MatterKind kind, const std::string& matter);

}  // namespace radslag::record
