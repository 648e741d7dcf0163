// Counting an urn of secret ballots: from the ballots, shuffles and partial decryptions in the record to votes (FORMAT.md section 4.7).
//
// What takes long - proofs of a large urn take seconds to minutes - works on an `UrnCount`, a copy of what the record knows of one urn, so
// that it can be done on any thread. What was found out travels back as a `HeavyCheck`.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "crypto/voting/result.hpp"
#include "ledger/record/ballot.hpp"

namespace radslag::record {

/// What came out of an urn.
struct UrnResult {
  std::uint64_t voters = 0, blank = 0;
  std::vector<TallyContent::Votes> votes;  ///< of all projects of the round, in the definition's order
  struct InvalidBallot {
    std::uint64_t place = 0;
    Invalid reason{};
  };
  std::vector<InvalidBallot> invalids;
  std::vector<Choices> valid;  ///< mixnet: the anonymous ballots that count; places in the definition
};

/// One urn, as of a moment. Cheap to copy; what it points to never changes.
struct UrnCount {
  std::shared_ptr<const Frozen> round;
  std::size_t urn = 0;
  std::uint64_t ballots = 0;  ///< entries
  std::uint64_t voters = 0;   ///< credentials with a ballot
  std::vector<UrnState::Part> shuffles, decryptions;

  struct Last {
    std::uint32_t credential = 0;
    Digest ballot{};
    std::shared_ptr<const std::vector<std::vector<voting::Ciphertext>>> sealed;  ///< where it is at hand
  };
  std::shared_ptr<const std::vector<Last>> last;  ///< under each credential that has one, in the order of the credentials

  // --- what has been worked out already; null otherwise ---
  std::shared_ptr<const voting::EncryptedTally> now;            ///< as the last shuffle left them
  std::vector<std::shared_ptr<const voting::Factors>> factors;  ///< of each decryption
  std::shared_ptr<const UrnResult> result;

  [[nodiscard]] const FrozenUrn& frozen() const { return round->urns[urn]; }
};

/// The blob with this digest, or nothing. Thread-safe where the work is to be done on several threads.
using BlobSource = std::function<std::optional<std::string>(const Digest&)>;

/// The encrypted tally, or what the last shuffle made of it; into `count.now`. Ballots whose content is not at hand are checked again.
[[nodiscard]] Result<> work_out_ciphertexts(UrnCount& count, const BlobSource& blobs, const voting::Work& work);
/// What a shuffle made, its proof not looked at.
[[nodiscard]] Result<std::shared_ptr<const voting::EncryptedTally>> shuffled(const UrnCount& count, const std::string& json);
/// All of the above, and the result; into `count.result`. out_of_order where decryptions are missing.
[[nodiscard]] Result<> work_out_result(UrnCount& count, const BlobSource& blobs, const voting::Work& work);

/// What has been found good outside of the record, and what it rests on: that the urns had so many ballots and shuffles.
struct HeavyCheck {
  Digest statement{};  ///< SHA-256 of its text
  struct Base {
    std::uint64_t ballots = 0;
    std::size_t shuffles = 0, decryptions = 0;
    bool operator==(const Base&) const = default;
  };
  std::vector<Base> bases;  ///< of all urns of the round
  std::size_t urn = 0;
  std::shared_ptr<const voting::EncryptedTally> before, after;  ///< of a shuffle; `before` also of a decryption
  std::shared_ptr<const voting::Factors> factors;               ///< of a decryption
  std::optional<TallyContent> recount;                          ///< of a tally or an allocation
  std::vector<std::shared_ptr<const UrnResult>> results;        ///< of a tally or an allocation, by urn
  std::optional<AllocationContent> allocation;                  ///< of an allocation whose rule needs the ballots
};

/// Whether a statement is one of those that take long.
[[nodiscard]] bool is_heavy(const Statement& statement);
/// Checks the proofs of a shuffle or a partial decryption, recounts for a tally, or applies the rule for an allocation. `counts`: of all
/// urns of the round, in their order. Errors: those of the proofs, out_of_order, malformed (not a heavy statement), not_found (no such urn,
/// a blob that is missing).
[[nodiscard]] Result<HeavyCheck> check_heavy(const std::vector<UrnCount>& counts, const Statement& statement, const BlobSource& blobs,
                                             const voting::Work& work);

[[nodiscard]] HeavyCheck::Base base_of(const UrnCount& count);

/// The tally that the urns' results give: what a `tally` entry must equal.
[[nodiscard]] TallyContent tally_of(const std::vector<UrnCount>& counts);

}  // namespace radslag::record
