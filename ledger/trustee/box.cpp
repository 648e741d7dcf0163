#include "ledger/trustee/box.hpp"

#include <sodium.h>

#include "crypto/random.hpp"
#include "crypto/sodium.hpp"

namespace radslag::trustee {
namespace {

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

BoxKey::~BoxKey() { sodium_memzero(bytes_.data(), bytes_.size()); }

std::string close_box(std::string_view text, const BoxKey& key) {
  crypto::ensure_sodium();
  const auto nonce = crypto::random_bytes<crypto_secretbox_NONCEBYTES>();
  std::string box(nonce.begin(), nonce.end());
  box.resize(nonce.size() + crypto_secretbox_MACBYTES + text.size());
  crypto_secretbox_easy(bytes_of(box) + nonce.size(), bytes_of(text), text.size(), nonce.data(), key.data());
  return box;
}

std::optional<std::string> open_box(std::string_view box, const BoxKey& key) {
  crypto::ensure_sodium();
  constexpr std::size_t around = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
  if (box.size() < around) return std::nullopt;
  std::string text(box.size() - around, '\0');
  const auto sealed = box.substr(crypto_secretbox_NONCEBYTES);
  if (crypto_secretbox_open_easy(bytes_of(text), bytes_of(sealed), sealed.size(), bytes_of(box), key.data()) != 0) return std::nullopt;
  return text;
}

void wipe(std::string& text) {
  text.resize(text.capacity());
  sodium_memzero(text.data(), text.size());
  text.clear();
}

}  // namespace radslag::trustee
