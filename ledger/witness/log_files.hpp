// A log's public files, as the witness asks a site for them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/audit/source.hpp"
#include "ledger/log/checkpoint.hpp"
#include "ledger/witness/town.hpp"

namespace radslag::witness {

inline constexpr std::uint64_t most_checkpoint_bytes = 16'384;

/// What a note says, whoever has signed it.
[[nodiscard]] Result<log::Checkpoint> unjudged(std::string_view note);

/// A bundle of entries.
[[nodiscard]] Result<std::string> fetch_bundle(audit::Source& source, std::string_view log, std::uint64_t bundle, std::uint64_t width);

/// Whether the site still has what a recovery says is kept, and whether that is what this witness has cosigned, as far as it reaches.
/// Errors: mismatch, and those of reading. Throws audit::Unavailable.
[[nodiscard]] Result<> check_kept(audit::Source& source, const Recovery& recovery, const std::optional<log::Checkpoint>& cosigned);

}  // namespace radslag::witness
