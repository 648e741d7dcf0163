// The ends of what can be counted, for every rule: nothing, everything, huge amounts, many projects, ties everywhere.
#include <algorithm>
#include <catch2/catch.hpp>
#include <limits>
#include <numeric>

#include "ledger/allocation/explain.hpp"
#include "ledger/allocation/margins.hpp"
#include "ledger/allocation/names.hpp"
#include "tests/ledger/allocation/elections.hpp"

using namespace radslag;
using namespace radslag::allocation;

namespace {

/// Every rule in its plain form; with money in whole units of the profile.
std::vector<AnyRule> rules() {
  std::vector<AnyRule> rules{GreedyRule{}, GreedyRule{.order = GreedyRule::Order::score_per_cost},
                             GreedyRule{.unaffordable = Unaffordable::stop}, PhragmenRule{}, PhragmenRule{Unaffordable::skip}};
  for (const auto utility : {Utility::cost, Utility::cardinality, Utility::points}) {
    rules.emplace_back(shares(utility));
    auto add1 = shares(utility);
    add1.completion = EqualSharesRule::Completion::add1;
    add1.then = EqualSharesRule::Then::greedy;
    add1.comparison = EqualSharesRule::Comparison::satisfaction;
    rules.emplace_back(add1);
  }
  return rules;
}

template <class Check>
void with_each(const Check& check) {
  for (const auto& rule : rules()) {
    CAPTURE(name(rule), rule.index());
    check(rule);
  }
}

Funded sorted(Funded funded) {
  std::sort(funded.begin(), funded.end());
  return funded;
}

Profile with_projects(std::size_t number, std::int64_t cost, std::int64_t envelope) {
  Profile profile;
  profile.envelope = envelope;
  for (std::size_t p = 0; p < number; ++p) profile.projects.push_back({"p" + std::to_string(p), cost, false});
  return profile;
}

}  // namespace

TEST_CASE("no voters: nobody is asked to pay, and only greedy by the listing funds anything") {
  const Election e{{5, 5}, 5, {}};
  with_each([&](const AnyRule& rule) {
    const auto count = counted(e, rule);
    CHECK(count.fates.size() == 2);
    CHECK(count.funded == (std::holds_alternative<GreedyRule>(rule) ? Funded{0} : Funded{}));
    CHECK(margins(e.profile(), rule, {}, count).projects.size() == 2);
  });
}

TEST_CASE("blank ballots only: as many voters, no supporters") {
  const Election e{{5}, 4, {{0}, {0}}};
  with_each([&](const AnyRule& rule) { CHECK(counted(e, rule).funded.empty()); });
}

TEST_CASE("everything fits: everything that has supporters is funded once what is left may be used") {
  const Election e{{3, 4, 5}, 12, {{1, 0, 0}, {1, 1, 0}, {0, 0, 1}}};
  with_each([&](const AnyRule& rule) {
    const auto* mes = std::get_if<EqualSharesRule>(&rule);
    if (mes != nullptr && mes->completion == EqualSharesRule::Completion::none) return;
    const auto count = counted(e, rule);
    CHECK(sorted(count.funded) == Funded{0, 1, 2});
    CHECK(count.cost == 12);
  });
}

TEST_CASE("nothing fits") {
  const Election e{{7, 8}, 6, {{1, 1}, {1, 0}}};
  with_each([&](const AnyRule& rule) {
    const auto count = counted(e, rule);
    CHECK(count.funded.empty());
    CHECK(count.cost == 0);
    CHECK(count.fates[0] == Fate::exceeds_envelope);
  });
}

TEST_CASE("a project that costs exactly the envelope, with 61 voters of whom each has a 61st") {
  Election e{{15'000'000}, 15'000'000, std::vector<std::vector<std::int64_t>>(61, {1})};
  with_each([&](const AnyRule& rule) { CHECK(counted(e, rule).cost == 15'000'000); });
  e.envelope -= 1;
  with_each([&](const AnyRule& rule) { CHECK(counted(e, rule).funded.empty()); });
}

TEST_CASE("a project that costs nothing is funded where anybody names it") {
  const Election e{{0, 3, 0}, 4, {{1, 1, 0}, {0, 1, 0}}};
  with_each([&](const AnyRule& rule) {
    const auto count = counted(e, rule);
    CHECK(is_funded(count.fates[0]));
    if (!std::holds_alternative<GreedyRule>(rule)) CHECK(count.fates[2] == Fate::no_supporters);
    CHECK(count.cost == 3);
    CHECK(margins(e.profile(), rule, {}, count).projects.size() == 3);
  });
}

TEST_CASE("10^15 kronor, to the last hundredth") {
  Election e{{kMaxAmount - 1, 1, kMaxAmount}, kMaxAmount, {}};
  for (int voter = 0; voter < 3; ++voter) e.ballots.push_back({1, 1, 0});
  with_each([&](const AnyRule& rule) {
    const auto count = counted(e, rule);
    CHECK(sorted(count.funded) == Funded{0, 1});
    CHECK(count.cost == kMaxAmount);
    const auto margin = margins(e.profile(), rule, {}, count).projects[0];
    CHECK((!margin.cost || *margin.cost >= kMaxAmount - 1));
  });
}

