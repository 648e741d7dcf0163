#include "ledger/allocation/margin_line.hpp"

#include <algorithm>

namespace radslag::allocation {

TieLine::TieLine(const Input& in, const TieOrder& order)
    : in_(in), order_(order), last_(ranks({{}, order.last, order.order}, in.profile).value()) {}

bool TieLine::before(const Contender& contender, std::uint32_t other) const {
  for (const auto by : order_.criteria) {
    const auto votes = in_.votes[other];
    const auto cost = in_.profile.projects[other].cost;
    if (by == TieOrder::By::max_votes && contender.votes != votes) return contender.votes > votes;
    if (by != TieOrder::By::max_votes && contender.cost != cost) return (contender.cost < cost) == (by == TieOrder::By::min_cost);
  }
  return last_[contender.project] < last_[other];
}

bool TieLine::dearer_first() const {
  for (const auto by : order_.criteria) {
    if (by != TieOrder::By::max_votes) return by == TieOrder::By::max_cost;
  }
  return false;
}

std::uint64_t Line::score(const Contender& contender) const { return by_points ? scores[contender.project] : contender.votes; }

std::int64_t Line::limit(const Contender& contender) const {
  const auto own = score(contender);
  if (own < minimum_score) return -1;
  const auto place = std::partition_point(others.begin(), others.end(), [&](std::uint32_t other) {
    const int better = by_score(order, own, contender.cost, scores[other], in.profile.projects[other].cost);
    return better != 0 ? better < 0 : !ties.before(contender, other);
  });
  return limits[static_cast<std::size_t>(place - others.begin())];
}

bool Line::funds(const Contender& contender) const { return contender.cost <= limit(contender); }

std::optional<std::int64_t> Line::largest_cost(Contender contender) const {
  const auto limit_at = [&](std::int64_t cost) {
    contender.cost = cost;
    return limit(contender);
  };
  const auto highest = std::min(limits.front(), most_cost);
  const bool costs_decide = order == GreedyRule::Order::score_per_cost && score(contender) > 0;
  if (costs_decide || !ties.dearer_first()) return most<std::int64_t>(1, highest, [&](auto cost) { return cost <= limit_at(cost); });
  // Less cost puts it further back, where less is left: whatever would do is no more than the limit of any cost that is too high.
  for (auto cost = highest; cost >= 1;) {
    const auto next = limit_at(cost);
    if (next >= cost) return cost;
    cost = next;
  }
  return std::nullopt;
}

std::optional<std::uint64_t> Line::more_votes(const Contender& contender, std::uint64_t least) const {
  constexpr std::uint64_t limit_of_search = std::uint64_t{1} << 62;
  return fewest<std::uint64_t>(least, limit_of_search, [&](auto more) {
    return funds({contender.project, contender.cost, contender.votes + more});
  });
}

std::optional<std::uint64_t> Line::fewer_votes(const Contender& contender) const {
  return most<std::uint64_t>(0, contender.votes, [&](auto fewer) {
    return funds({contender.project, contender.cost, contender.votes - fewer});
  });
}

}  // namespace radslag::allocation
