#include "crypto/random.hpp"

#include <sodium.h>

#include "crypto/sodium.hpp"

namespace radslag::crypto {

void fill_random(void* out, std::size_t size) {
  ensure_sodium();
  randombytes_buf(out, size);
}

std::uint32_t random_below(std::uint32_t bound) {
  ensure_sodium();
  return randombytes_uniform(bound);
}

}  // namespace radslag::crypto
