// Margins are what a count again says: funded at the threshold, and not one beyond it.
#include "ledger/allocation/margins.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/ledger/allocation/elections.hpp"

using namespace radslag;
using namespace radslag::allocation;

namespace {

using Funds = std::function<bool(const Election&, std::uint32_t)>;

bool is_in(const Funded& funded, std::uint32_t p) { return std::find(funded.begin(), funded.end(), p) != funded.end(); }

Funds counting(const AnyRule& rule) {
  return [rule](const Election& e, std::uint32_t p) { return is_in(counted(e, rule).funded, p); };
}

Election with_cost(Election e, std::uint32_t p, std::int64_t cost) {
  e.costs[p] = cost;
  return e;
}

Election with_more(Election e, std::uint32_t p, std::uint64_t more) {
  std::vector<std::int64_t> ballot(e.costs.size(), 0);
  ballot[p] = 1;
  e.ballots.insert(e.ballots.end(), more, ballot);
  return e;
}

Election with_fewer(Election e, std::uint32_t p, std::uint64_t fewer) {
  for (auto& ballot : e.ballots) {
    if (ballot[p] == 0 || fewer == 0) continue;
    ballot[p] = 0;
    --fewer;
  }
  return e;
}

/// By trying every cost from the most that may be funded at all.
std::optional<std::int64_t> slow_cost(const Election& e, std::uint32_t p, std::int64_t from, const Funds& funds) {
  for (auto cost = from; cost >= 1; --cost)
    if (funds(with_cost(e, p, cost), p)) return cost;
  return std::nullopt;
}

constexpr std::uint64_t kMostMore = 60;

std::optional<std::uint64_t> slow_more(const Election& e, std::uint32_t p, const Funds& funds) {
  for (std::uint64_t more = 1; more <= kMostMore; ++more)
    if (funds(with_more(e, p, more), p)) return more;
  return std::nullopt;
}

/// As it should be; the search for more votes ends somewhere.
void check_cost(const Election& e, const Margins& margins, std::uint32_t p, const Funds& funds, std::int64_t from) {
  const auto slow = slow_cost(e, p, from, funds);
  RC_ASSERT(margins.projects[p].cost == slow);
}

void check_more(const Election& e, const Margins& margins, std::uint32_t p, const Funds& funds) {
  auto found = margins.projects[p].more_votes;
  if (found && *found > kMostMore) found.reset();
  RC_ASSERT(found == slow_more(e, p, funds));
}

Margins of(const Election& e, const AnyRule& rule) { return margins(e.profile(), rule, e.ties, counted(e, rule)); }

void check_all(const Election& e, const AnyRule& rule, std::int64_t most_cost) {
  const auto found = of(e, rule);
  const auto before = counted(e, rule);
  RC_ASSERT(found.of_funded);
  for (std::uint32_t p = 0; p < e.costs.size(); ++p) {
    check_cost(e, found, p, counting(rule), most_cost);
    const bool funded = is_in(before.funded, p);
    if (!funded) check_more(e, found, p, counting(rule));
    RC_ASSERT(!found.projects[p].votes_at_endowment);
    RC_ASSERT(!funded || !found.projects[p].more_votes);
    if (!std::holds_alternative<GreedyRule>(rule) || !funded) continue;
    const auto fewer = found.projects[p].fewer_votes;
    RC_ASSERT(fewer.has_value());
    RC_ASSERT(counting(rule)(with_fewer(e, p, *fewer), p));
    if (static_cast<std::int64_t>(*fewer) < e.votes(p)) RC_ASSERT(!counting(rule)(with_fewer(e, p, *fewer + 1), p));
  }
}

}  // namespace

TEST_CASE("greedy's margins are what a count again says") {
  CHECK(rc::check([] {
    const auto e = *elections(1);
    GreedyRule rule;
    rule.order = *rc::gen::element(GreedyRule::Order::score, GreedyRule::Order::score_per_cost);
    rule.unaffordable = *rc::gen::element(Unaffordable::skip, Unaffordable::stop);
    rule.minimum_score = *rc::gen::inRange<std::uint64_t>(0, 4);
    if (rule.unaffordable == Unaffordable::stop) rule.reserve_percent = *rc::gen::element<std::uint64_t>(0, 50, 80);
    if (*rc::gen::arbitrary<bool>() && e.costs.size() > 2) rule.exclusive = {{"p0", "p2"}};
    check_all(e, rule, 60);
  }));
}

TEST_CASE("Phragmen's margins are what a count again says") {
  CHECK(rc::check([] {
    const auto e = *elections(1);
    PhragmenRule rule;
    rule.unaffordable = *rc::gen::element(Unaffordable::skip, Unaffordable::stop);
    rule.minimum_votes = *rc::gen::inRange<std::uint64_t>(0, 3);
    check_all(e, rule, 30);
  }));
}

