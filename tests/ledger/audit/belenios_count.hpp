// Elections that the tests hold with all keys in their hands: from ballots to a whole archive's events.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "crypto/encoding.hpp"
#include "crypto/voting/ballot.hpp"
#include "crypto/voting/credential.hpp"
#include "crypto/voting/decryption.hpp"
#include "crypto/voting/election.hpp"
#include "crypto/voting/result.hpp"
#include "crypto/voting/schnorr.hpp"
#include "crypto/voting/sealed_ballot.hpp"
#include "crypto/voting/shuffle.hpp"
#include "crypto/voting/tally.hpp"
#include "crypto/voting/trustee.hpp"
#include "ledger/audit/belenios.hpp"
#include "tests/support/belenios_steps.hpp"

namespace radslag::audit::tests {

using archive::BeleniosEvent;
using archive::BeleniosStep;
using Steps = std::vector<BeleniosStep>;

struct Keys {
  voting::Election election;
  std::string trustees;                                ///< JSON
  std::vector<group::Scalar> trustee_secrets;          ///< of single trustees, in their order
  std::string credentials;                             ///< JSON
  std::map<std::string, group::Scalar> voter_secrets;  ///< by public credential
};

inline BeleniosStep step(BeleniosEvent event, std::string json = {}, std::uint64_t owner = 0) {
  BeleniosStep out;
  out.event = event;
  out.json = std::move(json);
  out.owner = owner;
  return out;
}

/// One ballot's ciphertexts, by question.
using Ciphertexts = std::vector<std::vector<voting::Ciphertext>>;

/// All events of an election with these ballots, counted as they are: `counted` are the ciphertexts of those that count. Only the first
/// `shuffles` trustees shuffle.
inline Steps hold_counted(const Keys& keys, const std::vector<std::string>& ballots, const std::vector<Ciphertexts>& counted,
                          std::size_t shuffles = SIZE_MAX) {
  const voting::Election& election = keys.election;
  Steps steps;
  steps.push_back(step(BeleniosEvent::setup, election.json()));
  steps.back().trustees = keys.trustees;
  steps.back().credentials = keys.credentials;
  for (const std::string& ballot : ballots) steps.push_back(step(BeleniosEvent::ballot, ballot));
  steps.push_back(step(BeleniosEvent::end_ballots));
  voting::TallyBuilder builder(election);
  for (const auto& ciphertexts : counted)
    builder.add(ciphertexts).map_error([](const voting::Flaw& flaw) { throw std::runtime_error(flaw.detail); });
  auto tally = builder.finish();
  steps.push_back(step(BeleniosEvent::encrypted_tally, voting::write_tally(election, tally)));
  steps.back().num_tallied = builder.ballots();
  steps.back().total_weight = builder.weight();
  if (election.has_mixnet_question() && shuffles > 0) {
    for (std::size_t i = 0; i < keys.trustee_secrets.size() && i < shuffles; ++i) {
      auto shuffled = voting::make_shuffle(election, tally);
      steps.push_back(step(BeleniosEvent::shuffle, shuffled.json, i + 1));
      tally = std::move(shuffled.after);
    }
    steps.push_back(step(BeleniosEvent::end_shuffles));
  }
  const auto trustees = voting::Trustees::parse(election.group(), keys.trustees).value();
  std::vector<voting::OwnedFactors> factors;
  for (std::size_t i = 0; i < keys.trustee_secrets.size(); ++i) {
    const std::string json = voting::make_partial_decryption(election, tally, keys.trustee_secrets[i]);
    factors.push_back({i + 1, voting::check_partial_decryption(election, tally, trustees.keys()[i], json).value()});
    steps.push_back(step(BeleniosEvent::partial_decryption, json, i + 1));
  }
  const auto combined = voting::combine_decryptions(election.group(), trustees, factors).value();
  const auto result = voting::compute_result(election, tally, combined, builder.weight()).value();
  steps.push_back(step(BeleniosEvent::result, voting::write_result(election, result)));
  return steps;
}

/// The same where every ballot is good and counts.
inline Steps hold(const Keys& keys, const std::vector<std::string>& ballots, std::size_t shuffles = SIZE_MAX) {
  std::vector<Ciphertexts> counted;
  for (const std::string& ballot : ballots) counted.push_back(voting::check_ballot(keys.election, ballot).value().ciphertexts);
  return hold_counted(keys, ballots, counted, shuffles);
}

inline BeleniosReport audit_archive(const std::string& archive) {
  return audit_belenios([&] { return archive::source_of(archive); }, {.threads = 1, .progress = {}});
}

inline BeleniosReport audit_steps(const Steps& steps) { return audit_archive(archive::forge(steps)); }

/// What was found, each name once.
inline std::set<std::string> names_in(const BeleniosReport& report) {
  std::set<std::string> names;
  for (const auto& finding : report.findings) names.insert(finding.name);
  return names;
}

/// A ballot without its signature.
inline std::string unsigned_part(const std::string& ballot) { return ballot.substr(0, ballot.find(",\"signature\":")) + "}"; }

/// Signs whatever it is.
inline std::string sign(const group::Group& group, const group::Scalar& secret, const std::string& unsigned_ballot) {
  const std::string hash = voting::hash64(unsigned_ballot);
  const std::string proof = voting::write(group, voting::prove_knowledge(group, secret, "sig|" + hash + "|"));
  return unsigned_ballot.substr(0, unsigned_ballot.size() - 1) + ",\"signature\":{\"hash\":\"" + hash + "\",\"proof\":" + proof + "}}";
}

/// The first string that follows `key` in the JSON from `from` on: where it begins, and how long it is.
struct Place {
  std::size_t at, size;
};
inline Place string_after(const std::string& json, const std::string& key, std::size_t from = 0) {
  const std::size_t at = json.find(key, from) + key.size();
  return {at, json.find('"', at) - at};
}

}  // namespace radslag::audit::tests
