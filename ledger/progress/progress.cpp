#include "ledger/progress/progress.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>

namespace radslag::progress {
namespace {

constexpr auto bar_pause = std::chrono::milliseconds(100);
constexpr auto line_pause = std::chrono::seconds(5);
constexpr std::size_t longest_bar = 40;

std::string grouped(std::uint64_t value) {
  auto digits = std::to_string(value);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) digits.insert(static_cast<std::size_t>(at), 1, ',');
  return digits;
}

std::uint64_t percent(std::uint64_t done, std::uint64_t all) {
  return static_cast<std::uint64_t>(100.0 * static_cast<double>(done) / static_cast<double>(all));
}

/// Empty while a guess would be worth nothing: in the first second, and at the end.
std::string time_left(std::uint64_t done, std::uint64_t all, double elapsed) {
  if (done == 0 || done >= all || elapsed < 1) return {};
  const auto seconds = static_cast<std::uint64_t>(elapsed * static_cast<double>(all - done) / static_cast<double>(done) + 0.5);
  if (seconds < 120) return "about " + std::to_string(seconds) + " s left";
  return "about " + std::to_string((seconds + 30) / 60) + " min left";
}

std::size_t terminal_columns() {
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

}  // namespace

std::string plain_line(std::string_view what, std::uint64_t done, std::uint64_t all, double elapsed) {
  if (all == 0) return std::string(what) + ": " + grouped(done);
  done = std::min(done, all);
  auto line = std::string(what) + ": " + grouped(done);
  line += " of " + grouped(all) + " (" + std::to_string(percent(done, all)) + " %)";
  const auto left = time_left(done, all, elapsed);
  return left.empty() ? line : line + ", " + left;
}

std::string bar_line(std::string_view what, std::uint64_t done, std::uint64_t all, double elapsed, std::size_t columns) {
  auto line = plain_line(what, done, all, elapsed);
  if (all > 0) {
    done = std::min(done, all);
    const auto left = time_left(done, all, elapsed);
    const auto tail =
        "  " + std::to_string(percent(done, all)) + " %  " + grouped(done) + " of " + grouped(all) + (left.empty() ? "" : "  " + left);
    // Room for the longest tail there will be, so that the bar keeps its length.
    const auto taken = what.size() + 2 * grouped(all).size() + std::string_view("  []  100 %   of   about 119 min left").size();
    const auto cells = columns > taken + 3 ? std::min(columns - taken, longest_bar) : 0;
    if (cells > 0) {
      const auto filled = static_cast<std::size_t>(static_cast<double>(cells) * static_cast<double>(done) / static_cast<double>(all));
      line = std::string(what) + "  [" + std::string(filled, '#') + std::string(cells - filled, '-') + "]" + tail;
    }
  }
  if (line.size() >= columns) line.resize(columns > 0 ? columns - 1 : 0);
  return line;
}

Progress::Progress(std::string what, std::uint64_t all, bool quiet)
    : what_(std::move(what)), all_(all), quiet_(quiet), terminal_(::isatty(STDERR_FILENO) == 1), began_(Clock::now()) {
  // A job that is done at once shows nothing.
  next_ = began_ + (terminal_ ? Clock::duration(bar_pause) : Clock::duration(line_pause));
}

Progress::~Progress() { take_away(); }

void Progress::take_away() {
  if (shown_) std::fputs("\r\033[K", stderr);
  shown_ = false;
}

void Progress::update(std::uint64_t done, std::uint64_t all) {
  all_ = all;
  update(done);
}

void Progress::update(std::uint64_t done) {
  if (quiet_) return;
  if (all_ > 0 && done >= all_) return take_away();
  const auto now = Clock::now();
  if (now < next_) return;
  const double elapsed = std::chrono::duration<double>(now - began_).count();
  if (terminal_) {
    std::fprintf(stderr, "\r%s\033[K", bar_line(what_, done, all_, elapsed, terminal_columns()).c_str());
    shown_ = true;
    next_ = now + bar_pause;
  } else {
    std::fprintf(stderr, "%s\n", plain_line(what_, done, all_, elapsed).c_str());
    next_ = now + line_pause;
  }
}

namespace {

volatile std::sig_atomic_t caught = 0;

void take_note(int signal) {
  caught = signal;
  if (signal == SIGINT) std::signal(SIGINT, SIG_DFL);  // who presses it twice means it
}

}  // namespace

Interrupt::Interrupt() {
  caught = 0;
  std::signal(SIGINT, take_note);
  std::signal(SIGTERM, take_note);
}

Interrupt::~Interrupt() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

bool Interrupt::asked() { return caught != 0; }
int Interrupt::exit_code() { return 128 + caught; }

}  // namespace radslag::progress
