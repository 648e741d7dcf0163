// Long work: on several threads, with its progress told.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>

namespace radslag::voting {

/// How long work is to be done. The defaults fit what takes milliseconds.
struct Work {
  unsigned threads = 1;
  /// Called now and then from any of the threads, never from two at once, with `done` rising to `total`. What it throws stops the work
  /// and comes out of the function that was called.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};

/// Work under way: counts what is done of a known number of pieces.
class Workshop {
 public:
  Workshop(const Work& work, std::uint64_t total) : work_(work), total_(total) {}

  /// Calls `piece(begin, end)` for ranges that together are [0, count), on as many threads as were given; counts each range's length as
  /// done. Ranges begin at multiples of `size`. The first exception of a piece is thrown again when all threads have ended.
  void split(std::size_t count, std::size_t size, const std::function<void(std::size_t begin, std::size_t end)>& piece);

 private:
  void tell(std::uint64_t done);

  const Work& work_;
  std::uint64_t total_;
  std::uint64_t done_ = 0;
  std::mutex mutex_;
};

}  // namespace radslag::voting
