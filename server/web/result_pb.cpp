#include "server/web/result_pb.hpp"

#include <algorithm>

#include "ledger/allocation/pabulib.hpp"
#include "ledger/record/round_count.hpp"
#include "server/web/count_study.hpp"

namespace radslag::web {
using allocation::EqualSharesRule;
using allocation::GreedyRule;
using allocation::PbFile;
using record::BallotRule;
using record::RoundDefinition;
namespace {

/// The format has no line breaks in its cells.
std::string on_one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

/// An area's or theme's name. The format reads commas in such a cell as a list.
std::string name_of(const std::vector<record::Place>& places, const std::string& id) {
  const auto found = std::find_if(places.begin(), places.end(), [&](const record::Place& place) { return place.id == id; });
  std::string name = found == places.end() ? std::string() : on_one_line(found->name);
  std::erase(name, ',');
  return name;
}

/// An hour's day as the format has it: "31.12.2026".
std::string day_text(std::uint64_t hour) {
  const std::string iso = record::hour_text(hour);
  return iso.substr(8, 2) + '.' + iso.substr(5, 2) + '.' + iso.substr(0, 4);
}

allocation::PbVoteType vote_type(const RoundDefinition& definition) {
  switch (definition.ballot_rule) {
    case BallotRule::approval: break;
    case BallotRule::ranking: return allocation::PbVoteType::ordinal;
    case BallotRule::points: return allocation::PbVoteType::cumulative;
  }
  return definition.choices_max == 1 ? allocation::PbVoteType::choose_1 : allocation::PbVoteType::approval;
}

void add_limits(const RoundDefinition& definition, PbFile& file) {
  file.min_length = definition.choices_min;
  file.max_length = definition.choices_max;
  if (definition.budget_max > 0) file.max_sum_cost = static_cast<std::int64_t>(definition.budget_max);
  if (definition.ballot_rule == BallotRule::points) file.max_sum_points = definition.points_max;
  struct {
    std::uint64_t operator()(const GreedyRule& x) const { return x.minimum_score; }
    std::uint64_t operator()(const EqualSharesRule& x) const { return x.minimum_votes; }
    std::uint64_t operator()(const allocation::PhragmenRule& x) const { return x.minimum_votes; }
  } minimum;
  if (const auto least = std::visit(minimum, definition.rule); least > 0) file.min_project_score_threshold = least;
}

/// What its places are worth, where the rule looks at that.
bool has_place_points(const RoundDefinition& definition) {
  const auto* greedy = std::get_if<GreedyRule>(&definition.rule);
  const auto* shares = std::get_if<EqualSharesRule>(&definition.rule);
  return definition.ballot_rule == BallotRule::ranking &&
         ((greedy && greedy->score == GreedyRule::Score::points) || (shares && shares->utility == allocation::Utility::points));
}

void add_ballots(const RoundDefinition& definition, const std::vector<record::Choices>& ballots,
                 const std::vector<std::uint16_t>& place_in_file, PbFile& file) {
  const bool by_place = has_place_points(definition);
  for (const auto& ballot : ballots) {
    std::vector<std::uint16_t> named;
    std::vector<std::uint32_t> points(ballot.points.begin(), ballot.points.end());
    for (const auto place : ballot.places) {
      named.push_back(place_in_file[place]);
      ++file.counted[named.back()];
      if (by_place) points.push_back(static_cast<std::uint32_t>(definition.place_points.at(named.size() - 1)));
    }
    file.ballots.add(std::to_string(file.ballots.size() + 1), named, points);
  }
}

}  // namespace

std::string pb_rule(const allocation::AnyRule& rule) {
  if (const auto* greedy = std::get_if<GreedyRule>(&rule)) {
    const bool plain = greedy->order == GreedyRule::Order::score && greedy->reserve_percent == 0 && greedy->exclusive.empty();
    if (!plain) return "greedy-custom";
    if (greedy->unaffordable == allocation::Unaffordable::stop) return "greedy-no-skip";
    return greedy->minimum_score > 0 ? "greedy-threshold" : "greedy";
  }
  const auto* shares = std::get_if<EqualSharesRule>(&rule);
  if (!shares) return "unknown";
  EqualSharesRule named;
  named.completion = shares->completion;
  named.comparison = shares->comparison;
  named.utility = shares->utility;
  named.minimum_votes = shares->minimum_votes;
  const bool has_name = named == *shares && shares->comparison != EqualSharesRule::Comparison::coverage;
  if (!has_name) return "unknown";
  return std::string("equalshares") + (named.completion == EqualSharesRule::Completion::add1 ? "/add1" : "") +
         (named.comparison == EqualSharesRule::Comparison::none ? "" : "-comparison");
}

std::string pb_name(const CountedRound& counted, std::optional<std::size_t> urn) {
  const auto& urns = counted.frozen->definition.urns;
  const bool one_of_many = urn && urns.size() > 1;
  return counted.round + (one_of_many ? "-" + urns[*urn].id : std::string()) + ".pb";
}

Result<std::string> pb_text(const CountedRound& counted, const record::CountedBallots& ballots, std::optional<std::size_t> urn) {
  const auto& definition = counted.frozen->definition;
  if (urn && *urn >= ballots.size()) return refuse(Errc::not_found, "no such urn");
  PbFile file;
  file.meta = {{"description", on_one_line(definition.title)},
               {"unit", on_one_line(counted.town)},
               {"instance", counted.round},
               {"date_begin", day_text(counted.opened_hour)},
               {"date_end", day_text(counted.closed_hour)}};
  const bool part = urn && !definition.urns.empty();
  file.budget = static_cast<std::int64_t>(part ? definition.urns[*urn].envelope : definition.envelope);
  file.vote_type = vote_type(definition);
  file.rule = pb_rule(definition.rule);
  file.currency = definition.currency;
  add_limits(definition, file);
  std::vector<std::uint16_t> place_in_file(definition.projects.size());
  for (std::size_t i = 0; i < definition.projects.size(); ++i) {
    const auto& project = definition.projects[i];
    if (part && definition.urn_of(project) != *urn) continue;
    place_in_file[i] = static_cast<std::uint16_t>(file.projects.size());
    allocation::PbProject row;
    row.project = {project.id, static_cast<std::int64_t>(project.cost), project.withdrawn};
    row.name = on_one_line(project.title);
    row.category = name_of(definition.themes, project.theme);
    row.neighborhood = name_of(definition.areas, project.area);
    row.selected = counted.allocation.funds(project.id) ? 1 : 0;
    file.projects.push_back(std::move(row));
  }
  file.counted.assign(file.projects.size(), 0);
  for (std::size_t i = 0; i < ballots.size(); ++i) {
    if (!urn || *urn == i) add_ballots(definition, ballots[i], place_in_file, file);
  }
  return allocation::write_pb(file);
}

}  // namespace radslag::web
