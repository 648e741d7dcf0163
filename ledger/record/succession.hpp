// A log that goes on under another key or as another generation, and what receipts show of its lost end (FORMAT.md section 4.8).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/log/checkpoint.hpp"
#include "ledger/record/state.hpp"

namespace radslag::record {

/// What the signature of the statement is over: its lines before `signature`.
[[nodiscard]] std::string signed_part(const LogKey& statement);
[[nodiscard]] std::string signed_part(const LogRecovered& statement);

/// What a receipt shows: an entry that stood in a generation of a log.
struct ShownEntry {
  std::string log;
  std::uint64_t generation = 0, index = 0;
  std::string entry;           ///< its bytes
  log::Checkpoint checkpoint;  ///< that the receipt rests on; signed by that generation's key
  /// The recovery that ended the generation; nullptr where that is the one the log is in now. Valid as long as `state` is.
  const RecoveryState* recovery = nullptr;

  /// The log goes on without this place. What it has there now is another entry, or none.
  [[nodiscard]] bool is_lost() const { return recovery && index >= recovery->row.kept; }
};

/// Reads a C2SP tlog-proof with the entry as its extra data, of any generation of any of the record's logs. Errors: malformed; not_found
/// (of a log or generation that the record does not know); bad_signature; mismatch (the proof does not hold; or its checkpoint has the size
/// of the last head that is known of the generation, and another root: that key has signed two histories).
[[nodiscard]] Result<ShownEntry> open_receipt(const State& state, std::string_view receipt);

/// The recovery with which that generation of the log began; nullptr for the first.
[[nodiscard]] const RecoveryState* recovery_into(const State& state, std::string_view log, std::uint64_t generation);

}  // namespace radslag::record
