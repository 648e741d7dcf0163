// How many letters a stranger can make this site send to one address, or one person can make it send at all.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>

namespace radslag::registrar_web {

/// In memory: a restart forgets. Thread-safe.
class MailRate {
 public:
  static constexpr std::size_t per_hour = 3;
  static constexpr std::size_t most_names = 50'000;  ///< remembered; beyond that nobody's letters go out until an hour is over

  /// Whether a letter may go out for `name` now; then it counts. `now`: unix time in seconds.
  [[nodiscard]] bool take(const std::string& name, std::uint64_t now);

 private:
  void forget(std::uint64_t now);

  std::mutex mutex_;
  std::map<std::string, std::deque<std::uint64_t>> sent_;
};

}  // namespace radslag::registrar_web
