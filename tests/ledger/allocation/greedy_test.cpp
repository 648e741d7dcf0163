#include <catch2/catch.hpp>

#include "ledger/allocation/allocation.hpp"

using namespace radslag;
using namespace radslag::allocation;

namespace {

struct P {
  std::int64_t cost;
  std::uint64_t votes;
  bool withdrawn = false;
};

Tally tally(std::int64_t envelope, std::initializer_list<P> projects) {
  Tally result;
  result.envelope = envelope;
  for (const P& p : projects) {
    result.projects.push_back({"p" + std::to_string(result.projects.size()), p.cost, p.withdrawn});
    result.votes.push_back(p.votes);
  }
  return result;
}

using Indices = std::vector<std::uint32_t>;

std::vector<Outcome> outcomes(const Allocation& a) {
  std::vector<Outcome> result;
  for (const Step& step : a.steps) result.push_back(step.outcome);
  return result;
}

Rule rule(Unaffordable unaffordable, std::uint64_t minimum = 0, std::vector<TieCriterion> ties = {}) {
  return {RuleKind::greedy, unaffordable, minimum, std::move(ties)};
}

const Rule kSkip = rule(Unaffordable::skip);
const Rule kStop = rule(Unaffordable::stop);

}  // namespace

TEST_CASE("greedy takes projects by votes while they fit") {
  const auto a = allocate(tally(100, {{30, 5}, {60, 9}, {20, 4}, {10, 3}}), kSkip);
  REQUIRE(a);
  CHECK(a->funded == Indices{1, 0, 3});
  CHECK(a->cost == 100);
  CHECK(a->steps ==
        std::vector<Step>{
            {1, 9, 100, Outcome::funded}, {0, 5, 40, Outcome::funded}, {2, 4, 10, Outcome::does_not_fit}, {3, 3, 10, Outcome::funded}});
  CHECK(a->ties.empty());
}

TEST_CASE("greedy with stop ends at the first that does not fit") {
  const auto a = allocate(tally(100, {{30, 5}, {60, 9}, {20, 4}, {10, 3}}), kStop);
  REQUIRE(a);
  CHECK(a->funded == Indices{1, 0});
  CHECK(a->cost == 90);
  CHECK(outcomes(*a) == std::vector{Outcome::funded, Outcome::funded, Outcome::does_not_fit, Outcome::after_stop});
}

TEST_CASE("a project dearer than the envelope stops the count, a withdrawn one does not") {
  const auto dear = allocate(tally(100, {{101, 9}, {10, 3}}), kStop);
  REQUIRE(dear);
  CHECK(outcomes(*dear) == std::vector{Outcome::exceeds_envelope, Outcome::after_stop});
  const auto withdrawn = allocate(tally(100, {{101, 9, true}, {10, 3}, {20, 2, true}}), kStop);
  REQUIRE(withdrawn);
  CHECK(outcomes(*withdrawn) == std::vector{Outcome::withdrawn, Outcome::funded, Outcome::withdrawn});
  CHECK(withdrawn->funded == Indices{1});
}

TEST_CASE("a project under the minimum is neither funded nor a reason to stop") {
  const auto a = allocate(tally(100, {{40, 50}, {30, 49}, {500, 10}}), rule(Unaffordable::stop, 50));
  REQUIRE(a);
  CHECK(a->funded == Indices{0});
  CHECK(outcomes(*a) == std::vector{Outcome::funded, Outcome::below_minimum, Outcome::below_minimum});
  // Under the minimum it is said so, even after the stop.
  const auto b = allocate(tally(100, {{101, 60}, {30, 55}, {30, 49}}), rule(Unaffordable::stop, 50));
  REQUIRE(b);
  CHECK(outcomes(*b) == std::vector{Outcome::exceeds_envelope, Outcome::after_stop, Outcome::below_minimum});
}

TEST_CASE("edges of the envelope") {
  SECTION("a project that costs exactly the envelope") {
    const auto a = allocate(tally(15'000'000, {{15'000'000, 61}, {1, 60}}), kSkip);
    REQUIRE(a);
    CHECK(a->funded == Indices{0});
    CHECK(a->cost == 15'000'000);
    CHECK(outcomes(*a) == std::vector{Outcome::funded, Outcome::does_not_fit});
  }
  SECTION("nothing fits") {
    const auto a = allocate(tally(9, {{10, 1}, {11, 2}}), kSkip);
    REQUIRE(a);
    CHECK(a->funded.empty());
    CHECK(a->cost == 0);
    CHECK(outcomes(*a) == std::vector{Outcome::exceeds_envelope, Outcome::exceeds_envelope});
  }
  SECTION("everything fits") {
    const auto a = allocate(tally(21, {{10, 1}, {11, 2}}), kStop);
    REQUIRE(a);
    CHECK(a->funded == Indices{1, 0});
    CHECK(a->cost == 21);
  }
  SECTION("an empty envelope, and no projects") {
    const auto a = allocate(tally(0, {{1, 1}}), kSkip);
    REQUIRE(a);
    CHECK(a->funded.empty());
    const auto b = allocate(tally(5, {}), kStop);
    REQUIRE(b);
    CHECK(b->steps.empty());
  }
  SECTION("no votes at all: listing order, and a minimum of one keeps them out") {
    const auto a = allocate(tally(10, {{6, 0}, {6, 0}, {4, 0}}), kSkip);
    REQUIRE(a);
    CHECK(a->funded == Indices{0, 2});
    const auto b = allocate(tally(10, {{6, 0}, {4, 0}}), rule(Unaffordable::skip, 1));
    REQUIRE(b);
    CHECK(b->funded.empty());
  }
}

