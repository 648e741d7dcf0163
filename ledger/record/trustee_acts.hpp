// What trustees' own acts have in common: ceremony, shuffles, decryptions.
#pragma once

#include "ledger/record/state.hpp"

namespace radslag::record {

/// `number` is a trustee's of the round's ceremony, from 1, and one of the entry's seals is that trustee's. Whether it verifies is for
/// `check_seals`. Errors: not_found, not_authorised.
[[nodiscard]] Result<> is_trustees_own(const RoundState& round, const Entry& entry, std::uint64_t number);

/// Whether so many trustees can make a key of which `threshold` of them, or with 0 all, decrypt. Errors: malformed.
[[nodiscard]] Result<> trustees_suffice(std::size_t trustees, std::uint64_t threshold);

}  // namespace radslag::record
