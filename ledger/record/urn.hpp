// The ballots of one round as the replay needs them: which digests have been seen, and the last ballot under each credential.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_set>
#include <vector>

#include "ledger/record/ballot.hpp"

namespace radslag::record {

/// So that nobody with a single voting code can fill the record. FORMAT.md 4.2.
inline constexpr std::uint8_t max_ballots_of_credential = 100;

class Urn {
 public:
  explicit Urn(std::size_t roll) : last_(roll, none), cast_(roll) {}

  [[nodiscard]] std::uint8_t cast(std::uint32_t credential) const { return cast_[credential]; }
  [[nodiscard]] bool has(const Digest& ballot) const { return digests_.contains(ballot); }
  /// `choices` may be null: then the count asks for the blob.
  void put(std::uint32_t credential, const Digest& ballot, const Choices* choices);
  [[nodiscard]] std::uint64_t voters() const { return voters_; }

  /// The last ballot of each credential that has one: its place on the list, its digest, its choices where they were given.
  void for_each_last(const std::function<void(std::uint32_t credential, const Digest&, const Choices*)>& visit) const;
  /// The choices in a credential's last ballot, once its blob has been asked for and checked.
  void remember(std::uint32_t credential, Choices choices) { choices_[last_[credential]] = std::move(choices); }

 private:
  static constexpr std::uint32_t none = 0xffffffff;
  struct Hash {
    std::size_t operator()(const Digest& digest) const;
  };

  std::vector<std::uint32_t> last_;  ///< by credential: place in ballots_ and choices_, or none
  std::vector<std::uint8_t> cast_;   ///< by credential: how many ballots, up to the most that there may be
  std::vector<Digest> ballots_;
  std::vector<std::optional<Choices>> choices_;
  std::unordered_set<Digest, Hash> digests_;
  std::uint64_t voters_ = 0;
};

}  // namespace radslag::record
