#include "ledger/log/note.hpp"

#include <algorithm>
#include <cassert>
#include <optional>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "ledger/log/text.hpp"

namespace radslag::log {

namespace {

constexpr char ed25519_type = '\x01';
constexpr std::size_t max_signatures = 16;
constexpr std::string_view signature_start = "\xe2\x80\x94 ";  // U+2014, space

template <std::size_t N>
std::string_view bytes_view(const std::array<std::uint8_t, N>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), N};
}

template <std::size_t N>
std::array<std::uint8_t, N> array_of(std::string_view bytes) {
  assert(bytes.size() == N);
  std::array<std::uint8_t, N> out;
  std::transform(bytes.begin(), bytes.end(), out.begin(), [](char c) { return static_cast<std::uint8_t>(c); });
  return out;
}

std::uint32_t read_id(std::string_view bytes) {
  std::uint32_t id = 0;
  for (const char c : bytes.substr(0, 4)) id = id << 8 | static_cast<unsigned char>(c);
  return id;
}

std::string write_id(std::uint32_t id) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(id >> shift & 0xff);
  return bytes;
}

std::string typed_key(const crypto::PublicKey& key) { return ed25519_type + std::string(bytes_view(key)); }

/// The White_Space property of Unicode, as far as it is not a control character.
bool is_space(char32_t c) {
  return c == U' ' || c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
         c == 0x205f || c == 0x3000;
}

Result<NoteSignature> parse_signature_line(std::string_view line) {
  if (!line.starts_with(signature_start)) return refuse(Errc::malformed, "a signature line does not start with a dash and a space");
  line.remove_prefix(signature_start.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) return refuse(Errc::malformed, "a signature line without a signature");
  const std::string_view name = line.substr(0, space);
  if (!valid_key_name(name)) return refuse(Errc::malformed, "a signature line without a valid key name");
  const auto bytes = crypto::from_base64(line.substr(space + 1));
  if (!bytes) return refuse(Errc::malformed, "a signature is not canonical base64");
  if (bytes->size() < 5) return refuse(Errc::malformed, "a signature is too short");
  return NoteSignature{std::string(name), read_id(*bytes), bytes->substr(4)};
}

bool signed_by(const VerifierKey& key, const Note& note, const NoteSignature& signature) {
  if (signature.payload.size() != std::tuple_size_v<crypto::Signature>) return false;
  return crypto::verify(key.key, note.text, array_of<64>(signature.payload));
}

}  // namespace

bool valid_key_name(std::string_view name) {
  if (name.empty()) return false;
  while (!name.empty()) {
    const auto point = take_code_point(name);
    if (!point || *point < 0x20 || *point == U'+' || is_space(*point)) return false;
  }
  return true;
}

Result<VerifierKey> VerifierKey::parse(std::string_view vkey) {
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
  if (bytes->front() != ed25519_type) return refuse(Errc::unsupported, "a verifier key that is not of type Ed25519 (0x01)");
  if (bytes->size() != 33) return refuse(Errc::malformed, "an Ed25519 key is not 32 bytes");
  VerifierKey key = of(std::string(name), array_of<32>(std::string_view(*bytes).substr(1)));
  if (key.id != read_id(*id)) return refuse(Errc::mismatch, "a verifier key's id is not the one that its name and key give");
  return key;
}

VerifierKey VerifierKey::of(std::string name, const crypto::PublicKey& key) {
  assert(valid_key_name(name));
  const crypto::Digest digest = crypto::sha256(name + '\n' + typed_key(key));
  return {std::move(name), read_id(crypto::view(digest)), key};
}

std::string VerifierKey::text() const { return name + '+' + crypto::to_hex(write_id(id)) + '+' + crypto::to_base64(typed_key(key)); }

Result<Note> parse_note(std::string_view bytes, std::size_t max_bytes) {
  if (bytes.size() > max_bytes) return refuse(Errc::too_large, "a note is over " + std::to_string(max_bytes) + " bytes");
  if (!valid_note_bytes(bytes)) return refuse(Errc::malformed, "a note is not UTF-8 without control characters");
  const std::size_t blank = bytes.rfind("\n\n");
  if (blank == std::string_view::npos) return refuse(Errc::malformed, "a note without a blank line before its signatures");
  Note note{std::string(bytes.substr(0, blank + 1)), {}};
  std::string_view rest = bytes.substr(blank + 2);
  if (rest.empty()) return refuse(Errc::malformed, "a note without signatures");
  while (!rest.empty()) {
    const auto line = take_line(rest);
    if (!line) return refuse(Errc::malformed, "a note does not end in a newline");
    if (note.signatures.size() == max_signatures) return refuse(Errc::too_large, "a note with more than 16 signatures");
    auto signature = parse_signature_line(*line);
    if (!signature) return tl::make_unexpected(signature.error());
    note.signatures.push_back(std::move(*signature));
  }
  return note;
}

std::string sign_note(std::string_view text, const std::string& name, const crypto::SigningKey& key) {
  assert(text.ends_with('\n') && !text.ends_with("\n\n") && valid_note_bytes(text));
  const VerifierKey verifier = VerifierKey::of(name, key.public_key());
  const crypto::Signature signature = key.sign(text);
  std::string note(text);
  note += '\n';
  note += signature_start;
  note += name + ' ' + crypto::to_base64(write_id(verifier.id) + std::string(bytes_view(signature))) + '\n';
  return note;
}

Result<Note> open_note(std::string_view bytes, const VerifierKey& key) {
  auto note = parse_note(bytes);
  if (!note) return note;
  bool found = false;
  for (const NoteSignature& signature : note->signatures) {
    if (signature.name != key.name || signature.id != key.id) continue;
    if (!signed_by(key, *note, signature)) return refuse(Errc::bad_signature, "a signature of " + key.name + " does not verify");
    found = true;
  }
  if (!found) return refuse(Errc::bad_signature, "no signature of " + key.text());
  return note;
}

}  // namespace radslag::log
