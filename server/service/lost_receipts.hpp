// What becomes of a receipt that somebody hands in because its entry was lost (FORMAT.md section 4.8).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/record/draft.hpp"
#include "ledger/record/succession.hpp"

namespace radslag::service {

struct ShownReceipt {
  enum class Outcome {
    counts_again,  ///< the record has taken the lost entry up, and it is in effect
    evidence,      ///< the record has taken it up as proof of what was lost; it has no effect
    not_lost,      ///< the entry stands in the record where the receipt says
    contradicted   ///< the record has another entry there, or none: the receipt proves that it was changed
  };
  Outcome outcome{};
  bool before = false;      ///< somebody has handed it in already
  std::string log;          ///< of the entry
  std::uint64_t index = 0;  ///< that the entry has, or had
  std::uint64_t at = 0;     ///< of the entry that says so, in the same log; where it was lost
};
/// "counts-again": for JSON and message keys.
[[nodiscard]] std::string_view outcome_name(ShownReceipt::Outcome outcome);

/// What the record says of it as it stands; nothing where it is to be handed in. `entry_at`: the record's entry at a place, if there is
/// one.
[[nodiscard]] std::optional<ShownReceipt> known_already(
    const record::ShownEntry& shown,
    const std::function<std::optional<std::string>(const std::string& log, std::uint64_t index)>& entry_at);

}  // namespace radslag::service
