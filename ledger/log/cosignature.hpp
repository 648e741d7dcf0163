// Cosignatures: c2sp.org/tlog-cosignature v1, Ed25519 (type 0x04). "At this time this was the largest consistent tree of that log
// that I have seen." What a witness adds to a log's checkpoint.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/log/checkpoint.hpp"

namespace radslag::log {

/// A witness's public key with the name it signs under: "name+hex8(key id)+base64(0x04 || key)".
struct CosignerKey {
  std::string name;
  std::uint32_t id = 0;
  crypto::PublicKey key{};

  [[nodiscard]] static Result<CosignerKey> parse(std::string_view vkey);
  [[nodiscard]] static CosignerKey of(std::string name, const crypto::PublicKey& key);
  [[nodiscard]] std::string text() const;
  bool operator==(const CosignerKey&) const = default;
};

/// A cosignature that verified.
struct Cosignature {
  CosignerKey key;
  std::uint64_t time = 0;  ///< Unix seconds, as the witness says: 1 to 2^63 - 1
};

struct CosignedCheckpoint {
  Checkpoint checkpoint;
  std::vector<Cosignature> cosignatures;  ///< of the known witnesses, in the note's order, one a witness
};

/// Cosigns `text` (a checkpoint's note text) under `name`; `time` in Unix seconds, 1 to 2^63 - 1.
[[nodiscard]] NoteSignature cosign(std::string_view text, const std::string& name, const crypto::SigningKey& key, std::uint64_t time);

/// The time, if `signature` is `key`'s over `text`. Nothing if it is another's or does not verify.
[[nodiscard]] std::optional<std::uint64_t> verify_cosignature(std::string_view text, const NoteSignature& signature,
                                                              const CosignerKey& key);

/// A checkpoint signed by one of `log_keys` (as open_checkpoint), with the cosignatures of those of `witnesses` that signed it. Lines of
/// unknown keys are ignored; a known witness's line that does not verify spoils the whole note. How many are enough: policy.hpp.
[[nodiscard]] Result<CosignedCheckpoint> open_cosigned(std::string_view note, std::span<const VerifierKey> log_keys,
                                                       std::span<const CosignerKey> witnesses);

/// Whether a cosignature's time can be true.
enum class Timeliness {
  good,
  behind,  ///< before the newest of the entries that it cosigns: it cannot have seen them then
  ahead,   ///< in the future
};
/// All in Unix seconds. `newest_entry`: the time that the last entry under the checkpoint says, 0 where none says one. `skew`: how far
/// clocks may differ.
[[nodiscard]] Timeliness judge_time(std::uint64_t time, std::uint64_t newest_entry, std::uint64_t now, std::uint64_t skew);

}  // namespace radslag::log
