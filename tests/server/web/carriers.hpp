// What the registrar gives residents to bring to the counter.
#pragma once

#include <string>
#include <vector>

#include "crypto/encoding.hpp"
#include "tests/support/town.hpp"

namespace radslag::testing {

inline std::string base64url(std::string_view bytes) {
  std::string text = crypto::to_base64(bytes);
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  while (text.ends_with('=')) text.pop_back();
  return text;
}

/// The field `attested`, good until `expires` (seconds since 1970).
inline std::string carried(const record::Statement& statement, const std::vector<std::string>& blobs = {}, std::uint64_t expires = 600,
                           const std::string& registrar = Town::registrar_key) {
  return base64url(record::encode_carrier({record::encode_statement(statement), blobs, expires, {}}, Town::key_of(registrar)));
}

}  // namespace radslag::testing
