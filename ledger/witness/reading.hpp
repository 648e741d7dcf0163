// Reads what is new in a town log and takes from it which logs there are: nothing is believed before the whole of it has given the root of
// a checkpoint that the town's key signed, and that of the checkpoint that this witness has cosigned.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "ledger/audit/source.hpp"
#include "ledger/log/checkpoint.hpp"
#include "ledger/witness/town.hpp"

namespace radslag::witness {

struct ReadLimits {
  std::uint64_t entries = 20'000'000;  ///< new ones in one reading
  std::function<bool()> stop = {};     ///< asked between two files; true: Errc::expired
};

enum class Recoveries {
  refuse,  ///< only those that the operator has trusted
  follow,  ///< all, from the pinned key and the first entry on: to show them to the operator
};

struct TownReading {
  Town town;                   ///< as it is now
  log::Checkpoint checkpoint;  ///< the site's newest, of which all entries have been read
};

/// `cosigned`: what this witness has cosigned of the town log. Errors: not_authorised (the town log goes on as a generation that nobody has
/// trusted yet), bad_signature, out_of_order (the site shows fewer entries than were seen or cosigned), mismatch (the site's log
/// contradicts what was seen or cosigned), unsupported, malformed, too_large, expired. Throws audit::Unavailable.
[[nodiscard]] Result<TownReading> read_town(audit::Source& source, const Town& known, const std::optional<log::Checkpoint>& cosigned,
                                            Recoveries recoveries, const ReadLimits& limits);

}  // namespace radslag::witness
