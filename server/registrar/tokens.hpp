// Random tokens that somebody holds and of which the database keeps only a hash: 256 bits need no salt and no slow function.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "crypto/hash.hpp"

namespace radslag::registrar {

/// 43 characters of base64url: 256 random bits.
[[nodiscard]] std::string new_token();
/// SHA-256 of the token as text.
[[nodiscard]] crypto::Digest stored_token(std::string_view token);
/// RFC 4648 section 5, without padding.
[[nodiscard]] std::string to_base64url(std::string_view bytes);

}  // namespace radslag::registrar
