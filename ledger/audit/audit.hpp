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
#include "ledger/log/policy.hpp"
#include "ledger/log/receipt.hpp"
#include "ledger/record/record.hpp"

namespace radslag::audit {

/// A tlog-proof whose extra data are the entry.
struct NamedReceipt {
  std::string name;  ///< for the report: the file's
  log::Receipt receipt;
};

/// A checkpoint that was seen elsewhere.
struct NamedHead {
  std::string name;  ///< for the report: the file's
  std::string note;  ///< signed
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
  /// The same as signed notes from elsewhere: what their signatures do not prove says nothing about the record.
  std::vector<NamedHead> seen_heads = {};
  /// Whose cosignatures count, and how many make a head final: what somebody has on paper. Without it the record's own word is taken for
  /// that, and the report says so. Its logs do not pin the key: that is for `key`.
  std::optional<log::Policy> policy = {};
  bool key_by_policy = false;  ///< `key` comes from the policy; for the report
  /// "town" or a round's id: only that is verified in full, of all else only the tree, the form and the order. Empty: everything.
  std::string only = {};
  std::uint64_t now = 0;                               ///< seconds since 1970, for cosignatures of the future; 0: the clock's
  std::function<void(const Progress&)> progress = {};  ///< may be empty
  /// Called once with the replayed record where everything holds: for whoever goes on from what was verified. May be empty.
  std::function<void(const record::Record&)> replayed = {};
};

/// Audits all that `source` has. Throws NoInput where there is no record, Unavailable where a site fails or changes under our hands.
/// Memory: a few entry bundles with their blobs, 64 bytes for each entry of the town log, about 200 for each person who signed an
/// initiative, and what the replay keeps of each round.
[[nodiscard]] Report audit(Source& source, const Options& options);

/// The origin that the town log's checkpoint there claims, nothing of it verified; empty where there is none to read.
[[nodiscard]] std::string town_origin(Source& source);

}  // namespace radslag::audit
