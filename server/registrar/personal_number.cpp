#include "server/registrar/personal_number.hpp"

#include <sodium.h>

#include <algorithm>
#include <string>

namespace radslag::registrar {
namespace {

constexpr std::size_t tail = 4;  // the digits after the separator
constexpr unsigned coordination_days = 60;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

/// The number as typed, taken apart: `head` and `end` together are the digits.
struct Parts {
  std::string_view head, end;
  char separator = 0;  // '-', '+' or none
};

tl::expected<Parts, NumberFault> take_apart(std::string_view text) {
  Parts parts;
  const auto digits = std::count_if(text.begin(), text.end(), is_digit);
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == '-' || c == '+'; });
  if (plain && digits != 10 && digits != 12) return tl::make_unexpected(NumberFault::length);
  if (text.size() < 10 || text.size() > 13) return tl::make_unexpected(NumberFault::character);
  parts.end = text.substr(text.size() - tail);
  parts.head = text.substr(0, text.size() - tail);
  if (parts.head.back() == '-' || parts.head.back() == '+') {
    parts.separator = parts.head.back();
    parts.head.remove_suffix(1);
  }
  const bool digits_before = std::all_of(parts.head.begin(), parts.head.end(), is_digit);
  const bool digits_after = std::all_of(parts.end.begin() + 1, parts.end.end(), is_digit);
  if (!digits_before || !digits_after) return tl::make_unexpected(NumberFault::character);
  if (parts.head.size() != 6 && parts.head.size() != 8) return tl::make_unexpected(NumberFault::character);
  if (is_letter(parts.end.front())) return tl::make_unexpected(NumberFault::temporary);
  if (!is_digit(parts.end.front())) return tl::make_unexpected(NumberFault::character);
  return parts;
}

int value_of(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

tl::expected<int, NumberFault> year_of(const Parts& parts, int this_year) {
  constexpr int hundred = 100;
  if (parts.head.size() == 8) {
    const int year = value_of(parts.head.substr(0, 4));
    if (year < 1800 || year > 2099) return tl::make_unexpected(NumberFault::date);
    if (parts.separator == '+' && this_year - year < hundred) return tl::make_unexpected(NumberFault::separator);
    return year;
  }
  int year = this_year - (this_year - value_of(parts.head.substr(0, 2))) % hundred;
  if (year > this_year) year -= hundred;
  return parts.separator == '+' ? year - hundred : year;
}

/// Luhn over the last ten digits (ISO/IEC 7812-1 annex B): the sum of all, every second doubled and its digits added, ends in 0.
bool checks(std::string_view ten) {
  int sum = 0;
  for (std::size_t i = 0; i < ten.size(); ++i) {
    const int twice = (ten[i] - '0') * (i % 2 == 0 ? 2 : 1);
    sum += twice > 9 ? twice - 9 : twice;
  }
  return sum % 10 == 0;
}

Day day_in(std::string_view digits) {
  const auto day = static_cast<unsigned>(value_of(digits.substr(6, 2)));
  return {std::chrono::year{value_of(digits.substr(0, 4))}, std::chrono::month{static_cast<unsigned>(value_of(digits.substr(4, 2)))},
          std::chrono::day{day > coordination_days ? day - coordination_days : day}};
}

}  // namespace

std::string_view fault_name(NumberFault fault) {
  switch (fault) {
    case NumberFault::length: return "length";
    case NumberFault::character: return "character";
    case NumberFault::separator: return "separator";
    case NumberFault::date: return "date";
    case NumberFault::not_born: return "not-born";
    case NumberFault::temporary: return "temporary";
    case NumberFault::check_digit: return "check-digit";
  }
  return "unknown";
}

tl::expected<PersonalNumber, NumberFault> PersonalNumber::parse(std::string_view typed, Day today) {
  const auto parts = take_apart(trimmed(typed));
  if (!parts) return tl::make_unexpected(parts.error());
  const auto year = year_of(*parts, static_cast<int>(today.year()));
  if (!year) return tl::make_unexpected(year.error());

  PersonalNumber number;
  auto* out = number.digits_.data();
  for (int place = 1000; place > 0; place /= 10) *out++ = static_cast<char>('0' + *year / place % 10);
  const auto month_and_day = parts->head.substr(parts->head.size() - 4);
  out = std::copy(month_and_day.begin(), month_and_day.end(), out);
  std::copy(parts->end.begin(), parts->end.end(), out);

  const Day born = day_in(number.digits());
  if (!born.ok()) return tl::make_unexpected(NumberFault::date);
  if (!checks(number.digits().substr(2))) return tl::make_unexpected(NumberFault::check_digit);
  if (born > today) return tl::make_unexpected(NumberFault::not_born);
  return number;
}

PersonalNumber::~PersonalNumber() { ::sodium_memzero(digits_.data(), digits_.size()); }

bool PersonalNumber::is_coordination() const { return value_of(digits().substr(6, 2)) > static_cast<int>(coordination_days); }

Day PersonalNumber::day_in_number() const { return day_in(digits()); }

}  // namespace radslag::registrar
