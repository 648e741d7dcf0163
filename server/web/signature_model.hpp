// Who has signed, as far as a page may say: by way of signing, by area in groups that hide everyone, by name where that was chosen.
#pragma once

#include <boost/json/object.hpp>

#include "ledger/record/signatures.hpp"
#include "ledger/record/state.hpp"

namespace radslag::web {

struct Visit;

/// Fewer than this are told together with others.
inline constexpr std::uint64_t smallest_group = 10;
/// The newest names that a page shows.
inline constexpr std::size_t shown_names = 100;

/// Areas with at least `smallest_group` signatures each. What is left over (areas with fewer, people without an area) is not so few either,
/// apart from those by e-mail, of whom no area is known: where it would be, the smallest area is left over too, since the sum is known.
struct AreaGroups {
  std::vector<std::pair<std::string, std::uint64_t>> areas;  ///< ids, in order
  std::uint64_t rest = 0;
};
[[nodiscard]] AreaGroups area_groups(const record::SignatureCount& count);

/// Adds `channels`, `has_areas`, `areas`, `has_rest`, `rest_text`, `has_names`, `names`, `names_text`, `withdrawn`, `set_aside`.
void add_signatures(const Visit& visit, const record::InitiativeState& initiative, const record::SignatureCount& count,
                    boost::json::object& model);

}  // namespace radslag::web
