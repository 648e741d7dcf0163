#include "crypto/signing.hpp"

#include <sodium.h>

#include <stdexcept>

#include "crypto/random.hpp"
#include "crypto/sodium.hpp"

namespace radslag::crypto {

namespace {

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

SigningKey SigningKey::generate() {
  Seed seed = random_bytes<32>();
  SigningKey key = from_seed(seed);
  sodium_memzero(seed.data(), seed.size());
  return key;
}

SigningKey SigningKey::from_seed(const Seed& seed) {
  ensure_sodium();
  SigningKey key;
  if (crypto_sign_seed_keypair(key.public_key_.data(), key.secret_.data(), seed.data()) != 0) {
    throw std::runtime_error("libsodium cannot make a key pair");
  }
  return key;
}

SigningKey::~SigningKey() { sodium_memzero(secret_.data(), secret_.size()); }

SigningKey::SigningKey(SigningKey&& other) noexcept : secret_(other.secret_), public_key_(other.public_key_) {
  sodium_memzero(other.secret_.data(), other.secret_.size());
  other.public_key_ = {};
}

SigningKey& SigningKey::operator=(SigningKey&& other) noexcept {
  if (this == &other) return *this;
  secret_ = other.secret_;
  public_key_ = other.public_key_;
  sodium_memzero(other.secret_.data(), other.secret_.size());
  other.public_key_ = {};
  return *this;
}

Signature SigningKey::sign(std::string_view message) const {
  Signature signature;
  if (crypto_sign_detached(signature.data(), nullptr, bytes_of(message), message.size(), secret_.data()) != 0) {
    throw std::runtime_error("libsodium cannot sign");
  }
  return signature;
}

SigningKey::Seed SigningKey::seed() const {
  Seed seed;
  crypto_sign_ed25519_sk_to_seed(seed.data(), secret_.data());
  return seed;
}

bool verify(const PublicKey& key, std::string_view message, const Signature& signature) {
  ensure_sodium();
  return crypto_sign_verify_detached(signature.data(), bytes_of(message), message.size(), key.data()) == 0;
}

}  // namespace radslag::crypto
