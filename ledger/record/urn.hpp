// The ballots of one urn as the replay needs them, clear or secret: which have been seen, and the last under each credential. A round of
// clear ballots has one urn.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <unordered_map>
#include <vector>

#include "ledger/record/ballot.hpp"
#include "ledger/record/digest_set.hpp"
#include "ledger/record/digest_table.hpp"

namespace radslag::record {

/// So that nobody with a single voting code can fill the record. FORMAT.md 4.2.
inline constexpr std::uint8_t max_ballots_of_credential = 100;

class Urn {
 public:
  explicit Urn(std::size_t roll) : last_(roll, none), cast_(roll) {}

  [[nodiscard]] std::uint8_t cast(std::uint32_t credential) const { return cast_[credential]; }
  [[nodiscard]] bool has(const Digest& ballot) const;
  /// `content` may be null: then the count asks for the blob.
  void put(std::uint32_t credential, const Digest& ballot, const BallotContent* content);
  [[nodiscard]] std::uint64_t voters() const { return voters_; }

  /// The last ballot of each credential that has one: its place on the list, its digest, its content where it was given.
  void for_each_last(const std::function<void(std::uint32_t credential, const Digest&, const BallotContent*)>& visit) const;
  /// What is in a credential's last ballot, once its blob has been asked for and checked.
  void remember(std::uint32_t credential, const BallotContent& content) { keep(credential, &content); }
  /// Once they have been counted: secret ballots take space.
  void forget_contents();

 private:
  static constexpr std::uint32_t none = 0xffffffff;

  void keep(std::uint32_t credential, const BallotContent* content);

  // Some sixty bytes a ballot, of which there may be a million: what is known lies side by side.
  std::vector<std::uint32_t> last_;        ///< by credential: place in ballots_ of the last one, or none
  std::vector<std::uint8_t> cast_;         ///< by credential: how many ballots, up to the most that there may be
  std::deque<Digest> ballots_;             ///< all of them, as they came
  DigestTable places_;                     ///< of those
  std::vector<std::uint32_t> choices_at_;  ///< by credential, once any are known: where in choices_ they begin, or none
  /// Of clear ballots: twice their number, and one more where they have points; then each, then its points. Those of replaced ballots stay.
  std::deque<std::uint16_t> choices_;
  std::unordered_map<std::uint32_t, BallotContent> sealed_;  ///< of secret ballots, by credential
  std::uint64_t voters_ = 0;
};

}  // namespace radslag::record
