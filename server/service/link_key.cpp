#include "server/service/link_key.hpp"

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"

namespace radslag::service {
namespace {

constexpr std::size_t key_digits = 32;

}  // namespace

std::string link_key(std::string_view blob) {
  return crypto::to_hex(crypto::sha256("radslag/v1/link\n" + std::string(blob))).substr(0, key_digits);
}

bool is_link_key(std::string_view blob, std::string_view key) {
  const std::string right = link_key(blob);
  if (key.size() != right.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < right.size(); ++i) difference |= static_cast<unsigned char>(right[i] ^ key[i]);
  return difference == 0;
}

}  // namespace radslag::service
