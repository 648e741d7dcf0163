// Areas with envelopes of their own beside one of the whole municipality: the rule is applied urn by urn, and one result shows all.
#include <catch2/catch.hpp>

#include <algorithm>

#include "ledger/record/round_count.hpp"

using namespace radslag;
using namespace radslag::record;

namespace {

/// Urns "north" (A, B, C) and "all" (D, E), with this rule.
RoundDefinition two_urns(const allocation::AnyRule& rule) {
  RoundDefinition d;
  d.title = d.summary = "Squares";
  d.currency = "SEK";
  d.envelope = 100'000;
  d.ballot = "belenios-mixnet/v1";
  d.choices_max = 3;
  d.rule = rule;
  d.ties = {allocation::TieCriterion::min_cost};
  d.opens = 1;
  d.closes = 2;
  d.areas = {{"north", "The north"}};
  d.urns = {{"north", 60'000, {"north"}}, {"all", 40'000, {}}};
  for (const auto& [id, cost, area] : {std::tuple("A", 30'000, "north"), std::tuple("B", 30'000, "north"), std::tuple("D", 40'000, ""),
                                       std::tuple("C", 20'000, "north"), std::tuple("E", 10'000, "")})
    d.projects.push_back({id, static_cast<std::uint64_t>(cost), area, "", false, id, id});
  return d;
}

/// Places in the definition: A 0, B 1, D 2, C 3, E 4.
CountedBallots ballots() {
  CountedBallots all(2);
  for (int i = 0; i < 6; ++i) all[0].push_back(Choices{0, 1});
  for (int i = 0; i < 4; ++i) all[0].push_back(Choices{3});
  for (int i = 0; i < 7; ++i) all[1].push_back(Choices{2});
  for (int i = 0; i < 5; ++i) all[1].push_back(Choices{4});
  for (auto& urn : all) std::sort(urn.begin(), urn.end());
  return all;
}

TallyContent tally_of(const RoundDefinition& d, const CountedBallots& counted) {
  TallyContent tally;
  tally.votes = no_votes(d);
  for (std::size_t i = 0; i < counted.size(); ++i) {
    add_votes(d, counted[i], tally.votes);
    tally.urns.push_back({d.urns[i].id, counted[i].size(), counted[i].size(), 0, 0});
    tally.ballots += counted[i].size();
    tally.voters += counted[i].size();
  }
  return tally;
}

/// The same urn as a round by itself.
AllocationContent alone(const RoundDefinition& whole, std::size_t urn) {
  auto d = whole;
  const auto counted = ballots();
  std::vector<std::uint16_t> place(whole.projects.size());
  d.projects.clear();
  for (std::size_t i = 0; i < whole.projects.size(); ++i) {
    if (whole.urn_of(whole.projects[i]) != urn) continue;
    place[i] = static_cast<std::uint16_t>(d.projects.size());
    d.projects.push_back(whole.projects[i]);
  }
  d.envelope = whole.urns[urn].envelope;
  d.urns.clear();
  CountedBallots own(1, counted[urn]);
  for (auto& choices : own[0]) {
    for (auto& each : choices.places) each = place[each];
  }
  TallyContent tally;
  tally.votes = no_votes(d);
  add_votes(d, own[0], tally.votes);
  tally.ballots = tally.voters = own[0].size();
  return allocate(d, tally, {}, std::nullopt, &own).value();
}

}  // namespace

TEST_CASE("every rule is applied to each urn with its envelope, its projects and its ballots") {
  allocation::EqualSharesRule plain, completed;
  completed.completion = allocation::EqualSharesRule::Completion::add1;
  completed.comparison = allocation::EqualSharesRule::Comparison::satisfaction;
  const allocation::AnyRule rule = GENERATE_COPY(allocation::AnyRule(allocation::GreedyRule{}), allocation::AnyRule(plain),
                                                 allocation::AnyRule(completed), allocation::AnyRule(allocation::PhragmenRule{}));
  const auto d = two_urns(rule);
  const auto counted = ballots();
  const auto whole = allocate(d, tally_of(d, counted), {}, std::nullopt, &counted).value();
  const auto north = alone(d, 0), all = alone(d, 1);
  CHECK(whole.envelope == 100'000);
  CHECK(whole.cost == north.cost + all.cost);
  REQUIRE(whole.counts.size() == 2);
  CHECK(whole.counts[0].urn == "north");
  CHECK(whole.counts[0].voters == 10);
  CHECK(whole.counts[0].endowment == north.counts[0].endowment);
  CHECK(whole.counts[0].runs == north.counts[0].runs);
  CHECK(whole.counts[1].urn == "all");
  CHECK(whole.counts[1].voters == 12);
  CHECK(whole.counts[1].endowment == all.counts[0].endowment);
  REQUIRE(whole.steps.size() == north.steps.size() + all.steps.size());
  CHECK(std::equal(north.steps.begin(), north.steps.end(), whole.steps.begin()));
  CHECK(std::equal(all.steps.begin(), all.steps.end(), whole.steps.begin() + static_cast<std::ptrdiff_t>(north.steps.size())));
}

TEST_CASE("Equal Shares shares out each area's money among its own ballots") {
  const auto d = two_urns(allocation::EqualSharesRule{});
  const auto counted = ballots();
  const auto whole = allocate(d, tally_of(d, counted), {}, std::nullopt, &counted).value();
  CHECK(whole.counts[0].endowment == "6000");     // 60,000 by 10
  CHECK(whole.counts[1].endowment == "10000/3");  // 40,000 by 12
  CHECK(whole.funds("A"));                        // six of the north have 36,000
  CHECK_FALSE(whole.funds("B"));
  CHECK(whole.funds("C"));
  CHECK_FALSE(whole.funds("D"));  // seven have 23,333
  CHECK(whole.funds("E"));
}