TEST_CASE("huge amounts add up without overflow") {
  Tally t;
  t.envelope = kMaxAmount;
  for (std::size_t i = 0; i < 2'000; ++i) {
    t.projects.push_back({std::to_string(i), kMaxAmount, false});
    t.votes.push_back(UINT64_MAX);
  }
  t.projects.back().cost = 1;
  const auto a = allocate(t, kSkip);
  REQUIRE(a);
  CHECK(a->funded == Indices{0});
  CHECK(a->cost == kMaxAmount);
  REQUIRE(a->ties.size() == 1);
  CHECK(a->ties.front().decisive);
  const auto cheap_first = allocate(t, rule(Unaffordable::skip, 0, {TieCriterion::min_cost}));
  REQUIRE(cheap_first);
  CHECK(cheap_first->funded == Indices{1'999});
}

TEST_CASE("each tie criterion") {
  const auto t = tally(10, {{7, 5}, {8, 5}, {6, 5}, {6, 5}, {1, 9}});
  const auto listed = allocate(t, kSkip);
  REQUIRE(listed);
  CHECK(listed->funded == Indices{4, 0});
  CHECK(listed->ties == std::vector<Tie>{{{0, 1, 2, 3}, TieCriterion::listing_order, true}});
  const auto cheap = allocate(t, rule(Unaffordable::skip, 0, {TieCriterion::min_cost}));
  REQUIRE(cheap);
  CHECK(cheap->funded == Indices{4, 2});
  CHECK(cheap->ties == std::vector<Tie>{{{2, 3, 0, 1}, TieCriterion::min_cost, true}, {{2, 3}, TieCriterion::listing_order, true}});
  const auto dear = allocate(t, rule(Unaffordable::skip, 0, {TieCriterion::max_cost}));
  REQUIRE(dear);
  CHECK(dear->funded == Indices{4, 1});
  CHECK(dear->ties == std::vector<Tie>{{{1, 0, 2, 3}, TieCriterion::max_cost, true}, {{2, 3}, TieCriterion::listing_order, false}});
}

TEST_CASE("a tie names the criterion that was asked and whether it mattered") {
  const Rule cheap = rule(Unaffordable::skip, 0, {TieCriterion::min_cost});
  const auto a = allocate(tally(100, {{7, 5}, {8, 5}}), cheap);
  REQUIRE(a);
  CHECK(a->ties == std::vector<Tie>{{{0, 1}, TieCriterion::min_cost, false}});
  const auto same_cost = allocate(tally(100, {{7, 5}, {7, 5}}), cheap);
  REQUIRE(same_cost);
  CHECK(same_cost->ties == std::vector<Tie>{{{0, 1}, TieCriterion::listing_order, false}});
  const auto b = allocate(tally(10, {{7, 5}, {8, 5}, {3, 2}, {4, 2}}), cheap);
  REQUIRE(b);
  CHECK(b->ties == std::vector<Tie>{{{0, 1}, TieCriterion::min_cost, true}, {{2, 3}, TieCriterion::min_cost, false}});
}

TEST_CASE("what allocate refuses") {
  const auto code = [](const Tally& t, const Rule& r) {
    const auto a = allocate(t, r);
    REQUIRE_FALSE(a);
    return a.error().code;
  };
  auto short_votes = tally(1, {{1, 1}});
  short_votes.votes.clear();
  CHECK(code(short_votes, kSkip) == Errc::mismatch);
  CHECK(code(tally(1, {{0, 1}}), kSkip) == Errc::malformed);
  CHECK(code(tally(1, {{-5, 1}}), kSkip) == Errc::malformed);
  CHECK(code(tally(-1, {}), kSkip) == Errc::malformed);
  CHECK(code(tally(kMaxAmount + 1, {}), kSkip) == Errc::too_large);
  CHECK(code(tally(1, {{INT64_MAX, 1}}), kSkip) == Errc::too_large);
  CHECK(code(tally(1, {}), rule(Unaffordable::skip, 0, {TieCriterion::listing_order})) == Errc::malformed);
  CHECK(code(tally(1, {}), rule(Unaffordable::skip, 0, {TieCriterion::min_cost, TieCriterion::max_cost})) == Errc::malformed);
  CHECK(code(tally(1, {}), rule(Unaffordable::skip, 0, {TieCriterion::min_cost, TieCriterion::min_cost})) == Errc::malformed);
  Rule unknown;
  unknown.kind = static_cast<RuleKind>(99);
  CHECK(code(tally(1, {}), unknown) == Errc::unsupported);
  Tally many;
  many.projects.assign(kMaxProjects + 1, {"p", 1, false});
  many.votes.assign(kMaxProjects + 1, 0);
  CHECK(code(many, kSkip) == Errc::too_large);
}
