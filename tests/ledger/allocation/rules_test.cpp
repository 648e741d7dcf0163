// Equal Shares and Phragmen against references that are slow and plain: one amount for each voter, every project looked at in every round.
#include <rapidcheck.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>

#include "ledger/allocation/explain.hpp"
#include "ledger/allocation/pb_rules.hpp"
#include "tests/ledger/allocation/small_pb.hpp"

using namespace radslag;
using namespace radslag::allocation;

namespace {

/// Ballots as they were cast: by voter, then by project, what it is worth to him; 0: not named.
struct Election {
  std::vector<std::int64_t> costs;
  std::int64_t envelope = 0;
  std::vector<std::vector<std::int64_t>> ballots;

  [[nodiscard]] Profile profile() const {
    Profile profile;
    profile.envelope = envelope;
    for (std::size_t p = 0; p < costs.size(); ++p) profile.projects.push_back({"p" + std::to_string(p), costs[p], false});
    for (const auto& ballot : ballots) {
      std::vector<Choice> choices;
      for (std::uint32_t p = 0; p < ballot.size(); ++p)
        if (ballot[p] > 0) choices.push_back({p, ballot[p]});
      profile.add(choices);
    }
    profile.group();
    return profile;
  }
};

std::ostream& operator<<(std::ostream& out, const Election& e) {
  out << "envelope " << e.envelope << ", costs";
  for (const auto c : e.costs) out << ' ' << c;
  for (const auto& ballot : e.ballots) {
    out << " | ";
    for (const auto u : ballot) out << u;
  }
  return out;
}

rc::Gen<Election> elections(std::int64_t most_points) {
  return rc::gen::exec([=] {
    Election e;
    const auto projects = *rc::gen::inRange<std::size_t>(1, 6), voters = *rc::gen::inRange<std::size_t>(1, 8);
    e.costs = *rc::gen::container<std::vector<std::int64_t>>(projects, rc::gen::inRange<std::int64_t>(1, 9));
    e.envelope = *rc::gen::inRange<std::int64_t>(1, 25);
    for (std::size_t v = 0; v < voters; ++v)
      e.ballots.push_back(*rc::gen::container<std::vector<std::int64_t>>(projects, rc::gen::inRange<std::int64_t>(0, most_points + 1)));
    return e;
  });
}

std::int64_t worth(const Election& e, Utility utility, std::size_t voter, std::size_t p) {
  const auto given = e.ballots[voter][p];
  if (given == 0) return 0;
  return utility == Utility::cost ? e.costs[p] : utility == Utility::points ? given : 1;
}

/// rho of a project, or nothing: by trying each voter as the last one who pays in full.
std::optional<Exact> price(const Election& e, Utility utility, const std::vector<Exact>& has, std::size_t p) {
  Exact all = 0;
  std::vector<std::pair<Exact, std::size_t>> by_limit;  // what the price may be at most for a voter to pay in full
  for (std::size_t v = 0; v < has.size(); ++v) {
    if (worth(e, utility, v, p) == 0) continue;
    all += has[v];
    by_limit.emplace_back(has[v] / exact(worth(e, utility, v, p)), v);
  }
  if (by_limit.empty() || all < exact(e.costs[p])) return std::nullopt;
  std::sort(by_limit.begin(), by_limit.end());
  Exact unpaid = exact(e.costs[p]);
  for (std::size_t i = 0; i < by_limit.size(); ++i) {
    std::int64_t units = 0;
    for (std::size_t j = i; j < by_limit.size(); ++j) units += worth(e, utility, by_limit[j].second, p);
    const Exact rho = unpaid / exact(units);
    if (rho <= by_limit[i].first) return rho;
    unpaid -= has[by_limit[i].second];
  }
  return by_limit.back().first;
}

std::vector<std::uint32_t> slow_equal_shares(const Election& e, Utility utility, const Exact& endowment) {
  std::vector<Exact> has(e.ballots.size(), endowment);
  std::vector<std::uint32_t> funded;
  while (true) {
    std::optional<Exact> best;
    std::uint32_t chosen = 0;
    for (std::uint32_t p = 0; p < e.costs.size(); ++p) {
      if (e.costs[p] > e.envelope || std::find(funded.begin(), funded.end(), p) != funded.end()) continue;
      const auto rho = price(e, utility, has, p);
      if (rho && (!best || *rho < *best)) {
        best = rho;
        chosen = p;
      }
    }
    if (!best) return funded;
    for (std::size_t v = 0; v < has.size(); ++v) {
      const Exact asked = *best * exact(worth(e, utility, v, chosen));
      has[v] -= std::min<Exact>(asked, has[v]);
    }
    funded.push_back(chosen);
  }
}

std::int64_t cost_of(const Election& e, const std::vector<std::uint32_t>& projects) {
  return std::accumulate(projects.begin(), projects.end(), std::int64_t{0}, [&](auto sum, auto p) { return sum + e.costs[p]; });
}

/// The linear definition of add1.
std::vector<std::uint32_t> slow_add1(const Election& e, Utility utility, bool exhaustive) {
  const Exact start = exact(e.envelope, static_cast<std::int64_t>(e.ballots.size()));
  auto best = slow_equal_shares(e, utility, start);
  for (int k = 1; k < 60; ++k) {
    bool full = true;
    for (std::uint32_t p = 0; p < e.costs.size(); ++p) {
      const bool in = std::find(best.begin(), best.end(), p) != best.end();
      if (!in && e.costs[p] <= e.envelope - cost_of(e, best)) full = false;
    }
    if (exhaustive && full) return best;
    auto next = slow_equal_shares(e, utility, start + k);
    if (cost_of(e, next) > e.envelope) return best;
    best = std::move(next);
  }
  return best;
}

std::vector<std::uint32_t> slow_phragmen(const Election& e) {
  std::vector<Exact> load(e.ballots.size());
  std::vector<std::uint32_t> funded;
  std::int64_t spent = 0;
  while (true) {
    std::optional<Exact> best;
    std::vector<std::uint32_t> equal;
    for (std::uint32_t p = 0; p < e.costs.size(); ++p) {
      if (e.costs[p] > e.envelope || std::find(funded.begin(), funded.end(), p) != funded.end()) continue;
      Exact sum = exact(e.costs[p]);
      std::int64_t supporters = 0;
      for (std::size_t v = 0; v < load.size(); ++v) {
        if (e.ballots[v][p] == 0) continue;
        sum += load[v];
        ++supporters;
      }
      if (supporters == 0) continue;
      const Exact time = sum / exact(supporters);
      if (!best || time < *best) {
        best = time;
        equal.clear();
      }
      if (time == *best) equal.push_back(p);
    }
    if (!best || std::any_of(equal.begin(), equal.end(), [&](auto p) { return e.costs[p] > e.envelope - spent; })) return funded;
    for (std::size_t v = 0; v < load.size(); ++v)
      if (e.ballots[v][equal.front()] > 0) load[v] = *best;
    spent += e.costs[equal.front()];
    funded.push_back(equal.front());
  }
}

Count counted(const Election& e, const AnyRule& rule, const TieOrder& ties = {}) { return count(e.profile(), rule, ties).value(); }

EqualSharesRule with(Utility utility) {
  EqualSharesRule rule;
  rule.utility = utility;
  rule.unit = 1;
  return rule;
}

}  // namespace

