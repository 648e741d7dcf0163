// Equal Shares: in each round of a count without it, a project is taken where its supporters would pay for it at a price below that of
// the one that is; and at the end, where they have its cost.
#include <algorithm>

#include "ledger/allocation/equal_shares_run.hpp"
#include "ledger/allocation/margin_line.hpp"
#include "ledger/allocation/margin_price.hpp"
#include "ledger/allocation/margins_of.hpp"
#include "ledger/allocation/offers.hpp"

namespace radslag::allocation {
namespace {

/// However small the election is.
constexpr std::uint64_t most_runs = 10'000;

class EqualSharesMargins {
 public:
  EqualSharesMargins(const Input& in, const EqualSharesRule& rule, const TieOrder& ties, const Count& counted)
      : in_(in), rule_(rule), ties_(in, ties), counted_(counted), supporters_(supporters_of(in.profile, rule.utility)) {
    for (const auto fate : counted.fates) is_bought_.push_back(fate == Fate::funded);
    all_.projects.resize(is_bought_.size());
    all_.at_endowment = rule.completion != EqualSharesRule::Completion::none;
    counts_votes_ =
        rule.endowment == EqualSharesRule::Endowment::per_voter && (rule.utility == Utility::cost || rule.utility == Utility::cardinality);
  }

  Margins all(const MarginWork& work) {
    const std::uint64_t a_run = std::max<std::uint64_t>(1, in_.profile.all_choices());
    all_.of_funded = counted_.funded.size() * a_run <= work.funded;
    if (!counted_.endowments.empty()) {
      of_others();
      for (std::uint32_t p = 0; all_.of_funded && p < is_bought_.size(); ++p)
        if (is_bought_[p]) of_bought(p);
    }
    if (counts_votes_ && !all_.at_endowment) count_with_more(std::min(most_runs, work.votes / a_run));
    return std::move(all_);
  }

 private:
  [[nodiscard]] const Project& project(std::uint32_t p) const { return in_.profile.projects[p]; }
  [[nodiscard]] Contender now(std::uint32_t p) const { return {p, project(p).cost, in_.votes[p]}; }
  [[nodiscard]] bool may_be_voted_in(std::uint32_t p) const {
    return counts_votes_ && !is_funded(counted_.fates[p]) && !project(p).withdrawn && project(p).cost <= in_.profile.envelope;
  }

  /// Who takes part with so many voters more.
  [[nodiscard]] std::vector<bool> eligible(std::uint64_t more) const {
    std::vector<bool> eligible;
    for (std::uint32_t p = 0; p < is_bought_.size(); ++p)
      eligible.push_back(!project(p).withdrawn && project(p).cost <= in_.profile.envelope &&
                         has_votes(rule_, in_.profile.envelope, project(p).cost, in_.votes[p], in_.profile.voters() + more));
    return eligible;
  }

  /// The most that it may cost to take part at all.
  [[nodiscard]] std::int64_t most_cost(std::uint32_t p) const {
    if (project(p).withdrawn || supporters_[p].ballots == 0) return 0;
    return most<std::int64_t>(1, in_.profile.envelope,
                              [&](auto cost) { return has_votes(rule_, in_.profile.envelope, cost, in_.votes[p], in_.profile.voters()); })
        .value_or(0);
  }

  /// With so many voters more for it, and at least so many of them: whether that lets it take part.
  [[nodiscard]] std::optional<std::int64_t> least_votes(std::uint32_t p) const {
    return fewest<std::int64_t>(1, std::int64_t{1} << 60, [&](auto more) {
      const auto voters = static_cast<std::uint64_t>(more);
      return has_votes(rule_, in_.profile.envelope, project(p).cost, in_.votes[p] + voters, in_.profile.voters() + voters);
    });
  }

  /// Those that their supporters' shares did not buy: one count serves all, since it goes as it does without them.
  void of_others() {
    std::vector<std::int64_t> caps, least;
    for (std::uint32_t p = 0; p < is_bought_.size(); ++p) {
      caps.push_back(is_bought_[p] ? 0 : most_cost(p));
      least.push_back(may_be_voted_in(p) ? least_votes(p).value_or(0) : 0);
    }
    const auto taking_part = eligible(0);
    EqualSharesRun run(in_, supporters_, taking_part, counted_.endowments);
    for (bool ended = false; !ended;) {
      const auto pick = run.choose();
      for (std::uint32_t p = 0; p < is_bought_.size(); ++p) {
        if (caps[p] > 0) raise_cost(run, pick, p, caps[p]);
        if (least[p] > 0) lower_votes(run, pick, p, least[p]);
      }
      if (pick) run.pay(*pick);
      ended = !pick;
    }
    if (rule_.then != EqualSharesRule::Then::greedy) return;
    std::vector<std::uint32_t> bought;
    for (std::uint32_t p = 0; p < is_bought_.size(); ++p)
      if (is_bought_[p]) bought.push_back(p);
    for (std::uint32_t p = 0; p < is_bought_.size(); ++p) {
      auto& margin = all_.projects[p];
      const Line line = completion(p, bought, taking_part, caps[p]);
      if (caps[p] > 0) margin.cost = std::max(margin.cost, line.largest_cost(now(p)));
      if (least[p] == 0) continue;
      const auto more = line.more_votes(now(p), static_cast<std::uint64_t>(least[p]));
      if (more && (!margin.more_votes || *more < *margin.more_votes)) margin.more_votes = more;
    }
  }

