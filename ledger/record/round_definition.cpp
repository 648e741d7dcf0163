// What is frozen at opening: projects, money, how people vote, and how votes become an allocation (FORMAT.md 4.3).
#include <algorithm>
#include <set>

#include "ledger/allocation/rule_fields.hpp"
#include "ledger/record/content_codec.hpp"
#include "ledger/record/list_values.hpp"

namespace radslag::record {
namespace {

constexpr std::array<std::string_view, 3> ballot_rule_words{"approval", "ranking", "points"};
constexpr std::array<std::string_view, 3> last_tie_words{"listing-order", "given-order", "lot"};

/// "clear/v1": what kind of ballot; ballot.hpp says which are known.
struct BallotKindName {
  static bool is(std::string_view token) {
    return !token.empty() && token.size() <= 64 && std::all_of(token.begin(), token.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '/';
    });
  }
};

/// The name of an allocation rule; reading puts the rule there, with its parameters still to be read.
template <class T>
struct RuleName {
  T& value;
  void write(std::string& out) const { out += allocation::name(value); }
  bool read(std::string_view token) const {
    auto rule = allocation::rule_named(token);
    if (rule) value = *std::move(rule);
    return rule.has_value();
  }
};
template <class T>
RuleName(T&) -> RuleName<T>;

/// Criteria, each once, and what decides in the end.
template <class Criteria, class Last>
struct Ties {
  Criteria& criteria;
  Last& last;
  void write(std::string& out) const {
    for (const auto criterion : criteria) out.append(allocation::name(criterion)) += ',';
    Word{last}.write(out);
  }
  bool read(std::string_view token) const {
    criteria.clear();
    const auto end = token.rfind(',');
    if (!Word{last}.read(end == std::string_view::npos ? token : token.substr(end + 1))) return false;
    return end == std::string_view::npos || read_list(token.substr(0, end), [&](std::string_view word) {
             const auto criterion = allocation::value_named<allocation::TieCriterion>(word);
             if (!criterion || std::find(criteria.begin(), criteria.end(), *criterion) != criteria.end()) return false;
             criteria.push_back(*criterion);
             return true;
           });
  }
};
template <class Criteria, class Last>
Ties(Criteria&, Last&) -> Ties<Criteria, Last>;

/// The parameters of a rule as lines: a visitor of rule_fields.
template <class C>
struct RuleLines {
  C& c;
  template <class E>
  void word(std::string_view key, E& value) {
    c.field(key, Word{value});
  }
  template <class N>
  void number(std::string_view key, N& value) {
    auto number = static_cast<std::uint64_t>(value);
    c.field(key, Number{number});
    if constexpr (C::reading) value = static_cast<N>(number);
  }
  template <class Groups>
  void groups(std::string_view key, Groups& groups) {
    c.each(key, groups, [&](C& inner, auto& group) { inner.field(key, ProjectIds{group}); });
  }
};

}  // namespace

template <class C, class T>
void project_fields(C& c, T& p) {
  c.field("project", ProjectId{p.id});
  c.field("cost", Number{p.cost});
  c.field("area", OptionalId{p.area});
  c.field("theme", OptionalId{p.theme});
  c.field("withdrawn", Flag{p.withdrawn});
  c.field("title", Text{p.title});
  c.field("summary", Text{p.summary});
}

/// Whether the least number of choices can be made within the ballot's budget, from projects that cost so much.
bool can_be_voted_on(const RoundDefinition& x, std::vector<std::uint64_t> costs) {
  if (costs.size() < x.choices_min) return false;
  std::sort(costs.begin(), costs.end());
  std::uint64_t sum = 0;  // at most 2,000 costs of 10^17 would overflow: stop as soon as the limit is passed
  for (std::size_t i = 0; i < x.choices_min && x.budget_max != 0; ++i) {
    sum += costs[i];
    if (sum > x.budget_max) return false;
  }
  return true;
}

/// The costs of the projects not withdrawn, by urn.
std::vector<std::vector<std::uint64_t>> costs_by_urn(const RoundDefinition& x) {
  std::vector<std::vector<std::uint64_t>> costs(std::max<std::size_t>(1, x.urns.size()));
  for (const auto& project : x.projects) {
    const auto urn = x.urn_of(project);
    if (!project.withdrawn && urn < costs.size()) costs[urn].push_back(project.cost);
  }
  return costs;
}

