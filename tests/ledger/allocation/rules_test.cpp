// The rules in small, by hand: edges, ties, what cities add.
#include <algorithm>
#include <catch2/catch.hpp>

#include "ledger/allocation/pb_rules.hpp"
#include "tests/ledger/allocation/elections.hpp"
#include "tests/ledger/allocation/small_pb.hpp"

using namespace radslag;
using namespace radslag::allocation;

TEST_CASE("the ends of what can be counted") {
  Election e{{5, 5}, 10, {{1, 0}, {0, 1}}};
  CHECK(counted(e, shares(Utility::cost)).funded == std::vector<std::uint32_t>{0, 1});  // each has just what his project costs
  e.envelope = 0;
  CHECK(counted(e, shares(Utility::cost)).funded.empty());
  CHECK(counted(e, PhragmenRule{}).funded.empty());
  e.costs = {0, 5};
  CHECK(counted(e, shares(Utility::cost)).funded == std::vector<std::uint32_t>{0});
  const Election nobody{{5, 5}, 10, {}};
  for (const AnyRule& rule : {AnyRule(shares(Utility::cost)), AnyRule(PhragmenRule{})}) CHECK(counted(nobody, rule).funded.empty());
  CHECK(count(Profile{}, shares(Utility::cost), {}).value().funded.empty());
  Election large{{kMaxAmount, kMaxAmount / 2, kMaxAmount / 2}, kMaxAmount, {}};
  for (int voter = 0; voter < 100; ++voter) large.ballots.push_back({1, voter % 2, (voter + 1) % 2});
  for (const auto utility : {Utility::cost, Utility::cardinality}) {
    const auto count = counted(large, shares(utility));
    CHECK(count.cost == kMaxAmount);
  }
  large.costs[0] = kMaxAmount + 1;
  CHECK(count(large.profile(), PhragmenRule{}, {}).error().code == Errc::too_large);
  auto rule = shares(Utility::cost);
  rule.step = 0;
  CHECK(count(e.profile(), rule, {}).error().code == Errc::malformed);
  rule = shares(Utility::cost);
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
  auto rule = shares(Utility::cost);
  CHECK(count(profile, rule, {}).value().funded == std::vector<std::uint32_t>{1});  // one voter in a hundred has one krona
  rule.endowment = EqualSharesRule::Endowment::per_area;
  CHECK(count(profile, rule, {}).value().cost == 100);
}

TEST_CASE("one order decides every tie, and every tie is told") {
  const Election e{{4, 4, 2}, 6, {{1, 1, 1}, {1, 1, 1}}};
  const auto by = [](const Election& of, const char* ties) {
    return count(of.profile(), GreedyRule{}, TieOrder::parse(ties).value()).value();
  };
  const auto first = by(e, "file-order");
  CHECK(first.funded == std::vector<std::uint32_t>{0, 2});
  CHECK(first.ties.size() == 1);
  CHECK(by(e, "min-cost").funded == std::vector<std::uint32_t>{2, 0});
  TieOrder lot;
  lot.last = TieOrder::Last::given;
  lot.order = {"p1", "p0", "p2"};
  CHECK(count(e.profile(), GreedyRule{}, lot).value().funded == std::vector<std::uint32_t>{1, 2});
  const auto mes = count(e.profile(), shares(Utility::cost), lot).value();
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
  for (const auto& groups :
       std::vector<std::vector<std::vector<std::string>>>{{{"p0", "p9"}}, {{"p0", "p1"}, {"p1", "p2"}}, {{"p0", "p0"}}}) {
    exclusive.exclusive = groups;
    CHECK(count(e.profile(), exclusive, {}).error().code == Errc::malformed);
  }
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
  auto rule = shares(Utility::cost);
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
