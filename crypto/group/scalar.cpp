#include <sodium.h>

#include "crypto/group/group.hpp"

namespace radslag::group {

Scalar::~Scalar() { sodium_memzero(limbs_.data(), sizeof limbs_); }

bool Scalar::is_zero() const {
  std::uint64_t any = 0;
  for (const std::uint64_t limb : limbs_) any |= limb;
  return any == 0;
}

}  // namespace radslag::group
