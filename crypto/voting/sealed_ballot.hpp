// Making ballots: encrypt, then either open the encryption to see that it holds what it should (a challenge), or sign and cast it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crypto/voting/ciphertext.hpp"
#include "crypto/voting/election.hpp"
#include "crypto/voting/encodings.hpp"

namespace radslag::voting {

/// An encrypted ballot without a signature, and the secrets that it was made with. Wiped when destroyed.
class SealedBallot {
 public:
  /// `numbers`: one list for each question, that `encode_choices` gave (or keeps its rules). `credential` is the public one.
  SealedBallot(const Election& election, std::string credential, std::vector<Numbers> numbers);
  ~SealedBallot();
  SealedBallot(SealedBallot&&) noexcept = default;
  SealedBallot& operator=(SealedBallot&&) = delete;
  SealedBallot(const SealedBallot&) = delete;
  SealedBallot& operator=(const SealedBallot&) = delete;

  /// hash64 of the ballot as it is: the voter writes it down before choosing to open or to cast.
  [[nodiscard]] const std::string& hash() const { return hash_; }

  /// The ballot to cast. `secret` is that of the credential.
  [[nodiscard]] std::string sign(const Scalar& secret) const;

  /// The ballot with all that is in it, for everyone to check: {"ballot":{..},"randomness":[[r..]..],"numbers":[[i..]..]}. Never cast it
  /// then.
  [[nodiscard]] std::string open() const;

 private:
  Election election_;
  std::vector<Numbers> numbers_;
  std::vector<std::vector<Scalar>> randomness_;
  std::string json_;
  std::string hash_;
};

/// Sealed and signed at once: paper ballots, tests.
[[nodiscard]] std::string make_ballot(const Election& election, const Scalar& secret, std::vector<Numbers> numbers);

struct OpenedBallot {
  std::string credential;
  std::string hash;
  std::vector<Numbers> numbers;
  /// What the voter chose, for each question; empty for a question of Encoding::none.
  std::vector<Choices> choices;
};

/// Whether an opened ballot holds exactly what it says (bad_opening), its proofs are right and its choices allowed (bad_choices).
[[nodiscard]] Checked<OpenedBallot> check_opening(const Election& election, std::string_view json);

}  // namespace radslag::voting
