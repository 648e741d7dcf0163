// Who has signed an initiative, as pseudonyms: kept apart from `State`, which is copied, since they are the many.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "ledger/record/digest_table.hpp"
#include "ledger/record/entry.hpp"

namespace radslag::record {

/// What pages show of the signatures of one initiative. Counts are of those that stand: not withdrawn, not set aside.
struct SignatureCount {
  std::uint64_t email = 0, code = 0, eid = 0, paper = 0;
  std::uint64_t withdrawn = 0, set_aside = 0;
  std::map<std::string, std::uint64_t> by_area;  ///< by roll area; "" for none

  [[nodiscard]] std::uint64_t standing() const { return email + code + eid + paper; }
  bool operator==(const SignatureCount&) const = default;
};

inline constexpr std::uint64_t max_per_mille = 1'000;

/// How many signatures a board's rule asks for, for an initiative about `place` (or no area) on that roll. FORMAT.md section 4.4.
/// `Record` admits no rule of more than `max_per_mille`; it is counted as that.
[[nodiscard]] std::uint64_t threshold_of(const Board& board, const RollEdition& edition, const std::string& place);

class Signatures {
 public:
  enum class Standing : std::uint8_t { none, stands, withdrawn, set_aside };

  [[nodiscard]] Standing of(const Digest& pseudonym) const;
  /// An attestation counts once, also after its signature was withdrawn.
  [[nodiscard]] bool used(const Digest& pseudonym, const Nonce& nonce) const;

  void sign(const Attestation& attestation, std::uint64_t index, bool with_name);
  void withdraw(const Attestation& attestation);
  void set_aside(const Digest& pseudonym);
  void restore(const Digest& pseudonym);

  [[nodiscard]] const SignatureCount& count() const { return count_; }
  /// Entries whose signature stands and shows a name, the newest first.
  [[nodiscard]] std::vector<std::uint64_t> named(std::size_t most) const;

 private:
  struct Signer {  // 64 bytes, and some six in the table
    Digest pseudonym{};
    Nonce nonce{};            ///< of the first attestation in this matter; of further ones: more_nonces_
    std::uint64_t index = 0;  ///< of the signature's entry
    std::uint16_t area = 0;   ///< place in areas_
    Assurance assurance{};
    Standing standing = Standing::none;
    bool with_name = false;
    bool has_more_nonces = false;
  };
  [[nodiscard]] std::uint32_t place_of(const Digest& pseudonym) const;
  [[nodiscard]] Signer& signer(const Digest& pseudonym);
  void stand(Signer& signer);
  void fall(Signer& signer, Standing to);

  std::deque<Signer> signers_;  ///< as they came; never moved, so that it never takes twice the space
  DigestTable places_;
  std::map<std::uint32_t, std::vector<Nonce>> more_nonces_;  ///< by place in signers_: few sign, withdraw and sign again
  std::set<std::uint64_t> named_;                            ///< entries that stand and show a name
  std::vector<std::string> areas_;
  SignatureCount count_;
};

}  // namespace radslag::record
