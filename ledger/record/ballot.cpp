#include "ledger/record/ballot.hpp"

#include <algorithm>
#include <array>

#include "ledger/record/clear_ballot.hpp"
#include "ledger/record/secret_ballot.hpp"

namespace radslag::record {
namespace {

const ClearBallot clear_ballot;
const MixnetBallot mixnet;
const HomomorphicBallot homomorphic;
const std::array<const BallotKind*, 3> kinds{&clear_ballot, &mixnet, &homomorphic};

/// Equal but for the blob's digest.
bool is_by(const BallotEntry& stated, const BallotEntry& read) {
  if (const auto* ballot = std::get_if<SecretBallot>(&stated)) {
    const auto* other = std::get_if<SecretBallot>(&read);
    return other && ballot->urn == other->urn && ballot->credential == other->credential && ballot->tracker == other->tracker;
  }
  const auto* other = std::get_if<Ballot>(&read);
  return other && std::get<Ballot>(stated).credential == other->credential;
}

Result<CheckedBallot> ballot_in(const Frozen& round, std::string_view blob) {
  const auto* kind = ballot_kind(round.definition.ballot);
  if (!kind) return refuse(Errc::unsupported, "unknown kind of ballot: " + round.definition.ballot);
  if (!blob_content(blob)) return refuse(Errc::malformed, "a ballot is 32 random bytes and its content");
  return kind->check(round, blob);
}

}  // namespace

const BallotKind* ballot_kind(std::string_view name) {
  const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const BallotKind* kind) { return kind->name() == name; });
  return found == kinds.end() ? nullptr : *found;
}

Result<BallotContent> open_ballot(const Frozen& round, const BallotEntry& entry, std::string_view blob) {
  if (blob_digest(blob) != blob_of(entry)) return refuse(Errc::mismatch, "the ballot's blob does not have the digest that the entry names");
  auto ballot = ballot_in(round, blob);
  if (!ballot) return tl::make_unexpected(ballot.error());
  if (!is_by(entry, ballot->entry)) return refuse(Errc::mismatch, "the ballot is by another credential than the entry says");
  return std::move(ballot->content);
}

Result<Choices> check_ballot(const Frozen& round, const Ballot& entry, std::string_view blob) {
  auto content = open_ballot(round, entry, blob);
  if (!content) return tl::make_unexpected(content.error());
  return std::move(content->choices);
}

Result<CheckedBallot> accept_ballot(const Frozen& round, std::string_view blob) { return ballot_in(round, blob); }

const Digest& blob_of(const BallotEntry& entry) {
  return std::visit([](const auto& x) -> const Digest& { return x.ballot; }, entry);
}

const Digest& key_of(const BallotEntry& entry) {
  const auto* secret = std::get_if<SecretBallot>(&entry);
  return secret ? secret->tracker : std::get<Ballot>(entry).ballot;
}

}  // namespace radslag::record
