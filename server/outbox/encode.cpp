#include "server/outbox/encode.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "crypto/encoding.hpp"
#include "ledger/log/text.hpp"

namespace radslag::outbox {
namespace {

bool is_bidirectional_control(char32_t c) {
  return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029; }

/// Calls `take(code point, its bytes)` for each character; ends early where it returns false.
template <typename Take>
void each_character(std::string_view text, Take take) {
  while (!text.empty()) {
    std::string_view rest = text;
    const auto point = log::take_code_point(rest);
    if (!point || !take(*point, text.substr(0, text.size() - rest.size()))) return;
    text = rest;
  }
}

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

bool is_plain_text(std::string_view text) {
  return is_printable(text) && text.find("=?") == std::string_view::npos && !text.starts_with(' ') && !text.ends_with(' ');
}

/// RFC 2047 section 2: at most 75 bytes a word, whole characters in each, at most 76 bytes a line. `used`: what stands on the first line.
std::string encoded_words(std::string_view text, std::size_t used) {
  constexpr std::size_t kLine = 76, kAround = 12;  // =?utf-8?B? and ?=
  std::string all, word;
  std::size_t room = (kLine - used - kAround) / 4 * 3;
  const auto end_word = [&] {
    all += (all.empty() ? "=?utf-8?B?" : "\r\n =?utf-8?B?") + crypto::to_base64(word) + "?=";
    word.clear();
    room = (kLine - 1 - kAround) / 4 * 3;
  };
  each_character(text, [&](char32_t, std::string_view character) {
    if (word.size() + character.size() > room) end_word();
    word += character;
    return true;
  });
  if (!word.empty()) end_word();
  return all;
}

char hex_digit(unsigned value) { return "0123456789ABCDEF"[value & 15]; }

/// The byte that `rest` begins with, as it stands on a line after `line` bytes.
std::string quoted_byte(std::string_view rest, std::size_t line) {
  const char c = rest.front();
  const bool last = rest.size() == 1 || rest[1] == '\n';
  // A dot at the beginning could be taken for SMTP's end of a letter, and "From " for a mailbox's next one.
  const bool special = c == '=' || (line == 0 && (c == '.' || rest.starts_with("From "))) || (last && (c == ' ' || c == '\t'));
  if ((c == '\t' || (c >= ' ' && c <= '~')) && !special) return std::string(1, c);
  const auto value = static_cast<unsigned char>(c);
  return {'=', hex_digit(value >> 4), hex_digit(value)};
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty())
    if (!log::take_code_point(text)) return false;
  return true;
}

std::string clean_line(std::string_view text, std::size_t bytes) {
  std::string line;
  each_character(text, [&](char32_t point, std::string_view character) {
    if (is_bidirectional_control(point)) return true;
    if (is_control(point)) character = " ";
    if (line.size() + character.size() > bytes) return false;
    line += character;
    return true;
  });
  return line;
}

std::string clean_text(std::string_view text) {
  std::string clean;
  each_character(text, [&](char32_t point, std::string_view character) {
    if (!is_bidirectional_control(point)) clean += is_control(point) && point != '\n' && point != '\t' ? " " : character;
    return true;
  });
  return clean;
}

std::string header_text(std::string_view text, std::size_t used) {
  constexpr std::size_t kLine = 78;  // RFC 5322 section 2.1.1
  return is_plain_text(text) && used + text.size() <= kLine ? std::string(text) : encoded_words(text, used);
}

std::string header_name(std::string_view text, std::size_t used) {
  const bool atoms = is_plain_text(text) && text.find_first_of("\"(),.:;<>@[]\\") == std::string_view::npos;
  return atoms ? header_text(text, used) : encoded_words(text, used);
}

std::string quoted_printable(std::string_view text) {
  constexpr std::size_t kLine = 75;  // and the '=' of a soft line break
  std::string all;
  std::size_t line = 0;
  for (; !text.empty(); text.remove_prefix(1)) {
    if (text.front() == '\n') {
      all += "\r\n";
      line = 0;
      continue;
    }
    if (line + quoted_byte(text, line).size() > kLine) {
      all += "=\r\n";
      line = 0;
    }
    const std::string byte = quoted_byte(text, line);
    all += byte;
    line += byte.size();
  }
  if (line > 0) all += "\r\n";
  return all;
}

std::string mail_date(std::int64_t hour) {
  constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::sys_time<std::chrono::hours> time{std::chrono::hours(hour)};
  const auto days = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(days);
  const auto two = [](auto number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return std::string(kDays[std::chrono::weekday(days).c_encoding()]) + ", " + two(static_cast<unsigned>(date.day())) + ' ' +
         kMonths[static_cast<unsigned>(date.month()) - 1] + ' ' + std::to_string(static_cast<int>(date.year())) + ' ' +
         two((time - days).count()) + ":00:00 +0000";
}

}  // namespace radslag::outbox
