#include "ledger/log/text.hpp"

#include <algorithm>
#include <string>

#include "crypto/encoding.hpp"

namespace radslag::log {

namespace {

std::uint32_t front_byte(std::string_view text) { return static_cast<unsigned char>(text.front()); }

/// `count` bytes 10xxxxxx, appended to the bits of the first byte.
std::optional<char32_t> take_continuation(std::string_view& rest, std::uint32_t bits, int count) {
  for (int i = 0; i < count; ++i) {
    if (rest.empty() || (front_byte(rest) & 0xc0) != 0x80) return std::nullopt;
    bits = bits << 6 | (front_byte(rest) & 0x3f);
    rest.remove_prefix(1);
  }
  return static_cast<char32_t>(bits);
}

}  // namespace

std::optional<char32_t> take_code_point(std::string_view& rest) {
  const std::uint32_t first = front_byte(rest);
  rest.remove_prefix(1);
  if (first < 0x80) return static_cast<char32_t>(first);
  if (first < 0xc2 || first > 0xf4) return std::nullopt;  // a lone continuation, always overlong, or always too large
  const int count = first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
  const auto point = take_continuation(rest, first & (0x3fU >> count), count);
  if (!point) return std::nullopt;
  if (count == 2 && (*point < 0x800 || (*point >= 0xd800 && *point <= 0xdfff))) return std::nullopt;
  if (count == 3 && (*point < 0x10000 || *point > 0x10ffff)) return std::nullopt;
  return point;
}

bool valid_note_bytes(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto point = take_code_point(bytes);
    if (!point || (*point < 0x20 && *point != U'\n')) return false;
  }
  return true;
}

std::optional<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

Result<std::uint64_t> parse_decimal(std::string_view digits, std::string_view what) {
  const std::string name(what);
  const bool all_digits = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits.empty() || !all_digits) return refuse(Errc::malformed, name + " is not a decimal number");
  if (digits.size() > 1 && digits.front() == '0') return refuse(Errc::not_canonical, name + " has a leading zero");
  if (digits.size() > 19) return refuse(Errc::too_large, name + " is 2^63 or more");
  std::uint64_t value = 0;  // 19 digits fit in 64 bits
  for (const char c : digits) value = value * 10 + static_cast<std::uint64_t>(c - '0');
  if (value >> 63 != 0) return refuse(Errc::too_large, name + " is 2^63 or more");
  return value;
}

Result<Hash> parse_hash(std::string_view base64, std::string_view what) {
  Hash hash;
  const auto bytes = crypto::from_base64(base64);
  if (!bytes || bytes->size() != hash.size()) return refuse(Errc::malformed, std::string(what) + " is not 32 bytes in canonical base64");
  std::transform(bytes->begin(), bytes->end(), hash.begin(), [](char c) { return static_cast<std::uint8_t>(c); });
  return hash;
}

Result<Path> take_path(std::string_view& rest, const std::string& what) {
  Path path;
  for (;;) {
    const auto line = take_line(rest);
    if (!line) return refuse(Errc::malformed, what + " without a blank line before its checkpoint");
    if (line->empty()) return path;
    if (path.size() == max_path) return refuse(Errc::too_large, what + " with more than 63 hashes");
    const auto hash = parse_hash(*line, what + "'s hash");
    if (!hash) return tl::make_unexpected(hash.error());
    path.push_back(*hash);
  }
}

std::string hash_text(const Hash& hash) { return crypto::to_base64(crypto::view(hash)); }

}  // namespace radslag::log