  /// One that was bought: by a count of its own, without it.
  void of_bought(std::uint32_t p) {
    auto others = eligible(0);
    others[p] = false;
    const auto cap = most_cost(p);
    EqualSharesRun run(in_, supporters_, others, counted_.endowments);
    std::vector<std::uint32_t> bought;
    while (true) {
      const auto pick = run.choose();
      raise_cost(run, pick, p, cap);
      if (!pick) break;
      bought.push_back(pick->project);
      run.pay(*pick);
    }
    if (rule_.then != EqualSharesRule::Then::greedy) return;
    auto& margin = all_.projects[p];
    margin.cost = std::max(margin.cost, completion(p, bought, others, cap).largest_cost(now(p)));
  }

  /// The completion by votes of what is left, without p.
  [[nodiscard]] Line completion(std::uint32_t p, const std::vector<std::uint32_t>& bought, const std::vector<bool>& taking_part,
                                std::int64_t cap) const {
    Line line{in_, ties_};
    line.scores = in_.votes;
    line.most_cost = cap;
    auto rest = taking_part;
    rest[p] = false;
    auto left = in_.profile.envelope;
    for (const auto q : bought) {
      left -= project(q).cost;
      rest[q] = false;
    }
    for (std::uint32_t q = 0; q < rest.size(); ++q)
      if (rest[q] && supporters_[q].ballots > 0) line.others.push_back(q);
    std::sort(line.others.begin(), line.others.end(),
              [&](auto a, auto b) { return in_.votes[a] != in_.votes[b] ? in_.votes[a] > in_.votes[b] : in_.rank[a] < in_.rank[b]; });
    for (const auto q : line.others) {
      line.limits.push_back(left);
      if (project(q).cost <= left) left -= project(q).cost;
    }
    line.limits.push_back(left);
    return line;
  }

  void raise_cost(EqualSharesRun& run, const std::optional<Pick>& pick, std::uint32_t p, std::int64_t cap) {
    auto& best = all_.projects[p].cost;
    const auto wanted = best.value_or(0) + 1;
    if (wanted > cap) return;
    const bool by_cost = rule_.utility == Utility::cost;
    const auto wins = [&](std::int64_t cost) { return ties_.before({p, cost, in_.votes[p]}, pick->project); };
    std::optional<std::int64_t> cost;
    if (!pick) {
      const Exact money = money_of(run.purses(), supporters_[p]);
      cost = money > exact(cap) ? cap : floor_of(money);
    } else if (!may_pay(run.purses(), supporters_[p], by_cost ? Exact(pick->price * exact(wanted)) : pick->price, wanted)) {
      return;
    } else {
      const auto reach =
          by_cost ? reach_of_cost(run.purses(), supporters_[p], pick->price) : reach_of_price(run.purses(), supporters_[p], pick->price);
      cost = largest_cost(reach, cap, project(pick->project).cost, wins);
    }
    if (cost && *cost >= wanted) best = cost;
  }

  void lower_votes(EqualSharesRun& run, const std::optional<Pick>& pick, std::uint32_t p, std::int64_t least) {
    auto& best = all_.projects[p].more_votes;
    if (best && *best <= static_cast<std::uint64_t>(least)) return;
    const Exact& has = counted_.endowments.front();
    const Exact cost = exact(project(p).cost);
    Exact asked = has;
    if (pick) asked = std::min<Exact>(has, unit_price(*pick, p));
    if (sgn(asked) == 0) return;
    if (best && pick && !may_pay(run.purses(), supporters_[p], unit_price(*pick, p), cost - asked * Exact(*best - 1))) return;
    Exact sum;
    bool all_pay_all = true;
    if (pick) {
      const auto offer = offered(run.purses(), supporters_[p], unit_price(*pick, p));
      sum = offer.sum;
      all_pay_all = offer.rich == 0 && has < unit_price(*pick, p);
    } else {
      sum = money_of(run.purses(), supporters_[p]);
    }
    const Exact missing = (cost - sum) / asked;
    if (missing > exact(kMaxAmount)) return;
    auto more = std::max(least, floor_of(missing) + (missing.get_den() == 1 ? 0 : 1));
    const bool equal = pick && !all_pay_all && missing == exact(more);
    const auto votes = in_.votes[p] + static_cast<std::uint64_t>(more);
    if (equal && !ties_.before({p, project(p).cost, votes}, pick->project)) ++more;
    if (!best || static_cast<std::uint64_t>(more) < *best) best = static_cast<std::uint64_t>(more);
    all_.projects[p].votes_at_endowment = true;
  }

  /// What a supporter pays for it at the price of what was taken.
  [[nodiscard]] Exact unit_price(const Pick& pick, std::uint32_t p) const {
    return rule_.utility == Utility::cost ? Exact(pick.price * exact(project(p).cost)) : pick.price;
  }

