#include "server/staff/totp.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <array>
#include <stdexcept>

#include "crypto/random.hpp"

namespace radslag::staff {
namespace {

constexpr int kDigits = 6;
constexpr std::int64_t kStepSeconds = 30;
constexpr std::size_t kSecretBytes = 20;

std::array<unsigned char, 20> hmac_sha1(std::string_view key, const std::array<unsigned char, 8>& message) {
  std::array<unsigned char, 20> mac;
  unsigned size = 0;
  if (!HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), message.data(), message.size(), mac.data(), &size) ||
      size != mac.size()) {
    throw std::runtime_error("OpenSSL has no HMAC-SHA-1");
  }
  return mac;
}

std::string percent_encoded(std::string_view text) {
  constexpr char hex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '@';
    if (plain) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', hex[byte >> 4], hex[byte & 15]};
    }
  }
  return out;
}

}  // namespace

std::string new_totp_secret() {
  std::string secret(kSecretBytes, '\0');
  crypto::fill_random(secret.data(), secret.size());
  return secret;
}

std::int64_t totp_step(std::int64_t unix_seconds) { return unix_seconds / kStepSeconds; }

std::string totp_code(std::string_view secret, std::int64_t step, int digits) {
  std::array<unsigned char, 8> counter;
  for (std::size_t i = 0; i < counter.size(); ++i)
    counter[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(step) >> (56 - 8 * i));
  const auto mac = hmac_sha1(secret, counter);
  // RFC 4226 section 5.3: four bytes from where the last nibble points.
  const std::size_t at = mac[19] & 15U;
  std::uint32_t number = (mac[at] & 0x7FU) << 24 | std::uint32_t{mac[at + 1]} << 16 | std::uint32_t{mac[at + 2]} << 8 | mac[at + 3];
  std::string code(static_cast<std::size_t>(digits), '0');
  for (auto digit = code.rbegin(); digit != code.rend(); ++digit, number /= 10) *digit = static_cast<char>('0' + number % 10);
  return code;
}

std::optional<std::int64_t> totp_match(std::string_view secret, std::string_view typed, std::int64_t now, std::int64_t used_step) {
  std::string code;
  for (const char c : typed) {
    if (c != ' ') code += c;
  }
  if (code.size() != kDigits) return std::nullopt;
  std::optional<std::int64_t> match;
  for (std::int64_t step = totp_step(now) - 1; step <= totp_step(now) + 1; ++step) {
    const bool same = sodium_memcmp(totp_code(secret, step).data(), code.data(), kDigits) == 0;
    if (same && step > used_step && !match) match = step;
  }
  return match;
}

std::string to_base32(std::string_view bytes) {
  constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  unsigned held = 0;
  unsigned bits = 0;
  for (const char byte : bytes) {
    held = held << 8 | static_cast<unsigned char>(byte);
    for (bits += 8; bits >= 5; bits -= 5) out += alphabet[held >> (bits - 5) & 31U];
    held &= 0xFFU;
  }
  if (bits > 0) out += alphabet[held << (5 - bits) & 31U];
  return out;
}

std::string otpauth_uri(std::string_view issuer, std::string_view account, std::string_view secret) {
  return "otpauth://totp/" + percent_encoded(issuer) + ":" + percent_encoded(account) + "?secret=" + to_base32(secret) +
         "&issuer=" + percent_encoded(issuer) + "&algorithm=SHA1&digits=6&period=30";
}

}  // namespace radslag::staff
