#include "ledger/allocation/statistics.hpp"

#include <algorithm>

namespace radslag::allocation {
namespace {

std::vector<std::uint8_t> marked(const Profile& profile, std::span<const std::uint32_t> projects) {
  std::vector<std::uint8_t> in(profile.projects.size());
  for (const auto p : projects) in[p] = 1;
  return in;
}

/// How many of a group's projects are in each of some outcomes.
std::size_t how_many(const Profile& profile, std::size_t group, const std::vector<std::uint8_t>& in) {
  std::size_t number = 0;
  for (const auto& choice : profile.choices(group)) number += choice.points > 0 ? in[choice.project] : 0;
  return number;
}

Exact fraction(std::uint64_t of, std::uint64_t all) {
  return all == 0 ? Exact(0) : exact(static_cast<std::int64_t>(of), static_cast<std::int64_t>(all));
}

}  // namespace

Exact Statistics::share_without() const { return fraction(without(), voters); }
Exact Statistics::average_funded() const { return fraction(named_funded, voters); }

Statistics& Statistics::operator+=(const Statistics& other) {
  voters += other.voters;
  blank += other.blank;
  named += other.named;
  named_funded += other.named_funded;
  by_number.resize(std::max(by_number.size(), other.by_number.size()));
  for (std::size_t i = 0; i < other.by_number.size(); ++i) by_number[i] += other.by_number[i];
  return *this;
}

Statistics statistics(const Profile& profile, std::span<const std::uint32_t> funded) {
  const auto in = marked(profile, funded);
  const std::vector<std::uint8_t> all(profile.projects.size(), 1);
  Statistics sum;
  sum.by_number.resize(1);
  for (std::size_t group = 0; group < profile.groups(); ++group) {
    const auto ballots = profile.weight(group);
    const auto named = how_many(profile, group, all), named_funded = how_many(profile, group, in);
    sum.voters += ballots;
    if (named == 0) sum.blank += ballots;
    sum.named += named * ballots;
    sum.named_funded += named_funded * ballots;
    if (sum.by_number.size() <= named_funded) sum.by_number.resize(named_funded + 1);
    sum.by_number[named_funded] += ballots;
  }
  return sum;
}

std::vector<CategoryFigures> by_category(const Profile& profile, std::span<const std::uint32_t> funded,
                                         std::span<const std::size_t> category, std::size_t categories) {
  const auto in = marked(profile, funded);
  const auto votes = profile.votes();
  std::vector<CategoryFigures> figures(categories);
  for (std::size_t p = 0; p < category.size(); ++p) {
    const auto& project = profile.projects[p];
    if (category[p] == kNoCategory || project.withdrawn) continue;
    auto& row = figures[category[p]];
    ++row.projects;
    row.cost += project.cost;
    row.votes += votes[p];
    if (in[p] == 0) continue;
    ++row.funded;
    row.spent += project.cost;
    row.funded_votes += votes[p];
  }
  return figures;
}

OutcomeComparison compare_outcomes(const Profile& profile, std::span<const std::uint32_t> first, std::span<const std::uint32_t> second) {
  const auto in_first = marked(profile, first), in_second = marked(profile, second);
  OutcomeComparison compared;
  for (std::size_t group = 0; group < profile.groups(); ++group) {
    const auto here = how_many(profile, group, in_first), there = how_many(profile, group, in_second);
    auto& side = here > there ? compared.prefer_first : there > here ? compared.prefer_second : compared.equal;
    side += profile.weight(group);
  }
  for (const auto p : first) (in_second[p] != 0 ? compared.both : compared.only_first).push_back(p);
  for (const auto p : second) {
    if (in_first[p] == 0) compared.only_second.push_back(p);
  }
  return compared;
}

}  // namespace radslag::allocation
