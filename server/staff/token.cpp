#include "server/staff/token.hpp"

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"

namespace radslag::staff {

std::string new_token() { return crypto::to_hex(crypto::random_bytes<32>()); }

std::optional<crypto::Digest> token_hash(std::string_view token) {
  if (!crypto::array_from_hex<32>(token)) return std::nullopt;
  return crypto::sha256(token);
}

}  // namespace radslag::staff
