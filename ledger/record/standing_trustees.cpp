#include "ledger/record/standing_trustees.hpp"

#include <algorithm>

namespace radslag::record {

std::vector<const Officer*> standing_trustees(const TownState& town) {
  std::vector<const Officer*> found;
  for (const auto& [key, officer] : town.officers) {
    const auto& roles = officer.roles;
    if (!officer.ended_at && std::find(roles.begin(), roles.end(), Role::trustee) != roles.end()) found.push_back(&officer);
  }
  std::stable_sort(found.begin(), found.end(), [](const auto* a, const auto* b) { return a->announced_at < b->announced_at; });
  return found;
}

}  // namespace radslag::record
