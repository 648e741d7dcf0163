// Checkpoints: c2sp.org/tlog-checkpoint v1.0.0. The note that says "this log has this many entries and this root".
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "ledger/log/note.hpp"
#include "ledger/log/tree.hpp"

namespace radslag::log {

struct Checkpoint {
  std::string origin;  ///< schema-less URL prefix without trailing slash; also the key's name
  std::uint64_t size = 0;
  Hash root{};
  bool operator==(const Checkpoint&) const = default;
};

/// The note text: three lines. `origin` must be a valid key name.
[[nodiscard]] std::string checkpoint_text(const Checkpoint& checkpoint);
/// Exactly three lines and canonical: no leading zero, size < 2^63, 32-byte root; extension lines are refused.
[[nodiscard]] Result<Checkpoint> parse_checkpoint_text(std::string_view text);

[[nodiscard]] std::string sign_checkpoint(const Checkpoint& checkpoint, const crypto::SigningKey& key);
/// Signed with several keys, all under the origin's name: while a log's key changes, the old and the new.
[[nodiscard]] std::string sign_checkpoint(const Checkpoint& checkpoint, std::span<const crypto::SigningKey* const> keys);
/// Signature by `key`, whose name must equal the origin.
[[nodiscard]] Result<Checkpoint> open_checkpoint(std::string_view note, const VerifierKey& key);
/// Signed by one of `keys`; only those count whose name equals the origin, and none of theirs may be bad.
[[nodiscard]] Result<Checkpoint> open_checkpoint(std::string_view note, std::span<const VerifierKey> keys);

}  // namespace radslag::log
