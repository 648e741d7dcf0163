// Which areas vote in which urn, as the round's definition says (ledger/FORMAT.md section 4.7), and how urns too small to keep a secret
// are joined: before credentials are made, since a credential belongs to its urn's election.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/result.hpp"

namespace radslag::registrar {

/// An urn of fewer people, where there is another one, says too much of how they voted.
inline constexpr std::uint64_t least_urn_voters = 100;

struct Urn {
  std::string id;
  std::uint64_t envelope = 0;      ///< minor units
  std::vector<std::string> areas;  ///< empty: the whole municipality
  [[nodiscard]] bool is_whole() const { return areas.empty(); }
  bool operator==(const Urn&) const = default;
};
using UrnPlan = std::vector<Urn>;

/// The `urn` lines of a text, which may be a whole round definition. Errors: malformed (such a line is not as it should be; none is there;
/// an urn or an area twice, two urns of the whole municipality).
[[nodiscard]] Result<UrnPlan> read_urn_plan(std::string_view text);
/// The lines, as in a definition.
[[nodiscard]] std::string urn_lines(const UrnPlan& plan);
/// "norr,syd", or "-".
[[nodiscard]] std::string area_list(const Urn& urn);

struct Joined {
  std::string urn, into;
  std::uint64_t voters = 0;  ///< that the smaller of the two had
  bool operator==(const Joined&) const = default;
};
struct SafePlan {
  UrnPlan urns;
  std::vector<Joined> joined;  ///< in the order in which it was done
};

/// While an urn of areas has under least_urn_voters and is not the only urn: the smallest (of equals the first) is joined to the smallest
/// other urn of areas (of equals the first), under the name and at the place of whichever stands first; envelopes are added. Where it is
/// the only urn of areas, it goes into that of the whole municipality. `people` by area; areas that it lacks have none.
[[nodiscard]] SafePlan join_small_urns(UrnPlan plan, const std::map<std::string, std::uint64_t>& people);

}  // namespace radslag::registrar
