// How often somebody may try: a growing delay for each name that is tried wrongly, and one budget for all names together. By name, never by
// address of the network: a school behind one address is not locked out, and a network of a thousand addresses gains nothing.
#pragma once

#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace radslag::registrar {

/// In memory: a restart forgets the delays, which is bearable where guessing takes 2^60 tries. Thread-safe.
class AttemptLimits {
 public:
  struct Limits {
    unsigned free_failures = 4;       ///< of one name before a delay; each further one doubles it, beginning with a second
    unsigned longest_delay = 900;     ///< seconds
    unsigned forget_after = 3'600;    ///< seconds without a failure
    unsigned budget = 5'000;          ///< failures of all names at once
    unsigned budget_per_second = 10;  ///< how fast the budget comes back; what all guessing together is slowed down to
    std::size_t names = 100'000;      ///< remembered; the one longest unused is forgotten first
  };

  AttemptLimits() = default;
  explicit AttemptLimits(const Limits& limits) : limits_(limits), budget_(limits.budget) {}

  /// Seconds to wait before `name` may be tried; 0: now. `now` in seconds since 1970.
  [[nodiscard]] unsigned wait(std::string_view name, std::uint64_t now);
  void failed(std::string_view name, std::uint64_t now);
  void succeeded(std::string_view name);

 private:
  struct Name {
    unsigned failures = 0;
    std::uint64_t last = 0, not_before = 0;
    std::list<std::string>::iterator place;
  };
  void refill(std::uint64_t now);

  Limits limits_;
  std::mutex mutex_;
  std::unordered_map<std::string, Name> names_;
  std::list<std::string> order_;  ///< longest unused first
  double budget_ = Limits{}.budget;
  std::uint64_t refilled_ = 0;
};

}  // namespace radslag::registrar
