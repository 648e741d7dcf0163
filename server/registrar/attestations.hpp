// Attestations: whole statements for the town log in which the registrar says "an eligible person signs this", and the carrier in which
// the browser takes one to the counter. What the signer sees and consents to is the caller's business, before any of these.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/record/entry.hpp"
#include "ledger/result.hpp"
#include "server/registrar/matters.hpp"
#include "server/registrar/participation.hpp"
#include "server/registrar/sessions.hpp"

namespace radslag::registrar {

class Keys;
class Rolls;

/// A matter as the public record has it.
struct RecordedMatter {
  std::string id;
  record::Digest subject{};  ///< of the blob with the text that was raised
  record::Commitment roll;
};

struct NewInitiative {
  std::string matter, board, place;  ///< ids; `place` may be empty
  std::string blob;                  ///< 32 random bytes and the content (FORMAT.md section 3)
};
struct NewProposal {
  std::string call, proposal, place;
  std::string blob;
};

class Attestations {
 public:
  static constexpr std::uint64_t carrier_seconds = 10 * 60;
  static constexpr std::uint64_t begun_per_day = 5;  ///< initiatives and proposals of one person in 24 hours

  Attestations(const Keys& keys, Matters& matters, const Rolls& rolls, Participation& participation, std::string town_origin)
      : keys_(keys), matters_(matters), rolls_(rolls), participation_(participation), origin_(std::move(town_origin)) {}

  /// Each gives the carrier's text, good for ten minutes, and notes that the person took part. `now` in seconds since 1970.
  /// Errors: not_found (the matter is not this registrar's), mismatch (the record's commitment is not the one made here, or the announced
  /// edition is not the one held here), unknown_credential (by code, but not on the roll of that matter), busy (begun_per_day).
  [[nodiscard]] Result<std::string> sign(const Resident& resident, const RecordedMatter& matter,
                                         const std::optional<std::string>& name_blob, std::uint64_t now);
  [[nodiscard]] Result<std::string> withdraw(const Resident& resident, const RecordedMatter& matter, std::uint64_t now);
  /// Opens the matter on the edition that the record announced last.
  [[nodiscard]] Result<std::string> raise(const Resident& resident, const record::RollEdition& announced, const NewInitiative& initiative,
                                          std::uint64_t now);
  /// `roll`: the call's commitment in the record, from its first proposal on.
  [[nodiscard]] Result<std::string> propose(const Resident& resident, const record::RollEdition& announced,
                                            const std::optional<record::Commitment>& roll, const NewProposal& proposal, std::uint64_t now);
  /// A signature on paper, for PaperBatches: the nonce is the line's own, so that handing it in again signs nothing anew.
  [[nodiscard]] Result<std::string> sign_on_paper(const Person& person, const RecordedMatter& matter, const record::Nonce& nonce,
                                                  std::uint64_t now);

 private:
  [[nodiscard]] Result<record::Attestation> attest(const Resident& resident, const Matter& matter, const record::Digest& subject,
                                                   std::uint64_t now) const;
  [[nodiscard]] Result<Matter> known(const RecordedMatter& matter) const;
  [[nodiscard]] Result<Matter> begin(const Resident& resident, const record::RollEdition& announced, const std::string& id, Purpose purpose,
                                     std::uint64_t now);
  [[nodiscard]] std::string carrier(std::string statement, std::vector<std::string> blobs, std::uint64_t now) const;

  const Keys& keys_;
  Matters& matters_;
  const Rolls& rolls_;
  Participation& participation_;
  std::string origin_;
};

}  // namespace radslag::registrar
