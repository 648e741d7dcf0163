// A trustee's steps in making the key (FORMAT.md section 4.7): from what stands in the record to this trustee's next message.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crypto/group/group.hpp"
#include "ledger/trustee/act.hpp"

namespace radslag::trustee {

/// Where the ceremony stands.
struct CeremonyStanding {
  std::optional<record::KeyStep> step;      ///< under way; nothing when the key is there
  std::vector<std::uint64_t> missing;       ///< trustees whose message of that step is not there, from 1
  std::optional<std::string> certificates;  ///< fingerprint (hex SHA-256), once all are there
  std::optional<std::string> key;           ///< fingerprint of all that was published of the key, once it is there
  std::optional<std::string> public_key;    ///< the election's key itself, as Belenios writes it
};

[[nodiscard]] CeremonyStanding standing_of(const record::CeremonyState& ceremony);

/// What a trustee has to do now.
enum class Turn { act, wait, complete };
[[nodiscard]] Turn turn_of(const record::CeremonyState& ceremony, std::uint64_t trustee);

/// Makes this trustee's message of a step, checking everybody's messages before it, or gives the one that was made before. Secrets are
/// kept before the message is. Errors: out_of_order (not this step's turn: the detail says whose it is), not_found (the secrets are not in
/// this folder), not_authorised (they have been changed), and what is wrong with another's message, naming them.
[[nodiscard]] Result<Made> make_step(const Seat& seat, record::KeyStep step, StateFolder& folder);

/// The secret with which this trustee decrypts. Errors: not_found, not_authorised as above.
[[nodiscard]] Result<group::Scalar> decryption_secret(const Seat& seat, const StateFolder& folder);

/// "Anna Ek (2), Bo Lind (3)"
[[nodiscard]] std::string names_of(const record::CeremonyState& ceremony, const std::vector<std::uint64_t>& trustees);

}  // namespace radslag::trustee
