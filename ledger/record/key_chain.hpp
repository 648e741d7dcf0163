// The keys of a town's logs for whoever follows the town log without replaying it: from the pinned key along `log-key`, `log-recovered` and
// `round-begun`. Seals are not judged; what changes a key is believed only with the signature of the key so far.
#pragma once

#include <optional>
#include <string_view>

#include "ledger/log/checkpoint.hpp"
#include "ledger/record/state.hpp"

namespace radslag::record {

class KeyChain {
 public:
  /// `town`: the town log's first key; its name is the log's origin.
  explicit KeyChain(const log::VerifierKey& town);

  /// The next entry of the town log that is of one of those kinds; others may be left out.
  void take(std::uint64_t index, const Entry& entry);

  /// A checkpoint of the log ("town", "rounds/<id>") in its newest generation, signed with the key that stands at its size. Errors:
  /// mismatch (another log's or generation's), bad_signature, malformed, not_found (a log that has not been begun).
  [[nodiscard]] Result<log::Checkpoint> open(std::string_view log, std::string_view note) const;
  /// 1 for a log that was never recovered.
  [[nodiscard]] std::uint64_t generation(std::string_view log) const;
  /// That a checkpoint's origin names; 0: another log's.
  [[nodiscard]] std::uint64_t generation_of(std::string_view log, std::string_view origin) const;
  /// With which that generation began; nullptr for the first.
  [[nodiscard]] const LogRecovered* recovery(std::string_view log, std::uint64_t generation) const;
  /// Whether an entry is to be taken.
  [[nodiscard]] static bool concerns(const Statement& statement);

 private:
  State state_;  ///< of it the keys alone
};

/// The generation that a checkpoint's origin names, of the log with this founding origin; 0: another log's.
[[nodiscard]] std::uint64_t generation_of(std::string_view origin, std::string_view founding);

}  // namespace radslag::record
