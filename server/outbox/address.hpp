// Which mail addresses this house writes to.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "ledger/result.hpp"

namespace radslag::outbox {

/// RFC 5321 sections 4.5.3.1.1 to 4.5.3.1.3, the angle brackets not counted.
inline constexpr std::size_t kAddressBytes = 254, kLocalPartBytes = 64;

/// A dot-atom, "@" and a domain of at least two labels (RFC 5322 section 3.4.1 without its comments, quotes, folding and literals), all
/// ASCII. A domain in other letters is written in its "xn--" form. No '%' or '!' before the "@": old mail servers take them for a route.
/// What this accepts can stand in a header and in an SMTP command as it is.
[[nodiscard]] bool is_mail_address(std::string_view text);

/// An address as a person typed it: space around it is taken off and the domain written in small letters, so that the same mailbox is
/// spelled once. The part before the "@" stays as it is, for only its mail server knows what it means. too_large, malformed.
[[nodiscard]] Result<std::string> read_address(std::string_view typed);

/// What stands after the "@".
[[nodiscard]] std::string_view domain_of(std::string_view address);

}  // namespace radslag::outbox