TEST_CASE("Equal Shares funds what the plain definition funds, in its order") {
  for (const auto utility : {Utility::cost, Utility::cardinality, Utility::points}) {
    const bool good = rc::check([&] {
      const auto e = *elections(utility == Utility::points ? 4 : 1);
      const Exact endowment = exact(e.envelope, static_cast<std::int64_t>(e.ballots.size()));
      RC_ASSERT(counted(e, with(utility)).funded == slow_equal_shares(e, utility, endowment));
    });
    CHECK(good);
  }
}

TEST_CASE("add1 stops where its linear definition stops") {
  for (const bool exhaustive : {false, true}) {
    const bool good = rc::check([&] {
      const auto e = *elections(1);
      auto rule = with(Utility::cost);
      rule.completion = EqualSharesRule::Completion::add1;
      if (exhaustive) rule.stop = EqualSharesRule::Stop::exhaustive;
      RC_ASSERT(counted(e, rule).funded == slow_add1(e, Utility::cost, exhaustive));
    });
    CHECK(good);
  }
}

TEST_CASE("Phragmen buys what the plain definition buys, in its order") {
  CHECK(rc::check([] {
    const auto e = *elections(1);
    RC_ASSERT(counted(e, PhragmenRule{}).funded == slow_phragmen(e));
  }));
}

