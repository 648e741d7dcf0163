#include "server/registrar/day.hpp"

namespace radslag::registrar {
namespace {

using std::chrono::day;
using std::chrono::days;
using std::chrono::last;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::years;

constexpr int earliest_year = 1800;

/// -1 where something is no ASCII digit.
int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::string padded(unsigned value, std::size_t width) {
  auto text = std::to_string(value);
  return std::string(width > text.size() ? width - text.size() : 0, '0') + text;
}

}  // namespace

std::optional<Day> parse_day(std::string_view text) {
  const bool dashed = text.size() == 10 && text[4] == '-' && text[7] == '-';
  if (!dashed && text.size() != 8) return std::nullopt;
  const int y = number(text.substr(0, 4)), m = number(text.substr(dashed ? 5 : 4, 2)), d = number(text.substr(dashed ? 8 : 6, 2));
  if (y < earliest_year || m < 0 || d < 0) return std::nullopt;
  const Day found{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
  if (!found.ok()) return std::nullopt;
  return found;
}

std::string day_text(Day value) {
  return padded(static_cast<unsigned>(static_cast<int>(value.year())), 4) + "-" + padded(static_cast<unsigned>(value.month()), 2) + "-" +
         padded(static_cast<unsigned>(value.day()), 2);
}

Day day_of(std::uint64_t seconds) { return Day{sys_days{days{static_cast<int>(seconds / 86'400)}}}; }

bool has_reached(Day born, unsigned age, Day on) {
  auto birthday = born + years{static_cast<int>(age)};
  if (!birthday.ok()) birthday = Day{birthday.year() / birthday.month() / last};  // 29 February
  return birthday <= on;
}

}  // namespace radslag::registrar
