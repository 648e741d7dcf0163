// Receipts: c2sp.org/tlog-proof v1. "This entry stands at this place in the log that this checkpoint commits to."
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/log/checkpoint.hpp"

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

}  // namespace radslag::log
