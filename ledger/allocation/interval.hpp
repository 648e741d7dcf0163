// A number between two doubles: quick arithmetic that knows what it does not know. Where two of them overlap, exact fractions decide.
#pragma once

#include <cmath>
#include <cstdint>

#include "ledger/allocation/exact.hpp"

namespace radslag::allocation {

class Interval {
 public:
  Interval() = default;
  explicit Interval(std::int64_t value) : Interval(around(static_cast<double>(value), 1)) {}
  explicit Interval(const Exact& value) : Interval(around(value.get_d(), 2)) {}  // get_d cuts off: up to a unit in the last place

  [[nodiscard]] double low() const { return low_; }
  [[nodiscard]] double high() const { return high_; }

  friend Interval operator+(const Interval& a, const Interval& b) { return widened(a.low_ + b.low_, a.high_ + b.high_); }
  friend Interval operator-(const Interval& a, const Interval& b) { return widened(a.low_ - b.high_, a.high_ - b.low_); }
  /// `times` at least 0.
  friend Interval operator*(const Interval& a, std::int64_t times) {
    const Interval b(times);
    return widened(a.low_ * (a.low_ < 0 ? b.high_ : b.low_), a.high_ * (a.high_ < 0 ? b.low_ : b.high_));
  }
  /// `by` at least 1.
  friend Interval operator/(const Interval& a, std::int64_t by) {
    const Interval b(by);
    return widened(a.low_ / (a.low_ < 0 ? b.low_ : b.high_), a.high_ / (a.high_ < 0 ? b.high_ : b.low_));
  }

 private:
  Interval(double low, double high) : low_(low), high_(high) {}

  // A rounded result is off by at most half a unit in its last place, 2^-53 of it; taking off 2^-52 of it costs as much again. Between
  // them they stay outside of the true value. The tiny term is for results so small that they have fewer digits.
  static double slack(double x) { return std::fabs(x) * 0x1p-52 + 0x1p-1000; }
  static Interval widened(double low, double high) { return {low - slack(low), high + slack(high)}; }
  static Interval around(double x, int times) { return {x - times * slack(x), x + times * slack(x)}; }

  double low_ = 0, high_ = 0;
};

enum class Less { no, yes, unknown };

/// Whether a < b, as far as the intervals tell.
[[nodiscard]] inline Less less(const Interval& a, const Interval& b) {
  if (a.high() < b.low()) return Less::yes;
  return a.low() >= b.high() ? Less::no : Less::unknown;
}

}  // namespace radslag::allocation
