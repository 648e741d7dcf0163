#include "ledger/allocation/purses.hpp"

#include <utility>

namespace radslag::allocation {

Purses::Purses(const Profile& profile, const std::vector<Exact>& endowments) : endowments_(endowments), kind_of_(profile.groups(), empty) {
  kinds_.push_back({});
  for (std::uint32_t area = 0; area < endowments.size(); ++area) kinds_.push_back({Interval(endowments[area]), area + 1, area, 0});
  for (std::size_t group = 0; group < profile.groups(); ++group) {
    if (sgn(endowments[profile.area(group)]) > 0) kind_of_[group] = profile.area(group) + 1U;
  }
}

template <class With>
void Purses::sort_into_shares(const Supporters& supporters, With with) {
  shares_.clear();
  seen_.resize(kinds_.size());
  for (const auto& part : supporters.parts) {
    const std::uint32_t kind = kind_of_[part.group];
    if (kind == empty) continue;
    auto& place = seen_[kind];
    // Of an earlier utility or an earlier call the place is of something else, or of nothing.
    if (place >= shares_.size() || shares_[place].kind != kind || shares_[place].utility != part.utility) {
      place = static_cast<std::uint32_t>(shares_.size());
      shares_.push_back({kind, part.utility, 0});
    }
    shares_[place].ballots += static_cast<std::int64_t>(part.weight);
    with(part, place);
  }
}

std::span<const Share> Purses::shares(const Supporters& supporters) {
  sort_into_shares(supporters, [](const auto&, auto) {});
  return shares_;
}

Exact Purses::exact_amount(std::uint32_t kind) const {
  Exact amount;
  for (; kinds_[kind].before != kind; kind = kinds_[kind].before) amount -= prices_[kinds_[kind].round] * exact(kinds_[kind].units);
  return kind == empty ? amount : Exact(amount + endowments_[kinds_[kind].round]);
}

Exact Purses::exact_sum(std::span<const Share> shares) const {
  std::vector<std::int64_t> paid(prices_.size()), began(endowments_.size());
  for (const auto& share : shares) {
    auto kind = share.kind;
    for (; kinds_[kind].before != kind; kind = kinds_[kind].before) paid[kinds_[kind].round] += share.ballots * kinds_[kind].units;
    if (kind != empty) began[kinds_[kind].round] += share.ballots;
  }
  Exact sum;
  for (std::size_t i = 0; i < began.size(); ++i) {
    if (began[i] != 0) sum += endowments_[i] * exact(began[i]);
  }
  for (std::size_t i = 0; i < paid.size(); ++i) {
    if (paid[i] != 0) sum -= prices_[i] * exact(paid[i]);
  }
  return sum;
}

void Purses::pay(const Supporters& supporters, const Exact& price) {
  const auto round = static_cast<std::uint32_t>(prices_.size());
  prices_.push_back(price);
  const Interval about(price);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> share_of;  // group, place in `shares_`
  share_of.reserve(supporters.parts.size());
  sort_into_shares(supporters, [&](const auto& part, auto place) { share_of.emplace_back(part.group, place); });
  std::vector<std::uint32_t> after(shares_.size(), empty);
  for (std::size_t i = 0; i < shares_.size(); ++i) {
    const auto units = supporters.utilities[shares_[i].utility];
    Interval left = amount(shares_[i].kind) - about * units;
    if (left.high() < 0) continue;
    if (left.low() <= 0) {
      const Exact known = exact_amount(shares_[i].kind) - price * exact(units);
      if (sgn(known) <= 0) continue;
      left = Interval(known);
    }
    after[i] = static_cast<std::uint32_t>(kinds_.size());
    kinds_.push_back({left, shares_[i].kind, round, units});
  }
  for (const auto& [group, place] : share_of) kind_of_[group] = after[place];
}

}  // namespace radslag::allocation
