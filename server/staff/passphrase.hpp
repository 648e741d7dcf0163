// Which passphrases are taken. Length above all (NIST SP 800-63B 5.1.1.2): no rules about kinds of characters.
#pragma once

#include <string_view>

#include "server/staff/refusal.hpp"

namespace radslag::staff {

/// At least 12 characters, at most 256 bytes of UTF-8; not one that is tried first, not digits alone, not made of the account's own name
/// or address.
[[nodiscard]] Outcome<> check_passphrase(std::string_view passphrase, std::string_view name, std::string_view mail);

inline constexpr std::size_t kLongestPassphraseBytes = 256;

}  // namespace radslag::staff