TEST_CASE("add1 that would never end ends all the same") {
  auto rule = shares(Utility::cost);
  rule.completion = EqualSharesRule::Completion::add1;
  Election e{{10'000'000'000}, kMaxAmount / 10, std::vector<std::vector<std::int64_t>>(1, {1})};
  CHECK(counted(e, rule).runs == 1);
  e.envelope = 10'000'000'000;
  e.ballots.resize(4, {0});  // one voter of four would have to get all of it, unit by unit
  const auto ended = counted(e, rule);
  CHECK(ended.runs == most_runs(4, 1));
  CHECK(ended.funded.empty());
  rule.step = 1'000'000'000;
  CHECK(counted(e, rule).cost == 10'000'000'000);
}

TEST_CASE("the larger the election, the fewer runs add1 may have") {
  CHECK(most_runs(0, 0) == 100'000);
  CHECK(most_runs(200, 100) == 100'000);
  CHECK(most_runs(201, 100) == 99'502);
  CHECK(most_runs(6'586, 64) == 4'744);  // Wieliczka 2023, which took 166
  CHECK(most_runs(20'000, 100) == 1'000);
  CHECK(most_runs(4'000'000, 10'000) == 1'000);
  CHECK(most_runs(~std::uint64_t{0}, ~std::size_t{0}) == 1'000);
  auto rule = shares(Utility::cost);
  rule.completion = EqualSharesRule::Completion::add1;
  auto profile = with_projects(100, 1'000'000'000, 1'000'000'000);  // nobody's money would ever be enough
  const Choice choice{0, 1};
  profile.add({}, 400);
  profile.add({&choice, 1});
  profile.group();
  CHECK(count(profile, rule, {}).value().runs == 49'875);
}

TEST_CASE("a floor that does not fit into 64 bits is the nearest number that does") {
  constexpr auto most = std::numeric_limits<std::int64_t>::max(), least = std::numeric_limits<std::int64_t>::min();
  CHECK(floor_of(exact(-1, 2)) == -1);
  CHECK(floor_of(exact(most) + Exact(1, 2)) == most);
  CHECK(floor_of(exact(most) + 1) == most);
  CHECK(floor_of(exact(least)) == least);
  CHECK(floor_of(exact(least) - Exact(1, 2)) == least);
  CHECK(floor_of(exact(least) * 3) == least);
}

TEST_CASE("2,000 projects with ties everywhere: the listing decides, and every tie is told") {
  auto profile = with_projects(2'000, 5, 100);
  std::vector<Choice> all(2'000);
  for (std::uint32_t p = 0; p < all.size(); ++p) all[p] = {p, 1};
  profile.add(all, 100);
  profile.group();
  Funded first(20);
  std::iota(first.begin(), first.end(), 0U);
  with_each([&](const AnyRule& rule) {
    const auto count = allocation::count(profile, rule, {}).value();
    if (!std::holds_alternative<PhragmenRule>(rule)) CHECK(count.funded == first);
    CHECK(count.cost <= 100);
    REQUIRE_FALSE(count.ties.empty());
    CHECK(count.ties.front().projects.size() == 2'000);
    auto turned = TieOrder{};
    turned.last = TieOrder::Last::given;
    for (std::uint32_t p = 2'000; p-- > 0;) turned.order.push_back(profile.projects[p].id);
    CHECK(allocation::count(profile, rule, turned).value().funded.front() == 1'999);
  });
}

TEST_CASE("2,000 projects that many voters name in turn") {
  auto profile = with_projects(2'000, 7, 700);
  for (std::uint32_t voter = 0; voter < 500; ++voter) {
    std::vector<Choice> some;
    for (std::uint32_t i = 0; i < 10; ++i) some.push_back({(voter * 37 + i * 191) % 2'000, 1 + i});
    profile.add(some);
  }
  profile.group();
  with_each([&](const AnyRule& rule) {
    const auto count = allocation::count(profile, rule, {}).value();
    CHECK(count.cost <= 700);
    CHECK(count.fates.size() == 2'000);
    std::int64_t cost = 0;
    for (const auto p : count.funded) cost += is_funded(count.fates[p]) ? 7 : 0;
    CHECK(cost == count.cost);
  });
}

TEST_CASE("a withdrawn project changes nothing for the others") {
  const Election e{{3, 4, 5}, 9, {{1, 1, 1}, {1, 1, 0}, {1, 0, 1}}};
  const Election without{{4, 5}, 9, {{1, 1}, {1, 0}, {0, 1}}};
  with_each([&](const AnyRule& rule) {
    auto profile = e.profile();
    profile.projects[0].withdrawn = true;
    const auto count = allocation::count(profile, rule, {}).value();
    CHECK(count.fates[0] == Fate::withdrawn);
    auto expected = counted(without, rule).funded;
    for (auto& p : expected) ++p;
    CHECK(count.funded == expected);
  });
}
