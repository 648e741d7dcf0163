// What several threads found wrong: the flaw of the lowest index, so that the same data always give the same finding.
#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <utility>

#include "crypto/voting/flaw.hpp"

namespace radslag::voting {

class FirstFlaw {
 public:
  void found(std::size_t index, Flaw flaw) {
    const std::lock_guard lock(mutex_);
    if (flaw_ && index_ <= index) return;
    index_ = index;
    flaw_ = std::move(flaw);
  }
  /// Once the threads have ended.
  [[nodiscard]] const std::optional<Flaw>& flaw() const { return flaw_; }

 private:
  std::mutex mutex_;
  std::size_t index_ = 0;
  std::optional<Flaw> flaw_;
};

}  // namespace radslag::voting
