// Text that holds a secret for a while.
#pragma once

#include <openssl/crypto.h>

#include <string>
#include <utility>

namespace radslag::voting {

/// Overwrites what is left of a text.
inline void wipe(std::string& text) {
  OPENSSL_cleanse(text.data(), text.size());
  text.clear();
}

/// A text that is wiped when it goes. Short ones lie in the object itself, so it cannot be moved without leaving a copy.
struct Wiped {
  std::string text;

  Wiped() = default;
  explicit Wiped(std::string secret) : text(std::move(secret)) { wipe(secret); }
  ~Wiped() { wipe(text); }
  Wiped(const Wiped&) = delete;
  Wiped& operator=(const Wiped&) = delete;
};

}  // namespace radslag::voting
