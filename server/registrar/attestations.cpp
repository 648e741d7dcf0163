#include "server/registrar/attestations.hpp"

#include "crypto/random.hpp"
#include "server/registrar/keys.hpp"
#include "server/registrar/roll.hpp"

namespace radslag::registrar {
namespace {

constexpr std::uint64_t seconds_an_hour = 3'600, hours_a_day = 24;

tl::unexpected<Error> pass_on(const Error& error) { return tl::make_unexpected(error); }

}  // namespace

Result<record::Attestation> Attestations::attest(const Resident& resident, const Matter& matter, const record::Digest& subject,
                                                 std::uint64_t now) const {
  // Who had a coordination number before is the same person on this roll: nobody signs under the old and the new number.
  auto person = resident.person;
  if (resident.assurance != record::Assurance::email) person = rolls_.on_roll(matter.edition, person).value_or(person);
  const auto pseudonym = matters_.pseudonym(matter.id, person);
  if (!pseudonym) return pass_on(pseudonym.error());
  record::Attestation attestation;
  attestation.subject = subject;
  attestation.roll = matter.roll;
  attestation.pseudonym = *pseudonym;
  attestation.assurance = resident.assurance;
  attestation.hour = now / seconds_an_hour;
  attestation.nonce = crypto::random_bytes<16>();
  if (resident.assurance == record::Assurance::email) return attestation;
  const auto membership = matters_.membership(matter.id, *pseudonym);
  if (!membership) return pass_on(membership.error());
  attestation.membership = *membership;
  const auto member = rolls_.member(matter.edition, person);
  if (member && member->area_attested && !member->is_protected) attestation.area = member->area;
  return attestation;
}

std::string Attestations::carrier(std::string statement, std::vector<std::string> blobs, std::uint64_t now) const {
  return record::encode_carrier({std::move(statement), std::move(blobs), now + carrier_seconds, {}}, keys_.registrar());
}

Result<Matter> Attestations::known(const RecordedMatter& recorded) const {
  const auto matter = matters_.find(recorded.id);
  if (!matter) return refuse(Errc::not_found, "the matter " + recorded.id + " was not opened by this registrar");
  if (matter->roll != recorded.roll) return refuse(Errc::mismatch, "the record commits " + recorded.id + " to another roll");
  return *matter;
}

Result<std::string> Attestations::sign(const Resident& resident, const RecordedMatter& recorded,
                                       const std::optional<std::string>& name_blob, std::uint64_t now) {
  const auto matter = known(recorded);
  if (!matter) return pass_on(matter.error());
  auto attestation = attest(resident, *matter, recorded.subject, now);
  if (!attestation) return pass_on(attestation.error());
  record::Signature signature{origin_, recorded.id, std::nullopt, std::move(*attestation)};
  std::vector<std::string> blobs;
  if (name_blob) {
    signature.name = crypto::sha256(*name_blob);
    blobs.push_back(*name_blob);
  }
  participation_.note(resident.person, recorded.id, Purpose::sign, now / seconds_an_hour);
  return carrier(record::attest(std::move(signature), keys_.registrar()), std::move(blobs), now);
}

Result<std::string> Attestations::withdraw(const Resident& resident, const RecordedMatter& recorded, std::uint64_t now) {
  const auto matter = known(recorded);
  if (!matter) return pass_on(matter.error());
  auto attestation = attest(resident, *matter, recorded.subject, now);
  if (!attestation) return pass_on(attestation.error());
  participation_.note(resident.person, recorded.id, Purpose::withdraw, now / seconds_an_hour);
  return carrier(record::attest(record::Withdrawal{origin_, recorded.id, std::move(*attestation)}, keys_.registrar()), {}, now);
}

/// Opens the matter, after making sure that the roll that the record announced is the one that lies here.
Result<Matter> Attestations::begin(const Resident& resident, const record::RollEdition& announced, const std::string& id, Purpose purpose,
                                   std::uint64_t now) {
  if (auto open_already = matters_.find(id)) return *open_already;  // somebody was quicker, or the post is sent again
  const auto edition = rolls_.find(announced.edition);
  if (!edition || edition->phase != EditionPhase::frozen || edition->digest != announced.digest || edition->people != announced.people) {
    return refuse(Errc::mismatch, "the edition that the record announced is not held here");
  }
  if (resident.assurance != record::Assurance::email && !rolls_.on_roll(announced.edition, resident.person)) {
    return refuse(Errc::unknown_credential, "not on the edition " + announced.edition);
  }
  // A new matter costs a second and some megabytes.
  const auto hour = now / seconds_an_hour, since = hour < hours_a_day ? 0 : hour - hours_a_day;
  if (!participation_.note_beginning(resident.person, id, purpose, hour, since, begun_per_day)) {
    return refuse(Errc::busy, "begun too many in a day");
  }
  return matters_.open(id, announced.edition);
}

Result<std::string> Attestations::raise(const Resident& resident, const record::RollEdition& announced, const NewInitiative& initiative,
                                        std::uint64_t now) {
  const auto matter = begin(resident, announced, initiative.matter, Purpose::raise, now);
  if (!matter) return pass_on(matter.error());
  auto attestation = attest(resident, *matter, crypto::sha256(initiative.blob), now);
  if (!attestation) return pass_on(attestation.error());
  participation_.note(resident.person, matter->id, Purpose::raise, now / seconds_an_hour);
  record::InitiativeRaised raised{origin_, matter->id, initiative.board, initiative.place, matter->edition, std::move(*attestation)};
  return carrier(record::attest(std::move(raised), keys_.registrar()), {initiative.blob}, now);
}

Result<std::string> Attestations::propose(const Resident& resident, const record::RollEdition& announced,
                                          const std::optional<record::Commitment>& roll, const NewProposal& proposal, std::uint64_t now) {
  // From its first proposal on, a call keeps its edition, though the record may have announced a newer one since.
  const auto matter = roll ? known({proposal.call, {}, *roll}) : begin(resident, announced, proposal.call, Purpose::propose, now);
  if (!matter) return pass_on(matter.error());
  auto attestation = attest(resident, *matter, crypto::sha256(proposal.blob), now);
  if (!attestation) return pass_on(attestation.error());
  participation_.note(resident.person, matter->id, Purpose::propose, now / seconds_an_hour);
  record::ProjectProposed proposed{origin_, matter->id, proposal.proposal, proposal.place, matter->edition, std::move(*attestation)};
  return carrier(record::attest(std::move(proposed), keys_.registrar()), {proposal.blob}, now);
}

Result<std::string> Attestations::sign_on_paper(const Person& person, const RecordedMatter& recorded, const record::Nonce& nonce,
                                                std::uint64_t now) {
  const auto matter = known(recorded);
  if (!matter) return pass_on(matter.error());
  auto attestation = attest({person, record::Assurance::paper}, *matter, recorded.subject, now);
  if (!attestation) return pass_on(attestation.error());
  attestation->nonce = nonce;
  record::Signature signature{origin_, recorded.id, std::nullopt, std::move(*attestation)};
  return carrier(record::attest(std::move(signature), keys_.registrar()), {}, now);
}

}  // namespace radslag::registrar
