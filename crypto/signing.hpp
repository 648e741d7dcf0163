// Ed25519 (RFC 8032), by libsodium: refuses malleable S, small-order and non-canonical public keys.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace radslag::crypto {

using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

/// A signing key made from a 32-byte seed. Wiped when destroyed; cannot be copied.
class SigningKey {
 public:
  using Seed = std::array<std::uint8_t, 32>;

  [[nodiscard]] static SigningKey generate();
  [[nodiscard]] static SigningKey from_seed(const Seed& seed);
  ~SigningKey();
  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;
  SigningKey(const SigningKey&) = delete;
  SigningKey& operator=(const SigningKey&) = delete;

  [[nodiscard]] const PublicKey& public_key() const { return public_key_; }
  [[nodiscard]] Signature sign(std::string_view message) const;
  /// The secret itself: only for writing a key file.
  [[nodiscard]] Seed seed() const;

 private:
  SigningKey() = default;
  std::array<std::uint8_t, 64> secret_{};
  PublicKey public_key_{};
};

[[nodiscard]] bool verify(const PublicKey& key, std::string_view message, const Signature& signature);

}  // namespace radslag::crypto
