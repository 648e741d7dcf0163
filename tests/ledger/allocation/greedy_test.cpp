#include <catch2/catch.hpp>

#include "ledger/allocation/rules.hpp"

using namespace radslag;
using namespace radslag::allocation;

namespace {

struct P {
  std::int64_t cost;
  std::uint64_t votes;
  bool withdrawn = false;
};

/// Each vote is a ballot of its own.
Profile profile(std::int64_t envelope, std::initializer_list<P> projects) {
  Profile result;
  result.envelope = envelope;
  for (const P& p : projects) {
    const Choice choice{static_cast<std::uint32_t>(result.projects.size()), 1};
    result.projects.push_back({"p" + std::to_string(choice.project), p.cost, p.withdrawn});
    if (p.votes > 0) result.add(std::span(&choice, 1), p.votes);
  }
  result.group();
  return result;
}

using Indices = std::vector<std::uint32_t>;

/// In the order looked at.
std::vector<Fate> fates(const Count& count) {
  std::vector<Fate> result;
  for (const Round& round : count.rounds) result.push_back(round.fate);
  return result;
}

Indices order(const Count& count) {
  Indices result;
  for (const Round& round : count.rounds) result.push_back(round.project);
  return result;
}

GreedyRule rule(Unaffordable unaffordable, std::uint64_t minimum = 0) {
  GreedyRule rule;
  rule.unaffordable = unaffordable;
  rule.minimum_score = minimum;
  return rule;
}

const GreedyRule kSkip = rule(Unaffordable::skip);
const GreedyRule kStop = rule(Unaffordable::stop);

Count counted(const Profile& from, const GreedyRule& by, const std::string& ties = "") {
  auto count = allocation::count(from, by, TieOrder::parse(ties).value());
  REQUIRE(count);
  return *count;
}

}  // namespace

TEST_CASE("greedy takes projects by votes while they fit") {
  const auto a = counted(profile(100, {{30, 5}, {60, 9}, {20, 4}, {10, 3}}), kSkip);
  CHECK(a.funded == Indices{1, 0, 3});
  CHECK(a.cost == 100);
  CHECK(order(a) == Indices{1, 0, 2, 3});
  CHECK(fates(a) == std::vector{Fate::funded, Fate::funded, Fate::does_not_fit, Fate::funded});
  CHECK(a.rounds[1].left_before == 40);
  CHECK(a.rounds[1].supporters == 5);
  CHECK(a.rounds[3].left_before == 10);
  CHECK(a.ties.empty());
}

TEST_CASE("greedy with stop ends at the first that does not fit") {
  const auto a = counted(profile(100, {{30, 5}, {60, 9}, {20, 4}, {10, 3}}), kStop);
  CHECK(a.funded == Indices{1, 0});
  CHECK(a.cost == 90);
  CHECK(fates(a) == std::vector{Fate::funded, Fate::funded, Fate::does_not_fit, Fate::after_stop});
}

TEST_CASE("a project dearer than the envelope stops the count, a withdrawn one does not") {
  const auto dear = counted(profile(100, {{101, 9}, {10, 3}}), kStop);
  CHECK(fates(dear) == std::vector{Fate::exceeds_envelope, Fate::after_stop});
  const auto withdrawn = counted(profile(100, {{101, 9, true}, {10, 3}, {20, 2, true}}), kStop);
  CHECK(fates(withdrawn) == std::vector{Fate::withdrawn, Fate::funded, Fate::withdrawn});
  CHECK(withdrawn.funded == Indices{1});
}

TEST_CASE("a project under the minimum is neither funded nor a reason to stop") {
  const auto a = counted(profile(100, {{40, 50}, {30, 49}, {500, 10}}), rule(Unaffordable::stop, 50));
  CHECK(a.funded == Indices{0});
  CHECK(fates(a) == std::vector{Fate::funded, Fate::not_eligible, Fate::not_eligible});
  // Under the minimum it is said so, even after the stop.
  const auto b = counted(profile(100, {{101, 60}, {30, 55}, {30, 49}}), rule(Unaffordable::stop, 50));
  CHECK(fates(b) == std::vector{Fate::exceeds_envelope, Fate::after_stop, Fate::not_eligible});
}

