// The encrypted tally: for a homomorphic question the product of all ballots' ciphertexts, for a mixnet question the sorted list of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/voting/ciphertext.hpp"
#include "crypto/voting/election.hpp"

namespace radslag::voting {

/// One list of ciphertexts for each question.
using EncryptedTally = std::vector<std::vector<Ciphertext>>;

/// Adds up ballots as they come. The caller adds only the last under each credential.
class TallyBuilder {
 public:
  explicit TallyBuilder(Election election);

  /// The ciphertexts that `check_ballot` gave. bad_tally for a weight other than 1 where the election has a mixnet question.
  [[nodiscard]] Checked<> add(const std::vector<std::vector<Ciphertext>>& ballot, std::uint64_t weight = 1);
  /// What another builder of the same election has added up: for several threads.
  void add(TallyBuilder other);

  [[nodiscard]] std::uint64_t ballots() const { return ballots_; }
  [[nodiscard]] std::uint64_t weight() const { return weight_; }
  /// Sorts the lists of mixnet questions.
  [[nodiscard]] EncryptedTally finish() const;

 private:
  Election election_;
  EncryptedTally tally_;
  std::uint64_t ballots_ = 0;
  std::uint64_t weight_ = 0;
};

/// [[{"alpha","beta"}..]..]
[[nodiscard]] std::string write_tally(const Election& election, const EncryptedTally& tally);
/// Somebody else's, canonical, with membership checked and in the order that it stands in. To know that it is the right one, compare its
/// JSON.
[[nodiscard]] Checked<EncryptedTally> read_tally(const Election& election, std::string_view json);

/// {"num_tallied":n,"total_weight":n,"encrypted_tally":"hash"}: what an EncryptedTally event names. `tally_json` as written.
[[nodiscard]] std::string write_sized_tally(std::uint64_t ballots, std::uint64_t weight, std::string_view tally_json);

}  // namespace radslag::voting
