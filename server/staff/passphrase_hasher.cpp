#include "server/staff/passphrase_hasher.hpp"

#include <sodium.h>

#include <new>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "crypto/sodium.hpp"

namespace radslag::staff {

PassphraseHasher::PassphraseHasher(PassphraseCost cost, unsigned at_once, unsigned waiting)
    : cost_(cost), free_(at_once), may_wait_(waiting) {
  crypto::ensure_sodium();
  nobodys_ = hash(*enter(), crypto::to_hex(crypto::random_bytes<32>()));
}

std::unique_ptr<PassphraseHasher::Place> PassphraseHasher::enter() {
  std::unique_lock lock(mutex_);
  if (free_ == 0) {
    if (may_wait_ == 0) return nullptr;
    --may_wait_;
    freed_.wait(lock, [&] { return free_ > 0; });
    ++may_wait_;
  }
  --free_;
  return std::make_unique<Place>(*this);
}

void PassphraseHasher::leave() {
  {
    const std::lock_guard lock(mutex_);
    ++free_;
  }
  freed_.notify_one();
}

std::string PassphraseHasher::hash(const Place&, const std::string& passphrase) const {
  char text[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str_alg(text, passphrase.data(), passphrase.size(), cost_.passes, cost_.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) !=
      0) {
    throw std::bad_alloc();
  }
  return text;
}

bool PassphraseHasher::verify(const Place&, const std::string& hash, const std::string& passphrase) const {
  return crypto_pwhash_str_verify(hash.c_str(), passphrase.data(), passphrase.size()) == 0;
}

bool PassphraseHasher::is_outdated(const std::string& hash) const {
  return crypto_pwhash_str_needs_rehash(hash.c_str(), cost_.passes, cost_.memory_bytes) != 0;
}

}  // namespace radslag::staff
