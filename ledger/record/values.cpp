#include "ledger/record/values.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "crypto/encoding.hpp"

namespace radslag::record {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

bool is_low_alnum(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/// Decodes one UTF-8 character of `s` at `i` and moves `i` past it; 0xffffffff for anything malformed (overlong, surrogate, cut).
char32_t next_character(std::string_view s, std::size_t& i) {
  constexpr char32_t bad = 0xffffffff;
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(s[at]); };
  const unsigned char lead = byte(i);
  if (lead < 0x80) return s[i++] & 0x7f;
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || i + length > s.size()) return bad;
  char32_t c = lead & (0xffU >> (length + 1));
  for (std::size_t k = 1; k < length; ++k) {
    if ((byte(i + k) & 0xc0) != 0x80) return bad;
    c = (c << 6) | (byte(i + k) & 0x3fU);
  }
  const char32_t least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
  if (c < least || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) return bad;
  i += length;
  return c;
}

bool is_forbidden(char32_t c) {
  return (c < 0x20 && c != '\n') || (c >= 0x7f && c <= 0x9f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0x2028 || c == 0x2029 || c == 0xfeff || (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
}

}  // namespace

bool is_id(std::string_view value) {
  return !value.empty() && value.size() <= 64 && is_low_alnum(value[0]) &&
         std::all_of(value.begin(), value.end(), [](char c) { return is_low_alnum(c) || c == '-'; });
}

bool is_project_id(std::string_view value) {
  return !value.empty() && value.size() <= 64 &&
         std::all_of(value.begin(), value.end(), [](char c) { return c > 0x20 && c < 0x7f && c != ','; });
}

bool is_origin(std::string_view value) {
  return !value.empty() && value.size() <= 200 && value.back() != '/' &&
         std::all_of(value.begin(), value.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '+'; });
}

bool is_log_name(std::string_view value) {
  constexpr std::string_view rounds = "rounds/";
  return value == "town" || (value.starts_with(rounds) && is_id(value.substr(rounds.size())));
}

bool is_currency(std::string_view value) {
  return value.size() == 3 && std::all_of(value.begin(), value.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_site(std::string_view value) {
  constexpr std::string_view secure = "https://", plain = "http://";
  const bool is_secure = value.starts_with(secure);
  if ((!is_secure && !value.starts_with(plain)) || value.size() > 200) return false;
  auto host = value.substr(is_secure ? secure.size() : plain.size());
  if (const auto colon = host.find(':'); colon != std::string_view::npos) {
    std::uint64_t port = 0;
    if (!read_number(host.substr(colon + 1), port) || port == 0 || port > 65'535) return false;
    host = host.substr(0, colon);
  }
  const bool is_name = !host.empty() && is_low_alnum(host.front()) && is_low_alnum(host.back()) &&
                       std::all_of(host.begin(), host.end(), [](char c) { return is_low_alnum(c) || c == '-' || c == '.'; });
  return is_name && (is_secure || host == "localhost" || host == "127.0.0.1");
}

bool is_credential(std::string_view value) {
  return !value.empty() && value.size() <= 700 &&
         std::all_of(value.begin(), value.end(), [](char c) { return hex_digits.find(c) != std::string_view::npos; });
}

bool is_page_path(std::string_view value) {
  return !value.empty() && value.size() <= 200 && std::all_of(value.begin(), value.end(), [](char c) {
    return is_low_alnum(c) || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' || c == '/' || c == '-';
  });
}

bool is_date(std::string_view value) {
  if (value.size() != 10 || value[4] != '-' || value[7] != '-') return false;
  const auto part = [&](std::size_t at, std::size_t length) {
    int number = -1;
    const auto token = value.substr(at, length);
    const bool digits = std::all_of(token.begin(), token.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (digits) std::from_chars(token.data(), token.data() + token.size(), number);
    return number;
  };
  const int year = part(0, 4), month = part(5, 2), day = part(8, 2);
  if (year < 1970 || month < 1 || month > 12 || day < 1) return false;
  constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return day <= days[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

bool is_text(std::string_view value) {
  if (value.empty() || value.size() > max_text_bytes) return false;
  const auto blank = [](char c) { return c == ' ' || c == '\n'; };
  if (blank(value.front()) || blank(value.back())) return false;
  for (std::size_t i = 0; i < value.size();) {
    const char32_t c = next_character(value, i);
    if (c == 0xffffffff || is_forbidden(c)) return false;
  }
  return true;
}

void write_number(std::string& out, std::uint64_t value) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out.append(digits, end);
}

bool read_number(std::string_view token, std::uint64_t& value) {
  if (token.empty() || token.size() > 18 || (token.size() > 1 && token[0] == '0')) return false;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), value);
  return error == std::errc{} && end == token.data() + token.size() && value <= max_number;
}

void write_hex(std::string& out, std::span<const std::uint8_t> bytes) {
  for (const auto byte : bytes) {
    out += hex_digits[byte >> 4];
    out += hex_digits[byte & 15];
  }
}

bool read_hex(std::string_view token, std::span<std::uint8_t> bytes) { return crypto::hex_into(token, bytes); }

void write_hex(std::string& out, std::string_view bytes) { out += crypto::to_hex(bytes); }

bool read_hex(std::string_view token, std::string& bytes) {
  auto read = crypto::from_hex(token);
  if (!read || read->empty()) return false;
  bytes = std::move(*read);
  return true;
}

void write_text(std::string& out, std::string_view value) {
  for (const char c : value) {
    out += c;
    if (c == '\n') out += '\t';
  }
}

bool read_text(std::string_view token, std::string& value) {
  value.clear();
  for (std::size_t i = 0; i < token.size(); ++i) {
    value += token[i];
    if (token[i] == '\n') ++i;  // the tab that follows: a line is only taken as continued where it is there
  }
  return is_text(value);
}

}  // namespace radslag::record
