#include "crypto/encoding.hpp"

namespace radslag::crypto {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// What is not a digit. Its high bit survives an OR of several digits, so that a group is judged by one comparison.
constexpr std::uint8_t no_digit = 0x80;

constexpr std::array<std::uint8_t, 256> values_of(std::string_view digits) {
  std::array<std::uint8_t, 256> values{};
  values.fill(no_digit);
  for (std::size_t i = 0; i < digits.size(); ++i) values[static_cast<unsigned char>(digits[i])] = static_cast<std::uint8_t>(i);
  return values;
}

constexpr auto hex_values = values_of(hex_digits);
constexpr auto base64_values = values_of(base64_digits);

std::uint32_t byte_at(std::string_view text, std::size_t i) { return static_cast<unsigned char>(text[i]); }
std::uint32_t base64_at(std::string_view text, std::size_t i) { return base64_values[byte_at(text, i)]; }

/// The last group of four, which padding may shorten: 1 to 3 bytes appended, or false.
bool append_last_group(std::string& out, std::string_view group) {
  const std::uint32_t a = base64_at(group, 0);
  const std::uint32_t b = base64_at(group, 1);
  if (((a | b) & no_digit) != 0) return false;
  out += static_cast<char>(a << 2 | b >> 4);
  if (group[2] == '=') return group[3] == '=' && (b & 0x0f) == 0;
  const std::uint32_t c = base64_at(group, 2);
  if ((c & no_digit) != 0) return false;
  out += static_cast<char>((b << 4 | c >> 2) & 0xff);
  if (group[3] == '=') return (c & 0x03) == 0;
  const std::uint32_t d = base64_at(group, 3);
  if ((d & no_digit) != 0) return false;
  out += static_cast<char>((c << 6 | d) & 0xff);
  return true;
}

}  // namespace

std::string to_hex(std::string_view bytes) {
  std::string out(bytes.size() * 2, '\0');
  char* to = out.data();
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::uint32_t byte = byte_at(bytes, i);
    *to++ = hex_digits[byte >> 4];
    *to++ = hex_digits[byte & 0x0f];
  }
  return out;
}

bool hex_into(std::string_view hex, std::span<std::uint8_t> bytes) {
  if (hex.size() != bytes.size() * 2) return false;
  std::uint32_t seen = 0;  // one judgement at the end: most hex is good
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::uint32_t high = hex_values[byte_at(hex, 2 * i)];
    const std::uint32_t low = hex_values[byte_at(hex, 2 * i + 1)];
    seen |= high | low;
    bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return (seen & no_digit) == 0;
}

std::optional<std::string> from_hex(std::string_view hex) {
  std::string out(hex.size() / 2, '\0');
  if (!hex_into(hex, {reinterpret_cast<std::uint8_t*>(out.data()), out.size()})) return std::nullopt;
  return out;
}

std::string to_base64(std::string_view bytes) {
  std::string out((bytes.size() + 2) / 3 * 4, '=');
  char* to = out.data();
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3) {
    const std::uint32_t group = byte_at(bytes, i) << 16 | byte_at(bytes, i + 1) << 8 | byte_at(bytes, i + 2);
    *to++ = base64_digits[group >> 18];
    *to++ = base64_digits[group >> 12 & 0x3f];
    *to++ = base64_digits[group >> 6 & 0x3f];
    *to++ = base64_digits[group & 0x3f];
  }
  const std::size_t rest = bytes.size() - i;
  if (rest == 0) return out;
  const std::uint32_t group = byte_at(bytes, i) << 16 | (rest == 2 ? byte_at(bytes, i + 1) << 8 : 0);
  *to++ = base64_digits[group >> 18];
  *to++ = base64_digits[group >> 12 & 0x3f];
  if (rest == 2) *to = base64_digits[group >> 6 & 0x3f];
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string out;
  if (text.empty()) return out;
  out.resize((text.size() - 4) / 4 * 3);
  char* to = out.data();
  for (std::size_t i = 0; i + 4 < text.size(); i += 4) {
    const std::uint32_t a = base64_at(text, i);
    const std::uint32_t b = base64_at(text, i + 1);
    const std::uint32_t c = base64_at(text, i + 2);
    const std::uint32_t d = base64_at(text, i + 3);
    if (((a | b | c | d) & no_digit) != 0) return std::nullopt;
    const std::uint32_t group = a << 18 | b << 12 | c << 6 | d;
    *to++ = static_cast<char>(group >> 16);
    *to++ = static_cast<char>(group >> 8 & 0xff);
    *to++ = static_cast<char>(group & 0xff);
  }
  if (!append_last_group(out, text.substr(text.size() - 4))) return std::nullopt;
  return out;
}

}  // namespace radslag::crypto
