#include "crypto/sodium.hpp"

#include <sodium.h>

#include <stdexcept>

namespace radslag::crypto {

void ensure_sodium() {
  // A function's static is made once, and a second thread waits for it. If it throws, the next call tries again.
  [[maybe_unused]] static const bool started = [] {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
    return true;
  }();
}

}  // namespace radslag::crypto
