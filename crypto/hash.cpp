#include "crypto/hash.hpp"

#include <openssl/evp.h>

#include <cassert>
#include <stdexcept>

namespace radslag::crypto {

namespace {

const EVP_MD* fetched_sha256() {
  // Fetched once, since fetching costs more than hashing a leaf. Never freed: OpenSSL clears itself up at exit before our statics would.
  static EVP_MD* const digest = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  if (digest == nullptr) throw std::runtime_error("OpenSSL has no SHA-256");
  return digest;
}

}  // namespace

struct Sha256::Context {
  EVP_MD_CTX* evp = EVP_MD_CTX_new();
  bool started = false;

  Context() {
    if (evp == nullptr) throw std::runtime_error("OpenSSL has no memory for a digest");
  }
  ~Context() { EVP_MD_CTX_free(evp); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  void start() {
    if (started) return;
    check(EVP_DigestInit_ex2(evp, fetched_sha256(), nullptr));
    started = true;
  }

  /// After a failure the next message begins anew.
  void check(int ok) {
    if (ok == 1) return;
    started = false;
    throw std::runtime_error("OpenSSL cannot hash");
  }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::string_view data) {
  assert(context_ != nullptr);
  context_->start();
  context_->check(EVP_DigestUpdate(context_->evp, data.data(), data.size()));
}

void Sha256::update(const Digest& data) { update(view(data)); }

Digest Sha256::finish() {
  assert(context_ != nullptr);
  context_->start();
  Digest digest;
  context_->check(EVP_DigestFinal_ex(context_->evp, digest.data(), nullptr));
  context_->started = false;
  return digest;
}

Digest sha256(std::string_view data) {
  thread_local Sha256 hasher;
  hasher.update(data);
  return hasher.finish();
}

}  // namespace radslag::crypto
