// Sets and maps over digests.
#pragma once

#include <cstring>
#include <unordered_set>

#include "crypto/hash.hpp"

namespace radslag::record {

struct DigestHash {
  std::size_t operator()(const crypto::Digest& digest) const {
    std::size_t value;  // a digest is as good a hash as any
    std::memcpy(&value, digest.data(), sizeof value);
    return value;
  }
};
using DigestSet = std::unordered_set<crypto::Digest, DigestHash>;

}  // namespace radslag::record