/// Each project has an urn, each urn a project, each area at most one urn; and the money is shared out whole.
void check_urns(FieldReader& c, const RoundDefinition& x) {
  if (x.urns.empty()) return;
  c.require(all_different(x.urns, [](const UrnDefinition& u) -> std::string_view { return u.id; }), "an urn stands twice");
  std::vector<std::string_view> areas;
  std::size_t whole = 0;
  std::uint64_t left = x.envelope;
  for (const auto& urn : x.urns) {
    areas.insert(areas.end(), urn.areas.begin(), urn.areas.end());
    whole += urn.areas.empty() ? 1 : 0;
    c.require(urn.envelope <= left, "the urns' envelopes are more than the round's");
    left -= std::min(left, urn.envelope);
  }
  c.require(left == 0, "the urns' envelopes are less than the round's");
  c.require(whole <= 1, "more than one urn is of the whole municipality");
  c.require(all_different(areas, [](std::string_view area) { return area; }), "an area stands in two urns");
  std::set<std::string_view> listed;
  for (const auto& area : x.areas) listed.insert(area.id);
  c.require(std::all_of(areas.begin(), areas.end(), [&](auto area) { return listed.contains(area); }),
            "an urn is for an area that is not listed");
  for (const auto& project : x.projects) c.require(x.urn_of(project) < x.urns.size(), "project " + project.id + " belongs to no urn");
  const auto costs = costs_by_urn(x);
  for (std::size_t urn = 0; urn < costs.size(); ++urn)
    c.require(!costs[urn].empty(), "urn " + x.urns[urn].id + " has no project that can be chosen");
}

/// How people vote: what a ballot may say.
void check_ballot_rule(FieldReader& c, const RoundDefinition& x) {
  c.require(x.choices_max >= 1 && x.choices_min <= x.choices_max && x.choices_max <= x.projects.size(),
            "the numbers of choices do not fit the projects");
  const bool has_points = x.ballot_rule == BallotRule::points, is_ranking = x.ballot_rule == BallotRule::ranking;
  c.require(has_points ? x.points_max >= 1 && x.points_max <= max_ballot_points && x.choices_min <= x.points_max : x.points_max == 0,
            "points-max is 1 to 255, and enough for the least number of choices, where ballots give points; else 0");
  const auto& places = x.place_points;
  c.require(is_ranking ? places.size() == x.choices_max && !places.empty() && places.back() >= 1 &&
                             std::is_sorted(places.rbegin(), places.rend()) && places.front() <= max_place_points
                       : places.empty(),
            "place-points are as many as choices-max, from 1, and never rise, where ballots are rankings; else none");
  for (const auto& costs : costs_by_urn(x))
    c.require(can_be_voted_on(x, costs), "no ballot keeps the rule: too few projects, or all too dear, for the least number of choices");
}

void check_rule(FieldReader& c, const RoundDefinition& x, const allocation::GreedyRule& rule) {
  c.require(rule.score == allocation::GreedyRule::Score::votes || x.ballot_rule != BallotRule::approval,
            "greedy by points needs ballots with points or places");
  c.require(rule.reserve_percent <= 100 && (rule.reserve_percent == 0 || rule.unaffordable == allocation::Unaffordable::stop),
            "reserve-percent is at most 100, and 0 where greedy skips");
  std::uint64_t dearest = 0;
  for (const auto& project : x.projects) dearest = std::max(dearest, project.cost);
  c.require(rule.reserve_percent == 0 || x.envelope + dearest <= max_number,
            "envelope and dearest project together are more than an amount may be");
  std::vector<std::string_view> grouped;
  for (const auto& group : rule.exclusive) grouped.insert(grouped.end(), group.begin(), group.end());
  const auto is_project = [&](std::string_view id) {
    return std::any_of(x.projects.begin(), x.projects.end(), [&](const Project& project) { return project.id == id; });
  };
  c.require(std::all_of(grouped.begin(), grouped.end(), is_project), "exclusive names a project that is not listed");
  c.require(all_different(grouped, [](std::string_view id) { return id; }), "a project stands in two exclusive lines");
}

void check_rule(FieldReader& c, const RoundDefinition& x, const allocation::EqualSharesRule& rule) {
  using allocation::Utility;
  c.require(rule.utility != Utility::points || x.ballot_rule != BallotRule::approval, "utility points needs ballots with points or places");
  c.require(rule.utility != Utility::borda || x.ballot_rule == BallotRule::ranking, "utility borda needs ballots that are rankings");
  c.require(rule.endowment == allocation::EqualSharesRule::Endowment::per_voter, "ballots do not tell areas: every voter has the same");
  c.require(rule.unit >= 1 && rule.step >= 1 && static_cast<std::uint64_t>(rule.unit) <= max_number / static_cast<std::uint64_t>(rule.step),
            "unit and step are at least 1, and no larger together than an amount may be");
}

void check_rule(FieldReader&, const RoundDefinition&, const allocation::PhragmenRule&) {}

void check_any_rule(FieldReader& c, const RoundDefinition& x) {
  std::visit([&](const auto& rule) { check_rule(c, x, rule); }, x.rule);
}

void check_ties(FieldReader& c, const RoundDefinition& x) {
  using allocation::TieCriterion;
  const auto asked = [&](TieCriterion criterion) { return std::count(x.ties.begin(), x.ties.end(), criterion) > 0; };
  c.require(!(asked(TieCriterion::min_cost) && asked(TieCriterion::max_cost)), "ties cannot go to the cheaper and to the dearer");
  const auto shares = x.lot_shares.size();
  c.require(x.last_tie == LastTie::lot ? shares >= min_lot_shares && shares <= max_lot_shares : shares == 0,
            "a lot has 2 to 12 shares, and nothing else has any");
  c.require(std::set(x.lot_shares.begin(), x.lot_shares.end()).size() == shares, "a share of the lot stands twice");
  std::set<std::string_view> listed, ordered(x.tie_order.begin(), x.tie_order.end());
  for (const auto& project : x.projects) listed.insert(project.id);
  c.require(x.last_tie == LastTie::given ? ordered == listed && ordered.size() == x.tie_order.size() : x.tie_order.empty(),
            "a given order names every project once, and nothing else has one");
}

