// A voting card handed out to a resident: the registrar's signed commitment to it (FORMAT.md sections 4.7 and 7).
#pragma once

#include <string_view>

#include "ledger/record/entry.hpp"

namespace radslag::record {

/// What stands for a voting card in the record. `card`: its 22 characters with their hyphens.
[[nodiscard]] Digest card_commitment(std::string_view round_origin, std::string_view card);

/// The statement, signed by the registrar.
[[nodiscard]] HandedOut hand_out(std::string round_origin, const Digest& commitment, const crypto::SigningKey& registrar);

/// Errors: bad_signature.
[[nodiscard]] Result<> check_handed_out(const HandedOut& statement, const PublicKey& registrar);

}  // namespace radslag::record
