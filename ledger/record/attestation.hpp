// What the registrar says of a person without saying who: "an eligible person for this matter signs this" (FORMAT.md section 9).
//
// The person is a pseudonym that means something in this matter only. Who came by code or eID is proven to stand on the roll that the
// matter committed to when it began: a Merkle path from the pseudonym to the commitment. E-mail proves no place on the roll.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/hash.hpp"
#include "crypto/signing.hpp"
#include "ledger/log/tree.hpp"
#include "ledger/result.hpp"

namespace radslag::record {

using crypto::Digest;
using crypto::PublicKey;

enum class Assurance : std::uint8_t { email, code, eid, paper };
[[nodiscard]] std::span<const std::string_view> words(Assurance);

/// The pseudonyms of everyone on a roll edition for one matter: a tree of RFC 9162 over them, ascending, each 32 bytes.
struct Commitment {
  std::uint64_t people = 0;  ///< its size
  Digest root{};
  bool operator==(const Commitment&) const = default;
};

/// A pseudonym's place in the commitment.
struct Membership {
  std::uint64_t place = 0;
  log::Path path;
};

using Nonce = std::array<std::uint8_t, 16>;

struct Attestation {
  Digest subject{};  ///< of the blob with what is signed
  Commitment roll;
  Digest pseudonym{};
  Assurance assurance{};
  std::string area;        ///< where the person lives; empty for small areas, protected persons and e-mail
  std::uint64_t hour = 0;  ///< issued in; good in this and the next hour of the record
  Nonce nonce{};           ///< no two attestations are the same
  crypto::Signature registrar{};
  std::optional<Membership> membership;  ///< exactly where the assurance is not e-mail
};

/// What the registrar signs: the statement's lines before `registrar`, under a first line of their own. `statement` is an encoded statement
/// with an attestation.
[[nodiscard]] std::string attested_message(std::string_view statement);

/// The registrar's signature, and the place on the roll. The costly part of admitting a signature: pure and thread-safe.
/// Errors: bad_signature, mismatch (no such place in the commitment).
[[nodiscard]] Result<> check_attestation(const Attestation& attestation, std::string_view statement, const PublicKey& registrar);

struct InitiativeRaised;
struct Signature;
struct Withdrawal;
struct ProjectProposed;

/// The statement as the registrar attests it, ready for the town log: all of its fields are set but `attested.registrar`.
/// `attested.membership` is set exactly where the assurance is not e-mail.
[[nodiscard]] std::string attest(InitiativeRaised statement, const crypto::SigningKey& registrar);
[[nodiscard]] std::string attest(Signature statement, const crypto::SigningKey& registrar);
[[nodiscard]] std::string attest(Withdrawal statement, const crypto::SigningKey& registrar);
[[nodiscard]] std::string attest(ProjectProposed statement, const crypto::SigningKey& registrar);

/// On its way from the registrar to the counter in the browser: a whole statement for the town log. Never stored.
struct Carrier {
  static constexpr std::string_view kind = "attested";
  std::string statement;
  std::vector<std::string> blobs;  ///< those that the statement names, in the order of its fields
  std::uint64_t expires = 0;       ///< seconds since 1970
  crypto::Signature registrar{};   ///< over all lines before
};

/// Signed by the registrar.
[[nodiscard]] std::string encode_carrier(Carrier carrier, const crypto::SigningKey& registrar);
/// Errors: not_canonical, bad_signature, expired, mismatch (blobs). The attestation inside is not checked here.
[[nodiscard]] Result<Carrier> open_carrier(std::string_view text, const PublicKey& registrar, std::uint64_t now_seconds);

}  // namespace radslag::record
