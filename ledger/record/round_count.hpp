// From ballots to votes, and by the frozen rule to an allocation (FORMAT.md sections 4.3 and 10). Pure, for any thread.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "ledger/allocation/profile.hpp"
#include "ledger/allocation/tie_order.hpp"
#include "ledger/record/ballot.hpp"

namespace radslag::record {

/// A tally's votes before the first ballot: each project of the definition with 0.
[[nodiscard]] std::vector<TallyContent::Votes> no_votes(const RoundDefinition& definition);
/// Adds what ballots say. `votes`: of all projects of the definition.
void add_votes(const RoundDefinition& definition, std::span<const Choices> ballots, std::vector<TallyContent::Votes>& votes);

/// The rule looks at whole ballots, not only at how many name a project and what they give it.
[[nodiscard]] bool needs_ballots(const allocation::AnyRule& rule);

/// The places in the definition of the projects that are counted together: of each urn, or all.
[[nodiscard]] std::vector<std::vector<std::uint16_t>> projects_by_urn(const RoundDefinition& definition);

/// The rule as it is applied to one urn: greedy's exclusive projects are those of the urn.
[[nodiscard]] allocation::AnyRule rule_of_urn(const RoundDefinition& definition, const std::vector<std::uint16_t>& projects);

/// What the rule sees of each urn: its envelope, its projects in the definition's order, its ballots.
[[nodiscard]] std::vector<allocation::Profile> profiles(const RoundDefinition& definition, const CountedBallots& ballots);

/// The order that decides between equals. `lot`: the seed, where `last_tie` is a lot and it has been drawn; before, as listed.
/// `projects`: places in the definition.
[[nodiscard]] allocation::TieOrder tie_order(const RoundDefinition& definition, const std::vector<std::uint16_t>& projects,
                                             const std::optional<Digest>& lot);

/// What the frozen rule gives: what an `allocation` entry must equal. `ballots` may be null where the rule does not need them.
/// Errors: mismatch (the tally is not of these projects, or the rule needs ballots that are not there), those of allocation::count.
[[nodiscard]] Result<AllocationContent> allocate(const RoundDefinition& definition, const TallyContent& tally, const Digest& tally_digest,
                                                 const std::optional<Digest>& lot, const CountedBallots* ballots);

/// What can be told without the ballots: each project once, with its votes, and the costs of those funded add up.
[[nodiscard]] bool fits(const RoundDefinition& definition, const TallyContent& tally, const AllocationContent& content);

/// What a share of the lot is committed to, and the seed that a `lot-drawn` gives.
[[nodiscard]] Digest lot_commitment(const Digest& share);
[[nodiscard]] Digest lot_seed(const LotDrawn& drawn);

}  // namespace radslag::record
