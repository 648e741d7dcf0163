// Verifier keys as text, c2sp.org/signed-note: "name+hex8(key id)+base64(type || key)". What the kinds of key share.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "crypto/signing.hpp"
#include "ledger/result.hpp"

namespace radslag::log {

/// The type byte, which goes into the key id too: one Ed25519 key has another id as a log's than as a witness's.
enum class KeyType : char {
  ed25519 = 0x01,      ///< signs the note's text
  cosignature = 0x04,  ///< signs a time and the note's text: cosignature/v1
};

struct NamedKey {
  std::string name;
  std::uint32_t id = 0;
  crypto::PublicKey key{};
};

/// SHA-256(name || 0x0A || type || key)[0:4], big-endian.
[[nodiscard]] std::uint32_t key_id(std::string_view name, KeyType type, const crypto::PublicKey& key);
/// Of this `type` only (Errc::unsupported); the id must be the one that name and key give (Errc::mismatch).
[[nodiscard]] Result<NamedKey> parse_vkey(std::string_view vkey, KeyType type);
[[nodiscard]] std::string vkey_text(std::string_view name, KeyType type, const crypto::PublicKey& key);

/// Four bytes, big-endian, as before each signature.
[[nodiscard]] std::string key_id_bytes(std::uint32_t id);
[[nodiscard]] std::uint32_t read_key_id(std::string_view bytes);

}  // namespace radslag::log
