#include "crypto/voting/work.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <system_error>
#include <thread>
#include <vector>

namespace radslag::voting {

void Workshop::tell(std::uint64_t done) {
  const std::lock_guard lock(mutex_);
  done_ += done;
  if (work_.progress) work_.progress(done_, total_);
}

void Workshop::split(std::size_t count, std::size_t size, const std::function<void(std::size_t, std::size_t)>& piece) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr failure;
  const auto worker = [&] {
    for (;;) {
      const std::size_t begin = next.fetch_add(size);
      if (begin >= count) return;
      try {
        const std::size_t end = std::min(count, begin + size);
        piece(begin, end);
        tell(end - begin);
      } catch (...) {
        next = count;  // the other threads finish their piece and stop
        const std::lock_guard lock(mutex_);
        if (!failure) failure = std::current_exception();
        return;
      }
    }
  };
  const std::size_t pieces = (count + size - 1) / size;
  std::vector<std::thread> helpers;
  try {
    for (std::size_t i = 1; i < std::min<std::size_t>(work_.threads, pieces); ++i) helpers.emplace_back(worker);
  } catch (const std::system_error&) {
    // No more threads to be had: those that are there do the work.
  }
  worker();
  for (std::thread& helper : helpers) helper.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace radslag::voting
