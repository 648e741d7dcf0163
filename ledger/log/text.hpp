// The small grammars that notes, checkpoints and receipts share: UTF-8, lines, decimal numbers, base64 hashes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/log/tree.hpp"
#include "ledger/result.hpp"

namespace radslag::log {

/// Takes one code point off the front of `rest`, which must not be empty. Nothing where the bytes are not well-formed UTF-8
/// (RFC 3629: no overlong form, no surrogate, nothing over U+10FFFF).
[[nodiscard]] std::optional<char32_t> take_code_point(std::string_view& rest);

/// Well-formed UTF-8 without control characters below U+0020 other than newline: what c2sp.org/signed-note allows in a note.
[[nodiscard]] bool valid_note_bytes(std::string_view bytes);

/// Takes the next line off the front of `rest`, without its newline. Nothing where no newline is left.
[[nodiscard]] std::optional<std::string_view> take_line(std::string_view& rest);

/// A decimal number below 2^63 without sign or leading zero. `what` names it in the error.
[[nodiscard]] Result<std::uint64_t> parse_decimal(std::string_view digits, std::string_view what);

/// 32 bytes in canonical base64. `what` names them in the error.
[[nodiscard]] Result<Hash> parse_hash(std::string_view base64, std::string_view what);

/// Takes the lines of hashes up to and with the blank line after them: 0 to 63. `what` names the whole in the error.
[[nodiscard]] Result<Path> take_path(std::string_view& rest, const std::string& what);

[[nodiscard]] std::string hash_text(const Hash& hash);

}  // namespace radslag::log