/// So that what follows is quick whatever a definition says.
void check_sizes(FieldReader& c, const RoundDefinition& x) {
  c.require(!x.projects.empty() && x.projects.size() <= max_round_projects, "a round has 1 to 2,000 projects");
  std::size_t areas = 0;
  for (const auto& urn : x.urns) areas += urn.areas.size();
  c.require(x.areas.size() <= max_round_places && x.themes.size() <= max_round_places && areas <= max_round_places,
            "a round has at most 1,000 areas and 1,000 themes");
  c.require(x.urns.size() <= max_round_urns, "a round has at most 100 urns");
}

void check_projects(FieldReader& c, const RoundDefinition& x) {
  const auto ids = [](const std::vector<Place>& places) {
    std::set<std::string_view> all{""};
    for (const auto& place : places) all.insert(place.id);
    return all;
  };
  const auto areas = ids(x.areas), themes = ids(x.themes);
  c.require(areas.size() == x.areas.size() + 1, "an area stands twice");
  c.require(themes.size() == x.themes.size() + 1, "a theme stands twice");
  c.require(all_different(x.projects, [](const Project& p) -> std::string_view { return p.id; }), "a project id stands twice");
  for (const auto& project : x.projects) {
    c.require(project.cost > 0, "project " + project.id + " has no cost");
    c.require(areas.contains(project.area), "project " + project.id + " is in an area that is not listed");
    c.require(themes.contains(project.theme), "project " + project.id + " has a theme that is not listed");
  }
}

/// Each check may rely on what those before it have found good.
void check_definition(FieldReader& c, const RoundDefinition& x) {
  for (const auto check : {check_sizes, check_projects, check_urns, check_ballot_rule, check_any_rule, check_ties}) {
    if (!c.failed()) check(c, x);
  }
  c.require(x.opens < x.closes, "the announced closing is not after the opening");
}

template <class C, class Urns>
void urn_fields(C& c, Urns& urns) {
  c.each("urn", urns, [](C& inner, auto& urn) { inner.field("urn", Id{urn.id}, Number{urn.envelope}, AreaIds{urn.areas}); });
}

template <class C, Is<UrnPlan> T>
void fields(C& c, T& x) {
  urn_fields(c, x.urns);
  c.require(!x.urns.empty(), "a plan has at least one urn");
}

template <class C, Is<RoundDefinition> T>
void fields(C& c, T& x) {
  c.field("title", Text{x.title});
  c.field("summary", Text{x.summary});
  c.field("currency", Currency{x.currency});
  c.field("envelope", Number{x.envelope});
  c.field("ballot", Checked<decltype((x.ballot)), BallotKindName::is>{x.ballot});
  c.field("rule", Word{x.ballot_rule});
  c.field("choices-min", Number{x.choices_min});
  c.field("choices-max", Number{x.choices_max});
  c.field("budget-max", Number{x.budget_max});
  c.field("points-max", Number{x.points_max});
  c.field("place-points", Numbers{x.place_points});
  c.field("allocation", RuleName{x.rule});
  RuleLines<C> lines{c};
  std::visit([&](auto& rule) { allocation::rule_fields(lines, rule); }, x.rule);
  c.field("ties", Ties{x.ties, x.last_tie});
  c.each("tie-order", x.tie_order, [](C& inner, auto& id) { inner.field("tie-order", ProjectId{id}); });
  c.each("lot-share", x.lot_shares, [](C& inner, auto& share) { inner.field("lot-share", Hex{share}); });
  c.field("opens", Number{x.opens});
  c.field("closes", Number{x.closes});
  c.each("area", x.areas, [](C& inner, auto& place) { inner.field("area", Id{place.id}, Text{place.name}); });
  c.each("theme", x.themes, [](C& inner, auto& place) { inner.field("theme", Id{place.id}, Text{place.name}); });
  urn_fields(c, x.urns);
  c.each("project", x.projects, [](C& inner, auto& project) { project_fields(inner, project); });
  if constexpr (C::reading) check_definition(c, x);
}

std::span<const std::string_view> words(BallotRule) { return ballot_rule_words; }
std::span<const std::string_view> words(LastTie) { return last_tie_words; }

std::size_t RoundDefinition::urn_of(const Project& project) const {
  std::size_t whole = urns.size();
  for (std::size_t i = 0; i < urns.size(); ++i) {
    const auto& of = urns[i].areas;
    if (!project.area.empty() && std::find(of.begin(), of.end(), project.area) != of.end()) return i;
    if (of.empty()) whole = i;
  }
  return whole;
}

RADSLAG_CONTENT(RoundDefinition)
RADSLAG_CONTENT(UrnPlan)

}  // namespace radslag::record
