// Checking ballots: {"election_uuid","election_hash","credential","answers":[..],"signature":{"hash","proof":{"challenge","response"}}}.
//
// A ballot is the one JSON that a program following the format would write: whatever else it is, a ballot with a space, a "+5" or a member
// more is refused. Who may vote, and which of several ballots counts, is not judged here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crypto/voting/ciphertext.hpp"
#include "crypto/voting/election.hpp"

namespace radslag::voting {

/// Bytes of a ballot.
inline constexpr std::size_t largest_ballot = std::size_t{128} * 1024;

struct BallotIdentity {
  std::string credential;
  /// 43 characters: hash64 of the ballot without its signature. Known before signing: what the voter is shown.
  std::string hash;
  /// 43 characters: hash64 of the whole ballot, Belenios' smart ballot tracker.
  std::string tracker;
};

struct BallotFacts {
  BallotIdentity identity;
  /// For each question: one for each choice (the blank one first), or the one of a mixnet question.
  std::vector<std::vector<Ciphertext>> ciphertexts;
};

/// Everything: canonical bytes, size, election, shape, credential and signature, membership of all elements, all proofs. Cheap checks
/// first. Pure and thread-safe.
[[nodiscard]] Checked<BallotFacts> check_ballot(const Election& election, std::string_view json);

/// Who and what, without any proof: for ballots that were checked before. Refuses what is not for this election, and a ballot whose hash
/// is not its own.
[[nodiscard]] Checked<BallotIdentity> read_ballot(const Election& election, std::string_view json);

}  // namespace radslag::voting
