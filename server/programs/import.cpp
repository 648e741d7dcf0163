#include "server/programs/import.hpp"

#include <algorithm>

#include "ledger/record/values.hpp"
#include "server/programs/rule_flags.hpp"

namespace radslag::programs {
namespace {

/// Text of a file made fit for the record: control characters become spaces, and what is too long is cut. `otherwise` where nothing
/// fit is left.
std::string fit(std::string_view text, std::string_view otherwise) {
  auto length = std::min(text.size(), record::max_text_bytes / 2);
  const auto inside_character = [&] { return length < text.size() && (static_cast<unsigned char>(text[length]) & 0xc0) == 0x80; };
  while (length > 0 && inside_character()) --length;
  std::string out(text.substr(0, length));
  std::replace_if(
      out.begin(), out.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
  out.erase(0, out.find_first_not_of(' '));
  out.erase(out.find_last_not_of(' ') + 1);
  return record::is_text(out) ? out : std::string(otherwise);
}

/// A place on a list of areas or themes by its name: found or added, with an id made of its number.
std::string place_id(std::vector<record::Place>& places, std::string_view name, const char* stem) {
  if (name.empty()) return {};
  const auto wanted = fit(name, "?");
  const auto found = std::find_if(places.begin(), places.end(), [&](const auto& place) { return place.name == wanted; });
  if (found != places.end()) return found->id;
  places.push_back({stem + std::to_string(places.size() + 1), wanted});
  return places.back().id;
}

std::string_view first_of(std::string_view list) { return list.substr(0, list.find(',')); }

using allocation::PbFile;
using allocation::PbVoteType;
using record::BallotRule;

/// What the file's ballots say together, as the round will see them.
struct Widest {
  std::uint64_t fewest = 0, most = 0;  ///< projects of a ballot
  std::uint64_t cost = 0;              ///< minor units
  std::uint64_t points = 0;            ///< of a ballot in all
};

Result<Widest> widest_of(const PbFile& file, const record::RoundDefinition& d) {
  ProjectPlaces places;
  for (const auto& project : d.projects) places.emplace(project.id, static_cast<std::uint16_t>(places.size()));
  Widest all;
  for (std::size_t i = 0; i < file.ballots.size(); ++i) {
    const auto choices = choices_of(file, i, d, places);
    if (!choices) return tl::make_unexpected(choices.error());
    std::uint64_t cost = 0, points = 0;
    for (const auto place : choices->places) cost = std::min<std::uint64_t>(allocation::kMaxAmount, cost + d.projects[place].cost);
    for (const auto each : choices->points) points += each;
    const auto number = choices->places.size();
    all.fewest = i == 0 ? number : std::min<std::uint64_t>(all.fewest, number);
    all.most = std::max<std::uint64_t>(all.most, number);
    all.cost = std::max(all.cost, cost);
    all.points = std::max(all.points, points);
  }
  return all;
}

/// What each place of a ranking is worth: as the file's first ballot with so many projects says, where no other says otherwise; else by
/// Borda, the last of `number` 1.
Result<std::vector<std::uint64_t>> place_points(const PbFile& file, std::uint64_t number, std::vector<std::string>& notes) {
  std::vector<std::uint64_t> worth;
  for (std::size_t i = 0; i < file.ballots.size(); ++i) {
    const auto points = file.ballots.points(i);
    for (std::size_t place = 0; place < points.size(); ++place) {
      if (place == worth.size()) worth.push_back(points[place]);
      if (worth[place] == points[place]) continue;
      return refuse(Errc::unsupported, "voter " + std::string(file.ballots.voter(i)) + " gives place " + std::to_string(place + 1) + " " +
                                           std::to_string(points[place]) + " points, others " + std::to_string(worth[place]) +
                                           ": in a round every place is worth the same to all");
    }
  }
  if (worth.empty()) {
    notes.push_back("the file does not say what places are worth: the first of " + std::to_string(number) + " gets " +
                    std::to_string(number) + " points, the last 1");
    for (auto left = number; left > 0; --left) worth.push_back(left);
  }
  return worth;
}

void ballot_limits(const PbFile& file, const Widest& found, bool widen, record::RoundDefinition& d, std::vector<std::string>& notes) {
  const auto wide = [&](std::uint64_t& limit, std::uint64_t need, bool at_least, std::string_view name) {
    if (at_least ? need >= limit : need <= limit) return;
    notes.push_back("ballots of the file break " + std::string(name) + " " + std::to_string(limit) +
                    (widen ? ": the round's is " + std::to_string(need)
                           : ", the furthest with " + std::to_string(need) + ": the round will refuse them"));
    if (widen) limit = need;
  };
  const auto all = d.projects.size();
  const bool one = file.vote_type == PbVoteType::choose_1, any = file.ballots.size() > 0;
  d.choices_max = one ? 1 : std::clamp<std::uint64_t>(file.max_length.value_or(all), 1, all);
  d.choices_min = one ? 1 : std::min(file.min_length.value_or(0), d.choices_max);
  d.budget_max = static_cast<std::uint64_t>(file.max_sum_cost.value_or(0));
  if (any) wide(d.choices_max, found.most, false, "max_length");
  if (any) wide(d.choices_min, found.fewest, true, "min_length");
  if (d.budget_max != 0) wide(d.budget_max, found.cost, false, "max_sum_cost (in hundredths)");
  if (d.ballot_rule != BallotRule::points) return;
  d.points_max = file.max_sum_points.value_or(found.points);
  wide(d.points_max, found.points, false, "max_sum_points");
}

Result<> take_ties(const PbFile& file, const ImportOptions& options, const allocation::NamedRule& rule, record::RoundDefinition& d) {
  const auto ties = options.ties.value_or(rule.ties);
  d.ties = ties.criteria;
  d.last_tie = record::LastTie::listing;
  if (!options.lot_shares.empty()) {
    if (ties.last == allocation::TieOrder::Last::given)
      return refuse(Errc::malformed, "ties end in a given order or in a lot, not in both");
    d.last_tie = record::LastTie::lot;
    d.lot_shares = options.lot_shares;
  } else if (ties.last != allocation::TieOrder::Last::listing) {
    d.last_tie = record::LastTie::given;
    d.tie_order = ties.order;
    if (ties.last == allocation::TieOrder::Last::id) {
      for (const auto& project : file.projects) d.tie_order.push_back(project.project.id);
      std::sort(d.tie_order.begin(), d.tie_order.end());
    }
  }
  return {};
}

BallotRule ballot_rule_of(PbVoteType type) {
  return type == PbVoteType::ordinal ? BallotRule::ranking : type == PbVoteType::cumulative ? BallotRule::points : BallotRule::approval;
}

}  // namespace

Result<record::Choices> choices_of(const PbFile& file, std::size_t ballot, const record::RoundDefinition& definition,
                                   const ProjectPlaces& places) {
  const bool has_points = definition.ballot_rule == BallotRule::points;
  const auto named = file.ballots.choices(ballot);
  const auto points = file.ballots.points(ballot);
  if (has_points && points.size() != named.size())
    return refuse(Errc::mismatch, "the round's ballots give points, those of the file do not");
  std::vector<std::pair<std::uint16_t, std::uint8_t>> chosen;
  for (std::size_t i = 0; i < named.size(); ++i) {
    const auto& id = file.projects[named[i]].project.id;
    const auto found = places.find(id);
    if (found == places.end()) return refuse(Errc::unknown_project, "the round has no project " + id);
    const auto given = has_points ? points[i] : 1;
    if (definition.projects[found->second].withdrawn || given == 0) continue;
    if (given > record::max_ballot_points) {
      return refuse(Errc::too_large, "voter " + std::string(file.ballots.voter(ballot)) + " gives project " + id + " " +
                                         std::to_string(given) + " points; a ballot gives at most 255 in all");
    }
    chosen.emplace_back(found->second, static_cast<std::uint8_t>(given));
  }
  if (definition.ballot_rule != BallotRule::ranking) std::sort(chosen.begin(), chosen.end());
  record::Choices choices;
  for (const auto& [place, given] : chosen) {
    choices.places.push_back(place);
    if (has_points) choices.points.push_back(given);
  }
  return choices;
}

Result<ImportedRound> import_round(const PbFile& file, const ImportOptions& options) {
  if (file.vote_type == PbVoteType::scoring) {
    return refuse(Errc::unsupported,
                  "rounds have approval, choose-1, ordinal and cumulative ballots; the file has scoring. radslag allocate counts it");
  }
  if (file.projects.empty()) return refuse(Errc::malformed, "the file has no projects, so there is nothing to vote on");
  if (!file.currency.empty() && file.currency != options.currency)
    return refuse(Errc::mismatch, "the file counts in " + file.currency + ", the town in " + options.currency);
  const auto rule = rule_from(options.rule, file);
  if (!rule) return tl::make_unexpected(rule.error());
  if (file.projects.size() > record::max_round_projects) return refuse(Errc::too_large, "a round has at most 2,000 projects");

  ImportedRound round;
  auto& d = round.definition;
  const auto unit = std::string(file.meta_value("unit")), part = std::string(file.meta_value("subunit"));
  d.title = fit(file.meta_value("description"), unit.empty() ? "Pabulib" : unit);
  d.summary = fit(unit + (part.empty() ? "" : ", " + part) + " " + std::string(file.meta_value("instance")), d.title);
  d.currency = options.currency;
  d.envelope = static_cast<std::uint64_t>(file.budget);
  d.ballot = "clear/v1";
  d.ballot_rule = ballot_rule_of(file.vote_type);
  d.rule = rule->rule;
  d.opens = options.opens;
  d.closes = options.closes;
  for (const auto& p : file.projects) {
    const auto area = p.neighborhood.empty() ? p.district : p.neighborhood;
    d.projects.push_back({p.project.id, static_cast<std::uint64_t>(p.project.cost), place_id(d.areas, first_of(area), "area-"),
                          place_id(d.themes, first_of(p.category), "theme-"), p.project.withdrawn, fit(p.name, p.project.id),
                          fit(p.description, fit(p.name, p.project.id))});
  }
  if (auto ties = take_ties(file, options, *rule, d); !ties) return tl::make_unexpected(ties.error());
  const auto found = widest_of(file, d);
  if (!found) return tl::make_unexpected(found.error());
  ballot_limits(file, *found, options.widen, d, round.notes);
  if (d.ballot_rule == BallotRule::ranking) {
    auto worth = place_points(file, d.choices_max, round.notes);
    if (!worth) return tl::make_unexpected(worth.error());
    d.place_points = std::move(*worth);
    if (d.place_points.size() > d.choices_max) d.place_points.resize(d.choices_max);
    if (d.place_points.size() < d.choices_max) {
      round.notes.push_back("no ballot says what a place after " + std::to_string(d.place_points.size()) +
                            " is worth: the round's ballots have no more places");
      d.choices_max = d.place_points.size();
      d.choices_min = std::min(d.choices_min, d.choices_max);
    }
  }
  const auto text = record::encode_content(d);
  if (auto readable = record::parse_content<record::RoundDefinition>(text); !readable) return tl::make_unexpected(readable.error());
  return round;
}

}  // namespace radslag::programs
