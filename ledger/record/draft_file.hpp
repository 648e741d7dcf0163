// A draft as a file, between drafting, sealing on the officers' devices, and handing in:
//
//   radslag/v1/draft
//   log rounds/parks-2026
//   key <64 hex digits>           the idempotency key: handing in twice counts once
//   statement <text>
//   blob <hex>                    each blob that the statement names, in the order of its fields
//   signed <key> <signature>      each seal that it has already: what a program seals itself, as a trustee's does
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/record/draft.hpp"

namespace radslag::record {

struct DraftFile {
  Draft draft;
  std::array<std::uint8_t, 32> key{};
  std::vector<Seal> seals = {};
};

[[nodiscard]] std::string encode_draft_file(const DraftFile& file);

/// Refuses a draft whose blobs are not exactly those that its statement names (mismatch), or with a seal that does not verify
/// (bad_signature).
[[nodiscard]] Result<DraftFile> parse_draft_file(std::string_view text);

/// Whether a file says that it is a draft.
[[nodiscard]] bool is_draft_file(std::string_view text);

}  // namespace radslag::record
