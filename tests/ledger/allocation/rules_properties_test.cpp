// Random elections against the plain definitions, and what holds for each rule whatever the election.
#include <algorithm>
#include <catch2/catch.hpp>

#include "ledger/allocation/explain.hpp"
#include "tests/ledger/allocation/elections.hpp"

using namespace radslag;
using namespace radslag::allocation;

namespace {

bool is_in(const Funded& funded, std::size_t p) { return std::find(funded.begin(), funded.end(), p) != funded.end(); }

EqualSharesRule any_shares(bool with_points) {
  EqualSharesRule rule = shares(with_points ? Utility::points : *rc::gen::element(Utility::cost, Utility::cardinality));
  rule.completion = *rc::gen::element(EqualSharesRule::Completion::none, EqualSharesRule::Completion::add1);
  rule.start = *rc::gen::element(EqualSharesRule::Start::fractional, EqualSharesRule::Start::whole);
  rule.stop = *rc::gen::element(EqualSharesRule::Stop::infeasible, EqualSharesRule::Stop::exhaustive);
  rule.then = *rc::gen::element(EqualSharesRule::Then::nothing, EqualSharesRule::Then::greedy);
  rule.step = *rc::gen::inRange<std::int64_t>(1, 4);
  rule.comparison = *rc::gen::element(EqualSharesRule::Comparison::none, EqualSharesRule::Comparison::satisfaction,
                                      EqualSharesRule::Comparison::coverage);
  return rule;
}

Election with_vote(Election e, std::size_t p) {
  const auto ballot = std::find_if(e.ballots.begin(), e.ballots.end(), [&](const auto& each) { return each[p] == 0; });
  if (ballot != e.ballots.end()) (*ballot)[p] = 1;
  return e;
}

Election cheaper(Election e, std::size_t p) {
  e.costs[p] = *rc::gen::inRange<std::int64_t>(1, e.costs[p] + 1);
  return e;
}

/// No order that puts the dearer first.
Election by_listing(Election e) {
  e.ties = {};
  return e;
}

}  // namespace

TEST_CASE("every form of Equal Shares counts as the plain definition does") {
  for (const bool points : {false, true})
    CHECK(rc::check([points] {
      const auto e = *elections(points ? 4 : 1);
      const auto rule = any_shares(points);
      RC_ASSERT(counted(e, rule).funded == slow_equal_shares(e, rule));
    }));
}

TEST_CASE("points that hardly two voters give alike count as the plain definition says") {
  CHECK(rc::check([] {
    const auto e = *elections(1'999, 40);
    const auto rule = any_shares(true);
    RC_ASSERT(counted(e, rule).funded == slow_equal_shares(e, rule));
  }));
}

TEST_CASE("greedy and Phragmen count as the plain definitions do") {
  CHECK(rc::check([] {
    const auto e = *elections(3);
    GreedyRule greedy;
    greedy.score = *rc::gen::element(GreedyRule::Score::votes, GreedyRule::Score::points);
    greedy.order = *rc::gen::element(GreedyRule::Order::score, GreedyRule::Order::score_per_cost);
    greedy.unaffordable = *rc::gen::element(Unaffordable::skip, Unaffordable::stop);
    RC_ASSERT(counted(e, greedy).funded == slow_greedy(e, greedy));
    for (const auto unaffordable : {Unaffordable::skip, Unaffordable::stop})
      RC_ASSERT(counted(e, PhragmenRule{unaffordable}).funded == slow_phragmen(e, unaffordable));
  }));
}

TEST_CASE("no rule spends more than there is, none depends on the order of the ballots, and money scales") {
  CHECK(rc::check([] {
    auto e = *elections(3);
    const auto of_shares = any_shares(true);
    for (const AnyRule& rule : {AnyRule(GreedyRule{}), AnyRule(of_shares), AnyRule(PhragmenRule{})}) {
      const auto before = counted(e, rule);
      RC_ASSERT(before.cost <= e.envelope);
      RC_ASSERT(before.cost == e.cost_of(before.funded));
      auto turned = e;
      std::reverse(turned.ballots.begin(), turned.ballots.end());
      RC_ASSERT(counted(turned, rule).funded == before.funded);
      auto in_ore = e;  // money in smaller units
      in_ore.envelope *= 100;
      for (auto& cost : in_ore.costs) cost *= 100;
      auto scaled = rule;
      if (auto* mes = std::get_if<EqualSharesRule>(&scaled)) mes->unit = 100;
      RC_ASSERT(counted(in_ore, scaled).funded == before.funded);
    }
  }));
}

TEST_CASE("exhaustive where promised: after greedy's completion no supported project fits, and after greedy none at all") {
  CHECK(rc::check([] {
    const auto e = *elections(1);
    auto rule = any_shares(false);
    rule.then = EqualSharesRule::Then::greedy;
    rule.comparison = EqualSharesRule::Comparison::none;
    const auto full = counted(e, rule), greedy = counted(e, GreedyRule{});
    for (std::size_t p = 0; p < e.costs.size(); ++p) {
      if (!is_in(full.funded, p) && e.votes(p) > 0) RC_ASSERT(e.costs[p] > e.envelope - full.cost);
      if (!is_in(greedy.funded, p)) RC_ASSERT(e.costs[p] > e.envelope - greedy.cost);
    }
  }));
}

TEST_CASE("theorem: under greedy by votes neither one more vote nor a lower cost ever costs a project its money") {
  CHECK(rc::check([] {
    const auto e = by_listing(*elections(1));
    for (const auto unaffordable : {Unaffordable::skip, Unaffordable::stop}) {
      const GreedyRule rule{.unaffordable = unaffordable};
      const auto funded = counted(e, rule).funded;
      for (const auto p : funded) {
        RC_ASSERT(is_in(counted(with_vote(e, p), rule).funded, p));
        RC_ASSERT(is_in(counted(cheaper(e, p), rule).funded, p));
      }
    }
  }));
}

TEST_CASE("theorem: under plain Equal Shares and Phragmen a lower cost never costs a project its money") {
  CHECK(rc::check([] {
    const auto e = by_listing(*elections(1));
    for (const AnyRule& rule : {AnyRule(shares(Utility::cost)), AnyRule(shares(Utility::cardinality)), AnyRule(PhragmenRule{}),
                                AnyRule(PhragmenRule{Unaffordable::skip})}) {
      const auto funded = counted(e, rule).funded;
      for (const auto p : funded) RC_ASSERT(is_in(counted(cheaper(e, p), rule).funded, p));
    }
  }));
}

TEST_CASE("effective support is at least 100 % exactly where Equal Shares funds") {
  CHECK(rc::check([] {
    const auto e = *elections(1);
    const auto rule = shares(Utility::cost);
    const auto count = counted(e, rule);
    const auto explained = explain(e.profile(), rule, e.ties, count);
    for (std::size_t p = 0; p < e.costs.size(); ++p) {
      if (count.fates[p] == Fate::funded) RC_ASSERT(explained[p].effective_support >= 1);
      if (count.fates[p] == Fate::supporters_spent) RC_ASSERT(explained[p].effective_support <= 1);
      // What its supporters had was spent or is left.
      if (count.fates[p] != Fate::supporters_spent) continue;
      Exact sum = explained[p].money_left;
      for (const auto& each : explained[p].spent) sum += each.money;
      RC_ASSERT(sum == count.endowments.front() * exact(e.votes(p)));
    }
  }));
}
