// What is new in a log of the town's, read from wherever it is served and believed only where it fits to everything seen before.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/audit/source.hpp"
#include "ledger/log/checkpoint.hpp"
#include "ledger/record/entry.hpp"
#include "ledger/record/key_chain.hpp"
#include "server/registrar/follow/town_copy.hpp"

namespace radslag::registrar {

struct News {
  log::Checkpoint checkpoint;
  std::vector<log::Hash> leaves;   ///< of the new entries
  std::vector<KeptEntry> entries;  ///< those of them that concern the registrar
};

/// Whether an entry of that kind is kept.
using Concerns = bool (*)(const record::Statement&);

/// Reads the newest checkpoint of a log and the entries after those `seen`. `name`: "town", "rounds/parks-2026". `keys`: as far as the
/// town log has been seen; its new entries may lead on to another key of the town's own.
/// Errors: bad_signature (not the key's checkpoint), malformed (no checkpoint at all), out_of_order (fewer entries than were seen: an old
/// copy is served), mismatch (this log contradicts what was seen: it has been changed, or there are two; or it goes on as another
/// generation), unsupported (an entry that this version cannot read). Throws audit::Unavailable.
[[nodiscard]] Result<News> read_news(audit::Source& source, std::string_view name, const record::KeyChain& keys, const log::Frontier& seen,
                                     Concerns concerns);

/// A log that lost its end, and goes on as another generation than the one seen.
struct Successor {
  std::uint64_t kept = 0;  ///< of the entries seen
  std::uint64_t generation = 0;
  News news;  ///< what follows on them
};

/// Whether the log as it is served now goes on as a later generation than that of `seen`.
[[nodiscard]] bool has_successor(audit::Source& source, std::string_view name, const std::string& origin, const TownCopy& seen);
/// Reads it anew. Believed only where the town log announces it with the keys so far, and nothing else of what was seen is gone than what
/// it says. `keys`: of a town log the pinned one alone, of a round's as far as the town log has been seen. Errors and exceptions as above.
[[nodiscard]] Result<Successor> read_successor(audit::Source& source, std::string_view name, const record::KeyChain& keys,
                                               const TownCopy& seen, Concerns concerns);

}  // namespace radslag::registrar