  /// As in MarginWork: replaces what was found at the endowment of the count.
  void count_with_more(std::uint64_t runs) {
    struct Open {
      std::uint32_t project = 0;
      std::uint64_t least = 0;  ///< with fewer its supporters would not have the money
    };
    std::vector<Open> open;
    for (std::uint32_t p = 0; p < is_bought_.size(); ++p) {
      if (!may_be_voted_in(p)) continue;
      const auto least = least_with_money(p);
      if (least)
        open.push_back({p, *least});
      else
        all_.projects[p] = {all_.projects[p].cost, {}, false, {}};
    }
    for (std::uint64_t more = 0; !open.empty() && runs > 0; --runs) {
      const auto soonest = std::min_element(open.begin(), open.end(), [](const auto& a, const auto& b) { return a.least < b.least; });
      more = std::max(more + 1, soonest->least);
      if (rule_.then == EqualSharesRule::Then::nothing &&
          sgn(voter_endowment(rule_, in_.profile.envelope, in_.profile.voters() + more)) == 0) {
        for (const auto& each : open) all_.projects[each.project] = {all_.projects[each.project].cost, {}, false, {}};
        return;  // rounded down to nothing, and so with all that are more
      }
      std::vector<std::uint32_t> asked;
      for (const auto& each : open)
        if (each.least <= more) asked.push_back(each.project);
      const auto funded = funded_with(more, asked);
      for (const auto p : funded) {
        all_.projects[p].more_votes = more;
        all_.projects[p].votes_at_endowment = false;
        std::erase_if(open, [p](const auto& each) { return each.project == p; });
      }
    }
  }

  /// The fewest with which its supporters have its cost together, before anybody has paid for anything.
  [[nodiscard]] std::optional<std::uint64_t> least_with_money(std::uint32_t p) const {
    const auto least = least_votes(p);
    if (!least || rule_.then == EqualSharesRule::Then::greedy) return least;
    const auto found = fewest<std::int64_t>(*least, std::int64_t{1} << 60, [&](auto more) {
      const Exact part =
          exact(static_cast<std::int64_t>(in_.votes[p]) + more) / exact(static_cast<std::int64_t>(in_.profile.voters()) + more);
      return part * exact(in_.profile.envelope) >= exact(project(p).cost);
    });
    return found;
  }

  /// Which of these are funded when each of them, by itself, has so many voters more.
  [[nodiscard]] std::vector<std::uint32_t> funded_with(std::uint64_t more, std::vector<std::uint32_t> asked) const {
    const auto voters = in_.profile.voters() + more;
    const Exact has = voter_endowment(rule_, in_.profile.envelope, voters);
    const auto taking_part = eligible(more);
    EqualSharesRun run(in_, supporters_, taking_part, std::vector<Exact>(std::max<std::size_t>(1, in_.profile.area_envelopes.size()), has));
    std::vector<std::uint32_t> funded, bought;
    while (!asked.empty()) {
      const auto pick = run.choose();
      std::erase_if(asked, [&](auto p) {
        if (!is_reached(run, pick, p, has, more)) return false;
        funded.push_back(p);
        return true;
      });
      if (!pick) break;
      bought.push_back(pick->project);
      run.pay(*pick);
    }
    if (rule_.then != EqualSharesRule::Then::greedy) return funded;
    for (const auto p : asked) {
      const Contender with{p, project(p).cost, in_.votes[p] + more};
      if (completion(p, bought, taking_part, kMaxAmount).funds(with)) funded.push_back(p);
    }
    return funded;
  }

  /// Whether it is taken in this round; if the round takes it even without the new voters, it is all the more with them.
  [[nodiscard]] bool is_reached(EqualSharesRun& run, const std::optional<Pick>& pick, std::uint32_t p, const Exact& has,
                                std::uint64_t more) const {
    if (pick && pick->project == p) return true;
    const Exact cost = exact(project(p).cost), voters(static_cast<unsigned long>(more));
    if (!pick) return money_of(run.purses(), supporters_[p]) + has * voters >= cost;
    const Exact price = unit_price(*pick, p);
    const Exact theirs = std::min(has, price) * voters;
    if (!may_pay(run.purses(), supporters_[p], price, cost - theirs)) return false;
    const auto offer = offered(run.purses(), supporters_[p], price);
    const Exact sum = offer.sum + theirs;
    if (sum != cost) return sum > cost;
    const bool all_pay_all = offer.rich == 0 && has < price;
    return all_pay_all || ties_.before({p, project(p).cost, in_.votes[p] + more}, pick->project);
  }

  const Input& in_;
  const EqualSharesRule& rule_;
  TieLine ties_;
  const Count& counted_;
  std::vector<Supporters> supporters_;
  std::vector<bool> is_bought_;  ///< by project: by shares
  bool counts_votes_ = false;
  Margins all_;
};

}  // namespace

Margins equal_shares_margins(const Input& in, const EqualSharesRule& rule, const TieOrder& ties, const Count& counted,
                             const MarginWork& work) {
  return EqualSharesMargins(in, rule, ties, counted).all(work);
}

}  // namespace radslag::allocation
