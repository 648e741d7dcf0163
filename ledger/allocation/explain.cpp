#include "ledger/allocation/explain.hpp"

#include <algorithm>

#include "ledger/allocation/counting.hpp"
#include "ledger/allocation/equal_shares_run.hpp"
#include "ledger/allocation/offers.hpp"

namespace radslag::allocation {
namespace {

bool took_part(Fate fate) {
  return fate == Fate::funded || fate == Fate::completed || fate == Fate::supporters_spent || fate == Fate::does_not_fit;
}

/// Follows a run on behalf of projects that it does not fund.
class Follower {
 public:
  Follower(const Input& in, const std::vector<Supporters>& supporters, const Count& counted, std::vector<Explanation>& all)
      : in_(in), supporters_(supporters), counted_(counted), all_(all), has_paid_(in.profile.groups()) {}

  /// `own`: these are one project that was funded, and the run is one without it.
  void follow(const std::vector<std::uint32_t>& projects, const std::vector<bool>& eligible, bool own) {
    EqualSharesRun run(in_, supporters_, eligible, counted_.endowments);
    std::vector<Exact> before;
    for (const auto p : projects) before.push_back(money_of(run.purses(), supporters_[p]));
    bool bought = false;  // in the count itself
    for (std::size_t round = 0;; ++round) {
      const auto pick = run.choose();
      if (!pick) break;
      for (const auto p : projects) raise(run.purses(), p, pick->price);
      if (own && !bought && round < counted_.rounds.size() && counted_.rounds[round].project == projects.front()) {
        bought = true;
        all_[projects.front()].money_left = before.front();
      }
      run.pay(*pick);
      mark(pick->project, true);
      for (std::size_t i = 0; i < projects.size(); ++i) {
        if (!has_marked(projects[i])) continue;
        Exact after = money_of(run.purses(), supporters_[projects[i]]);
        if (!bought && after < before[i]) all_[projects[i]].spent.push_back({pick->project, before[i] - after});
        before[i] = std::move(after);
      }
      mark(pick->project, false);
    }
    for (std::size_t i = 0; i < projects.size(); ++i) {
      auto& explanation = all_[projects[i]];
      explanation.effective_support = std::max<Exact>(explanation.effective_support, before[i] / cost(projects[i]));
      if (!bought) explanation.money_left = before[i];
    }
  }

 private:
  [[nodiscard]] Exact cost(std::uint32_t p) const { return exact(std::max<std::int64_t>(1, in_.profile.projects[p].cost)); }

  void mark(std::uint32_t p, bool paid) {
    for (const auto& part : supporters_[p].parts) has_paid_[part.group] = paid;
  }

  /// Whether any ballot that supports it supports what was paid for now.
  [[nodiscard]] bool has_marked(std::uint32_t p) const {
    const auto& parts = supporters_[p].parts;
    return std::any_of(parts.begin(), parts.end(), [this](const auto& part) { return has_paid_[part.group]; });
  }

  void raise(Purses& purses, std::uint32_t p, const Exact& rate) {
    const Exact price = rate * exact(supporters_[p].scale);
    auto& most = all_[p].effective_support;
    const Exact known = most * cost(p);
    if (offered_at_most(purses, supporters_[p], Interval(price)) < Interval(known).low()) return;
    most = std::max<Exact>(most, offered(purses, supporters_[p], price).sum / cost(p));
  }

  const Input& in_;
  const std::vector<Supporters>& supporters_;
  const Count& counted_;
  std::vector<Explanation>& all_;
  std::vector<bool> has_paid_;  ///< by group of ballots
};

}  // namespace

std::vector<Explanation> explain(const Profile& profile, const EqualSharesRule& rule, const TieOrder& ties, const Count& counted) {
  std::vector<Explanation> all(profile.projects.size());
  auto rank = ranks(ties, profile);
  if (!rank || counted.endowments.empty()) return all;
  const Input in{profile, profile.votes(), std::move(*rank)};
  const auto supporters = supporters_of(profile, rule.utility);
  Follower follower(in, supporters, counted, all);
  std::vector<bool> eligible;
  for (const auto fate : counted.fates) eligible.push_back(took_part(fate));
  // Until it is funded, a project makes no difference: one run serves all that never are.
  std::vector<std::uint32_t> others;
  for (std::uint32_t p = 0; p < all.size(); ++p) {
    if (!eligible[p] || supporters[p].ballots == 0) continue;
    if (counted.fates[p] != Fate::funded) {
      others.push_back(p);
      continue;
    }
    eligible[p] = false;
    follower.follow({p}, eligible, true);
    eligible[p] = true;
  }
  follower.follow(others, eligible, false);
  return all;
}

}  // namespace radslag::allocation
