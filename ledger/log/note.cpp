#include "ledger/log/note.hpp"

#include <algorithm>
#include <cassert>
#include <optional>

#include "crypto/encoding.hpp"
#include "ledger/log/text.hpp"
#include "ledger/log/vkey.hpp"

namespace radslag::log {

namespace {

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
  return NoteSignature{std::string(name), read_key_id(*bytes), bytes->substr(4)};
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
  auto named = parse_vkey(vkey, KeyType::ed25519);
  if (!named) return tl::make_unexpected(named.error());
  return VerifierKey{std::move(named->name), named->id, named->key};
}

VerifierKey VerifierKey::of(std::string name, const crypto::PublicKey& key) {
  assert(valid_key_name(name));
  const std::uint32_t id = key_id(name, KeyType::ed25519, key);
  return {std::move(name), id, key};
}

std::string VerifierKey::text() const { return vkey_text(name, KeyType::ed25519, key); }

Result<Note> parse_note(std::string_view bytes, std::size_t max_bytes) {
  if (bytes.size() > max_bytes) return refuse(Errc::too_large, "a note is over " + std::to_string(max_bytes) + " bytes");
  if (!valid_note_bytes(bytes)) return refuse(Errc::malformed, "a note is not UTF-8 without control characters");
  const std::size_t blank = bytes.rfind("\n\n");
  if (blank == std::string_view::npos) return refuse(Errc::malformed, "a note without a blank line before its signatures");
  Note note{std::string(bytes.substr(0, blank + 1)), {}};
  std::string_view rest = bytes.substr(blank + 2);
  if (rest.empty()) return refuse(Errc::malformed, "a note without signatures");
  auto signatures = parse_signature_lines(rest);
  if (!signatures) return tl::make_unexpected(signatures.error());
  note.signatures = std::move(*signatures);
  return note;
}

std::string signature_line(const NoteSignature& signature) {
  return std::string(signature_start) + signature.name + ' ' + crypto::to_base64(key_id_bytes(signature.id) + signature.payload) + '\n';
}

Result<std::vector<NoteSignature>> parse_signature_lines(std::string_view lines) {
  std::vector<NoteSignature> signatures;
  if (lines.empty()) return refuse(Errc::malformed, "a note without signatures");
  while (!lines.empty()) {
    const auto line = take_line(lines);
    if (!line) return refuse(Errc::malformed, "a signature line does not end in a newline");
    if (signatures.size() == max_signatures) return refuse(Errc::too_large, "a note with more than 16 signatures");
    auto signature = parse_signature_line(*line);
    if (!signature) return tl::make_unexpected(signature.error());
    signatures.push_back(std::move(*signature));
  }
  return signatures;
}

std::string sign_note(std::string_view text, const std::string& name, const crypto::SigningKey& key) {
  const crypto::SigningKey* one = &key;
  return sign_note(text, name, std::span(&one, 1));
}

std::string sign_note(std::string_view text, const std::string& name, std::span<const crypto::SigningKey* const> keys) {
  assert(text.ends_with('\n') && !text.ends_with("\n\n") && valid_note_bytes(text));
  assert(!keys.empty() && keys.size() <= max_signatures);
  std::string note(text);
  note += '\n';
  for (const crypto::SigningKey* key : keys) {
    const crypto::Signature signature = key->sign(text);
    note += signature_line({name, key_id(name, KeyType::ed25519, key->public_key()), std::string(bytes_view(signature))});
  }
  return note;
}

Result<std::string> add_signature(std::string_view note, const NoteSignature& signature) {
  auto parsed = parse_note(note);
  if (!parsed) return tl::make_unexpected(parsed.error());
  auto& signatures = parsed->signatures;
  std::erase_if(signatures, [&](const NoteSignature& s) { return s.name == signature.name && s.id == signature.id; });
  if (signatures.size() == max_signatures) return refuse(Errc::too_large, "a note with more than 16 signatures");
  signatures.push_back(signature);
  std::string out = parsed->text + '\n';
  for (const NoteSignature& s : signatures) out += signature_line(s);
  return out;
}

Result<Note> open_note(std::string_view bytes, const VerifierKey& key) { return open_note(bytes, std::span(&key, 1)); }

Result<Note> open_note(std::string_view bytes, std::span<const VerifierKey> keys) {
  auto note = parse_note(bytes);
  if (!note) return note;
  bool found = false;
  for (const NoteSignature& signature : note->signatures) {
    const auto key =
        std::find_if(keys.begin(), keys.end(), [&](const VerifierKey& k) { return k.name == signature.name && k.id == signature.id; });
    if (key == keys.end()) continue;
    if (!signed_by(*key, *note, signature)) return refuse(Errc::bad_signature, "a signature of " + key->name + " does not verify");
    found = true;
  }
  if (found) return note;
  return refuse(Errc::bad_signature, keys.empty() ? "no key is known to open the note with" : "no signature of " + keys.front().text());
}

}  // namespace radslag::log
