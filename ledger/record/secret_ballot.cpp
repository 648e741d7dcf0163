#include "ledger/record/secret_ballot.hpp"

#include <algorithm>

#include "crypto/voting/ballot.hpp"
#include "ledger/record/secret_round.hpp"

namespace radslag::record {
namespace {

constexpr std::string_view uuid_member = R"({"election_uuid":")";

/// By the uuid with which a ballot begins; nullptr where it is of none of the round's elections.
const FrozenUrn* urn_of(const Frozen& round, std::string_view json) {
  if (!json.starts_with(uuid_member)) return nullptr;
  const auto rest = json.substr(uuid_member.size());
  const auto found = std::find_if(round.urns.begin(), round.urns.end(), [&](const FrozenUrn& urn) {
    const auto& uuid = urn.election->uuid();
    return rest.starts_with(uuid) && rest.substr(uuid.size()).starts_with('"');
  });
  return found == round.urns.end() ? nullptr : &*found;
}

}  // namespace

std::string_view MixnetBallot::name() const { return mixnet_ballot; }
std::string_view HomomorphicBallot::name() const { return homomorphic_ballot; }

Result<> BeleniosBallot::accepts(const RoundDefinition& definition) const {
  if (!definition.urns.empty()) return {};
  return refuse(Errc::malformed, "a round of secret ballots has at least one urn");
}

Result<CheckedBallot> BeleniosBallot::check(const Frozen& round, std::string_view blob) const {
  const auto json = *blob_content(blob);
  if (json.size() > voting::largest_ballot) return refuse(Errc::too_large, "a ballot has at most 128 KiB");
  const auto* urn = urn_of(round, json);
  if (!urn) return refuse(Errc::mismatch, "the ballot is for another election than those of this round");
  // Who casts it is cheap to see, and the proofs are not.
  const auto identity = voting::read_ballot(*urn->election, json);
  if (!identity) return refuse(identity.error());
  if (!urn->place_of(identity->credential)) return refuse(Errc::unknown_credential, "the credential is not on the urn's list");
  auto facts = voting::check_ballot(*urn->election, json);
  if (!facts) return refuse(facts.error());
  using Ciphertexts = std::vector<std::vector<voting::Ciphertext>>;
  return CheckedBallot{SecretBallot{urn->id, identity->credential, crypto::sha256(json), blob_digest(blob)},
                       {{}, std::make_shared<const Ciphertexts>(std::move(facts->ciphertexts))}};
}

}  // namespace radslag::record
