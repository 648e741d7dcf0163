#include "server/registrar/mac.hpp"

#include <sodium.h>

#include "crypto/random.hpp"
#include "crypto/sodium.hpp"

namespace radslag::registrar {

Secret Secret::generate() { return Secret(crypto::random_bytes<32>()); }

Secret::~Secret() { ::sodium_memzero(bytes_.data(), bytes_.size()); }

struct Mac::State {
  crypto_auth_hmacsha256_state hmac;
  ~State() { ::sodium_memzero(&hmac, sizeof hmac); }
};

Mac::Mac(const Secret& secret) : begun_(std::make_unique<State>()) {
  crypto::ensure_sodium();
  ::crypto_auth_hmacsha256_init(&begun_->hmac, secret.bytes().data(), secret.bytes().size());
}

Mac::~Mac() = default;
Mac::Mac(Mac&&) noexcept = default;
Mac& Mac::operator=(Mac&&) noexcept = default;

crypto::Digest Mac::of(std::initializer_list<std::string_view> parts) const {
  State state{begun_->hmac};
  for (const auto part : parts) {
    ::crypto_auth_hmacsha256_update(&state.hmac, reinterpret_cast<const unsigned char*>(part.data()), part.size());
  }
  crypto::Digest digest;
  ::crypto_auth_hmacsha256_final(&state.hmac, digest.data());
  return digest;
}

}  // namespace radslag::registrar
