#include "ledger/record/ballot.hpp"

#include <algorithm>
#include <array>

#include "ledger/record/clear_ballot.hpp"

namespace radslag::record {
namespace {

const ClearBallot clear_ballot;
const std::array<const BallotKind*, 1> kinds{&clear_ballot};

Result<Vote> vote_in(const Frozen& round, std::string_view blob) {
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

Result<Choices> check_ballot(const Frozen& round, const Ballot& entry, std::string_view blob) {
  if (blob_digest(blob) != entry.ballot) return refuse(Errc::mismatch, "the ballot's blob does not have the digest that the entry names");
  auto vote = vote_in(round, blob);
  if (!vote) return tl::make_unexpected(vote.error());
  if (vote->credential != entry.credential) return refuse(Errc::mismatch, "the ballot is by another credential than the entry says");
  return std::move(vote->choices);
}

Result<CheckedBallot> accept_ballot(const Frozen& round, std::string_view blob) {
  auto vote = vote_in(round, blob);
  if (!vote) return tl::make_unexpected(vote.error());
  return CheckedBallot{{vote->credential, blob_digest(blob)}, std::move(vote->choices)};
}

}  // namespace radslag::record
