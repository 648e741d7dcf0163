// How a round's votes become money, in words.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/record/contents.hpp"

namespace radslag::web {

struct Visit;

/// Adds `allocation_rule` (greedy, equal-shares, phragmen), `allocation_text` (all of the rule as a paragraph) and `equals_text` (what
/// decides between equal projects).
void add_count_words(const Visit& visit, const record::RoundDefinition& definition, boost::json::object& model);

/// What put the first of some equal projects before the second: "min_cost", "max_cost", "max_votes", "listing", "given" or "lot", as the
/// messages' choices spell it (a hyphen cannot stand in an ICU choice). `votes`: of the two.
struct EqualProject {
  std::uint64_t cost = 0, votes = 0;
};
[[nodiscard]] std::string decided_by(const record::RoundDefinition& definition, const EqualProject& first, const EqualProject& second);

/// The keys that are put together from words.
[[nodiscard]] std::vector<std::string> count_message_keys();

}  // namespace radslag::web
