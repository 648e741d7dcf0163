// What is new in a log of the town's, read from wherever it is served and believed only where it fits to everything seen before.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/audit/source.hpp"
#include "ledger/log/checkpoint.hpp"
#include "ledger/record/entry.hpp"
#include "server/registrar/follow/town_copy.hpp"

namespace radslag::registrar {

struct News {
  log::Checkpoint checkpoint;
  std::vector<log::Hash> leaves;   ///< of the new entries
  std::vector<KeptEntry> entries;  ///< those of them that concern the registrar
};

/// Whether an entry of that kind is kept.
using Concerns = bool (*)(const record::Statement&);

/// Reads the newest checkpoint of a log and the entries after those `seen`. `name`: "town", "rounds/parks-2026".
/// Errors: bad_signature (not the key's checkpoint), malformed (no checkpoint at all), out_of_order (fewer entries than were seen: an old
/// copy is served), mismatch (this log contradicts what was seen: it has been changed, or there are two), unsupported (an entry that this
/// version cannot read). Throws audit::Unavailable.
[[nodiscard]] Result<News> read_news(audit::Source& source, std::string_view name, const log::VerifierKey& key, const log::Frontier& seen,
                                     Concerns concerns);

}  // namespace radslag::registrar
