#include "ledger/record/credential.hpp"

#include "crypto/hash.hpp"
#include "crypto/random.hpp"

namespace radslag::record {
namespace {

constexpr std::string_view alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
constexpr std::size_t code_length = 20;
constexpr std::size_t group_length = 5;
static_assert(alphabet.size() == 32, "five bits a character");

}  // namespace

std::string new_voting_code() {
  std::string code;
  for (const auto byte : crypto::random_bytes<code_length>()) code += alphabet[byte % alphabet.size()];
  return code;
}

std::string print_voting_code(std::string_view code) {
  std::string out;
  for (std::size_t i = 0; i < code.size(); i += group_length) {
    if (i > 0) out += '-';
    out += code.substr(i, group_length);
  }
  return out;
}

Result<std::string> parse_voting_code(std::string_view typed) {
  std::string code;
  for (char c : typed) {
    if (c == ' ' || c == '-') continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (alphabet.find(c) == std::string_view::npos) return refuse(Errc::malformed, std::string("a voting code has no '") + c + "'");
    code += c;
    if (code.size() > code_length) break;
  }
  if (code.size() != code_length) return refuse(Errc::malformed, "a voting code has 20 characters");
  return code;
}

crypto::SigningKey credential_of_code(std::string_view code, std::string_view round_origin) {
  std::string text = "radslag/v1/credential\n";
  text.append(round_origin).append("\n").append(code);
  return crypto::SigningKey::from_seed(crypto::sha256(text));
}

}  // namespace radslag::record
