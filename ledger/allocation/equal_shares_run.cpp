#include "ledger/allocation/equal_shares_run.hpp"

#include <algorithm>
#include <limits>

namespace radslag::allocation {

EqualSharesRun::EqualSharesRun(const Input& in, const std::vector<Supporters>& supporters, const std::vector<bool>& eligible,
                               const std::vector<Exact>& endowments)
    : in_(&in), supporters_(&supporters), purses_(in.profile, endowments), quotes_(supporters.size()) {
  for (std::uint32_t p = 0; p < supporters.size(); ++p) {
    if (eligible[p] && supporters[p].ballots > 0) (cost(p) == 0 ? free_ : alive_).push_back(p);
  }
  sort_by_rank(in, free_);
  std::reverse(free_.begin(), free_.end());
}

std::optional<Pick> EqualSharesRun::choose() {
  equals_.clear();
  if (!free_.empty()) return Pick{free_.back(), 0, 0};
  const auto chosen = cheapest_alive();
  if (!chosen) return std::nullopt;
  const auto& supporters = this->supporters(*chosen);
  const Exact price = unit_price(*chosen, quotes_[*chosen]);
  return Pick{*chosen, price / exact(supporters.scale), purses_.exact_sum(purses_.shares(supporters))};
}

void EqualSharesRun::pay(const Pick& pick) {
  if (!free_.empty()) {
    free_.pop_back();
    return;
  }
  const auto& supporters = this->supporters(pick.project);
  purses_.pay(supporters, pick.price * exact(supporters.scale));
  std::erase(alive_, pick.project);
}

std::optional<Pick> EqualSharesRun::next() {
  auto pick = choose();
  if (pick) pay(*pick);
  return pick;
}

/// From the lowest of the earlier quotes on, each is worked out anew, until what is left cannot be as cheap. A project whose supporters
/// cannot pay for it is dropped, since they never will again.
std::optional<std::uint32_t> EqualSharesRun::cheapest_alive() {
  const auto dearer = [this](std::uint32_t a, std::uint32_t b) { return quotes_[a].rate.low() > quotes_[b].rate.low(); };
  std::make_heap(alive_.begin(), alive_.end(), dearer);
  std::vector<std::uint32_t> asked;
  auto least = std::numeric_limits<double>::infinity();
  while (!alive_.empty() && quotes_[alive_.front()].rate.low() <= least) {
    std::pop_heap(alive_.begin(), alive_.end(), dearer);
    const auto p = alive_.back();
    alive_.pop_back();
    auto now = quote(p);
    if (!now) continue;
    quotes_[p] = std::move(*now);
    least = std::min(least, quotes_[p].rate.high());
    asked.push_back(p);
  }
  alive_.insert(alive_.end(), asked.begin(), asked.end());
  std::erase_if(asked, [&](auto p) { return quotes_[p].rate.low() > least; });
  if (asked.empty()) return std::nullopt;
  return cheapest(asked);
}

/// Of those between which the intervals do not decide.
std::uint32_t EqualSharesRun::cheapest(const std::vector<std::uint32_t>& near) {
  if (near.size() == 1) return near.front();
  std::optional<Exact> least;
  for (const auto p : near) {
    Exact price = exact_rate(p);
    if (!least || price < *least) {
      least = std::move(price);
      equals_.assign(1, p);
    } else if (price == *least) {
      equals_.push_back(p);
    }
  }
  sort_by_rank(*in_, equals_);
  const auto first = equals_.front();
  if (equals_.size() == 1) equals_.clear();
  return first;
}

std::optional<Quote> EqualSharesRun::quote(std::uint32_t p) {
  const auto& supporters = this->supporters(p);
  const auto shares = purses_.shares(supporters);
  Interval money;
  for (const auto& share : shares) money = money + purses_.amount(share.kind) * share.ballots;
  const Less short_of = less(money, Interval(cost(p)));
  if (short_of == Less::yes || (short_of == Less::unknown && purses_.exact_sum(shares) < exact(cost(p)))) return std::nullopt;

  Quote quote{{}, {shares.begin(), shares.end()}, {}, 0};
  Interval unpaid(cost(p));
  for (const auto& share : quote.rich) quote.units += share.ballots * supporters.utilities[share.utility];
  // Those who have less than the price asks of them pay all they have, which raises it for the others; until nobody has less.
  while (true) {
    const Interval price = unpaid / quote.units;
    std::vector<Share> unsure;
    std::size_t kept = 0;
    const auto is_poor = [&](const Share& share) {
      const Less answer = less(purses_.amount(share.kind), price * supporters.utilities[share.utility]);
      if (answer == Less::unknown) unsure.push_back(share);
      return answer == Less::yes;
    };
    const auto drop = [&](const Share& share) {
      unpaid = unpaid - purses_.amount(share.kind) * share.ballots;
      quote.units -= share.ballots * supporters.utilities[share.utility];
      quote.poor.push_back(share);
    };
    for (std::size_t i = 0; i < quote.rich.size(); ++i) {
      if (is_poor(quote.rich[i]))
        drop(quote.rich[i]);
      else
        quote.rich[kept++] = quote.rich[i];
    }
    const bool settled = kept == quote.rich.size();
    quote.rich.resize(kept);
    if (!settled) continue;
    if (!unsure.empty()) {
      const Exact known = unit_price(p, quote);
      const auto poor = std::remove_if(quote.rich.begin(), quote.rich.end(), [&](const Share& share) {
        const auto is_same = [&](const Share& other) { return other.kind == share.kind && other.utility == share.utility; };
        if (std::none_of(unsure.begin(), unsure.end(), is_same)) return false;
        if (purses_.exact_amount(share.kind) >= known * exact(supporters.utilities[share.utility])) return false;
        drop(share);
        return true;
      });
      const bool changed = poor != quote.rich.end();
      quote.rich.erase(poor, quote.rich.end());
      if (changed) continue;
    }
    quote.rate = price / supporters.scale;
    return quote;
  }
}

Exact EqualSharesRun::unit_price(std::uint32_t p, const Quote& quote) const {
  if (quote.poor.empty()) return exact(cost(p), quote.units);
  return (exact(cost(p)) - purses_.exact_sum(quote.poor)) / exact(quote.units);
}

}  // namespace radslag::allocation
