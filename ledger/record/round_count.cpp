#include "ledger/record/round_count.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "crypto/encoding.hpp"
#include "ledger/allocation/pb_rules.hpp"
#include "ledger/allocation/rules.hpp"
#include "ledger/record/fields.hpp"

namespace radslag::record {
namespace {

/// What a ballot gives the project on one of its places.
std::uint64_t score_of(const RoundDefinition& definition, const Choices& choices, std::size_t place) {
  switch (definition.ballot_rule) {
    case BallotRule::approval: break;
    case BallotRule::ranking: return definition.place_points.at(place);
    case BallotRule::points: return choices.points.at(place);
  }
  return 1;
}

allocation::Profile empty_profile(const RoundDefinition& definition, const std::vector<std::uint16_t>& projects, std::size_t urn) {
  allocation::Profile profile;
  profile.envelope = static_cast<std::int64_t>(definition.urns.empty() ? definition.envelope : definition.urns[urn].envelope);
  for (const auto place : projects) {
    const auto& project = definition.projects[place];
    profile.projects.push_back({project.id, static_cast<std::int64_t>(project.cost), project.withdrawn});
  }
  return profile;
}

/// Ballots with which a rule that looks at votes and scores alone gives what it would with the real ones: of each project's votes all but
/// one give it 1, and one the rest.
allocation::Profile profile_of_totals(allocation::Profile profile, const std::vector<std::uint16_t>& projects, const TallyContent& tally) {
  for (std::uint32_t i = 0; i < projects.size(); ++i) {
    const auto& line = tally.votes[projects[i]];
    if (line.votes == 0) continue;
    const allocation::Choice one{i, 1}, rest{i, static_cast<std::int64_t>(line.score - (line.votes - 1))};
    if (line.votes > 1) profile.add({&one, 1}, line.votes - 1);
    profile.add({&rest, 1});
  }
  profile.group();
  return profile;
}

/// One urn's part of the allocation, put to the others'.
class Part {
 public:
  Part(AllocationContent& all, const RoundDefinition& definition, const TallyContent& tally, const std::vector<std::uint16_t>& projects)
      : all_(all), definition_(definition), tally_(tally), projects_(projects) {}

  void add(std::string urn, std::uint64_t voters, const allocation::Profile& profile, const allocation::Count& count) {
    all_.counts.push_back({urn, voters, count.runs, count.endowments.empty() ? "" : allocation::fraction_text(count.endowments.front())});
    if (count.compared)
      all_.compared.push_back({std::move(urn), count.compared->prefer_this, count.compared->prefer_greedy, count.compared->switched});
    std::vector<bool> done(projects_.size());
    for (const auto& round : count.rounds) {
      done[round.project] = true;
      add_step(round.project, round.left_before, round.fate, allocation::fraction_text(round.measure),
               allocation::fraction_text(round.supporters_money));
    }
    for (std::uint32_t i = 0; i < projects_.size(); ++i) {
      if (!done[i]) add_step(i, std::max<std::int64_t>(0, profile.envelope - count.cost), count.fates[i], "", "");
    }
    for (const auto& tie : count.ties) {
      AllocationContent::Tie named;
      for (const auto project : tie.projects) named.projects.push_back(id(project));
      all_.ties.push_back(std::move(named));
    }
    all_.cost += static_cast<std::uint64_t>(count.cost);
  }

 private:
  [[nodiscard]] const std::string& id(std::uint32_t project) const { return definition_.projects[projects_[project]].id; }

  void add_step(std::uint32_t project, std::int64_t left, allocation::Fate fate, std::string measure, std::string money) {
    all_.steps.push_back({id(project), tally_.votes[projects_[project]].votes, static_cast<std::uint64_t>(left), fate, std::move(measure),
                          std::move(money)});
  }

