// A thread that does something every few minutes, until it is gone.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace radslag::registrar_program {

class Janitor {
 public:
  Janitor(std::chrono::seconds every, std::function<void()> work) : thread_([this, every, work = std::move(work)] { run(every, work); }) {}
  ~Janitor() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

 private:
  void run(std::chrono::seconds every, const std::function<void()>& work) {
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, every, [this] { return stopping_; })) {
      lock.unlock();
      work();
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace radslag::registrar_program
