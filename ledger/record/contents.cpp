#include "ledger/record/contents.hpp"

#include <algorithm>
#include <unordered_set>

#include "ledger/allocation/names.hpp"
#include "ledger/record/content_codec.hpp"

namespace radslag::record {
namespace {

constexpr std::array<std::string_view, 2> kind_words{"ongoing", "project"};
constexpr std::array<std::string_view, 5> invalid_words{"undefined-bit", "too-many", "too-few", "over-budget", "withdrawn"};

/// A value that the allocation room spells: `Parse` reads what `name` prints.
template <class T, auto Parse>
struct Named {
  T& value;
  void write(std::string& out) const { out += allocation::name(value); }
  bool read(std::string_view token) const {
    const auto parsed = Parse(token);
    if (parsed) value = *parsed;
    return parsed.has_value();
  }
};
template <class T>
auto unaffordable(T& x) {
  return Named<T, allocation::parse_unaffordable>{x};
}
template <class T>
auto outcome(T& x) {
  return Named<T, allocation::parse_outcome>{x};
}
template <class T>
auto rule_kind(T& x) {
  return Named<T, allocation::parse_rule_kind>{x};
}
template <class T>
auto criterion(T& x) {
  return Named<T, allocation::parse_tie_criterion>{x};
}

template <class T>
struct Ties {
  T& value;
  void write(std::string& out) const { out += allocation::print_ties(value); }
  bool read(std::string_view token) const {
    auto parsed = allocation::parse_ties(token);
    if (parsed) value = std::move(*parsed);
    return parsed.has_value();
  }
};
template <class T>
Ties(T&) -> Ties<T>;

/// A word that can only be the one given.
struct Exactly {
  std::string_view only;
  void write(std::string& out) const { out += only; }
  bool read(std::string_view token) const { return token == only; }
};

/// Comma-separated project ids, at least two.
template <class T>
struct ProjectIds {
  T& value;
  void write(std::string& out) const {
    for (const char* comma = ""; const auto& id : value) {
      out.append(comma).append(id);
      comma = ",";
    }
  }
  bool read(std::string_view token) const {
    value.clear();
    while (true) {
      const auto comma = token.find(',');
      if (!is_project_id(token.substr(0, comma))) return false;
      value.emplace_back(token.substr(0, comma));
      if (comma == std::string_view::npos) return value.size() >= 2;
      token.remove_prefix(comma + 1);
    }
  }
};
template <class T>
ProjectIds(T&) -> ProjectIds<T>;

/// Comma-separated area ids, or `-` for none.
template <class T>
struct AreaIds {
  T& value;
  void write(std::string& out) const {
    if (value.empty()) out += '-';
    for (const char* comma = ""; const auto& id : value) {
      out.append(comma).append(id);
      comma = ",";
    }
  }
  bool read(std::string_view token) const {
    value.clear();
    if (token == "-") return true;
    while (true) {
      const auto comma = token.find(',');
      if (!is_id(token.substr(0, comma))) return false;
      value.emplace_back(token.substr(0, comma));
      if (comma == std::string_view::npos) return true;
      token.remove_prefix(comma + 1);
    }
  }
};
template <class T>
AreaIds(T&) -> AreaIds<T>;

/// "clear/v1": what kind of ballot; ballot.hpp says which are known.
struct BallotKindName {
  static bool is(std::string_view token) {
    return !token.empty() && token.size() <= 64 && std::all_of(token.begin(), token.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '/';
    });
  }
};

template <class Items, class Name>
bool all_different(const Items& items, Name name) {
  std::unordered_set<std::string_view> seen;
  return std::all_of(items.begin(), items.end(), [&](const auto& item) { return seen.insert(name(item)).second; });
}

}  // namespace

template <class C, Is<DialogueContent> T>
void fields(C& c, T& x) {
  c.field("title", Text{x.title});
  c.field("summary", Text{x.summary});
  c.field("board", Text{x.board});
  c.field("officer", Text{x.officer});
  c.field("kind", Word{x.dialogue_kind});
  c.field("level", Word{x.level});
  c.field("influence", Text{x.influence});
  c.field("reported-to", Text{x.reported_to});
  c.field("reported-how", Text{x.reported_how});
  c.field("comment", Text{x.comment});
}

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

