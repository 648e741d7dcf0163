#include "server/registrar/tokens.hpp"

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"

namespace radslag::registrar {

std::string new_token() {
  const auto bytes = crypto::random_bytes<32>();
  return to_base64url({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

crypto::Digest stored_token(std::string_view token) { return crypto::sha256(token); }

std::string to_base64url(std::string_view bytes) {
  auto text = crypto::to_base64(bytes);
  while (text.ends_with('=')) text.pop_back();
  for (auto& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

}  // namespace radslag::registrar
