#include "ledger/log/vkey.hpp"

#include <algorithm>
#include <cassert>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "ledger/log/note.hpp"

namespace radslag::log {

namespace {

std::string typed_key(KeyType type, const crypto::PublicKey& key) {
  return static_cast<char>(type) + std::string(reinterpret_cast<const char*>(key.data()), key.size());
}

std::string type_name(KeyType type) { return type == KeyType::ed25519 ? "Ed25519 (0x01)" : "cosignature/v1 (0x04)"; }

}  // namespace

std::string key_id_bytes(std::uint32_t id) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(id >> shift & 0xff);
  return bytes;
}

std::uint32_t read_key_id(std::string_view bytes) {
  std::uint32_t id = 0;
  for (const char c : bytes.substr(0, 4)) id = id << 8 | static_cast<unsigned char>(c);
  return id;
}

std::uint32_t key_id(std::string_view name, KeyType type, const crypto::PublicKey& key) {
  const crypto::Digest digest = crypto::sha256(std::string(name) + '\n' + typed_key(type, key));
  return read_key_id(crypto::view(digest));
}

Result<NamedKey> parse_vkey(std::string_view vkey, KeyType type) {
  // Base64 may hold '+' too: only the first two separate.
  const std::size_t first = vkey.find('+');
  const std::size_t second = first == std::string_view::npos ? first : vkey.find('+', first + 1);
  if (second == std::string_view::npos) return refuse(Errc::malformed, "a verifier key has three parts, joined by '+'");
  const std::string_view name = vkey.substr(0, first);
  if (!valid_key_name(name)) return refuse(Errc::malformed, "a verifier key without a valid name");
  const auto id = crypto::from_hex(vkey.substr(first + 1, second - first - 1));
  if (!id || id->size() != 4) return refuse(Errc::malformed, "a verifier key's id is not eight lower-case hex digits");
  const auto bytes = crypto::from_base64(vkey.substr(second + 1));
  if (!bytes || bytes->empty()) return refuse(Errc::malformed, "a verifier key's key is not canonical base64");
  if (bytes->front() != static_cast<char>(type)) return refuse(Errc::unsupported, "a verifier key that is not of type " + type_name(type));
  NamedKey named{std::string(name), read_key_id(*id), {}};
  if (bytes->size() != 1 + named.key.size()) return refuse(Errc::malformed, "an Ed25519 key is not 32 bytes");
  std::transform(bytes->begin() + 1, bytes->end(), named.key.begin(), [](char c) { return static_cast<std::uint8_t>(c); });
  if (named.id != key_id(name, type, named.key)) {
    return refuse(Errc::mismatch, "a verifier key's id is not the one that its name and key give");
  }
  return named;
}

std::string vkey_text(std::string_view name, KeyType type, const crypto::PublicKey& key) {
  assert(valid_key_name(name));
  return std::string(name) + '+' + crypto::to_hex(key_id_bytes(key_id(name, type, key))) + '+' + crypto::to_base64(typed_key(type, key));
}

}  // namespace radslag::log
