#include "ledger/audit/instant.hpp"

#include <array>
#include <ctime>

namespace radslag::audit {

std::string instant_text(std::uint64_t seconds) {
  const auto time = static_cast<std::time_t>(seconds);
  std::tm broken{};
  // A witness may claim a year that no calendar has.
  if (gmtime_r(&time, &broken) == nullptr || broken.tm_year > 8'099) return std::to_string(seconds) + " s";
  std::array<char, 32> text{};
  const auto size = std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S UTC", &broken);
  return {text.data(), size};
}

}  // namespace radslag::audit