TEST_CASE("edges of the envelope") {
  SECTION("a project that costs exactly the envelope") {
    const auto a = counted(profile(15'000'000, {{15'000'000, 61}, {1, 60}}), kSkip);
    CHECK(a.funded == Indices{0});
    CHECK(a.cost == 15'000'000);
    CHECK(fates(a) == std::vector{Fate::funded, Fate::does_not_fit});
  }
  SECTION("nothing fits") {
    const auto a = counted(profile(9, {{10, 1}, {11, 2}}), kSkip);
    CHECK(a.funded.empty());
    CHECK(a.cost == 0);
    CHECK(fates(a) == std::vector{Fate::exceeds_envelope, Fate::exceeds_envelope});
  }
  SECTION("everything fits") {
    const auto a = counted(profile(21, {{10, 1}, {11, 2}}), kStop);
    CHECK(a.funded == Indices{1, 0});
    CHECK(a.cost == 21);
  }
  SECTION("an empty envelope, and no projects") {
    CHECK(counted(profile(0, {{1, 1}}), kSkip).funded.empty());
    CHECK(counted(profile(5, {}), kStop).rounds.empty());
  }
  SECTION("no votes at all: listing order, and a minimum of one keeps them out") {
    CHECK(counted(profile(10, {{6, 0}, {6, 0}, {4, 0}}), kSkip).funded == Indices{0, 2});
    CHECK(counted(profile(10, {{6, 0}, {4, 0}}), rule(Unaffordable::skip, 1)).funded.empty());
  }
}

TEST_CASE("huge amounts add up without overflow") {
  Profile p;
  p.envelope = kMaxAmount;
  std::vector<Choice> all;
  for (std::uint32_t i = 0; i < 2'000; ++i) {
    p.projects.push_back({std::to_string(i), kMaxAmount, false});
    all.push_back({i, 1});
  }
  p.projects.back().cost = 1;
  p.add(all, 1'000'000'000);
  const auto a = counted(p, kSkip);
  CHECK(a.funded == Indices{0});
  CHECK(a.cost == kMaxAmount);
  REQUIRE(a.ties.size() == 1);
  CHECK(a.ties.front().projects.size() == 2'000);
  CHECK(counted(p, kSkip, "min-cost").funded == Indices{1'999});
  GreedyRule per_cost;
  per_cost.order = GreedyRule::Order::score_per_cost;
  CHECK(counted(p, per_cost).funded == Indices{1'999});
}

TEST_CASE("each tie criterion") {
  const auto t = profile(10, {{7, 5}, {8, 5}, {6, 5}, {6, 5}, {1, 9}});
  const auto check = [&](const char* ties, const Indices& funded, const Indices& equals) {
    CAPTURE(ties);
    const auto count = counted(t, kSkip, ties);
    CHECK(count.funded == funded);
    REQUIRE(count.ties.size() == 1);
    CHECK(count.ties.front().round == 1);
    CHECK(count.ties.front().projects == equals);
  };
  check("file-order", {4, 0}, {0, 1, 2, 3});
  check("min-cost", {4, 2}, {2, 3, 0, 1});
  check("max-cost", {4, 1}, {1, 0, 2, 3});
}

TEST_CASE("of votes for each krona, what costs nothing comes first, and equal shares of votes are equal") {
  GreedyRule per_cost;
  per_cost.order = GreedyRule::Order::score_per_cost;
  const auto a = counted(profile(10, {{4, 8}, {0, 1}, {5, 10}, {0, 0}, {3, 0}}), per_cost);
  CHECK(order(a) == Indices{1, 3, 0, 2, 4});
  REQUIRE(a.ties.size() == 1);
  CHECK(a.ties.front().projects == Indices{0, 2});
}

TEST_CASE("what count refuses") {
  const auto code = [](const Profile& p) {
    const auto count = allocation::count(p, kSkip, {});
    REQUIRE_FALSE(count);
    return count.error().code;
  };
  CHECK(code(profile(1, {{-5, 1}})) == Errc::malformed);
  CHECK(code(profile(-1, {})) == Errc::malformed);
  CHECK(code(profile(kMaxAmount + 1, {})) == Errc::too_large);
  CHECK(code(profile(1, {{INT64_MAX, 1}})) == Errc::too_large);
  Profile many;
  many.projects.assign(kMaxProjects + 1, {"p", 1, false});
  CHECK(code(many) == Errc::too_large);
  Profile points;
  points.projects = {{"p", 1, false}};
  points.add(std::vector<Choice>{{0, std::int64_t{1} << 61}}, 3);
  CHECK(code(points) == Errc::too_large);
  points.projects = {{"p", 1, false}, {"q", 1, false}};
  Profile negative;
  negative.projects = points.projects;
  negative.add(std::vector<Choice>{{1, -1}});
  CHECK(code(negative) == Errc::malformed);
}
