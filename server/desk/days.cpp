// Days as hours of the record.
#include <unicode/timezone.h>
#include <chrono>
#include <cmath>
#include <stdexcept>

#include "server/desk/forms.hpp"

namespace radslag::desk {
namespace {

constexpr double milliseconds_per_day = 86'400'000;
constexpr double milliseconds_per_hour = 3'600'000;

}  // namespace

std::uint64_t first_hour(const Visit& visit, const std::string& date, int days) {
  using namespace std::chrono;
  const year_month_day day{year(std::stoi(date.substr(0, 4))), month(static_cast<unsigned>(std::stoi(date.substr(5, 2)))),
                           std::chrono::day(static_cast<unsigned>(std::stoi(date.substr(8, 2))))};
  const double local = static_cast<double>((sys_days(day).time_since_epoch().count() + days)) * milliseconds_per_day;
  const std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(visit.config.time_zone)));
  std::int32_t standard = 0, summer = 0;
  UErrorCode status = U_ZERO_ERROR;
  zone->getOffset(local, true, standard, summer, status);
  if (U_FAILURE(status)) throw std::runtime_error("the time zone " + visit.config.time_zone + " is not known");
  const double hours = std::floor((local - standard - summer) / milliseconds_per_hour);
  return hours > 0 ? static_cast<std::uint64_t>(hours) : 0;
}

}  // namespace radslag::desk
