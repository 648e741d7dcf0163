// Rounds of secret ballots: trustees, cards, ballots, shuffles and decryptions.
#include <algorithm>
#include <stdexcept>

#include "crypto/encoding.hpp"
#include "crypto/group/group.hpp"
#include "crypto/voting/ceremony.hpp"
#include "crypto/voting/credential.hpp"
#include "crypto/voting/sealed_ballot.hpp"
#include "crypto/voting/tally.hpp"
#include "ledger/record/hand_out.hpp"
#include "ledger/record/secret_count.hpp"
#include "ledger/record/secret_round.hpp"
#include "tests/support/town.hpp"

namespace radslag::testing {
namespace {

constexpr std::size_t number_of_trustees = 3;

/// All that the trustees say in a ceremony, and what they keep.
struct Ceremony {
  std::array<std::vector<std::string>, 4> messages;  ///< by step
  std::vector<group::Scalar> secrets;                ///< what they decrypt with
};

Ceremony make_ceremony(const group::Group& group, std::uint64_t threshold) {
  Ceremony made;
  auto& [certificates, commitments, polynomials, keys] = made.messages;
  if (threshold == 0) {
    for (std::size_t i = 0; i < number_of_trustees; ++i) {
      made.secrets.push_back(group.random_scalar());
      keys.push_back(voting::make_trustee_key(group, made.secrets.back()));
    }
    return made;
  }
  std::vector<std::string> seeds;
  for (std::size_t i = 0; i < number_of_trustees; ++i) {
    seeds.push_back(voting::make_seed());
    certificates.push_back(voting::make_certificate(group, {number_of_trustees, threshold, i + 1}, seeds[i]));
  }
  const auto together = voting::Certificates::parse(group, threshold, certificates).value();
  for (const auto& seed : seeds) {
    auto contribution = voting::make_contribution(together, seed).value();
    commitments.push_back(std::move(contribution.commitment));
    polynomials.push_back(std::move(contribution.polynomial));
  }
  for (const auto& seed : seeds) keys.push_back(voting::make_voutput(together, seed, polynomials, commitments).value());
  const auto result = voting::combine_ceremony(together, polynomials, commitments, keys).value();
  const auto trustees =
      voting::Trustees::parse(group, voting::write_trustees({voting::pedersen_item(result.threshold_parameters)})).value();
  for (std::size_t i = 0; i < number_of_trustees; ++i)
    made.secrets.push_back(voting::open_decryption_key(group, seeds[i], result.decryption_keys[i], trustees.keys()[i].key).value());
  return made;
}

/// Made once a process: nothing in it is bound to a round.
const Ceremony& ceremony_of(record::VotingGroup group, std::uint64_t threshold) {
  static std::map<std::pair<record::VotingGroup, std::uint64_t>, Ceremony> made;
  const auto key = std::pair(group, threshold);
  auto found = made.find(key);
  if (found == made.end()) found = made.emplace(key, make_ceremony(record::group_of(group), threshold)).first;
  return found->second;
}

const group::Group& group_of(const record::RoundState& round) { return record::group_of(round.ceremony->group); }

group::Scalar secret_of(const group::Group& group, const std::string& uuid, const std::string& what, std::size_t number) {
  return voting::credential_secret(group, uuid, Town::card(what, number));
}

}  // namespace

SecretPlan::SecretPlan() : definition(Town::secret_definition()) {}

record::RoundDefinition Town::secret_definition() {
  auto plan = definition();
  plan.ballot = std::string(record::mixnet_ballot);
  plan.urns = {{"whole", plan.envelope, {}}};
  return plan;
}

std::string Town::card(const std::string& what, std::size_t number) {
  // Base 58 has all digits but 0, and the hex letters.
  auto hex = crypto::to_hex(crypto::sha256("test card " + what + std::to_string(number))).substr(0, 22);
  std::replace(hex.begin(), hex.end(), '0', 'x');
  return hex.substr(0, 5) + "-" + hex.substr(5, 6) + "-" + hex.substr(11, 5) + "-" + hex.substr(16);
}

void Town::trustees() {
  for (std::size_t i = 1; i <= number_of_trustees; ++i) {
    if (state().town.officers.contains(public_key(trustee(i)))) continue;
    put("town", record::OfficerAnnounced{origin(), {public_key(trustee(i)), {record::Role::trustee}, "Office of " + trustee(i)}}, keepers);
  }
  if (state().town.registrar) return;
  put("town", record::RegistrarAnnounced{origin(), public_key(registrar_key), "https://rostlangd.example.se"}, keepers);
}

void Town::ceremony(const std::string& id, const SecretPlan& plan) {
  const auto& of = round(id);
  const auto& town = log("town").tree;
  record::CeremonyBegun begun{of.origin, id, town.size(), town.root(), plan.group, plan.threshold, {}};
  for (std::size_t i = 1; i <= number_of_trustees; ++i) begun.trustees.push_back({public_key(trustee(i)), "Office of " + trustee(i)});
  const auto name = record::round_log_name(id);
  put(name, begun, election_board);
  const auto& made = ceremony_of(plan.group, plan.threshold);
  for (std::size_t step = 0; step < made.messages.size(); ++step) {
    for (std::size_t i = 0; i < made.messages[step].size(); ++i) {
      const auto message = blob(made.messages[step][i]);
      put(name, record::CeremonyStep{of.origin, i + 1, static_cast<record::KeyStep>(step), record::blob_digest(message)}, {trustee(i + 1)},
          {message});
    }
  }
}

std::string Town::credential(const std::string& id, std::size_t urn, const std::string& what, std::size_t number) const {
  const auto& of = round(id);
  const auto& group = group_of(of);
  const auto uuid = of.frozen->urns.at(urn).election->uuid();
  return voting::public_credential(group, secret_of(group, uuid, what, number));
}

void Town::secret_round(const std::string& id, const SecretPlan& plan) {
  if (!state().begun()) begin();
  if (state().town.dialogues.empty()) dialogue();
  trustees();
  begin_round(id);
  ceremony(id, plan);
  const auto& of = round(id);
  const auto& group = record::group_of(plan.group);
  record::Electorate electorate{plan.halves, {}};
  std::uint64_t roll = 0;
  for (const auto& urn : plan.definition.urns) {
    const auto uuid = record::urn_uuid(of.origin, urn.id);
    const auto list = [&](const std::string& what, std::size_t count) {
      std::vector<std::string> credentials;
      for (std::size_t i = 0; i < count; ++i) credentials.push_back(voting::public_credential(group, secret_of(group, uuid, what, i)));
      return credentials;
    };
    electorate.urns.push_back({urn.id, list("voter", plan.voters), list("reserve", plan.reserve), list("paper", plan.paper)});
    std::sort(electorate.urns.back().voters.begin(), electorate.urns.back().voters.end());
    roll = urn.areas.empty() ? plan.voters : roll + plan.voters;
  }
  Blobs blobs{blob(record::encode_content(plan.definition)), blob(record::encode_content(electorate))};
  const auto& town = log("town").tree;
  record::RoundOpened opened{of.origin, id, town.size(), town.root(), record::blob_digest(blobs[0]), record::blob_digest(blobs[1]), roll};
  for (std::size_t i = 0; i < plan.definition.urns.size(); ++i) {
    const auto json = record::urn_election(plan.definition, i, of.origin, *of.ceremony);
    if (!json) throw std::logic_error(json.error().detail);
    blobs.push_back(blob(*json));
    opened.elections.push_back({plan.definition.urns[i].id, record::blob_digest(blobs.back())});
  }
  opened.pages.push_back({crypto::sha256("a script"), "ballot/page.js"});
  put(record::round_log_name(id), opened, election_board, std::move(blobs));
}

record::HandedOut Town::handing_out(const std::string& id, const std::string& what, std::size_t number) const {
  const auto& from = round(id).origin;
  return record::hand_out(from, record::card_commitment(from, card(what, number)), key_of(registrar_key));
}

void Town::hand_out(const std::string& id, std::size_t number) { put(record::round_log_name(id), handing_out(id, "voter", number), {}); }

std::string Town::secret_ballot(const std::string& id, std::size_t urn, const std::string& what, std::size_t number,
                                const record::Choices& choices) const {
  const auto& frozen = round(id).frozen->urns.at(urn);
  const auto& election = *frozen.election;
  voting::Choices chosen;
  for (const auto place : choices.places) {
    const auto found = std::find(frozen.projects.begin(), frozen.projects.end(), place);
    if (found == frozen.projects.end()) throw std::logic_error("the project is of another urn");
    chosen.places.push_back(static_cast<std::uint16_t>(found - frozen.projects.begin()));
  }
  chosen.points = choices.points;
  const auto numbers = voting::encode_choices(election.questions().front(), chosen);
  if (!numbers) throw std::logic_error(numbers.error().detail);
  return voting::make_ballot(election, secret_of(election.group(), election.uuid(), what, number), {*numbers});
}

record::SecretBallot Town::secret_entry(const std::string& id, const std::string& ballot) const {
  const auto accepted = record::accept_ballot(*round(id).frozen, ballot);
  if (!accepted) throw std::logic_error(accepted.error().detail);
  return std::get<record::SecretBallot>(accepted->entry);
}

void Town::cast_secret(const std::string& id, std::size_t number, const record::Choices& choices, std::size_t urn) {
  const auto name = record::round_log_name(id);
  if (const auto given = attempt(name, handing_out(id, "voter", number), {}); !given && given.error().code != Errc::duplicate)
    throw std::logic_error(given.error().detail);
  const auto ballot = blob(secret_ballot(id, urn, "voter", number, choices));
  put(name, secret_entry(id, ballot), {}, {ballot});
}

void Town::accept_envelope(const std::string& id, std::size_t number, std::size_t urn) {
  const auto& of = round(id);
  put(record::round_log_name(id), record::EnvelopeAccepted{of.origin, {{of.frozen->urns.at(urn).id, credential(id, urn, "voter", number)}}},
      roll_officers);
}

void Town::cast_paper(const std::string& id, std::size_t number, const record::Choices& choices, std::size_t urn) {
  const auto ballot = blob(secret_ballot(id, urn, "paper", number, choices));
  put(record::round_log_name(id), secret_entry(id, ballot), election_board, {ballot});
}

std::string Town::shuffle_json(const std::string& id, std::size_t urn) const {
  auto count = record_.counts(id).value().at(urn);
  if (auto known = record::work_out_ciphertexts(count, blobs(), {}); !known) throw std::logic_error(known.error().detail);
  return voting::make_shuffle(*count.frozen().election, *count.now).json;
}

std::string Town::decryption_json(const std::string& id, std::size_t urn, std::size_t number) const {
  auto count = record_.counts(id).value().at(urn);
  if (auto known = record::work_out_ciphertexts(count, blobs(), {}); !known) throw std::logic_error(known.error().detail);
  const auto& ceremony = *round(id).ceremony;
  const auto& secret = ceremony_of(ceremony.group, ceremony.threshold).secrets.at(number - 1);
  return voting::make_partial_decryption(*count.frozen().election, *count.now, secret);
}

void Town::shuffle(const std::string& id, std::size_t number, std::size_t urn) {
  const auto json = blob(shuffle_json(id, urn));
  const auto& of = round(id);
  put(record::round_log_name(id), record::Shuffle{of.origin, of.frozen->urns.at(urn).id, number, record::blob_digest(json)},
      {trustee(number)}, {json});
}

void Town::decrypt(const std::string& id, std::size_t number, std::size_t urn) {
  const auto json = blob(decryption_json(id, urn, number));
  const auto& of = round(id);
  put(record::round_log_name(id), record::PartialDecryption{of.origin, of.frozen->urns.at(urn).id, number, record::blob_digest(json)},
      {trustee(number)}, {json});
}

void Town::count(const std::string& id) {
  for (std::size_t urn = 0; urn < round(id).urns.size(); ++urn) {
    const auto next = [&](const std::vector<record::UrnState::Part>& parts) {
      std::size_t trustee = 1;
      while (std::any_of(parts.begin(), parts.end(), [&](const auto& part) { return part.trustee == trustee; })) ++trustee;
      return trustee;
    };
    while (!round(id).is_shuffled(urn)) shuffle(id, next(round(id).urns[urn].shuffles), urn);
    while (!round(id).is_decrypted(urn)) decrypt(id, next(round(id).urns[urn].decryptions), urn);
  }
}

void Town::close_and_count(const std::string& id) {
  close(id);
  count(id);
  tally(id);
  allocate(id);
}

}  // namespace radslag::testing
