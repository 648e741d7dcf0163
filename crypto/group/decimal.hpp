// Non-negative integers as canonical decimal: the one form in which Belenios writes them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace radslag::group {

/// Digits only, at least one, no leading zero but in "0" itself.
[[nodiscard]] bool is_canonical_decimal(std::string_view text);

/// Reads canonical decimal into little-endian limbs, all of which are set; at most 32 limbs. False where the text is not canonical or
/// the number does not fit.
[[nodiscard]] bool limbs_from_decimal(std::string_view text, std::span<std::uint64_t> limbs);

/// At most 32 limbs.
[[nodiscard]] std::string decimal_of_limbs(std::span<const std::uint64_t> limbs);

}  // namespace radslag::group
