// Everything about a ballot's inside, behind one interface: what the rest of the house knows of a ballot is its credential, its
// blob and, once it may be counted, the choices in it.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "ledger/record/state.hpp"

namespace radslag::record {

/// Places in the definition's list of projects, ascending.
using Choices = std::vector<std::uint16_t>;

struct Vote {
  PublicKey credential{};
  Choices choices;
};

class BallotKind {
 public:
  virtual ~BallotKind() = default;

  /// The name that a round's definition gives: "clear/v1".
  [[nodiscard]] virtual std::string_view name() const = 0;
  /// May only be used where the town log says `demo yes`.
  [[nodiscard]] virtual bool demo_only() const = 0;
  /// Whether the round's definition can be voted on with this kind.
  [[nodiscard]] virtual Result<> accepts(const RoundDefinition& definition) const = 0;
  /// What a ballot's blob says: shape, binding to the round and to the blob's random bytes, a credential on the list, ballot rule,
  /// signature, the costly part last. Pure and thread-safe.
  [[nodiscard]] virtual Result<Vote> check(const Frozen& round, std::string_view blob) const = 0;
};

/// The one list of kinds; nullptr for an unknown name.
[[nodiscard]] const BallotKind* ballot_kind(std::string_view name);

/// The blob has the digest that the entry names and holds a ballot by the entry's credential that `check` accepts.
[[nodiscard]] Result<Choices> check_ballot(const Frozen& round, const Ballot& entry, std::string_view blob);

/// The entry for a ballot's blob, after `check_ballot`. For whoever takes ballots in.
struct CheckedBallot {
  Ballot entry;
  Choices choices;
};
[[nodiscard]] Result<CheckedBallot> accept_ballot(const Frozen& round, std::string_view blob);

using Salt = std::array<std::uint8_t, blob_salt_bytes>;

/// The blob of a clear ballot (FORMAT.md 4.3), signed: for clients and tests. `choices` ascending.
[[nodiscard]] std::string make_clear_ballot(const Frozen& round, const crypto::SigningKey& key, const Choices& choices,
                                            const Salt& salt = crypto::random_bytes<blob_salt_bytes>());

}  // namespace radslag::record
