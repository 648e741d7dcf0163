#include "server/staff/text.hpp"

#include <algorithm>

namespace radslag::staff {
namespace {

constexpr std::size_t kLongestName = 200;
constexpr std::size_t kLongestMail = 254;
constexpr std::size_t kLongestLocalPart = 64;
constexpr std::size_t kLongestLabel = 63;

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool is_local_part(std::string_view text) {
  if (text.empty() || text.size() > kLongestLocalPart || text.starts_with('.') || text.ends_with('.')) return false;
  if (text.find("..") != std::string_view::npos) return false;
  return std::ranges::all_of(
      text, [](char c) { return is_letter_or_digit(c) || std::string_view(".!#$%&'*+/=?^_`{|}~-").find(c) != std::string_view::npos; });
}

bool is_label(std::string_view text) {
  return !text.empty() && text.size() <= kLongestLabel && !text.starts_with('-') && !text.ends_with('-') &&
         std::ranges::all_of(text, [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

bool is_domain(std::string_view text) {
  if (text.find('.') == std::string_view::npos) return false;
  for (;;) {
    const auto dot = text.find('.');
    if (!is_label(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

}  // namespace

std::optional<std::u32string> code_points(std::string_view utf8) {
  std::u32string points;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto first = static_cast<unsigned char>(utf8[i++]);
    const int more = first < 0x80                    ? 0
                     : first >= 0xC2 && first < 0xE0 ? 1
                     : first >= 0xE0 && first < 0xF0 ? 2
                     : first >= 0xF0 && first < 0xF5 ? 3
                                                     : -1;
    if (more < 0) return std::nullopt;
    char32_t point = more == 0 ? first : first & (0x3FU >> more);
    for (int k = 0; k < more; ++k, ++i) {
      if (i == utf8.size() || (static_cast<unsigned char>(utf8[i]) & 0xC0) != 0x80) return std::nullopt;
      point = point << 6 | (static_cast<unsigned char>(utf8[i]) & 0x3FU);
    }
    const bool too_long = (more == 2 && point < 0x800) || (more == 3 && point < 0x10000);
    if (too_long || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) return std::nullopt;
    points.push_back(point);
  }
  return points;
}

std::u32string lower(std::u32string text) {
  for (char32_t& c : text) {
    if ((c >= U'A' && c <= U'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7)) c += 0x20;
  }
  return text;
}

bool is_name(std::string_view text) {
  if (text.empty() || text.size() > kLongestName || text.front() == ' ' || text.back() == ' ') return false;
  const auto points = code_points(text);
  return points && std::ranges::none_of(*points, [](char32_t c) {
           const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
           const bool turns_text_around = (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
           return control || turns_text_around;
         });
}

std::optional<std::string> mail_address(std::string_view text) {
  std::string mail(text);
  for (char& c : mail) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 0x20);
  }
  const auto at = mail.find('@');
  if (mail.size() > kLongestMail || at == std::string::npos) return std::nullopt;
  const std::string_view all = mail;
  if (!is_local_part(all.substr(0, at)) || !is_domain(all.substr(at + 1))) return std::nullopt;
  return mail;
}

}  // namespace radslag::staff
