// A line of projects that are funded in turn, as far as the money goes, and one more project that may step in where its cost and its votes
// put it. Inside of this room.
#pragma once

#include <optional>

#include "ledger/allocation/counting.hpp"

namespace radslag::allocation {

/// A project as it might have been.
struct Contender {
  std::uint32_t project = 0;
  std::int64_t cost = 0;
  std::uint64_t votes = 0;
};

/// The tie order, with one project's cost and votes changed.
class TieLine {
 public:
  TieLine(const Input& in, const TieOrder& order);
  /// Whether it comes before another project, as that stands.
  [[nodiscard]] bool before(const Contender& contender, std::uint32_t other) const;
  /// Whether more cost brings a project forward among equals.
  [[nodiscard]] bool dearer_first() const;

 private:
  const Input& in_;
  const TieOrder& order_;
  std::vector<std::uint32_t> last_;  ///< places by the last criterion alone
};

/// By score or score by cost, equals in the tie order.
struct Line {
  const Input& in;
  const TieLine& ties;
  GreedyRule::Order order = GreedyRule::Order::score;
  bool by_points = false;                  ///< the score; else votes
  std::vector<std::uint64_t> scores = {};  ///< by project
  std::uint64_t minimum_score = 0;
  std::int64_t most_cost = kMaxAmount;  ///< above this no project takes part
  std::vector<std::uint32_t> others = {};
  std::vector<std::int64_t> limits =
      {};  ///< before each of `others` and after the last: the most that a project there may cost; never rises

  [[nodiscard]] bool funds(const Contender& contender) const;
  /// As in Margin, of a project with these votes.
  [[nodiscard]] std::optional<std::int64_t> largest_cost(Contender contender) const;
  [[nodiscard]] std::optional<std::uint64_t> more_votes(const Contender& contender, std::uint64_t least = 1) const;
  [[nodiscard]] std::optional<std::uint64_t> fewer_votes(const Contender& contender) const;

 private:
  [[nodiscard]] std::uint64_t score(const Contender& contender) const;
  [[nodiscard]] std::int64_t limit(const Contender& contender) const;
};

/// The fewest from `low` to `high` that `does`, where all above one that does do too; nothing where `high` does not.
template <class Number, class Does>
[[nodiscard]] std::optional<Number> fewest(Number low, Number high, const Does& does) {
  if (high < low || !does(high)) return std::nullopt;
  while (low < high) {
    const Number middle = low + (high - low) / 2;
    if (does(middle))
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

/// The most from `low` to `high` that `does`, where all below one that does do too; nothing where `low` does not.
template <class Number, class Does>
[[nodiscard]] std::optional<Number> most(Number low, Number high, const Does& does) {
  if (high < low || !does(low)) return std::nullopt;
  while (low < high) {
    const Number middle = high - (high - low) / 2;
    if (does(middle))
      low = middle;
    else
      high = middle - 1;
  }
  return low;
}

}  // namespace radslag::allocation
