// Phragmen: what it costs or how many more earn for it decides in which round its supporters would have had the money.
#include <algorithm>

#include "ledger/allocation/margin_line.hpp"
#include "ledger/allocation/margins_of.hpp"

namespace radslag::allocation {
namespace {

constexpr std::int64_t most_voters = std::int64_t{1} << 62, never = most_voters + 1;

/// A round of a count without the project.
struct Turn {
  std::uint32_t bought = 0;
  bool stops = false;  ///< nothing was bought: the rule ended, since what came first did not fit
  Exact time;
  Exact loads;  ///< of the project's supporters together, before it
  std::int64_t left = 0;
};

/// From which number on the project comes before what was bought, and with which it comes at the same time.
struct Reach {
  std::int64_t before = 0;
  std::optional<std::int64_t> equal;
};

class PhragmenMargins {
 public:
  PhragmenMargins(const Input& in, const PhragmenRule& rule, const TieOrder& ties)
      : in_(in), rule_(rule), tie_line_(in, ties), supporters_(supporters_of(in.profile, Utility::cardinality)) {}

  /// `counted`: as far as the project was reached, a count without it.
  Margin of(std::uint32_t p, const Count& counted, bool is_funded) {
    Margin margin;
    const auto& project = in_.profile.projects[p];
    if (project.withdrawn) return margin;
    turns_ = turns_of(p, counted);
    const auto votes = static_cast<std::int64_t>(in_.votes[p]);
    if (votes > 0 && in_.votes[p] >= rule_.minimum_votes) {
      reaches_.clear();
      for (const auto& turn : turns_) reaches_.push_back(by_cost(turn, votes));
      margin.cost = most<std::int64_t>(1, in_.profile.envelope, [&](auto cost) {
        return is_bought(
            {p, cost, in_.votes[p]}, [cost](const Reach& reach) { return cost < reach.before; }, cost);
      });
    }
    if (is_funded || project.cost > in_.profile.envelope) return margin;
    reaches_.clear();
    for (const auto& turn : turns_) reaches_.push_back(by_votes(turn, project.cost, votes));
    const auto least = std::max<std::int64_t>(1, static_cast<std::int64_t>(rule_.minimum_votes) - votes);
    const auto first = reaches_.empty() ? std::int64_t{1} : std::min(reaches_.front().before, most_voters);
    const auto more = fewest<std::int64_t>(least, std::max(least, first), [&](auto number) {
      return is_bought(
          {p, project.cost, in_.votes[p] + static_cast<std::uint64_t>(number)},
          [number](const Reach& reach) { return number >= reach.before; }, number);
    });
    if (more) margin.more_votes = static_cast<std::uint64_t>(*more);
    return margin;
  }

 private:
  template <class IsBefore>
  bool is_bought(const Contender& contender, const IsBefore& is_before, std::int64_t number) const {
    for (std::size_t i = 0; i < turns_.size(); ++i) {
      const bool fits = contender.cost <= turns_[i].left;
      if (is_before(reaches_[i])) return fits;
      if (reaches_[i].equal == number) {
        if (!fits) return false;
        if (!turns_[i].stops && tie_line_.before(contender, turns_[i].bought)) return true;
      }
      if (turns_[i].stops) return false;
    }
    return contender.cost <= left_;
  }

  std::vector<Turn> turns_of(std::uint32_t p, const Count& counted) {
    std::vector<Turn> turns;
    std::vector<std::uint32_t> last(in_.profile.groups());  // by group: the purchase, from 1, at which its voters last paid
    const auto loads = [&](std::uint32_t q) {
      std::vector<std::int64_t> ballots(turns.size() + 1);
      for (const auto& part : supporters_[q].parts) ballots[last[part.group]] += static_cast<std::int64_t>(part.weight);
      Exact sum;
      for (std::size_t i = 1; i < ballots.size(); ++i) {
        if (ballots[i] != 0) sum += turns[i - 1].time * exact(ballots[i]);
      }
      return sum;
    };
    left_ = in_.profile.envelope;
    for (const auto& round : counted.rounds) {
      if (round.project == p) continue;
      turns.push_back({round.project, false, round.measure, loads(p), left_});
      left_ -= in_.profile.projects[round.project].cost;
      for (const auto& part : supporters_[round.project].parts) last[part.group] = static_cast<std::uint32_t>(turns.size());
    }
    if (rule_.unaffordable == Unaffordable::skip) return turns;
    std::optional<Exact> stop;
    for (std::uint32_t q = 0; q < counted.fates.size(); ++q) {
      if (q == p || (counted.fates[q] != Fate::does_not_fit && counted.fates[q] != Fate::after_stop)) continue;
      const Exact time = (exact(in_.profile.projects[q].cost) + loads(q)) / Exact(static_cast<unsigned long>(in_.votes[q]));
      if (!stop || time < *stop) stop = time;
    }
    if (stop) turns.push_back({0, true, *stop, loads(p), left_});
    return turns;
  }

  /// It costs less than what its supporters have earned then.
  static Reach by_cost(const Turn& turn, std::int64_t votes) {
    const Exact earned = turn.time * exact(votes) - turn.loads;
    if (sgn(earned) <= 0) return {0, {}};
    if (earned > exact(kMaxAmount)) return {kMaxAmount + 1, {}};
    const auto whole = floor_of(earned);
    if (earned == exact(whole)) return {whole, whole};
    return {whole + 1, {}};
  }

  /// More voters than are missing then.
  static Reach by_votes(const Turn& turn, std::int64_t cost, std::int64_t votes) {
    const Exact needed = exact(cost) + turn.loads;
    if (sgn(turn.time) == 0) return {sgn(needed) == 0 ? std::int64_t{1} : never, {}};
    const Exact missing = needed / turn.time - exact(votes);
    if (missing >= exact(most_voters)) return {never, {}};
    const auto whole = floor_of(missing);
    if (missing == exact(whole)) return {whole + 1, whole};
    return {whole + 1, {}};
  }

  const Input& in_;
  const PhragmenRule& rule_;
  TieLine tie_line_;
  std::vector<Supporters> supporters_;
  std::vector<Turn> turns_;
  std::vector<Reach> reaches_;
  std::int64_t left_ = 0;  ///< after the last turn
};

}  // namespace

Margins phragmen_margins(const Input& in, const PhragmenRule& rule, const TieOrder& ties, const Count& counted, const MarginWork& work) {
  PhragmenMargins margins(in, rule, ties);
  Margins all;
  all.of_funded = counted.funded.size() * in.profile.all_choices() <= work.funded;
  Profile others;
  if (all.of_funded) others = in.profile;
  const Input without{others, in.votes, in.rank};
  for (std::uint32_t p = 0; p < counted.fates.size(); ++p) {
    if (!is_funded(counted.fates[p])) {
      all.projects.push_back(margins.of(p, counted, false));
    } else if (all.of_funded) {
      others.projects[p].withdrawn = true;
      all.projects.push_back(margins.of(p, count_phragmen(without, rule), true));
      others.projects[p].withdrawn = false;
    } else {
      all.projects.emplace_back();
    }
  }
  return all;
}

}  // namespace radslag::allocation
