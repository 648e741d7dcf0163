// Handlers that answer when the test says so.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>

#include "server/http/server.hpp"

namespace radslag::http::test {

using Done = std::function<void(Response&&)>;

inline Response text(std::string body) {
  Response response;
  response.body = std::move(body);
  return response;
}

/// Handlers leave their `done` here; the test answers when it likes.
class Waiting {
 public:
  void add(Done done) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(done));
    changed_.notify_all();
  }
  /// Waits for the next one.
  Done take() {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, std::chrono::seconds(10), [&] { return !waiting_.empty(); })) throw std::runtime_error("no request came");
    Done done = std::move(waiting_.front());
    waiting_.pop_front();
    return done;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Done> waiting_;
};

inline Handler leave_in(Waiting& waiting) {
  return [&waiting](Request&&, const Done& done) { waiting.add(done); };
}

}  // namespace radslag::http::test
