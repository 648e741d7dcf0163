// HMAC-SHA-256 (RFC 2104) and the comparison that tells nothing by its time.
#pragma once

#include <string_view>

#include "crypto/hash.hpp"

namespace radslag::crypto {

/// `key` may have any length; one of 32 random bytes is right.
[[nodiscard]] Digest hmac_sha256(std::string_view key, std::string_view message);

/// Whether two byte strings are equal, in a time that depends on their lengths alone: for tokens, codes and anything else secret.
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace radslag::crypto
