// Days of the calendar, and the age that a person has reached on one of them.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace radslag::registrar {

/// Always a real day of the Gregorian calendar where a function here gives one.
using Day = std::chrono::year_month_day;

/// "YYYY-MM-DD" or "YYYYMMDD", ASCII digits, from 1800 to 9999; nothing for all else.
[[nodiscard]] std::optional<Day> parse_day(std::string_view text);
/// "YYYY-MM-DD".
[[nodiscard]] std::string day_text(Day day);
/// The day that it is in UTC at a moment, in seconds since 1970.
[[nodiscard]] Day day_of(std::uint64_t seconds);

/// Whether somebody born on `born` has reached `age` years at the end of the day `on`. A person born on 29 February reaches an age on the
/// 28th in years without a 29th (lag 1930:173: where the month lacks the day, its last day).
[[nodiscard]] bool has_reached(Day born, unsigned age, Day on);

}  // namespace radslag::registrar
