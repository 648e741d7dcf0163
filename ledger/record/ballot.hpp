// Everything about a ballot's inside, behind one interface: what the rest of the house knows of a ballot is its credential, its
// blob and, once it may be counted, the choices in it.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <vector>

#include "ledger/record/state.hpp"

namespace radslag::voting {
struct Ciphertext;
}

namespace radslag::record {

/// What a ballot says.
struct Choices {
  /// Places in the definition's list of projects, each once. Of a ranking the best first; else ascending.
  std::vector<std::uint16_t> places;
  /// Where ballots give points: how many each of `places` gets, from 1. Else empty.
  std::vector<std::uint8_t> points = {};

  Choices() = default;
  Choices(std::initializer_list<std::uint16_t> chosen) : places(chosen) {}
  explicit Choices(std::vector<std::uint16_t> chosen, std::vector<std::uint8_t> given = {})
      : places(std::move(chosen)), points(std::move(given)) {}

  [[nodiscard]] bool blank() const { return places.empty(); }
  auto operator<=>(const Choices&) const = default;
};

/// The ballots that count, urn by urn; one list where there are no urns. Sorted, so that nothing links one to its entry.
using CountedBallots = std::vector<std::vector<Choices>>;

/// What is in a ballot.
struct BallotContent {
  Choices choices;                                                                  ///< of a clear ballot
  std::shared_ptr<const std::vector<std::vector<voting::Ciphertext>>> sealed = {};  ///< of a secret one: its ciphertexts
};

/// A ballot that may be put in: its entry, and what is in it.
struct CheckedBallot {
  BallotEntry entry;
  BallotContent content;
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
  /// What a ballot's blob says: shape, binding to the round (a clear one's also to the blob's random bytes), a credential on the list,
  /// ballot rule, signature and proofs, the costly part last. Pure and thread-safe.
  [[nodiscard]] virtual Result<CheckedBallot> check(const Frozen& round, std::string_view blob) const = 0;
};

/// The one list of kinds; nullptr for an unknown name.
[[nodiscard]] const BallotKind* ballot_kind(std::string_view name);

/// The blob has the digest that the entry names and holds a ballot by the entry's credential that `check` accepts.
[[nodiscard]] Result<BallotContent> open_ballot(const Frozen& round, const BallotEntry& entry, std::string_view blob);
/// The same of a clear ballot.
[[nodiscard]] Result<Choices> check_ballot(const Frozen& round, const Ballot& entry, std::string_view blob);

/// The entry for a ballot's blob, once all is checked. For whoever takes ballots in.
[[nodiscard]] Result<CheckedBallot> accept_ballot(const Frozen& round, std::string_view blob);

/// The blob that a ballot's entry names.
[[nodiscard]] const Digest& blob_of(const BallotEntry& entry);
/// Under which idempotency key a ballot is kept: the digest of a clear ballot's blob, the tracker of a secret one. So it can be found by
/// it, and sent again without becoming another.
[[nodiscard]] const Digest& key_of(const BallotEntry& entry);

using Salt = std::array<std::uint8_t, blob_salt_bytes>;

/// The blob of a clear ballot (FORMAT.md 4.3), signed: for clients and tests. `choices` as the round's ballot rule has them.
[[nodiscard]] std::string make_clear_ballot(const Frozen& round, const crypto::SigningKey& key, const Choices& choices,
                                            const Salt& salt = crypto::random_bytes<blob_salt_bytes>());

}  // namespace radslag::record
