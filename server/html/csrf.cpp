#include "server/html/csrf.hpp"

#include "crypto/encoding.hpp"
#include "crypto/hmac.hpp"

namespace radslag::html {

std::string csrf_token(std::string_view session_secret) {
  return crypto::to_hex(crypto::hmac_sha256(session_secret, "radslag form token v1"));
}

bool csrf_matches(std::string_view session_secret, std::string_view token) {
  return !session_secret.empty() && crypto::equal_in_constant_time(csrf_token(session_secret), token);
}

}  // namespace radslag::html
