// How far a long job has come, on stderr: a bar where a person watches, a plain line every five seconds elsewhere, nothing if unwanted.
// Also whether that person has pressed Ctrl-C, for jobs that must not leave half a file behind.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace radslag::progress {

/// "Reading  [######------]  50 %  1,000 of 2,000  about 3 s left". `columns`: of the terminal; the line is shorter than that.
[[nodiscard]] std::string bar_line(std::string_view what, std::uint64_t done, std::uint64_t all, double elapsed_seconds,
                                   std::size_t columns);
/// "Reading: 1,000 of 2,000 (50 %), about 3 s left"
[[nodiscard]] std::string plain_line(std::string_view what, std::uint64_t done, std::uint64_t all, double elapsed_seconds);

/// Not thread-safe: `update` from one thread at a time.
class Progress {
 public:
  /// `what`: the job in a word or two. `all` 0 = not known yet.
  explicit Progress(std::string what, std::uint64_t all = 0, bool quiet = false);
  /// Takes the bar away, as reaching `all` does; what came of the job is for its owner to say.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Cheap enough to be called for each item: it looks at the clock and mostly prints nothing.
  void update(std::uint64_t done);
  void update(std::uint64_t done, std::uint64_t all);

 private:
  void take_away();

  using Clock = std::chrono::steady_clock;
  std::string what_;
  std::uint64_t all_;
  bool quiet_, terminal_, shown_ = false;
  Clock::time_point began_, next_;
};

/// While it lives, SIGINT and SIGTERM set a flag instead of ending the process; a second SIGINT ends it. One at a time.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  [[nodiscard]] static bool asked();
  /// What a shell expects of a process that a signal has ended: 130 for SIGINT, 143 for SIGTERM.
  [[nodiscard]] static int exit_code();
};

}  // namespace radslag::progress
