// The Method of Equal Shares with what cities add to it: filters before, completion after, comparison with greedy.
#include <algorithm>
#include <limits>

#include "ledger/allocation/counting.hpp"
#include "ledger/allocation/equal_shares_run.hpp"

namespace radslag::allocation {
namespace {

/// A run to its end, or until it costs more than the envelope.
struct Outcome {
  std::vector<Round> rounds;
  std::vector<TieMet> ties;
  std::int64_t cost = 0;
  bool feasible = true;
};

class EqualShares {
 public:
  EqualShares(const Input& in, const EqualSharesRule& rule) : in_(in), rule_(rule), supporters_(supporters_of(in.profile, rule.utility)) {
    for (std::size_t p = 0; p < in.profile.projects.size(); ++p) {
      fates_.push_back(fate_before(p));
      eligible_.push_back(fates_.back() == Fate::funded);
    }
  }

  Result<Count> count() {
    auto endowments = first_endowments();
    if (!endowments) return tl::make_unexpected(endowments.error());
    Count count;
    Outcome best = run(*endowments);
    if (rule_.completion == EqualSharesRule::Completion::add1) {
      const Exact step = exact(rule_.unit) * exact(rule_.step);
      const auto most = most_runs(in_.profile.voters(), in_.profile.projects.size());
      while (!is_complete(best) && count.runs < most) {
        auto more = *endowments;
        for (auto& endowment : more) endowment += step;
        Outcome next = run(more);
        ++count.runs;
        if (!next.feasible) break;
        best = std::move(next);
        *endowments = std::move(more);
      }
    }
    count.endowments = std::move(*endowments);
    take(count, std::move(best));
    if (rule_.then == EqualSharesRule::Then::greedy) complete(count);
    if (rule_.comparison != EqualSharesRule::Comparison::none) compare(count);
    return count;
  }

 private:
  /// `funded` where the project takes part.
  [[nodiscard]] Fate fate_before(std::size_t p) const {
    const auto& profile = in_.profile;
    const auto& project = profile.projects[p];
    if (project.withdrawn) return Fate::withdrawn;
    if (project.cost > profile.envelope) return Fate::exceeds_envelope;
    if (!has_votes(rule_, profile.envelope, project.cost, in_.votes[p], profile.voters())) return Fate::not_eligible;
    return Fate::funded;
  }

  Result<std::vector<Exact>> first_endowments() const {
    const auto& profile = in_.profile;
    std::vector<Exact> endowments;
    if (rule_.endowment == EqualSharesRule::Endowment::per_voter) {
      endowments.assign(std::max<std::size_t>(1, profile.area_envelopes.size()),
                        voter_endowment(rule_, profile.envelope, profile.voters()));
    } else {
      if (profile.area_envelopes.empty()) return refuse(Errc::mismatch, "money by area needs the areas' envelopes");
      std::vector<std::uint64_t> voters(profile.area_envelopes.size());
      for (std::size_t group = 0; group < profile.groups(); ++group) voters[profile.area(group)] += profile.weight(group);
      for (std::size_t i = 0; i < voters.size(); ++i) endowments.push_back(voter_endowment(rule_, profile.area_envelopes[i], voters[i]));
    }
    return endowments;
  }

  Outcome run(const std::vector<Exact>& endowments) const {
    EqualSharesRun run(in_, supporters_, eligible_, endowments);
    Outcome outcome;
    while (auto pick = run.next()) {
      const auto cost = in_.profile.projects[pick->project].cost;
      const auto left = in_.profile.envelope - outcome.cost;
      if (cost > left) {
        outcome.feasible = false;
        return outcome;
      }
      if (!run.equals().empty()) outcome.ties.push_back({static_cast<std::uint32_t>(outcome.rounds.size()), run.equals()});
      outcome.rounds.push_back({pick->project, Fate::funded, supporters_[pick->project].ballots, left, std::move(pick->price),
                                std::move(pick->supporters_money)});
      outcome.cost += cost;
    }
    return outcome;
  }

  /// Nothing can come of more money.
  [[nodiscard]] bool is_complete(const Outcome& outcome) const {
    std::vector<bool> funded(eligible_.size());
    for (const auto& round : outcome.rounds) funded[round.project] = true;
    const auto left = in_.profile.envelope - outcome.cost;
    bool all_funded = true, exhausted = true;
    for (std::size_t p = 0; p < eligible_.size(); ++p) {
      if (!eligible_[p] || funded[p] || supporters_[p].ballots == 0) continue;
      all_funded = false;
      if (in_.profile.projects[p].cost <= left) exhausted = false;
    }
    return all_funded || (exhausted && rule_.stop == EqualSharesRule::Stop::exhaustive);
  }

