#include "server/registrar/attempt_limits.hpp"

#include <algorithm>

namespace radslag::registrar {

/// The budget grows back with time; a clock that was put back gives nothing.
void AttemptLimits::refill(std::uint64_t now) {
  if (now > refilled_ && refilled_ > 0) budget_ += static_cast<double>(now - refilled_) * limits_.budget_per_second;
  budget_ = std::min(budget_, static_cast<double>(limits_.budget));
  refilled_ = std::max(now, refilled_);
}

unsigned AttemptLimits::wait(std::string_view name, std::uint64_t now) {
  const std::lock_guard lock(mutex_);
  refill(now);
  if (budget_ < 1) return 1;
  const auto found = names_.find(std::string(name));
  if (found == names_.end() || found->second.not_before <= now) return 0;
  return static_cast<unsigned>(std::min<std::uint64_t>(found->second.not_before - now, limits_.longest_delay));
}

void AttemptLimits::failed(std::string_view name, std::uint64_t now) {
  const std::lock_guard lock(mutex_);
  refill(now);
  budget_ = std::max(0.0, budget_ - 1);
  auto [found, is_new] = names_.try_emplace(std::string(name));
  auto& tried = found->second;
  if (is_new) {
    tried.place = order_.insert(order_.end(), found->first);
    if (names_.size() > limits_.names) {
      names_.erase(order_.front());
      order_.pop_front();
    }
  } else {
    order_.splice(order_.end(), order_, tried.place);
    if (now > tried.last + limits_.forget_after) tried.failures = 0;
  }
  tried.last = now;
  if (++tried.failures <= limits_.free_failures) return;
  const auto doublings = std::min(tried.failures - limits_.free_failures - 1, 20U);
  tried.not_before = now + std::min(1U << doublings, limits_.longest_delay);
}

void AttemptLimits::succeeded(std::string_view name) {
  const std::lock_guard lock(mutex_);
  const auto found = names_.find(std::string(name));
  if (found == names_.end()) return;
  order_.erase(found->second.place);
  names_.erase(found);
}

}  // namespace radslag::registrar
