#include "ledger/allocation/explain.hpp"

#include <algorithm>

#include "ledger/allocation/counting.hpp"
#include "ledger/allocation/equal_shares_run.hpp"

namespace radslag::allocation {
namespace {

bool took_part(Fate fate) {
  return fate == Fate::funded || fate == Fate::completed || fate == Fate::supporters_spent || fate == Fate::does_not_fit;
}

/// What these voters would pay for the project at this price of a unit of utility, at most all they have.
Exact offered(Purses& purses, const Supporters& supporters, const Exact& rate) {
  const Exact price = rate * exact(supporters.scale);
  Exact sum;
  for (const auto& share : purses.shares(supporters)) {
    const Exact asked = price * exact(supporters.utilities[share.utility]), has = purses.exact_amount(share.kind);
    sum += (asked < has ? asked : has) * exact(share.ballots);
  }
  return sum;
}

Explanation explain_one(const Input& in, const std::vector<Supporters>& supporters, const Count& counted, std::uint32_t p) {
  std::vector<bool> eligible;
  for (const auto fate : counted.fates) eligible.push_back(took_part(fate));
  const bool funded = counted.fates[p] == Fate::funded;
  eligible[p] = false;
  EqualSharesRun run(in, supporters, eligible, counted.endowments);
  Explanation explanation;
  const auto money = [&] { return run.purses().exact_sum(run.purses().shares(supporters[p])); };
  const Exact cost = exact(std::max<std::int64_t>(1, in.profile.projects[p].cost));
  const auto raise = [&](const Exact& sum) { explanation.effective_support = std::max<Exact>(explanation.effective_support, sum / cost); };
  bool bought = false;
  Exact before = money();
  for (std::size_t round = 0; round < in.profile.projects.size(); ++round) {
    // The price that the next project will have is known once it has been chosen, and then its buyers have paid: so look a round ahead.
    EqualSharesRun ahead = run;
    const auto pick = ahead.next();
    if (!pick) break;
    raise(offered(run.purses(), supporters[p], pick->price));
    bought |= funded && counted.rounds.size() > round && counted.rounds[round].project == p;
    if (bought) explanation.money_left = before;
    run = std::move(ahead);
    const Exact after = money();
    if (!bought && after < before) explanation.spent.push_back({pick->project, before - after});
    before = after;
  }
  raise(before);
  if (!bought) explanation.money_left = before;
  return explanation;
}

}  // namespace

std::vector<Explanation> explain(const Profile& profile, const EqualSharesRule& rule, const TieOrder& ties, const Count& counted) {
  std::vector<Explanation> all(profile.projects.size());
  auto rank = ranks(ties, profile);
  if (!rank || counted.endowments.empty()) return all;
  const Input in{profile, profile.votes(), std::move(*rank)};
  const auto supporters = supporters_of(profile, rule.utility);
  for (std::uint32_t p = 0; p < all.size(); ++p) {
    if (took_part(counted.fates[p]) && supporters[p].ballots > 0) all[p] = explain_one(in, supporters, counted, p);
  }
  return all;
}

}  // namespace radslag::allocation
