// Voting codes and the credentials they give (FORMAT.md section 7).
#pragma once

#include <string>
#include <string_view>

#include "crypto/signing.hpp"
#include "ledger/result.hpp"

namespace radslag::record {

/// 20 random characters of an alphabet without look-alikes: about 99 bits. Canonical: capitals, no separators.
[[nodiscard]] std::string new_voting_code();
/// "ABCDE-FGHJK-LMNPQ-RSTUV": for people.
[[nodiscard]] std::string print_voting_code(std::string_view code);
/// What people type: any case, spaces and dashes anywhere. Gives the canonical code.
[[nodiscard]] Result<std::string> parse_voting_code(std::string_view typed);
/// The signing key of a canonical code in the round whose log has this origin.
[[nodiscard]] crypto::SigningKey credential_of_code(std::string_view code, std::string_view round_origin);

}  // namespace radslag::record
