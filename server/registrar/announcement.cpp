// What two officers sign of an edition.
#include <algorithm>

#include "server/registrar/roll.hpp"

namespace radslag::registrar {
namespace {

std::uint64_t in_no_area(const std::vector<RollArea>& areas, std::uint64_t people) {
  for (const auto& area : areas) people -= area.people;
  return people;
}

}  // namespace

std::vector<RollArea> announced_areas(const std::vector<RollArea>& areas, std::uint64_t people) {
  std::vector<RollArea> named;
  for (const auto& area : areas) {
    if (area.people >= least_published_group) named.push_back(area);
  }
  // Whoever subtracts the areas from the whole must not find a group that is too small to be spoken of.
  while (in_no_area(named, people) > 0 && in_no_area(named, people) < least_published_group && !named.empty()) {
    named.erase(std::min_element(named.begin(), named.end(), [](const auto& a, const auto& b) { return a.people < b.people; }));
  }
  return named;
}

Result<record::RollEdition> announcement_of(const Edition& edition, const std::string& town_origin) {
  if (edition.phase == EditionPhase::importing) return refuse(Errc::out_of_order, "the edition " + edition.id + " is still being imported");
  record::RollEdition row;
  row.origin = town_origin;
  row.edition = edition.id;
  row.drawn = day_text(edition.drawn);
  row.people = edition.people;
  row.digest = edition.digest;
  for (const auto& area : announced_areas(edition.areas, edition.people)) row.areas.push_back({area.id, area.people, area.name});
  return row;
}

}  // namespace radslag::registrar
