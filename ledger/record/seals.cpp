#include "ledger/record/seals.hpp"

#include <algorithm>

#include "crypto/encoding.hpp"

namespace radslag::record {

Office office_for(const Statement& statement) {
  struct {
    Office operator()(const Ballot&) const { return {}; }
    Office operator()(const Signature&) const { return {}; }
    Office operator()(const Withdrawal&) const { return {}; }
    Office operator()(const InitiativeRaised&) const { return {}; }
    Office operator()(const ProjectProposed&) const { return {}; }
    Office operator()(const HandedOver&) const { return {}; }
    Office operator()(const InitiativeExpired&) const { return {}; }
    Office operator()(const RegistrarAnnounced&) const { return {Role::keeper, 2}; }
    Office operator()(const RollEdition&) const { return {Role::registrar, 2}; }
    Office operator()(const Board&) const { return {Role::board, 2}; }
    Office operator()(const InitiativeOpened&) const { return {Role::officer, 1}; }
    Office operator()(const InitiativeRejected&) const { return {Role::officer, 1}; }
    Office operator()(const SetAside&) const { return {Role::officer, 1}; }
    Office operator()(const Restored&) const { return {Role::officer, 1}; }
    Office operator()(const InitiativeReport&) const { return {Role::officer, 1}; }
    Office operator()(const InitiativeDecided&) const { return {Role::board, 2}; }
    Office operator()(const Feedback&) const { return {Role::officer, 1}; }
    Office operator()(const CallOpened&) const { return {Role::officer, 1}; }
    Office operator()(const ProjectAssessed&) const { return {Role::officer, 1}; }
    Office operator()(const TownBegun&) const { return {}; }
    Office operator()(const OfficerAnnounced&) const { return {Role::keeper, 2}; }
    Office operator()(const OfficerEnded&) const { return {Role::keeper, 2}; }
    Office operator()(const Dialogue&) const { return {Role::officer, 1}; }
    Office operator()(const RoundBegun&) const { return {Role::election_board, 2}; }
    Office operator()(const RoundEnded&) const { return {Role::election_board, 2}; }
    Office operator()(const Decision&) const { return {Role::board, 2}; }
    Office operator()(const Milestone&) const { return {Role::officer, 1}; }
    Office operator()(const RoundOpened&) const { return {Role::election_board, 2}; }
    Office operator()(const RoundClosed&) const { return {Role::election_board, 2}; }
    Office operator()(const Tally&) const { return {Role::election_board, 2}; }
    Office operator()(const LotDrawn&) const { return {Role::election_board, 2}; }
    Office operator()(const Allocation&) const { return {Role::election_board, 2}; }
    Office operator()(const CeremonyBegun&) const { return {Role::election_board, 2}; }
    Office operator()(const CeremonyStep&) const { return {Role::trustee, 1}; }
    Office operator()(const HandedOut&) const { return {}; }
    Office operator()(const ReserveActivated&) const { return {Role::registrar, 2}; }
    Office operator()(const CredentialBlocked&) const { return {Role::registrar, 2}; }
    Office operator()(const EnvelopeAccepted&) const { return {Role::registrar, 2}; }
    Office operator()(const SecretBallot&) const { return {Role::election_board, 2}; }
    Office operator()(const Shuffle&) const { return {Role::trustee, 1}; }
    Office operator()(const PartialDecryption&) const { return {Role::trustee, 1}; }
    Office operator()(const WitnessesAnnounced&) const { return {Role::keeper, 2}; }
    Office operator()(const LogKey&) const { return {Role::keeper, 2}; }
    Office operator()(const LogRecovered&) const { return {Role::keeper, 2}; }
    Office operator()(const EntryResubmitted&) const { return {}; }
    Office operator()(const BlobsWithheld&) const { return {Role::board, 2}; }
    Office operator()(const MatterKeyDestroyed&) const { return {Role::registrar, 2}; }
  } office;
  return std::visit(office, statement);
}

namespace {

/// Each seal by itself, however many there are.
Result<> check_each(const Entry& entry, const Office& office, const std::map<PublicKey, Officer>& officers, bool verify) {
  for (const auto& seal : entry.seals) {
    const auto found = officers.find(seal.officer);
    const std::string who = "key " + crypto::to_hex(seal.officer).substr(0, 16) + "…";
    if (found == officers.end()) return refuse(Errc::not_authorised, who + " has not been announced as an officer's");
    const auto& officer = found->second;
    if (officer.ended_at) return refuse(Errc::not_authorised, who + " (" + officer.name + ") has been ended");
    if (std::find(officer.roles.begin(), officer.roles.end(), office.role) == officer.roles.end()) {
      return refuse(Errc::not_authorised, who + " (" + officer.name + ") does not have the role " + std::string(word(office.role)));
    }
    if (verify && !crypto::verify(seal.officer, entry.statement_text, seal.signature)) {
      return refuse(Errc::bad_signature, "the seal of " + who + " (" + officer.name + ") does not verify");
    }
  }
  return {};
}

/// Whose seals count in a log: the town's officers, or those that a round froze at its opening.
Result<std::map<PublicKey, Officer>> officers_of(const State& state, std::string_view log) {
  const auto* round = state.round(round_of_log(log));
  if (log != "town" && !round) return refuse(Errc::not_found, "there is no log " + std::string(log));
  if (!round || round->officers.empty()) return state.town.officers;
  std::map<PublicKey, Officer> officers;
  for (const auto& officer : round->officers) officers.emplace(officer.key, officer);
  return officers;
}

}  // namespace

Result<> check_seals(const Entry& entry, const std::map<PublicKey, Officer>& officers, bool verify) {
  const auto office = office_for(entry.statement);
  if (office.seals == 0) {
    if (entry.seals.empty()) return {};
    return refuse(Errc::not_canonical, std::string(kind_of(entry.statement)) + " takes no seals");
  }
  if (auto good = check_each(entry, office, officers, verify); !good) return good;
  if (entry.seals.size() < office.seals) {
    return refuse(Errc::not_authorised, std::string(kind_of(entry.statement)) + " needs the seals of " + std::to_string(office.seals) +
                                            " with the role " + std::string(word(office.role)) + "; it has " +
                                            std::to_string(entry.seals.size()));
  }
  return {};
}

Result<> check_authority(const State& state, std::string_view log, const Entry& entry) {
  const auto officers = officers_of(state, log);
  if (!officers) return tl::make_unexpected(officers.error());
  return check_seals(entry, *officers, true);
}

Result<> check_seals_so_far(const State& state, std::string_view log, const Entry& entry) {
  const auto officers = officers_of(state, log);
  if (!officers) return tl::make_unexpected(officers.error());
  return check_each(entry, office_for(entry.statement), *officers, true);
}

}  // namespace radslag::record