  AllocationContent& all_;
  const RoundDefinition& definition_;
  const TallyContent& tally_;
  const std::vector<std::uint16_t>& projects_;
};

}  // namespace

std::vector<TallyContent::Votes> no_votes(const RoundDefinition& definition) {
  std::vector<TallyContent::Votes> votes;
  for (const auto& project : definition.projects) votes.push_back({project.id, 0, 0});
  return votes;
}

void add_votes(const RoundDefinition& definition, std::span<const Choices> ballots, std::vector<TallyContent::Votes>& votes) {
  for (const auto& choices : ballots) {
    for (std::size_t i = 0; i < choices.places.size(); ++i) {
      auto& line = votes.at(choices.places[i]);
      ++line.votes;
      line.score += score_of(definition, choices, i);
    }
  }
}

bool needs_ballots(const allocation::AnyRule& rule) { return !std::holds_alternative<allocation::GreedyRule>(rule); }

allocation::AnyRule rule_of_urn(const RoundDefinition& definition, const std::vector<std::uint16_t>& projects) {
  auto rule = definition.rule;
  auto* greedy = std::get_if<allocation::GreedyRule>(&rule);
  if (!greedy || greedy->exclusive.empty()) return rule;
  std::set<std::string_view> here;
  for (const auto place : projects) here.insert(definition.projects[place].id);
  for (auto& group : greedy->exclusive) std::erase_if(group, [&](const std::string& id) { return !here.contains(id); });
  std::erase_if(greedy->exclusive, [](const auto& group) { return group.size() < 2; });
  return rule;
}

std::vector<std::vector<std::uint16_t>> projects_by_urn(const RoundDefinition& definition) {
  std::vector<std::vector<std::uint16_t>> by_urn(std::max<std::size_t>(1, definition.urns.size()));
  for (std::size_t i = 0; i < definition.projects.size(); ++i)
    by_urn.at(definition.urn_of(definition.projects[i])).push_back(static_cast<std::uint16_t>(i));
  return by_urn;
}

std::vector<allocation::Profile> profiles(const RoundDefinition& definition, const CountedBallots& ballots) {
  const auto by_urn = projects_by_urn(definition);
  const bool borda = allocation::utility_of(definition.rule) == allocation::Utility::borda;
  std::vector<std::uint32_t> place_in_urn(definition.projects.size());
  std::vector<allocation::Profile> all;
  for (std::size_t urn = 0; urn < by_urn.size(); ++urn) {
    for (std::uint32_t i = 0; i < by_urn[urn].size(); ++i) place_in_urn[by_urn[urn][i]] = i;
    auto profile = empty_profile(definition, by_urn[urn], urn);
    std::vector<allocation::Choice> named;
    for (const auto& choices : ballots.at(urn)) {
      named.clear();
      for (std::size_t i = 0; i < choices.places.size(); ++i) {
        const auto worth = borda ? choices.places.size() - i - 1 : score_of(definition, choices, i);
        named.push_back({place_in_urn[choices.places[i]], static_cast<std::int64_t>(worth)});
      }
      profile.add(named);
    }
    profile.group();
    all.push_back(std::move(profile));
  }
  return all;
}

allocation::TieOrder tie_order(const RoundDefinition& definition, const std::vector<std::uint16_t>& projects,
                               const std::optional<Digest>& lot) {
  using Last = allocation::TieOrder::Last;
  allocation::TieOrder order{definition.ties, Last::listing, {}};
  const bool drawn = definition.last_tie == LastTie::lot && lot;
  if (definition.last_tie != LastTie::given && !drawn) return order;
  order.last = Last::given;
  std::vector<std::pair<std::string, std::string>> ranked;  // what decides, then the id
  for (const auto place : projects) {
    const auto& id = definition.projects[place].id;
    ranked.emplace_back(drawn ? crypto::to_hex(crypto::sha256(crypto::to_hex(*lot) + "\n" + id + "\n")) : "", id);
  }
  if (drawn) {
    std::sort(ranked.begin(), ranked.end());
    for (auto& [digest, id] : ranked) order.order.push_back(std::move(id));
    return order;
  }
  for (const auto& id : definition.tie_order) {
    if (std::any_of(ranked.begin(), ranked.end(), [&](const auto& project) { return project.second == id; })) order.order.push_back(id);
  }
  return order;
}

Result<AllocationContent> allocate(const RoundDefinition& definition, const TallyContent& tally, const Digest& tally_digest,
                                   const std::optional<Digest>& lot, const CountedBallots* ballots) {
  if (tally.votes.size() != definition.projects.size()) return refuse(Errc::mismatch, "the tally is not of the round's projects");
  const bool whole = needs_ballots(definition.rule);
  if (whole && !ballots) return refuse(Errc::mismatch, "the rule needs the ballots themselves");
  const auto by_urn = projects_by_urn(definition);
  const auto of_ballots = whole ? profiles(definition, *ballots) : std::vector<allocation::Profile>();
  AllocationContent all;
  all.tally = tally_digest;
  all.lot = lot;
  all.envelope = definition.envelope;
  for (std::size_t urn = 0; urn < by_urn.size(); ++urn) {
    const auto& projects = by_urn[urn];
    const auto profile = whole ? of_ballots[urn] : profile_of_totals(empty_profile(definition, projects, urn), projects, tally);
    const auto count = allocation::count(profile, rule_of_urn(definition, projects), tie_order(definition, projects, lot));
    if (!count) return tl::make_unexpected(count.error());
    const bool has_urns = !tally.urns.empty();
    const auto voters = has_urns ? tally.urns.at(urn).voters - tally.urns.at(urn).invalid : tally.voters;
    Part(all, definition, tally, projects).add(definition.urns.empty() ? "" : definition.urns[urn].id, voters, profile, *count);
  }
  return all;
}

bool fits(const RoundDefinition& definition, const TallyContent& tally, const AllocationContent& content) {
  std::map<std::string_view, std::size_t> place_of;
  for (std::size_t i = 0; i < definition.projects.size(); ++i) place_of.emplace(definition.projects[i].id, i);
  std::uint64_t cost = 0;
  for (const auto& step : content.steps) {
    const auto found = place_of.find(step.project);
    if (found == place_of.end()) return false;
    if (tally.votes.at(found->second).votes != step.votes) return false;
    if (allocation::is_funded(step.outcome)) cost += definition.projects[found->second].cost;
    place_of.erase(found);
  }
  const auto parts = std::max<std::size_t>(1, definition.urns.size());
  return place_of.empty() && cost == content.cost && content.envelope == definition.envelope && content.counts.size() == parts;
}

Digest lot_commitment(const Digest& share) { return crypto::sha256("radslag/v1/lot-share\n" + crypto::to_hex(share) + "\n"); }

Digest lot_seed(const LotDrawn& drawn) {
  const auto text = encode_statement(drawn);
  const auto begin = text.find("\norigin ") + 1, end = text.rfind("\nseed ") + 1;
  return crypto::sha256("radslag/v1/lot\n" + text.substr(begin, end - begin));
}

}  // namespace radslag::record
