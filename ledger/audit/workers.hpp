// A few threads that work off one queue.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

namespace radslag::audit {

class Workers {
 public:
  /// With one thread or none the work is done by whoever submits it, at once.
  explicit Workers(unsigned threads);
  ~Workers();  ///< after all that was submitted
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  /// What `work` throws comes out of the future.
  [[nodiscard]] std::future<void> submit(std::function<void()> work);
  /// How many pieces of work should be under way to keep all busy.
  [[nodiscard]] std::size_t depth() const { return threads_.empty() ? 1 : 2 * threads_.size() + 1; }

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::packaged_task<void()>> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace radslag::audit
