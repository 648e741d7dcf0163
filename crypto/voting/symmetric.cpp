#include "crypto/voting/symmetric.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <cassert>
#include <memory>
#include <stdexcept>

namespace radslag::voting {

namespace {

constexpr std::size_t ccm_nonce_size = 13;
constexpr std::size_t ccm_tag_size = 8;
constexpr std::size_t gcm_tag_size = 16;
constexpr std::size_t ccm_limit = 65536;  // above it the length's field is longer, and the nonce shorter

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

void must(bool ok) {
  if (!ok) throw std::runtime_error("OpenSSL cannot encrypt");
}

Context make_context() {
  Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  must(context != nullptr);
  return context;
}

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::optional<std::string> refused(std::string& text) {
  OPENSSL_cleanse(text.data(), text.size());
  return std::nullopt;
}

}  // namespace

std::string encrypt_ccm(const crypto::Digest& key, const crypto::Digest& iv, std::string_view text) {
  assert(text.size() < ccm_limit);
  const Context context = make_context();
  EVP_CIPHER_CTX* const c = context.get();
  must(EVP_EncryptInit_ex(c, EVP_aes_256_ccm(), nullptr, nullptr, nullptr) == 1);
  must(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_IVLEN, ccm_nonce_size, nullptr) == 1);
  must(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_TAG, ccm_tag_size, nullptr) == 1);
  must(EVP_EncryptInit_ex(c, nullptr, nullptr, key.data(), iv.data()) == 1);
  const int size = static_cast<int>(text.size());
  std::string out(text.size() + ccm_tag_size, '\0');
  int written = 0;
  must(EVP_EncryptUpdate(c, nullptr, &written, nullptr, size) == 1);
  must(EVP_EncryptUpdate(c, bytes(out), &written, bytes(text), size) == 1 && written == size);
  must(EVP_EncryptFinal_ex(c, bytes(out) + size, &written) == 1);
  must(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_GET_TAG, ccm_tag_size, bytes(out) + size) == 1);
  return out;
}

std::optional<std::string> decrypt_ccm(const crypto::Digest& key, const crypto::Digest& iv, std::string_view sealed) {
  if (sealed.size() < ccm_tag_size || sealed.size() >= ccm_limit) return std::nullopt;
  const std::string_view text = sealed.substr(0, sealed.size() - ccm_tag_size);
  std::string tag(sealed.substr(text.size()));
  const Context context = make_context();
  EVP_CIPHER_CTX* const c = context.get();
  must(EVP_DecryptInit_ex(c, EVP_aes_256_ccm(), nullptr, nullptr, nullptr) == 1);
  must(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_IVLEN, ccm_nonce_size, nullptr) == 1);
  must(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_TAG, ccm_tag_size, tag.data()) == 1);
  must(EVP_DecryptInit_ex(c, nullptr, nullptr, key.data(), iv.data()) == 1);
  const int size = static_cast<int>(text.size());
  std::string out(text.size(), '\0');
  int written = 0;
  must(EVP_DecryptUpdate(c, nullptr, &written, nullptr, size) == 1);
  if (EVP_DecryptUpdate(c, bytes(out), &written, bytes(text), size) != 1 || written != size) return refused(out);
  return out;
}

std::optional<std::string> decrypt_gcm(const crypto::Digest& key, const crypto::Digest& iv, std::string_view sealed) {
  if (sealed.size() < gcm_tag_size || sealed.size() >= ccm_limit) return std::nullopt;
  const std::string_view text = sealed.substr(0, sealed.size() - gcm_tag_size);
  std::string tag(sealed.substr(text.size()));
  const Context context = make_context();
  EVP_CIPHER_CTX* const c = context.get();
  must(EVP_DecryptInit_ex(c, EVP_aes_256_gcm(), nullptr, nullptr, nullptr) == 1);
  must(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_IVLEN, static_cast<int>(iv.size()), nullptr) == 1);
  must(EVP_DecryptInit_ex(c, nullptr, nullptr, key.data(), iv.data()) == 1);
  const int size = static_cast<int>(text.size());
  std::string out(text.size(), '\0');
  int written = 0;
  must(EVP_DecryptUpdate(c, bytes(out), &written, bytes(text), size) == 1 && written == size);
  must(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_TAG, gcm_tag_size, tag.data()) == 1);
  if (EVP_DecryptFinal_ex(c, bytes(out) + size, &written) != 1) return refused(out);
  return out;
}

}  // namespace radslag::voting
