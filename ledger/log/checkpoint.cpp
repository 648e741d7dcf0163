#include "ledger/log/checkpoint.hpp"

#include <algorithm>
#include <cassert>

#include "ledger/log/text.hpp"

namespace radslag::log {

std::string checkpoint_text(const Checkpoint& checkpoint) {
  assert(valid_key_name(checkpoint.origin));
  return checkpoint.origin + '\n' + std::to_string(checkpoint.size) + '\n' + hash_text(checkpoint.root) + '\n';
}

Result<Checkpoint> parse_checkpoint_text(std::string_view text) {
  const auto origin = take_line(text);
  const auto size_line = take_line(text);
  const auto root_line = take_line(text);
  if (!root_line) return refuse(Errc::malformed, "a checkpoint has fewer than three lines");
  if (!text.empty()) return refuse(Errc::unsupported, "a checkpoint with extension lines");
  if (!valid_key_name(*origin)) return refuse(Errc::malformed, "a checkpoint's origin is not a valid key name");
  const auto size = parse_decimal(*size_line, "a checkpoint's size");
  if (!size) return tl::make_unexpected(size.error());
  const auto root = parse_hash(*root_line, "a checkpoint's root");
  if (!root) return tl::make_unexpected(root.error());
  return Checkpoint{std::string(*origin), *size, *root};
}

std::string sign_checkpoint(const Checkpoint& checkpoint, const crypto::SigningKey& key) {
  return sign_note(checkpoint_text(checkpoint), checkpoint.origin, key);
}

std::string sign_checkpoint(const Checkpoint& checkpoint, std::span<const crypto::SigningKey* const> keys) {
  return sign_note(checkpoint_text(checkpoint), checkpoint.origin, keys);
}

Result<Checkpoint> open_checkpoint(std::string_view note, const VerifierKey& key) { return open_checkpoint(note, std::span(&key, 1)); }

Result<Checkpoint> open_checkpoint(std::string_view note, std::span<const VerifierKey> keys) {
  const auto opened = open_note(note, keys);
  if (!opened) return tl::make_unexpected(opened.error());
  auto checkpoint = parse_checkpoint_text(opened->text);
  if (!checkpoint) return checkpoint;
  const bool by_its_own = std::any_of(opened->signatures.begin(), opened->signatures.end(), [&](const NoteSignature& signature) {
    return std::any_of(keys.begin(), keys.end(), [&](const VerifierKey& key) {
      return key.name == checkpoint->origin && key.name == signature.name && key.id == signature.id;
    });
  });
  if (by_its_own) return checkpoint;
  return refuse(Errc::mismatch, "a checkpoint of " + checkpoint->origin + ", signed by " + keys.front().name);
}

}  // namespace radslag::log
