// Every rule on all elections of up to three projects and three voters, against the plain definitions; and what theory promises of them.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/ledger/allocation/elections.hpp"

using namespace radslag;
using namespace radslag::allocation;

namespace {

/// All ballots of one to `most` voters, each set of them once (no rule sees their order).
std::vector<std::vector<std::vector<std::int64_t>>> all_ballots(std::size_t projects, std::size_t most) {
  std::vector<std::vector<std::vector<std::int64_t>>> all{{}};
  for (std::size_t begin = 0, voters = 0; voters < most; ++voters) {
    const auto end = all.size();
    for (auto i = begin; i < end; ++i) {
      for (std::int64_t code = 0; code < std::int64_t{1} << projects; ++code) {
        std::vector<std::int64_t> ballot;
        for (std::size_t p = 0; p < projects; ++p) ballot.push_back(code >> p & 1);
        if (!all[i].empty() && ballot < all[i].back()) continue;
        auto more = all[i];
        more.push_back(ballot);
        all.push_back(std::move(more));
      }
    }
    begin = end;
  }
  all.erase(all.begin());
  return all;
}

/// `visit(election)`: with every cost of these, and with the cheaper and the dearer first of equals.
template <class Visit>
std::size_t each_election(const std::vector<std::int64_t>& costs, const std::vector<std::int64_t>& envelopes, const Visit& visit) {
  std::size_t number = 0;
  for (std::size_t projects = 1; projects <= 3; ++projects) {
    const auto ballots = all_ballots(projects, 3);
    std::size_t codes = 1;
    for (std::size_t p = 0; p < projects; ++p) codes *= costs.size();
    for (std::size_t code = 0; code < codes; ++code) {
      Election e;
      for (std::size_t p = 0, rest = code; p < projects; ++p, rest /= costs.size()) e.costs.push_back(costs[rest % costs.size()]);
      for (e.envelope = 0; const auto envelope : envelopes) {
        e.envelope = envelope;
        for (const char* ties : {"min-cost", "max-cost"}) {
          e.ties = TieOrder::parse(ties).value();
          for (const auto& each : ballots) {
            e.ballots = each;
            visit(e);
            ++number;
          }
        }
      }
    }
  }
  return number;
}

/// How many elections the rule counts otherwise than the reference; the first is named.
template <class Rule, class Slow>
void check(const std::vector<Rule>& rules, const std::vector<std::int64_t>& costs, const Slow& slow) {
  std::size_t wrong = 0;
  const auto number = each_election(costs, {3, 5}, [&](const Election& e) {
    const auto profile = e.profile();
    for (const auto& rule : rules) {
      const auto counted = count(profile, rule, e.ties).value();
      if (counted.funded == slow(e, rule) && counted.cost == e.cost_of(counted.funded)) continue;
      if (wrong++ == 0) FAIL_CHECK(e);
    }
  });
  CHECK(number > 5'000);
  CHECK(wrong == 0);
}

}  // namespace

TEST_CASE("greedy in all its forms agrees with the reference on all small elections") {
  std::vector<GreedyRule> rules;
  for (const auto order : {GreedyRule::Order::score, GreedyRule::Order::score_per_cost}) {
    rules.push_back({.order = order});
    rules.push_back({.order = order, .unaffordable = Unaffordable::stop, .minimum_score = 1});
    rules.push_back({.order = order, .unaffordable = Unaffordable::stop, .reserve_percent = 50});
  }
  check(rules, {1, 2, 4}, slow_greedy);
}

TEST_CASE("Phragmen agrees with the reference on all small elections") {
  check<PhragmenRule>({{Unaffordable::stop}, {Unaffordable::skip}}, {1, 2, 4},
                      [](const Election& e, const PhragmenRule& rule) { return slow_phragmen(e, rule.unaffordable); });
}

TEST_CASE("Equal Shares without completion and with greedy's agrees with the reference on all small elections") {
  std::vector<EqualSharesRule> rules;
  for (const auto utility : {Utility::cost, Utility::cardinality}) {
    rules.push_back(shares(utility));
    rules.push_back(shares(utility));
    rules.back().then = EqualSharesRule::Then::greedy;
    rules.back().start = EqualSharesRule::Start::whole;
    rules.push_back(shares(utility));
    rules.back().comparison = utility == Utility::cost ? EqualSharesRule::Comparison::satisfaction : EqualSharesRule::Comparison::coverage;
  }
  check(rules, {1, 2, 4}, slow_equal_shares);
}

TEST_CASE("Equal Shares with add1 agrees with the reference on all small elections") {
  std::vector<EqualSharesRule> rules;
  for (const auto stop : {EqualSharesRule::Stop::infeasible, EqualSharesRule::Stop::exhaustive}) {
    rules.push_back(shares(Utility::cost));
    rules.back().completion = EqualSharesRule::Completion::add1;
    rules.back().stop = stop;
  }
  rules.back().then = EqualSharesRule::Then::greedy;
  rules.back().comparison = EqualSharesRule::Comparison::satisfaction;
  check(rules, {1, 3}, slow_equal_shares);
}

TEST_CASE("theorem (Peters, Pierczynski, Skowron 2021): Equal Shares gives extended justified representation up to one project") {
  for (const auto utility : {Utility::cost, Utility::cardinality}) {
    std::size_t groups = 0, wrong = 0;
    each_election({1, 2, 4}, {3, 5}, [&](const Election& e) {
      const auto profile = e.profile();
      const auto funded = count(profile, shares(utility), e.ties).value().funded;
      const auto worth = [&](std::size_t p) { return utility == Utility::cost ? e.costs[p] : 1; };
      for (std::size_t together = 1; together < std::size_t{1} << e.costs.size(); ++together) {
        const auto is_asked = [&](std::size_t p) { return (together >> p & 1) != 0; };
        std::int64_t cost = 0, promised = 0, left_out = 0, agree = 0;
        for (std::size_t p = 0; p < e.costs.size(); ++p) {
          cost += is_asked(p) ? e.costs[p] : 0;
          promised += is_asked(p) ? worth(p) : 0;
        }
        for (const auto& ballot : e.ballots) {
          std::int64_t has = 0, one_more = 0;
          bool wants_all = true;
          for (std::size_t p = 0; p < e.costs.size(); ++p) {
            const bool in = std::find(funded.begin(), funded.end(), p) != funded.end();
            if (is_asked(p)) wants_all &= ballot[p] > 0;
            if (in && ballot[p] > 0) has += worth(p);
            if (is_asked(p) && !in) one_more = std::max(one_more, worth(p));
          }
          agree += wants_all ? 1 : 0;
          left_out += wants_all && has < promised && has + one_more <= promised ? 1 : 0;
        }
        if (agree * e.envelope >= cost * e.voters()) ++groups;
        // Voters who could pay for all of it from their parts, and each of whom has less than it is worth.
        if (left_out > 0 && left_out * e.envelope >= cost * e.voters()) ++wrong;
      }
    });
    CHECK(groups > 10'000);
    CHECK(wrong == 0);
  }
}