TEST_CASE("no rule spends more than there is, and none depends on the order of the ballots") {
  CHECK(rc::check([] {
    auto e = *elections(3);
    auto add1u = with(Utility::cost);
    add1u.completion = EqualSharesRule::Completion::add1;
    add1u.then = EqualSharesRule::Then::greedy;
    for (const AnyRule& rule : {AnyRule(GreedyRule{}), AnyRule(with(Utility::points)), AnyRule(add1u), AnyRule(PhragmenRule{})}) {
      const auto before = counted(e, rule);
      RC_ASSERT(before.cost <= e.envelope);
      RC_ASSERT(before.cost == cost_of(e, before.funded));
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
    // What greedy completes is exhaustive.
    const auto full = counted(e, add1u);
    for (std::size_t p = 0; p < e.costs.size(); ++p)
      if (full.fates[p] != Fate::funded && full.fates[p] != Fate::completed) RC_ASSERT(e.costs[p] > e.envelope - full.cost);
  }));
}

TEST_CASE("Equal Shares: a group that agrees on a project it has the money for is not left without (EJR up to one project)") {
  CHECK(rc::check([] {
    const auto e = *elections(1);
    const auto funded = counted(e, with(Utility::cardinality)).funded;
    const auto voters = static_cast<std::int64_t>(e.ballots.size());
    for (std::size_t p = 0; p < e.costs.size(); ++p) {
      std::int64_t supporters = 0;
      bool one_has_something = false;
      for (const auto& ballot : e.ballots) {
        if (ballot[p] == 0) continue;
        ++supporters;
        for (const auto f : funded) one_has_something |= ballot[f] > 0;
      }
      if (e.costs[p] <= e.envelope && supporters * e.envelope >= e.costs[p] * voters) RC_ASSERT(one_has_something);
    }
  }));
}

TEST_CASE("effective support is at least 100 % exactly where Equal Shares funds") {
  CHECK(rc::check([] {
    const auto e = *elections(1);
    const auto rule = with(Utility::cost);
    const auto count = counted(e, rule);
    const auto explained = explain(e.profile(), rule, {}, count);
    for (std::size_t p = 0; p < e.costs.size(); ++p) {
      if (count.fates[p] == Fate::funded) RC_ASSERT(explained[p].effective_support >= 1);
      if (count.fates[p] == Fate::supporters_spent) RC_ASSERT(explained[p].effective_support <= 1);
    }
  }));
}

TEST_CASE("the ends of what can be counted") {
  Election e{{5, 5}, 10, {{1, 0}, {0, 1}}};
  CHECK(counted(e, with(Utility::cost)).funded == std::vector<std::uint32_t>{0, 1});  // each has just what his project costs
  e.envelope = 0;
  CHECK(counted(e, with(Utility::cost)).funded.empty());
  CHECK(counted(e, PhragmenRule{}).funded.empty());
  e.costs = {0, 5};
  CHECK(counted(e, with(Utility::cost)).funded == std::vector<std::uint32_t>{0});
  const Election nobody{{5, 5}, 10, {}};
  for (const AnyRule& rule : {AnyRule(with(Utility::cost)), AnyRule(PhragmenRule{})}) CHECK(counted(nobody, rule).funded.empty());
  CHECK(count(Profile{}, with(Utility::cost), {}).value().funded.empty());
  Election large{{kMaxAmount, kMaxAmount / 2, kMaxAmount / 2}, kMaxAmount, {}};
  for (int voter = 0; voter < 100; ++voter) large.ballots.push_back({1, voter % 2, (voter + 1) % 2});
  for (const auto utility : {Utility::cost, Utility::cardinality}) {
    const auto count = counted(large, with(utility));
    CHECK(count.cost == kMaxAmount);
  }
  large.costs[0] = kMaxAmount + 1;
  CHECK(count(large.profile(), PhragmenRule{}, {}).error().code == Errc::too_large);
  auto rule = with(Utility::cost);
  rule.step = 0;
  CHECK(count(e.profile(), rule, {}).error().code == Errc::malformed);
  rule = with(Utility::cost);
  rule.endowment = EqualSharesRule::Endowment::per_area;
  CHECK(count(e.profile(), rule, {}).error().code == Errc::mismatch);
}

TEST_CASE("money by area: what an area has goes to what its voters want") {
  Profile profile;
  profile.envelope = 100;
  profile.projects = {{"north", 60, false}, {"south", 40, false}};
  profile.area_envelopes = {60, 40};
  profile.add(std::vector<Choice>{{0, 1}}, 1, 0);
  profile.add(std::vector<Choice>{{1, 1}}, 99, 1);
  profile.group();
  auto rule = with(Utility::cost);
  CHECK(count(profile, rule, {}).value().funded == std::vector<std::uint32_t>{1});  // one voter in a hundred has one krona
  rule.endowment = EqualSharesRule::Endowment::per_area;
  CHECK(count(profile, rule, {}).value().cost == 100);
}

TEST_CASE("one order decides every tie, and every tie is told") {
  const Election e{{4, 4, 2}, 6, {{1, 1, 1}, {1, 1, 1}}};
  const auto first = counted(e, GreedyRule{}, TieOrder::parse("file-order").value());
  CHECK(first.funded == std::vector<std::uint32_t>{0, 2});
  CHECK(first.ties.size() == 1);
  CHECK(counted(e, GreedyRule{}, TieOrder::parse("min-cost").value()).funded == std::vector<std::uint32_t>{2, 0});
  TieOrder lot;
  lot.last = TieOrder::Last::given;
  lot.order = {"p1", "p0", "p2"};
  CHECK(counted(e, GreedyRule{}, lot).funded == std::vector<std::uint32_t>{1, 2});
  const auto mes = counted(e, with(Utility::cost), lot);
  CHECK(mes.funded.front() == 1);
  REQUIRE(mes.ties.size() >= 1);
  CHECK(mes.ties.front().projects == std::vector<std::uint32_t>{1, 0, 2});
  lot.order = {"p1", "p0"};
  CHECK(count(e.profile(), GreedyRule{}, lot).error().code == Errc::mismatch);
  lot.order = {"p1", "p0", "p0"};
  CHECK(count(e.profile(), GreedyRule{}, lot).error().code == Errc::mismatch);
  for (const char* wrong : {"min-cost,min-cost", "id,min-cost", "cheapest", "min-cost,"}) {
    CAPTURE(wrong);
    const auto parsed = TieOrder::parse(wrong);
    CHECK(parsed.has_value() == (std::string(wrong) == "min-cost,"));
  }
}

TEST_CASE("greedy with what cities add: reserve, groups of which one is funded, points, votes for each krona") {
  Election e{{6, 5, 2}, 10, {{1, 1, 1}, {1, 1, 0}, {1, 0, 0}}};
  GreedyRule stop;
  stop.unaffordable = Unaffordable::stop;
  CHECK(counted(e, stop).funded == std::vector<std::uint32_t>{0});
  stop.reserve_percent = 80;
  const auto with_reserve = counted(e, stop);
  CHECK(with_reserve.funded == std::vector<std::uint32_t>{0, 1});  // 4 is left, 80 % of 5
  CHECK(with_reserve.fates[1] == Fate::reserve);
  CHECK(with_reserve.fates[2] == Fate::after_stop);
  stop.reserve_percent = 81;
  CHECK(counted(e, stop).funded == std::vector<std::uint32_t>{0});
  GreedyRule exclusive;
  exclusive.exclusive = {{"p0", "p2"}};
  const auto excluded = counted(e, exclusive);
  CHECK(excluded.fates[2] == Fate::excluded);
  GreedyRule per_cost;
  per_cost.order = GreedyRule::Order::score_per_cost;
  CHECK(counted(e, per_cost).rounds.front().project == 0);  // 3/6, 2/5, 1/2: the first and the last are equal, listed first
  GreedyRule points;
  points.score = GreedyRule::Score::points;
  e.ballots = {{1, 5, 1}};
  CHECK(counted(e, points).rounds.front().project == 1);
}

TEST_CASE("comparison: greedy is taken only where more voters prefer it") {
  // Two voters of three want the dear project; Equal Shares cannot pay for it with their money alone.
  const Election e{{9, 3}, 9, {{1, 0}, {1, 0}, {0, 1}}};
  auto rule = with(Utility::cost);
  CHECK(counted(e, rule).funded == std::vector<std::uint32_t>{1});
  rule.comparison = EqualSharesRule::Comparison::satisfaction;
  const auto count = counted(e, rule);
  REQUIRE(count.compared);
  CHECK(count.compared->prefer_this == 1);
  CHECK(count.compared->prefer_greedy == 2);
  CHECK(count.compared->switched);
  CHECK(count.funded == std::vector<std::uint32_t>{0});
}

TEST_CASE("ballots with points are read, written and counted") {
  std::string text(kSmallPb);
  const auto put = [&](std::string_view from, std::string_view to) { text.replace(text.find(from), from.size(), to); };
  put("vote_type;approval", "vote_type;cumulative");
  put("max_length;3\n", "max_length;3\nmax_sum_points;5\n");
  put("voter_id;vote\n", "voter_id;vote;points\n");
  put("v1;2022/A/2,2022/A/1\n", "v1;2022/A/2,2022/A/1;3,2\n");
  put("v2;2022/A/1\n", "v2;2022/A/1;6\n");
  put("v3;2022/A/1,2022/A/2\n", "v3;2022/A/1,2022/A/1;1,4\n");
  put("v4;RM-II.4\n", "v4;RM-II.4;0\n");
  put("v5;\n", "v5;;\n");
  const auto file = parse_pb(text);
  REQUIRE(file);
  const auto profile = profile_of(*file, Utility::points);
  CHECK(profile.points() == std::vector<std::uint64_t>{9, 3, 0});
  const auto warned = [&](std::string_view what) {
    return std::any_of(file->warnings.begin(), file->warnings.end(), [&](const auto& w) { return w.text.find(what) != std::string::npos; });
  };
  CHECK(warned("max_sum_points is 5"));
  CHECK(warned("counted once"));
  const auto again = parse_pb(write_pb(*file).value());
  REQUIRE(again);
  CHECK(again->ballots == file->ballots);
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {";3,2", ";3"}, {";3,2", ";3,2,1"}, {";3,2", ";3,-2"}, {";3,2", ";3,x"}, {";3,2", ";3,1000001"}}) {
    std::string broken = text;
    broken.replace(broken.find(from), from.size(), to);
    CAPTURE(to);
    const auto read = parse_pb(broken);
    REQUIRE_FALSE(read);
    CHECK(read.error().detail.starts_with("line 26: "));
  }
}

TEST_CASE("rules have names, and an unknown one is answered with all of them") {
  const auto file = parse_pb(kSmallPb).value();
  for (const auto& name : rule_names()) {
    CAPTURE(name);
    const auto rule = named_rule(name, file);
    REQUIRE(rule);
    CHECK(count(profile_of(file, utility_of(rule->rule)), rule->rule, rule->ties));
  }
  CHECK(named_rule("as-published", file).value().rule == AnyRule(GreedyRule{.minimum_score = 2}));
  const auto unknown = named_rule("lottery", file);
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().detail.find("wieliczka-2023") != std::string::npos);
}
