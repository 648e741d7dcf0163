#include "ledger/allocation/equal_shares_run.hpp"

#include <algorithm>

namespace radslag::allocation {

EqualSharesRun::EqualSharesRun(const Input& in, const std::vector<Supporters>& supporters, const std::vector<bool>& eligible,
                               const std::vector<Exact>& endowments)
    : in_(&in), supporters_(&supporters), purses_(in.profile, endowments), quotes_(supporters.size()), fresh_(supporters.size()) {
  for (std::uint32_t p = 0; p < supporters.size(); ++p) {
    if (eligible[p] && supporters[p].ballots > 0) (cost(p) == 0 ? free_ : alive_).push_back(p);
  }
  sort_by_rank(in, free_);
  std::reverse(free_.begin(), free_.end());
}

std::optional<Pick> EqualSharesRun::next() {
  equals_.clear();
  if (!free_.empty()) {
    const Pick pick{free_.back(), 0, 0};
    free_.pop_back();
    return pick;
  }
  const auto chosen = choose();
  if (!chosen) return std::nullopt;
  const auto& supporters = this->supporters(*chosen);
  const Exact price = unit_price(*chosen, quotes_[*chosen]);
  Pick pick{*chosen, price / exact(supporters.scale), purses_.exact_sum(purses_.shares(supporters))};
  purses_.pay(supporters, price);
  std::erase(alive_, *chosen);
  return pick;
}

std::optional<std::uint32_t> EqualSharesRun::choose() {
  ++round_;
  while (!alive_.empty()) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < alive_.size(); ++i) {
      if (quotes_[alive_[i]].rate.low() < quotes_[alive_[best]].rate.low()) best = i;
    }
    if (fresh_[alive_[best]] != round_) {
      refresh(best);
      continue;
    }
    // Whatever might be as cheap has to be worked out too.
    const Interval rate = quotes_[alive_[best]].rate;
    const auto rival =
        std::find_if(alive_.begin(), alive_.end(), [&](auto p) { return fresh_[p] != round_ && quotes_[p].rate.low() <= rate.high(); });
    if (rival == alive_.end()) return cheapest(rate);
    refresh(static_cast<std::size_t>(rival - alive_.begin()));
  }
  return std::nullopt;
}

/// Works a quote out anew; drops the project where its supporters cannot pay for it, since they never will again.
void EqualSharesRun::refresh(std::size_t place) {
  const auto p = alive_[place];
  if (auto now = quote(p)) {
    quotes_[p] = std::move(*now);
    fresh_[p] = round_;
    return;
  }
  alive_[place] = alive_.back();
  alive_.pop_back();
}

/// Of those that this rate does not rule out, exactly.
std::uint32_t EqualSharesRun::cheapest(const Interval& rate) {
  std::vector<std::uint32_t> near;
  for (const auto p : alive_) {
    if (quotes_[p].rate.low() <= rate.high()) near.push_back(p);
  }
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

  Quote quote{{}, {shares.begin(), shares.end()}, 0};
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

Exact EqualSharesRun::unit_price(std::uint32_t p, const Quote& quote) {
  const Exact all = purses_.exact_sum(purses_.shares(supporters(p)));
  const Exact rich = purses_.exact_sum(quote.rich);
  return (exact(cost(p)) - (all - rich)) / exact(quote.units);
}

}  // namespace radslag::allocation
