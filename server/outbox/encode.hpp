// How texts of all languages are written in a letter's ASCII.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace radslag::outbox {

[[nodiscard]] bool is_utf8(std::string_view text);

/// For a header: control characters and line ends become spaces, bidirectional controls are left out; at most `bytes`, cut at a character.
/// Nothing that this returns can begin a new header line. `text` is UTF-8.
[[nodiscard]] std::string clean_line(std::string_view text, std::size_t bytes);

/// For a body: the same, but line feeds and tabs stay.
[[nodiscard]] std::string clean_text(std::string_view text);

/// The value of an unstructured header: as it is where it is short and plain ASCII, else RFC 2047's encoded words, folded. `text` is what
/// clean_line gives; `used`: bytes that stand before it on its first line, at most 40.
[[nodiscard]] std::string header_text(std::string_view text, std::size_t used);

/// The same for the name before an address (RFC 5322's phrase).
[[nodiscard]] std::string header_name(std::string_view text, std::size_t used);

/// RFC 2045 section 6.7, with CRLF line ends. No line begins with a dot or with "From ".
[[nodiscard]] std::string quoted_printable(std::string_view text);

/// RFC 5322 section 3.3, in UTC. `hour`: hours since 1970; the mail says the hour and no more.
[[nodiscard]] std::string mail_date(std::int64_t hour);

}  // namespace radslag::outbox
