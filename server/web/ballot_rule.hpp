// What a voter may put on a ballot, and what the count makes of it, in words and for the voting page's script.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <string_view>
#include <vector>

namespace radslag::record {
struct RoundDefinition;
}  // namespace radslag::record

namespace radslag::web {

struct Visit;

/// How the voting page asks: approval, one (of which one project at most may be chosen), ranking or points.
[[nodiscard]] std::string_view ballot_kind(const record::RoundDefinition& definition);

/// What each place of a ranking gives a project, the first first; none where that is nothing to the count.
[[nodiscard]] std::vector<std::uint64_t> worth_of_places(const record::RoundDefinition& definition);

/// Adds `ballot_rule` (as above), `choices_min`, `choices_max`, `budget_max`, `points_max`, `rule_text`; and in words what order or
/// points are good for: `has_use`, `use_text`, `has_places`, `places` [`place`, `points`, `worth_text`].
void add_ballot_rule(const Visit& visit, const record::RoundDefinition& definition, boost::json::object& model);

/// An urn's rule as `frontend/src/ballot/choice.ts` reads it. `projects`: how many the urn has.
[[nodiscard]] boost::json::object script_rule(const record::RoundDefinition& definition, std::uint64_t projects);

}  // namespace radslag::web