TEST_CASE("plain Equal Shares' margins are what a count again says, new voters taking their part of the envelope") {
  CHECK(rc::check([] {
    const auto e = *elections(1);
    auto rule = shares(*rc::gen::element(Utility::cost, Utility::cardinality));
    rule.start = *rc::gen::element(EqualSharesRule::Start::fractional, EqualSharesRule::Start::whole);
    rule.then = *rc::gen::element(EqualSharesRule::Then::nothing, EqualSharesRule::Then::greedy);
    rule.minimum_votes = *rc::gen::inRange<std::uint64_t>(0, 3);
    rule.share_factor = *rc::gen::element<std::uint64_t>(0, 1, 3);
    check_all(e, rule, 30);
  }));
}

TEST_CASE("where ballots have points, the largest cost is what a count again says") {
  CHECK(rc::check([] {
    const auto e = *elections(3);
    GreedyRule greedy;
    greedy.score = GreedyRule::Score::points;
    for (const AnyRule& rule : {AnyRule(shares(Utility::points)), AnyRule(greedy)}) {
      const auto found = of(e, rule);
      for (std::uint32_t p = 0; p < e.costs.size(); ++p) {
        check_cost(e, found, p, counting(rule), 30);
        RC_ASSERT(!found.projects[p].more_votes);
      }
    }
  }));
}

TEST_CASE("with add1 the margins are those of one run at the endowment at which the count ended, which each new voter has too") {
  CHECK(rc::check([] {
    const auto e = *elections(1);
    auto rule = shares(*rc::gen::element(Utility::cost, Utility::cardinality));
    rule.completion = EqualSharesRule::Completion::add1;
    const auto before = counted(e, rule);
    const auto found = margins(e.profile(), rule, e.ties, before);
    RC_ASSERT(found.at_endowment);
    const Funds at_the_end = [&](const Election& changed, std::uint32_t p) {
      return is_in(slow_run(changed, rule.utility, before.endowments.front()), p);
    };
    for (std::uint32_t p = 0; p < e.costs.size(); ++p) {
      check_cost(e, found, p, at_the_end, e.envelope);
      if (is_in(before.funded, p)) continue;
      check_more(e, found, p, at_the_end);
      RC_ASSERT(found.projects[p].votes_at_endowment == found.projects[p].more_votes.has_value());
    }
  }));
}

TEST_CASE("where counting with every number of voters would be too much, the endowment is held fixed and it is said") {
  const Election e{{6, 4}, 8, {{1, 1}, {0, 1}, {0, 1}, {1, 0}}};
  const auto rule = shares(Utility::cost);
  const auto before = counted(e, rule);
  REQUIRE(before.funded == Funded{1});
  const auto exactly = margins(e.profile(), rule, {}, before);
  const auto held = margins(e.profile(), rule, {}, before, {0, 0});
  // With 2 each, three have its cost, and it is listed first of two with the same price. Of 8 between five voters they have 4.8.
  CHECK(held.projects[0].more_votes == 1U);
  CHECK(held.projects[0].votes_at_endowment);
  CHECK_FALSE(exactly.projects[0].votes_at_endowment);
  CHECK(exactly.projects[0].more_votes == 4U);
  CHECK(exactly.projects[0].cost == held.projects[0].cost);
  CHECK(exactly.of_funded);
  CHECK_FALSE(held.of_funded);
}

TEST_CASE("where greedy's outcome was taken instead, the margins are greedy's") {
  const Election e{{9, 3}, 9, {{1, 0}, {1, 0}, {0, 1}}};
  auto rule = shares(Utility::cost);
  rule.comparison = EqualSharesRule::Comparison::satisfaction;
  const auto switched = of(e, rule), greedy = of(e, GreedyRule{});
  CHECK(switched.without_comparison);
  CHECK(switched.projects == greedy.projects);
  CHECK(greedy.projects[1].more_votes == 2U);  // one would make it equal, and then the first listed comes first
}

TEST_CASE("nothing would have helped") {
  Election e{{9, 3}, 6, {{0, 1}, {0, 1}}};
  for (const AnyRule& rule : {AnyRule(GreedyRule{}), AnyRule(shares(Utility::cost)), AnyRule(PhragmenRule{})}) {
    const auto dear = of(e, rule).projects[0];
    CHECK_FALSE(dear.more_votes);  // it costs more than the envelope
    CHECK(dear.cost == (std::holds_alternative<GreedyRule>(rule) ? std::optional<std::int64_t>(3) : std::nullopt));  // nobody named it
    auto profile = e.profile();
    profile.projects[1].withdrawn = true;
    const auto withdrawn = margins(profile, rule, {}, count(profile, rule, {}).value()).projects[1];
    CHECK(withdrawn == Margin{});
  }
  e.ballots.clear();
  for (const AnyRule& rule : {AnyRule(GreedyRule{}), AnyRule(shares(Utility::cost)), AnyRule(PhragmenRule{})}) {
    const auto nobody = of(e, rule).projects[1];
    CHECK((nobody.more_votes == 1U || std::holds_alternative<GreedyRule>(rule)));
  }
}