  void take(Count& count, Outcome outcome) {
    for (std::size_t p = 0; p < fates_.size(); ++p) {
      if (fates_[p] == Fate::funded) fates_[p] = supporters_[p].ballots == 0 ? Fate::no_supporters : Fate::supporters_spent;
    }
    for (const auto& round : outcome.rounds) {
      count.funded.push_back(round.project);
      fates_[round.project] = Fate::funded;
    }
    count.cost = outcome.cost;
    count.rounds = std::move(outcome.rounds);
    count.ties = std::move(outcome.ties);
    count.fates = fates_;
  }

  /// What is left, by votes.
  void complete(Count& count) const {
    std::vector<std::uint32_t> rest;
    for (std::uint32_t p = 0; p < eligible_.size(); ++p) {
      if (count.fates[p] == Fate::supporters_spent) rest.push_back(p);
    }
    const auto before = [&](auto a, auto b) {
      return in_.votes[a] != in_.votes[b] ? in_.votes[a] > in_.votes[b] : in_.rank[a] < in_.rank[b];
    };
    std::sort(rest.begin(), rest.end(), before);
    for (const auto p : rest) {
      const auto left = in_.profile.envelope - count.cost;
      if (in_.profile.projects[p].cost > left) continue;
      count.rounds.push_back({p, Fate::completed, supporters_[p].ballots, left, Exact(static_cast<unsigned long>(in_.votes[p])), 0});
      count.funded.push_back(p);
      count.fates[p] = Fate::completed;
      count.cost += in_.profile.projects[p].cost;
    }
  }

  /// How many of a ballot's projects are in each.
  void compare(Count& count) const {
    const auto greedy = count_greedy(in_, {});
    std::vector<std::uint8_t> in_this(fates_.size()), in_greedy(fates_.size());
    for (const auto p : count.funded) in_this[p] = 1;
    for (const auto p : greedy.funded) in_greedy[p] = 1;
    Count::Compared compared;
    for (std::size_t group = 0; group < in_.profile.groups(); ++group) {
      std::uint64_t here = 0, there = 0;
      for (const auto& choice : in_.profile.choices(group)) {
        if (choice.points <= 0) continue;
        here += in_this[choice.project];
        there += in_greedy[choice.project];
      }
      if (rule_.comparison == EqualSharesRule::Comparison::coverage) {
        here = std::min<std::uint64_t>(here, 1);
        there = std::min<std::uint64_t>(there, 1);
      }
      if (here > there) compared.prefer_this += in_.profile.weight(group);
      if (there > here) compared.prefer_greedy += in_.profile.weight(group);
    }
    compared.greedy = greedy.funded;
    compared.switched = compared.prefer_greedy > compared.prefer_this;
    if (compared.switched) {
      count.funded = greedy.funded;
      count.cost = greedy.cost;
      count.fates = greedy.fates;
      count.rounds = greedy.rounds;
      count.ties = greedy.ties;
    }
    count.compared = std::move(compared);
  }

  const Input& in_;
  const EqualSharesRule& rule_;
  std::vector<Supporters> supporters_;
  std::vector<Fate> fates_;
  std::vector<bool> eligible_;
};

}  // namespace

std::uint64_t most_runs(std::uint64_t voters, std::size_t projects) {
  constexpr std::uint64_t all = 2'000'000'000, least = 1'000, most = 100'000;
  return std::clamp(all / std::max<std::uint64_t>(1, voters) / std::max<std::size_t>(1, projects), least, most);
}

bool has_votes(const EqualSharesRule& rule, std::int64_t envelope, std::int64_t cost, std::uint64_t votes, std::uint64_t voters) {
  if (votes < rule.minimum_votes) return false;
  // v/n < c/(factor * B)
  return rule.share_factor == 0 || Exact(static_cast<unsigned long>(votes)) * exact(envelope) * Exact(rule.share_factor) >=
                                       exact(cost) * Exact(static_cast<unsigned long>(voters));
}

Exact voter_endowment(const EqualSharesRule& rule, std::int64_t envelope, std::uint64_t voters) {
  const Exact part = exact(envelope, static_cast<std::int64_t>(std::max<std::uint64_t>(1, voters)));
  return rule.start == EqualSharesRule::Start::whole ? exact(floor_of(part / exact(rule.unit)) * rule.unit) : part;
}

Result<Count> count_equal_shares(const Input& in, const EqualSharesRule& rule) {
  if (rule.unit < 1 || rule.step < 1 || rule.unit > kMaxAmount / rule.step)
    return refuse(Errc::malformed, "the step of an endowment is at least 1 and no larger than an amount may be");
  if (in.profile.projects.empty() || in.profile.voters() == 0) {
    Count nothing;
    for (const auto& project : in.profile.projects) nothing.fates.push_back(project.withdrawn ? Fate::withdrawn : Fate::no_supporters);
    return nothing;
  }
  return EqualShares(in, rule).count();
}

}  // namespace radslag::allocation