/// Whether the least number of choices can be made within the ballot's budget.
bool can_be_voted_on(const RoundDefinition& x) {
  std::vector<std::uint64_t> costs;
  for (const auto& project : x.projects) {
    if (!project.withdrawn) costs.push_back(project.cost);
  }
  if (costs.size() < x.choices_min) return false;
  std::sort(costs.begin(), costs.end());
  std::uint64_t sum = 0;  // at most 2,000 costs of 10^17 would overflow: stop as soon as the limit is passed
  for (std::size_t i = 0; i < x.choices_min && x.budget_max != 0; ++i) {
    sum += costs[i];
    if (sum > x.budget_max) return false;
  }
  return true;
}

/// Each project has an urn, each urn a project, each area at most one urn; and the money is shared out whole.
template <class C>
void check_urns(C& c, const RoundDefinition& x) {
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
    const auto index = static_cast<std::size_t>(&urn - x.urns.data());
    c.require(std::any_of(x.projects.begin(), x.projects.end(), [&](const auto& p) { return !p.withdrawn && x.urn_of(p) == index; }),
              "urn " + urn.id + " has no project that can be chosen");
  }
  c.require(left == 0, "the urns' envelopes are less than the round's");
  c.require(whole <= 1, "more than one urn is of the whole municipality");
  c.require(all_different(areas, [](std::string_view area) { return area; }), "an area stands in two urns");
  for (const auto area : areas) {
    c.require(std::any_of(x.areas.begin(), x.areas.end(), [&](const Place& place) { return place.id == area; }),
              "an urn is for an area that is not listed");
  }
  for (const auto& project : x.projects) c.require(x.urn_of(project) < x.urns.size(), "project " + project.id + " belongs to no urn");
}

template <class C, class T>
void check_definition(C& c, const T& x) {
  const auto listed = [](const std::vector<Place>& places, const std::string& id) {
    return id.empty() || std::any_of(places.begin(), places.end(), [&](const Place& place) { return place.id == id; });
  };
  c.require(!x.projects.empty() && x.projects.size() <= max_round_projects, "a round has 1 to 2,000 projects");
  c.require(all_different(x.projects, [](const Project& p) -> std::string_view { return p.id; }), "a project id stands twice");
  c.require(all_different(x.areas, [](const Place& p) -> std::string_view { return p.id; }), "an area stands twice");
  c.require(all_different(x.themes, [](const Place& p) -> std::string_view { return p.id; }), "a theme stands twice");
  for (const auto& project : x.projects) {
    c.require(project.cost > 0, "project " + project.id + " has no cost");
    c.require(listed(x.areas, project.area), "project " + project.id + " is in an area that is not listed");
    c.require(listed(x.themes, project.theme), "project " + project.id + " has a theme that is not listed");
  }
  c.require(x.choices_max >= 1 && x.choices_min <= x.choices_max && x.choices_max <= x.projects.size(),
            "the numbers of choices do not fit the projects");
  c.require(can_be_voted_on(x), "no ballot keeps the rule: too few projects, or all too dear, for the least number of choices");
  c.require(x.opens < x.closes, "the announced closing is not after the opening");
  if constexpr (C::reading) check_urns(c, x);
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
  c.field("rule", Exactly{"approval"});
  c.field("choices-min", Number{x.choices_min});
  c.field("choices-max", Number{x.choices_max});
  c.field("budget-max", Number{x.budget_max});
  c.field("allocation", rule_kind(x.rule.kind));
  c.field("unaffordable", unaffordable(x.rule.unaffordable));
  c.field("minimum-votes", Number{x.rule.minimum_votes});
  c.field("ties", Ties{x.rule.ties});
  c.field("opens", Number{x.opens});
  c.field("closes", Number{x.closes});
  c.each("area", x.areas, [](C& inner, auto& place) { inner.field("area", Id{place.id}, Text{place.name}); });
  c.each("theme", x.themes, [](C& inner, auto& place) { inner.field("theme", Id{place.id}, Text{place.name}); });
  urn_fields(c, x.urns);
  c.each("project", x.projects, [](C& inner, auto& project) { project_fields(inner, project); });
  check_definition(c, x);
}

template <class C, Is<Credentials> T>
void fields(C& c, T& x) {
  std::uint64_t count = x.keys.size();
  c.field("count", Number{count});
  c.each("credential", x.keys, [](C& inner, auto& key) { inner.field("credential", Hex{key}); });
  c.require(count == x.keys.size(), "the count is not the number of credentials");
  c.require(std::adjacent_find(x.keys.begin(), x.keys.end(), std::greater_equal<>{}) == x.keys.end(),
            "credentials are not in ascending order");
}

