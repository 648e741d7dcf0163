// Ballots that anyone who holds them can read: a voting credential signs the choice. Only for demonstrations.
#pragma once

#include "ledger/record/ballot.hpp"

namespace radslag::record {

class ClearBallot final : public BallotKind {
 public:
  [[nodiscard]] std::string_view name() const override { return "clear/v1"; }
  [[nodiscard]] bool demo_only() const override { return true; }
  [[nodiscard]] Result<> accepts(const RoundDefinition& definition) const override;
  [[nodiscard]] Result<CheckedBallot> check(const Frozen& round, std::string_view blob) const override;
};

}  // namespace radslag::record
