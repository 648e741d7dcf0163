#include "tests/support/slow_counts.hpp"

#include <algorithm>
#include <numeric>
#include <ostream>
#include <string>

namespace radslag::allocation {
namespace {

bool has(const Funded& projects, std::size_t p) { return std::find(projects.begin(), projects.end(), p) != projects.end(); }

/// Whether a comes before b where they are equal.
bool before(const Election& e, std::uint32_t a, std::uint32_t b) {
  for (const auto by : e.ties.criteria) {
    if (by == TieCriterion::max_votes && e.votes(a) != e.votes(b)) return e.votes(a) > e.votes(b);
    if (by == TieCriterion::min_cost && e.costs[a] != e.costs[b]) return e.costs[a] < e.costs[b];
    if (by == TieCriterion::max_cost && e.costs[a] != e.costs[b]) return e.costs[a] > e.costs[b];
  }
  return a < b;
}

std::int64_t worth(const Election& e, Utility utility, std::size_t voter, std::size_t p) {
  const auto given = e.ballots[voter][p];
  if (given == 0) return 0;
  return utility == Utility::cost ? e.costs[p] : utility == Utility::cardinality ? 1 : given;
}

/// rho of a project, or nothing: by trying each voter as the last one who pays in full.
std::optional<Exact> price(const Election& e, Utility utility, const std::vector<Exact>& purse, std::size_t p) {
  Exact all = 0;
  std::vector<std::pair<Exact, std::size_t>> by_limit;  // what the price may be at most for a voter to pay in full
  for (std::size_t v = 0; v < purse.size(); ++v) {
    if (worth(e, utility, v, p) == 0) continue;
    all += purse[v];
    by_limit.emplace_back(purse[v] / exact(worth(e, utility, v, p)), v);
  }
  if (by_limit.empty() || all < exact(e.costs[p])) return std::nullopt;
  std::sort(by_limit.begin(), by_limit.end());
  Exact unpaid = exact(e.costs[p]);
  for (std::size_t i = 0; i < by_limit.size(); ++i) {
    std::int64_t units = 0;
    for (std::size_t j = i; j < by_limit.size(); ++j) units += worth(e, utility, by_limit[j].second, p);
    const Exact rho = unpaid / exact(units);
    if (rho <= by_limit[i].first) return rho;
    unpaid -= purse[by_limit[i].second];
  }
  return by_limit.back().first;
}

}  // namespace

Profile Election::profile() const {
  Profile profile;
  profile.envelope = envelope;
  for (std::size_t p = 0; p < costs.size(); ++p) profile.projects.push_back({"p" + std::to_string(p), costs[p], false});
  for (const auto& ballot : ballots) {
    std::vector<Choice> choices;
    for (std::uint32_t p = 0; p < ballot.size(); ++p)
      if (ballot[p] > 0) choices.push_back({p, ballot[p]});
    profile.add(choices);
  }
  profile.group();
  return profile;
}

std::int64_t Election::votes(std::size_t project) const {
  return std::count_if(ballots.begin(), ballots.end(), [&](const auto& ballot) { return ballot[project] > 0; });
}

std::int64_t Election::cost_of(const Funded& projects) const {
  return std::accumulate(projects.begin(), projects.end(), std::int64_t{0}, [&](auto sum, auto p) { return sum + costs[p]; });
}

std::ostream& operator<<(std::ostream& out, const Election& e) {
  out << "envelope " << e.envelope << ", ties " << e.ties.text() << ", costs";
  for (const auto c : e.costs) out << ' ' << c;
  for (const auto& ballot : e.ballots) {
    out << " | ";
    for (const auto u : ballot) out << u;
  }
  return out;
}

Funded slow_greedy(const Election& e, const GreedyRule& rule) {
  const auto score = [&](std::uint32_t p) {
    if (rule.score == GreedyRule::Score::votes) return e.votes(p);
    std::int64_t sum = 0;
    for (const auto& ballot : e.ballots) sum += ballot[p];
    return sum;
  };
  const auto measure = [&](std::uint32_t p) {
    return rule.order == GreedyRule::Order::score ? exact(score(p)) : exact(score(p), std::max<std::int64_t>(1, e.costs[p]));
  };
  Funded left(e.costs.size()), funded;
  std::iota(left.begin(), left.end(), 0U);
  std::int64_t money = e.envelope;
  while (!left.empty()) {
    auto best = left.front();
    for (const auto p : left) {
      if (measure(p) > measure(best) || (measure(p) == measure(best) && before(e, p, best))) best = p;
    }
    std::erase(left, best);
    if (score(best) < static_cast<std::int64_t>(rule.minimum_score)) continue;
    const bool fits = e.costs[best] <= money;
    if (!fits && rule.unaffordable == Unaffordable::skip) continue;
    const bool reserve =
        rule.reserve_percent > 0 && money > 0 && money * 100 >= e.costs[best] * static_cast<std::int64_t>(rule.reserve_percent);
    if (fits || reserve) {
      money -= e.costs[best];
      funded.push_back(best);
    }
    if (!fits) break;
  }
  return funded;
}

Funded slow_phragmen(const Election& e, Unaffordable unaffordable) {
  std::vector<Exact> load(e.ballots.size());
  Funded funded, out;
  while (true) {
    std::optional<Exact> best;
    Funded equal;
    for (std::uint32_t p = 0; p < e.costs.size(); ++p) {
      if (e.costs[p] > e.envelope || e.votes(p) == 0 || has(funded, p) || has(out, p)) continue;
      Exact sum = exact(e.costs[p]);
      for (std::size_t v = 0; v < load.size(); ++v)
        if (e.ballots[v][p] != 0) sum += load[v];
      const Exact time = sum / exact(e.votes(p));
      if (!best || time < *best) {
        best = time;
        equal.clear();
      }
      if (time == *best) equal.push_back(p);
    }
    if (!best) return funded;
    Funded too_dear;
    for (const auto p : equal)
      if (e.costs[p] > e.envelope - e.cost_of(funded)) too_dear.push_back(p);
    if (!too_dear.empty() && unaffordable == Unaffordable::stop) return funded;
    out.insert(out.end(), too_dear.begin(), too_dear.end());
    if (!too_dear.empty()) continue;
    const auto bought = *std::min_element(equal.begin(), equal.end(), [&](auto a, auto b) { return before(e, a, b); });
    for (std::size_t v = 0; v < load.size(); ++v)
      if (e.ballots[v][bought] > 0) load[v] = *best;
    funded.push_back(bought);
  }
}

Funded slow_run(const Election& e, Utility utility, const Exact& endowment) {
  std::vector<Exact> purse(e.ballots.size(), endowment);
  Funded funded;
  while (true) {
    std::optional<Exact> best;
    std::uint32_t chosen = 0;
    for (std::uint32_t p = 0; p < e.costs.size(); ++p) {
      if (e.costs[p] > e.envelope || has(funded, p)) continue;
      const auto rho = price(e, utility, purse, p);
      if (!rho || (best && (*best < *rho || (*best == *rho && before(e, chosen, p))))) continue;
      best = rho;
      chosen = p;
    }
    if (!best) return funded;
    for (std::size_t v = 0; v < purse.size(); ++v) {
      const Exact asked = *best * exact(worth(e, utility, v, chosen));
      purse[v] -= std::min<Exact>(asked, purse[v]);
    }
    funded.push_back(chosen);
  }
}

Funded slow_equal_shares(const Election& e, const EqualSharesRule& rule) {
  if (e.ballots.empty()) return {};
  Exact endowment = exact(e.envelope, e.voters());
  if (rule.start == EqualSharesRule::Start::whole) endowment = exact(e.envelope / e.voters() / rule.unit * rule.unit);
  auto best = slow_run(e, rule.utility, endowment);
  while (rule.completion == EqualSharesRule::Completion::add1) {
    bool all = true, full = true;
    for (std::uint32_t p = 0; p < e.costs.size(); ++p) {
      if (has(best, p) || e.costs[p] > e.envelope || e.votes(p) == 0) continue;
      all = false;
      full &= e.costs[p] > e.envelope - e.cost_of(best);
    }
    if (all || (full && rule.stop == EqualSharesRule::Stop::exhaustive)) break;
    endowment += exact(rule.unit * rule.step);
    auto next = slow_run(e, rule.utility, endowment);
    if (e.cost_of(next) > e.envelope) break;
    best = std::move(next);
  }
  if (rule.then == EqualSharesRule::Then::greedy) {
    Funded rest;
    for (std::uint32_t p = 0; p < e.costs.size(); ++p)
      if (!has(best, p) && e.costs[p] <= e.envelope && e.votes(p) > 0) rest.push_back(p);
    std::sort(rest.begin(), rest.end(),
              [&](auto a, auto b) { return e.votes(a) != e.votes(b) ? e.votes(a) > e.votes(b) : before(e, a, b); });
    for (const auto p : rest)
      if (e.costs[p] <= e.envelope - e.cost_of(best)) best.push_back(p);
  }
  if (rule.comparison == EqualSharesRule::Comparison::none) return best;
  auto greedy = slow_greedy(e, {});
  int lead = 0;
  for (const auto& ballot : e.ballots) {
    const auto liked = [&](const Funded& funded) {
      const auto number = std::count_if(funded.begin(), funded.end(), [&](auto p) { return ballot[p] > 0; });
      return rule.comparison == EqualSharesRule::Comparison::coverage ? std::min<std::ptrdiff_t>(number, 1) : number;
    };
    lead += liked(greedy) > liked(best) ? 1 : liked(greedy) < liked(best) ? -1 : 0;
  }
  return lead > 0 ? greedy : best;
}

}  // namespace radslag::allocation