template <class C, Is<TallyContent> T>
void fields(C& c, T& x) {
  c.field("ballots", Number{x.ballots});
  c.field("voters", Number{x.voters});
  c.field("blank", Number{x.blank});
  c.each("votes", x.votes, [](C& inner, auto& line) { inner.field("votes", ProjectId{line.project}, Number{line.votes}); });
  c.each("urn", x.urns, [](C& inner, auto& urn) {
    inner.field("urn", Id{urn.urn}, Number{urn.ballots}, Number{urn.voters}, Number{urn.blank}, Number{urn.invalid});
  });
  c.each("invalid", x.invalids,
         [](C& inner, auto& ballot) { inner.field("invalid", Id{ballot.urn}, Number{ballot.place}, Word{ballot.reason}); });
}

template <class C, Is<AllocationContent> T>
void fields(C& c, T& x) {
  c.field("tally", Hex{x.tally});
  c.field("envelope", Number{x.envelope});
  c.field("cost", Number{x.cost});
  c.each("step", x.steps,
         [](C& inner, auto& s) { inner.field("step", ProjectId{s.project}, Number{s.votes}, Number{s.left_before}, outcome(s.outcome)); });
  c.each("tie", x.ties, [](C& inner, auto& tie) { inner.field("tie", criterion(tie.criterion), ProjectIds{tie.projects}); });
}

template <class C, Is<DecisionContent> T>
void fields(C& c, T& x) {
  c.field("board", Text{x.board});
  c.field("meeting", Date{x.meeting});
  c.field("diary", Text{x.diary});
  c.each("project", x.projects, [](C& inner, auto& p) {
    inner.field("project", ProjectId{p.project});
    std::string funded = p.funded ? "funded" : "not-funded";
    inner.field("outcome", Id{funded});
    inner.require(funded == "funded" || funded == "not-funded", "an outcome is funded or not-funded");
    bool has_reason = p.reason.has_value();
    std::string reason = p.reason.value_or("");
    inner.optional("reason", has_reason, Text{reason});
    if constexpr (C::reading) {
      p.funded = funded == "funded";
      if (has_reason) p.reason = std::move(reason);
    }
  });
}

template <class C, Is<MilestoneContent> T>
void fields(C& c, T& x) {
  c.field("text", Text{x.text});
}

std::span<const std::string_view> words(DialogueKind) { return kind_words; }
std::span<const std::string_view> words(Invalid) { return invalid_words; }

std::size_t RoundDefinition::urn_of(const Project& project) const {
  std::size_t whole = urns.size();
  for (std::size_t i = 0; i < urns.size(); ++i) {
    const auto& of = urns[i].areas;
    if (!project.area.empty() && std::find(of.begin(), of.end(), project.area) != of.end()) return i;
    if (of.empty()) whole = i;
  }
  return whole;
}

RADSLAG_CONTENT(DialogueContent)
RADSLAG_CONTENT(RoundDefinition)
RADSLAG_CONTENT(Credentials)
RADSLAG_CONTENT(UrnPlan)
RADSLAG_CONTENT(TallyContent)
RADSLAG_CONTENT(AllocationContent)
RADSLAG_CONTENT(DecisionContent)
RADSLAG_CONTENT(MilestoneContent)

std::string make_blob(std::string_view content) {
  const auto salt = crypto::random_bytes<blob_salt_bytes>();
  return std::string(salt.begin(), salt.end()).append(content);
}

std::optional<std::string_view> blob_content(std::string_view blob) {
  if (blob.size() < blob_salt_bytes) return std::nullopt;
  return blob.substr(blob_salt_bytes);
}

Digest blob_digest(std::string_view blob) { return crypto::sha256(blob); }

allocation::Tally rule_input(const RoundDefinition& definition, const TallyContent& tally) {
  allocation::Tally input;
  input.envelope = static_cast<std::int64_t>(definition.envelope);
  for (const auto& project : definition.projects) {
    input.projects.push_back({project.id, static_cast<std::int64_t>(project.cost), project.withdrawn});
  }
  for (const auto& line : tally.votes) input.votes.push_back(line.votes);
  return input;
}

AllocationContent describe(const RoundDefinition& definition, const Digest& tally_digest, const allocation::Allocation& result) {
  AllocationContent content{tally_digest, definition.envelope, static_cast<std::uint64_t>(result.cost), {}, {}};
  for (const auto& step : result.steps) {
    content.steps.push_back({definition.projects[step.project].id, step.votes, static_cast<std::uint64_t>(step.left_before), step.outcome});
  }
  for (const auto& tie : result.ties) {
    AllocationContent::Tie named{tie.criterion, {}};
    for (const auto project : tie.projects) named.projects.push_back(definition.projects[project].id);
    content.ties.push_back(std::move(named));
  }
  return content;
}

}  // namespace radslag::record
