// An act whose blob is too large to come with it, before the blob: enough to see that it is a trustee's, and that it is their turn.
//
//   radslag/v1/announced-act
//   log rounds/parks-2026
//   key <64 hex digits>           the idempotency key
//   bytes 48211034                of the one blob that the statement names
//   statement <text>
//   signed <key> <signature>      each
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/record/entry.hpp"

namespace radslag::record {

struct AnnouncedAct {
  std::string log;
  std::array<std::uint8_t, 32> key{};
  std::uint64_t bytes = 0;
  std::string statement;
  std::vector<Seal> seals;
};

[[nodiscard]] std::string encode_announced_act(const AnnouncedAct& act);
/// Seals are not judged. Errors: not_canonical.
[[nodiscard]] Result<AnnouncedAct> parse_announced_act(std::string_view text);

}  // namespace radslag::record
