// How a round's secret ballots become Belenios elections (FORMAT.md section 4.7): the one election.json of each urn. Pure.
#pragma once

#include <string>
#include <string_view>

#include "crypto/voting/flaw.hpp"
#include "ledger/record/state.hpp"

namespace radslag::group {
class Group;
}

namespace radslag::record {

inline constexpr std::string_view mixnet_ballot = "belenios-mixnet/v1";
inline constexpr std::string_view homomorphic_ballot = "belenios-homomorphic/v1";
/// Where there is more than one urn, each has at least so many voters: in a small group a ballot is easily guessed.
inline constexpr std::size_t least_voters_of_urn = 100;

[[nodiscard]] bool is_secret_ballot(std::string_view ballot_kind);

[[nodiscard]] const group::Group& group_of(VotingGroup group);

/// Belenios' name of an urn: 22 base58 characters.
[[nodiscard]] std::string urn_uuid(std::string_view round_origin, std::string_view urn);

/// The places of an urn's projects in the definition, in its order.
[[nodiscard]] std::vector<std::uint16_t> projects_of_urn(const RoundDefinition& definition, std::size_t urn);

/// The one election.json of an urn, from a complete ceremony. Errors: unsupported (a kind of ballot that is not secret, an allocation rule
/// that its totals cannot feed, a mixnet question in a group without embedding), too_large (more projects than one ciphertext carries),
/// malformed (whatever else makes a question that cannot be asked).
[[nodiscard]] Result<std::string> urn_election(const RoundDefinition& definition, std::size_t urn, std::string_view round_origin,
                                               const CeremonyState& ceremony);

/// The one mapping of what is wrong with a thing of crypto/voting to what the product's refusals say.
[[nodiscard]] tl::unexpected<Error> refuse(const voting::Flaw& flaw);

}  // namespace radslag::record
