// Margins of a real election, each held against counts of the same file with another cost or with more ballots.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "ledger/allocation/margins.hpp"
#include "ledger/allocation/pb_rules.hpp"

using namespace radslag;
using namespace radslag::allocation;

namespace {

std::filesystem::path wieliczka() {
  const char* shared = std::getenv("RADSLAG_SHARED");
  return std::filesystem::path(shared != nullptr ? shared : "../shared") / "data/pb/Poland_Wieliczka_2023_Green_Budget.pb";
}

bool funds(const Profile& profile, const NamedRule& by, std::uint32_t p) {
  const auto counted = count(profile, by.rule, by.ties).value();
  return std::find(counted.funded.begin(), counted.funded.end(), p) != counted.funded.end();
}

bool funds_at(Profile profile, const NamedRule& by, std::uint32_t p, std::int64_t cost) {
  profile.projects[p].cost = cost;
  return funds(profile, by, p);
}

bool funds_with(Profile profile, const NamedRule& by, std::uint32_t p, std::uint64_t more) {
  const Choice alone{p, 1};
  if (more > 0) profile.add(std::span(&alone, 1), more);
  return funds(profile, by, p);
}

/// All voters have what each had in the end of an add1, without an envelope: a count of one run.
struct AtTheEnd {
  Profile profile;
  NamedRule by;
  Exact has;

  AtTheEnd(Profile from, const NamedRule& rule, const Count& counted)
      : profile(std::move(from)), by(rule), has(counted.endowments.front()) {
    auto& shares = std::get<EqualSharesRule>(by.rule);
    shares.completion = EqualSharesRule::Completion::none;
    shares.comparison = EqualSharesRule::Comparison::none;
    shares.endowment = EqualSharesRule::Endowment::per_area;
  }
  [[nodiscard]] Profile with(std::uint32_t p, std::uint64_t more) const {
    Profile changed = profile;
    const Choice alone{p, 1};
    if (more > 0) changed.add(std::span(&alone, 1), more);
    const Exact all = has * Exact(static_cast<unsigned long>(changed.voters()));
    // Their money together need not be whole, but each has the same: of so much less than a hundredth nobody is the poorer.
    REQUIRE((more > 0 || all.get_den() == 1));
    changed.area_envelopes = {floor_of(all)};
    changed.envelope = std::max(profile.envelope, floor_of(all));
    return changed;
  }
};

}  // namespace

TEST_CASE("what would have funded Wieliczka's losers is what a count again says, one krona less or one voter fewer included") {
  if (!std::filesystem::exists(wieliczka())) {
    std::cout << "SKIPPED: margins of published elections: no " << wieliczka().string() << '\n';
    return;
  }
  std::ifstream in(wieliczka(), std::ios::binary);
  const auto file = parse_pb(std::string{std::istreambuf_iterator<char>(in), {}}).value();
  for (const char* name : {"greedy", "mes-cost", "mes-cardinality", "phragmen"}) {
    const auto by = named_rule(name, file).value();
    const auto profile = profile_of(file, utility_of(by.rule));
    const auto counted = count(profile, by.rule, by.ties).value();
    const auto found = margins(profile, by.rule, by.ties, counted);
    CHECK(found.of_funded);
    std::size_t held = 0;
    for (std::uint32_t p = 0; p < found.projects.size(); ++p) {
      CAPTURE(name, profile.projects[p].id);
      const auto& margin = found.projects[p];
      const bool won = is_funded(counted.fates[p]);
      REQUIRE(margin.cost);
      CHECK((*margin.cost >= profile.projects[p].cost) == won);
      CHECK(funds_at(profile, by, p, *margin.cost));
      CHECK_FALSE(funds_at(profile, by, p, *margin.cost + 1));
      if (won) continue;
      REQUIRE(margin.more_votes);
      CHECK_FALSE(margin.votes_at_endowment);
      CHECK(funds_with(profile, by, p, *margin.more_votes));
      CHECK_FALSE(funds_with(profile, by, p, *margin.more_votes - 1));
      ++held;
    }
    CHECK(held > 20);
  }
}

TEST_CASE("the costs that would have funded Wieliczka's losers under its own rule, at the endowment at which it ended") {
  if (!std::filesystem::exists(wieliczka())) return;  // said above
  std::ifstream in(wieliczka(), std::ios::binary);
  const auto file = parse_pb(std::string{std::istreambuf_iterator<char>(in), {}}).value();
  const auto by = named_rule("wieliczka-2023", file).value();
  const auto profile = profile_of(file, utility_of(by.rule));
  const auto counted = count(profile, by.rule, by.ties).value();
  const auto found = margins(profile, by.rule, by.ties, counted);
  CHECK(found.at_endowment);
  CHECK(found.without_comparison);
  const AtTheEnd end(profile, by, counted);
  const auto same = end.with(0, 0);
  for (std::uint32_t p = 0; p < found.projects.size(); ++p) {
    CAPTURE(profile.projects[p].id);
    REQUIRE(found.projects[p].cost);
    CHECK(funds_at(same, end.by, p, *found.projects[p].cost));
    CHECK_FALSE(funds_at(same, end.by, p, *found.projects[p].cost + 1));
    if (is_funded(counted.fates[p])) continue;
    REQUIRE(found.projects[p].more_votes);
    const auto more = *found.projects[p].more_votes;
    CHECK(more > 0);
    CHECK_FALSE(funds(end.with(p, more - 1), end.by, p));
    CHECK(funds(end.with(p, more + 1), end.by, p));  // one more, since their money was rounded down
  }
}
