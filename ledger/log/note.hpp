// Signed notes: c2sp.org/signed-note v1.0.0, Ed25519 (type 0x01) signatures. Cosignatures (0x04) are in cosignature.hpp.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/signing.hpp"
#include "ledger/result.hpp"

namespace radslag::log {

/// How many signatures a note may have: what the standard asks a verifier to accept at least.
inline constexpr std::size_t max_signatures = 16;

/// Non-empty UTF-8 without white space of any script, control characters and '+'.
[[nodiscard]] bool valid_key_name(std::string_view name);

/// A public key with the name it signs under: "name+hex8(key id)+base64(0x01 || key)".
struct VerifierKey {
  std::string name;
  std::uint32_t id = 0;
  crypto::PublicKey key{};

  /// Non-empty, no white space, no '+'; the id must be the one that name and key give.
  [[nodiscard]] static Result<VerifierKey> parse(std::string_view vkey);
  [[nodiscard]] static VerifierKey of(std::string name, const crypto::PublicKey& key);
  [[nodiscard]] std::string text() const;
  bool operator==(const VerifierKey&) const = default;
};

/// One "— name base64" line. `payload` is what follows the four bytes of key id: 64 bytes for type 0x01, 72 for 0x04.
struct NoteSignature {
  std::string name;
  std::uint32_t id = 0;
  std::string payload;
  bool operator==(const NoteSignature&) const = default;
};

struct Note {
  std::string text;  ///< all of it, with its final newline: the signed bytes
  std::vector<NoteSignature> signatures;
};

/// Reads a note without judging signatures. At most 16 signatures and `max_bytes` in all.
[[nodiscard]] Result<Note> parse_note(std::string_view bytes, std::size_t max_bytes = 16'384);

/// The line of a signature, with its newline.
[[nodiscard]] std::string signature_line(const NoteSignature& signature);
/// Signature lines alone, as a witness answers with them: 1 to 16, each with its newline.
[[nodiscard]] Result<std::vector<NoteSignature>> parse_signature_lines(std::string_view lines);

/// `text` ends in a newline and has no blank line at its end. Gives the whole note with one signature.
[[nodiscard]] std::string sign_note(std::string_view text, const std::string& name, const crypto::SigningKey& key);
/// The same with several different keys of one name, in their order: 1 to 16 (a log whose key changes signs with the old and the new).
[[nodiscard]] std::string sign_note(std::string_view text, const std::string& name, std::span<const crypto::SigningKey* const> keys);
/// The note with one signature more, not judged here. A line of the same name and key id is replaced. Refuses what is no note, and a 17th.
[[nodiscard]] Result<std::string> add_signature(std::string_view note, const NoteSignature& signature);

/// Good only if `key` signed it and every signature that claims to be `key`'s verifies. Unknown signatures are ignored.
[[nodiscard]] Result<Note> open_note(std::string_view bytes, const VerifierKey& key);
/// Good only if one of `keys` signed it and every signature that claims to be one of theirs verifies.
[[nodiscard]] Result<Note> open_note(std::string_view bytes, std::span<const VerifierKey> keys);

}  // namespace radslag::log
