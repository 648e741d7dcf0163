// Receipts: c2sp.org/tlog-proof v1. "This entry stands at this place in the log that this checkpoint commits to."
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/log/checkpoint.hpp"
#include "ledger/log/policy.hpp"

namespace radslag::log {

struct Receipt {
  std::optional<std::string> extra;  ///< unauthenticated by the format; we put the entry's bytes here, which the proof then authenticates
  std::uint64_t index = 0;
  Path path;
  std::string checkpoint;  ///< the signed note, verbatim
};

[[nodiscard]] std::string receipt_text(const Receipt& receipt);
[[nodiscard]] Result<Receipt> parse_receipt(std::string_view text, std::size_t max_bytes = 131'072);
/// Checkpoint signed by `key`, entry included under its root. Gives the checkpoint that it rests on.
[[nodiscard]] Result<Checkpoint> verify_receipt(const Receipt& receipt, std::string_view entry, const VerifierKey& key);

/// The same under a policy: signed by one of its logs and cosigned by a quorum of its witnesses (Errc::not_authorised if by fewer).
[[nodiscard]] Result<WitnessedCheckpoint> verify_receipt(const Receipt& receipt, std::string_view entry, const Policy& policy);
/// The same for a log that the policy does not name itself.
[[nodiscard]] Result<WitnessedCheckpoint> verify_receipt(const Receipt& receipt, std::string_view entry,
                                                         std::span<const VerifierKey> log_keys, const Policy& policy);

}  // namespace radslag::log
