#include "ledger/allocation/profile.hpp"

#include <algorithm>
#include <numeric>

namespace radslag::allocation {

void Profile::add(std::span<const Choice> choices, std::uint64_t ballots, std::uint16_t area) {
  const auto first = choices_.size();
  choices_.insert(choices_.end(), choices.begin(), choices.end());
  std::sort(choices_.begin() + static_cast<std::ptrdiff_t>(first), choices_.end());
  ends_.push_back(choices_.size());
  weights_.push_back(ballots);
  areas_.push_back(area);
  voters_ += ballots;
}

std::span<const Choice> Profile::choices(std::size_t group) const {
  const auto begin = group == 0 ? 0 : ends_[group - 1];
  return std::span(choices_).subspan(begin, ends_[group] - begin);
}

void Profile::group() {
  std::vector<std::uint32_t> order(groups());
  std::iota(order.begin(), order.end(), 0U);
  const auto compare = [&](std::uint32_t a, std::uint32_t b) {
    if (areas_[a] != areas_[b]) return areas_[a] < areas_[b];
    const auto x = choices(a), y = choices(b);
    return std::lexicographical_compare(x.begin(), x.end(), y.begin(), y.end());
  };
  std::sort(order.begin(), order.end(), compare);
  Profile grouped;
  for (std::size_t i = 0; i < order.size();) {
    std::uint64_t ballots = 0;
    std::size_t end = i;
    while (end < order.size() && !compare(order[i], order[end])) ballots += weights_[order[end++]];
    grouped.add(choices(order[i]), ballots, areas_[order[i]]);
    i = end;
  }
  choices_ = std::move(grouped.choices_);
  ends_ = std::move(grouped.ends_);
  weights_ = std::move(grouped.weights_);
  areas_ = std::move(grouped.areas_);
}

std::vector<std::uint64_t> Profile::votes() const {
  std::vector<std::uint64_t> votes(projects.size());
  for (std::size_t group = 0; group < groups(); ++group) {
    for (const auto& choice : choices(group)) {
      if (choice.points > 0) votes[choice.project] += weights_[group];
    }
  }
  return votes;
}

std::vector<std::uint64_t> Profile::points() const {
  std::vector<std::uint64_t> points(projects.size());
  for (std::size_t group = 0; group < groups(); ++group) {
    for (const auto& choice : choices(group)) points[choice.project] += weights_[group] * static_cast<std::uint64_t>(choice.points);
  }
  return points;
}

}  // namespace radslag::allocation
