#include "ledger/log/cosignature.hpp"

#include <algorithm>
#include <cassert>

#include "ledger/log/vkey.hpp"

namespace radslag::log {

namespace {

constexpr std::size_t time_bytes = 8;

std::string message(std::string_view text, std::uint64_t time) {
  return "cosignature/v1\ntime " + std::to_string(time) + '\n' + std::string(text);
}

std::uint64_t read_time(std::string_view payload) {
  std::uint64_t time = 0;
  for (const char c : payload.substr(0, time_bytes)) time = time << 8 | static_cast<unsigned char>(c);
  return time;
}

/// Zero means "no time said" in the standard, which a witness must not answer.
bool possible(std::uint64_t time) { return time != 0 && time >> 63 == 0; }

}  // namespace

Result<CosignerKey> CosignerKey::parse(std::string_view vkey) {
  auto named = parse_vkey(vkey, KeyType::cosignature);
  if (!named) return tl::make_unexpected(named.error());
  return CosignerKey{std::move(named->name), named->id, named->key};
}

CosignerKey CosignerKey::of(std::string name, const crypto::PublicKey& key) {
  assert(valid_key_name(name));
  const std::uint32_t id = key_id(name, KeyType::cosignature, key);
  return {std::move(name), id, key};
}

std::string CosignerKey::text() const { return vkey_text(name, KeyType::cosignature, key); }

NoteSignature cosign(std::string_view text, const std::string& name, const crypto::SigningKey& key, std::uint64_t time) {
  assert(possible(time));
  std::string payload;
  for (int shift = 56; shift >= 0; shift -= 8) payload += static_cast<char>(time >> shift & 0xff);
  const crypto::Signature signature = key.sign(message(text, time));
  payload.append(signature.begin(), signature.end());
  return {name, key_id(name, KeyType::cosignature, key.public_key()), std::move(payload)};
}

std::optional<std::uint64_t> verify_cosignature(std::string_view text, const NoteSignature& signature, const CosignerKey& key) {
  crypto::Signature bytes;
  if (signature.name != key.name || signature.id != key.id || signature.payload.size() != time_bytes + bytes.size()) return std::nullopt;
  const std::uint64_t time = read_time(signature.payload);
  if (!possible(time)) return std::nullopt;
  std::transform(signature.payload.begin() + time_bytes, signature.payload.end(), bytes.begin(),
                 [](char c) { return static_cast<std::uint8_t>(c); });
  if (!crypto::verify(key.key, message(text, time), bytes)) return std::nullopt;
  return time;
}

Result<CosignedCheckpoint> open_cosigned(std::string_view note, std::span<const VerifierKey> log_keys,
                                         std::span<const CosignerKey> witnesses) {
  auto checkpoint = open_checkpoint(note, log_keys);
  if (!checkpoint) return tl::make_unexpected(checkpoint.error());
  const Note parsed = parse_note(note).value();
  CosignedCheckpoint cosigned{std::move(*checkpoint), {}};
  auto& found = cosigned.cosignatures;
  for (const NoteSignature& signature : parsed.signatures) {
    const auto is_its = [&](const CosignerKey& key) { return key.name == signature.name && key.id == signature.id; };
    const auto key = std::find_if(witnesses.begin(), witnesses.end(), is_its);
    if (key == witnesses.end()) continue;
    const auto time = verify_cosignature(parsed.text, signature, *key);
    if (!time) return refuse(Errc::bad_signature, "the cosignature of " + key->name + " does not verify");
    const bool repeated = std::any_of(found.begin(), found.end(), [&](const Cosignature& c) { return is_its(c.key); });
    if (!repeated) found.push_back({*key, *time});
  }
  return cosigned;
}

Timeliness judge_time(std::uint64_t time, std::uint64_t newest_entry, std::uint64_t now, std::uint64_t skew) {
  if (time > now && time - now > skew) return Timeliness::ahead;
  if (time < newest_entry && newest_entry - time > skew) return Timeliness::behind;
  return Timeliness::good;
}

}  // namespace radslag::log
