#include "ledger/allocation/purses.hpp"

namespace radslag::allocation {
namespace {

constexpr std::uint32_t none = 0xffffffff;

}  // namespace

Purses::Purses(const Profile& profile, const std::vector<Exact>& endowments) : endowments_(endowments), kind_of_(profile.groups(), empty) {
  kinds_.push_back({});
  for (std::uint32_t area = 0; area < endowments.size(); ++area) kinds_.push_back({Interval(endowments[area]), area + 1, area, 0});
  for (std::size_t group = 0; group < profile.groups(); ++group) {
    if (sgn(endowments[profile.area(group)]) > 0) kind_of_[group] = profile.area(group) + 1U;
  }
}

std::span<const Share> Purses::shares(const Supporters& supporters) {
  shares_.clear();
  const std::size_t width = supporters.utilities.size();
  if (seen_.size() < kinds_.size() * width) seen_.resize(kinds_.size() * width, none);
  for (const auto& part : supporters.parts) {
    const std::uint32_t kind = kind_of_[part.group];
    if (kind == empty) continue;
    auto& place = seen_[kind * width + part.utility];
    if (place == none) {
      place = static_cast<std::uint32_t>(shares_.size());
      shares_.push_back({kind, part.utility, 0});
    }
    shares_[place].ballots += static_cast<std::int64_t>(part.weight);
  }
  for (const auto& share : shares_) seen_[share.kind * width + share.utility] = none;
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
  const std::size_t width = supporters.utilities.size();
  const auto paying = shares(supporters);
  std::vector<std::uint32_t> after(paying.size(), empty);
  for (std::size_t i = 0; i < paying.size(); ++i) {
    const auto units = supporters.utilities[paying[i].utility];
    Interval left = amount(paying[i].kind) - about * units;
    if (left.high() < 0) continue;
    if (left.low() <= 0) {
      const Exact known = exact_amount(paying[i].kind) - price * exact(units);
      if (sgn(known) <= 0) continue;
      left = Interval(known);
    }
    after[i] = static_cast<std::uint32_t>(kinds_.size());
    kinds_.push_back({left, paying[i].kind, round, units});
  }
  for (std::size_t i = 0; i < paying.size(); ++i) seen_[paying[i].kind * width + paying[i].utility] = after[i];
  for (const auto& part : supporters.parts) {
    auto& kind = kind_of_[part.group];
    if (kind != empty) kind = seen_[kind * width + part.utility];
  }
  for (const auto& share : paying) seen_[share.kind * width + share.utility] = none;
}

}  // namespace radslag::allocation
