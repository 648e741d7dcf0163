// Verifies a whole record: the signed checkpoints, that the entries give their roots, that every entry was to be admitted where it
// stands; the signatures of each initiative and its threshold; the ballots, the recount, the allocation, and the decision against it.
// Replays with record::Record: what admits is what audits.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/audit/report.hpp"
#include "ledger/audit/source.hpp"
#include "ledger/log/checkpoint.hpp"
#include "ledger/log/note.hpp"
#include "ledger/log/receipt.hpp"
#include "ledger/record/record.hpp"

namespace radslag::audit {

/// A tlog-proof whose extra data are the entry.
struct NamedReceipt {
  std::string name;  ///< for the report: the file's
  log::Receipt receipt;
};

struct Progress {
  std::string log;
  std::uint64_t done = 0, size = 0;  ///< entries of this log
};

struct Options {
  std::optional<log::VerifierKey> key;  ///< the town log's; without it `town/vkey` is believed and the report says so
  unsigned threads = 1;                 ///< that check ballots and attestations
  std::vector<NamedReceipt> receipts;
  /// What somebody has seen of these logs before: the record must be one that they were taken of.
  std::vector<log::Checkpoint> seen = {};
  std::function<void(const Progress&)> progress = {};  ///< may be empty
  /// Called once with the replayed record where everything holds: for whoever goes on from what was verified. May be empty.
  std::function<void(const record::Record&)> replayed = {};
};

/// Audits all that `source` has. Throws NoInput where there is no record, Unavailable where a site fails or changes under our hands.
/// Memory: a few entry bundles with their blobs, 64 bytes for each entry of the town log, about 200 for each person who signed an
/// initiative, and what the replay keeps of each round.
[[nodiscard]] Report audit(Source& source, const Options& options);

}  // namespace radslag::audit
