// The frozen rule applied to a tally: to each urn by itself, where there are several.
#include <algorithm>

#include "ledger/record/record.hpp"

namespace radslag::record {
namespace {

Result<AllocationContent> allocate_whole(const RoundDefinition& definition, const TallyContent& tally, const Digest& tally_digest) {
  const auto result = allocation::allocate(rule_input(definition, tally), definition.rule);
  if (!result) return tl::make_unexpected(result.error());
  return describe(definition, tally_digest, *result);
}

}  // namespace

Result<AllocationContent> Record::allocate(const RoundDefinition& definition, const TallyContent& tally, const Digest& tally_digest) {
  if (definition.urns.empty()) return allocate_whole(definition, tally, tally_digest);
  AllocationContent all{tally_digest, definition.envelope, 0, {}, {}};
  for (std::size_t urn = 0; urn < definition.urns.size(); ++urn) {
    auto part = definition;
    part.envelope = definition.urns[urn].envelope;
    part.projects.clear();
    TallyContent votes;
    for (std::size_t i = 0; i < definition.projects.size(); ++i) {
      if (definition.urn_of(definition.projects[i]) != urn) continue;
      part.projects.push_back(definition.projects[i]);
      votes.votes.push_back(tally.votes.at(i));
    }
    auto result = allocate_whole(part, votes, tally_digest);
    if (!result) return result;
    all.cost += result->cost;
    std::move(result->steps.begin(), result->steps.end(), std::back_inserter(all.steps));
    std::move(result->ties.begin(), result->ties.end(), std::back_inserter(all.ties));
  }
  return all;
}

}  // namespace radslag::record
