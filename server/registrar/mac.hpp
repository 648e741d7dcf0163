// HMAC-SHA-256 (RFC 2104) under a secret key, by libsodium; and the secret itself, wiped when it goes.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string_view>

#include "crypto/hash.hpp"

namespace radslag::registrar {

/// 32 random bytes that leave the process only into a key file.
class Secret {
 public:
  using Bytes = std::array<std::uint8_t, 32>;

  [[nodiscard]] static Secret generate();
  explicit Secret(const Bytes& bytes) : bytes_(bytes) {}
  ~Secret();
  Secret(const Secret&) = default;
  Secret& operator=(const Secret&) = default;

  [[nodiscard]] const Bytes& bytes() const { return bytes_; }

 private:
  Bytes bytes_;
};

/// One key's function. Thread-safe.
class Mac {
 public:
  explicit Mac(const Secret& secret);
  ~Mac();
  Mac(Mac&&) noexcept;
  Mac& operator=(Mac&&) noexcept;

  /// Of the parts, one after the other: the caller sees to it that they can be told apart.
  [[nodiscard]] crypto::Digest of(std::initializer_list<std::string_view> parts) const;

 private:
  struct State;
  std::unique_ptr<State> begun_;  ///< after the key's block, so that it is hashed once
};

}  // namespace radslag::registrar
