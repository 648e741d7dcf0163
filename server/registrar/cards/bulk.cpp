#include "server/registrar/cards/bulk.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "crypto/voting/credential.hpp"

namespace radslag::registrar {
namespace {

constexpr std::size_t at_once = 512;
constexpr std::chrono::milliseconds between_progress{200};

class Bulk {
 public:
  Bulk(const group::Group& group, std::size_t count, const std::function<group::Scalar(std::size_t)>& secret)
      : group_(group), secret_(secret), credentials(count) {}

  void work() {
    try {
      std::vector<group::Scalar> secrets;
      for (auto from = take(); from < credentials.size(); from = take()) {
        const auto to = std::min(from + at_once, credentials.size());
        secrets.clear();
        for (auto i = from; i < to; ++i) secrets.push_back(secret_(i));
        auto texts = voting::public_credentials(group_, secrets);
        std::move(texts.begin(), texts.end(), credentials.begin() + static_cast<std::ptrdiff_t>(from));
        give(to - from);
      }
    } catch (...) {
      fail(std::current_exception());
    }
  }

  /// Until all is done, or `progress` has had enough. Gives whether all is done.
  bool wait(const std::function<bool(std::uint64_t)>& progress) {
    std::unique_lock lock(mutex_);
    while (done_ < credentials.size() && !failure_) {
      changed_.wait_for(lock, between_progress);
      const auto done = done_;
      lock.unlock();
      const bool goes_on = progress(done);
      lock.lock();
      if (!goes_on) {
        next_ = credentials.size();
        return false;
      }
    }
    return true;
  }

  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  std::size_t take() {
    const std::lock_guard lock(mutex_);
    const auto from = next_;
    next_ = std::min(next_ + at_once, credentials.size());
    return from;
  }
  void give(std::size_t count) {
    const std::lock_guard lock(mutex_);
    done_ += count;
    if (done_ == credentials.size()) changed_.notify_all();
  }
  void fail(std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    failure_ = std::move(failure);
    next_ = credentials.size();
    changed_.notify_all();
  }

  const group::Group& group_;
  const std::function<group::Scalar(std::size_t)>& secret_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t next_ = 0, done_ = 0;
  std::exception_ptr failure_;

 public:
  std::vector<std::string> credentials;
};

}  // namespace

std::optional<std::vector<std::string>> many_credentials(const group::Group& group, std::size_t count,
                                                         const std::function<group::Scalar(std::size_t)>& secret, unsigned threads,
                                                         const std::function<bool(std::uint64_t)>& progress) {
  Bulk bulk(group, count, secret);
  bool all = false;
  {
    std::vector<std::jthread> workers;
    for (unsigned i = 0; i < std::max(1U, threads); ++i) workers.emplace_back([&bulk] { bulk.work(); });
    all = bulk.wait(progress);
  }
  bulk.rethrow();
  if (!all) return std::nullopt;
  return std::move(bulk.credentials);
}

}  // namespace radslag::registrar
