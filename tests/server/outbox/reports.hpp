// What a sender reports, for a test that waits for it.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <stdexcept>

#include "server/outbox/sender.hpp"

namespace radslag::outbox::test {

class Reports {
 public:
  void add(const Report& report) {
    const std::lock_guard lock(mutex_);
    reports_.push_back(report);
    changed_.notify_all();
  }
  /// Waits for the next one. Throws after half a minute without.
  Report take() {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, std::chrono::seconds(30), [&] { return !reports_.empty(); })) throw std::runtime_error("no report came");
    Report report = reports_.front();
    reports_.pop_front();
    return report;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Report> reports_;
};

/// Looks and tries again every millisecond.
inline SenderOptions impatient(Reports& reports) {
  SenderOptions options;
  options.from = {"noreply@example.se", "Örebro kommun"};
  options.look_every = options.first_pause = options.longest_pause = std::chrono::milliseconds(1);
  options.report = [&reports](const Report& report) { reports.add(report); };
  return options;
}

}  // namespace radslag::outbox::test
