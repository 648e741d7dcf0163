// A thread for work that requests do not wait for.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace radslag::web {

/// One piece after the other, in the order in which they were given. Thread-safe.
class Worker {
 public:
  Worker() = default;
  ~Worker();  ///< after the work that was given to it
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// `work` throws nothing.
  void later(std::function<void()> work);

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> queue_;
  bool ending_ = false;
  std::thread thread_;  ///< from the first work on
};

}  // namespace radslag::web
