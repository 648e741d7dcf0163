// Ballots that nobody can read alone: Belenios' protocol, version 1. Shuffled and then decrypted one by one, or only added up.
#pragma once

#include "ledger/record/ballot.hpp"

namespace radslag::record {

/// What both kinds share. Which urn a ballot is for, its own JSON says.
class BeleniosBallot : public BallotKind {
 public:
  [[nodiscard]] bool demo_only() const final { return false; }
  /// Urns there must be. What depends on the ceremony's group is for `urn_election` to refuse.
  [[nodiscard]] Result<> accepts(const RoundDefinition& definition) const final;
  [[nodiscard]] Result<CheckedBallot> check(const Frozen& round, std::string_view blob) const final;
};

class MixnetBallot final : public BeleniosBallot {
 public:
  [[nodiscard]] std::string_view name() const override;
};

class HomomorphicBallot final : public BeleniosBallot {
 public:
  [[nodiscard]] std::string_view name() const override;
};

}  // namespace radslag::record
