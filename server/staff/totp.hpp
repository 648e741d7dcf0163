// Codes of an authenticator: RFC 6238 with HMAC-SHA-1, 30 seconds, six digits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace radslag::staff {

/// 160 random bits, as RFC 4226 section 4 recommends.
[[nodiscard]] std::string new_totp_secret();

/// Unix time in seconds to the count of 30-second steps.
[[nodiscard]] std::int64_t totp_step(std::int64_t unix_seconds);

/// The code of a step: `digits` decimal digits, 6 to 8.
[[nodiscard]] std::string totp_code(std::string_view secret, std::int64_t step, int digits = 6);

/// The step whose code it is: that of `now`, the one before or the one after, and later than `used_step`, so that no code is taken twice.
/// Blanks in what was typed do not matter.
[[nodiscard]] std::optional<std::int64_t> totp_match(std::string_view secret, std::string_view typed, std::int64_t now,
                                                     std::int64_t used_step);

/// RFC 4648 section 6 without padding: what an authenticator takes when typed.
[[nodiscard]] std::string to_base32(std::string_view bytes);

/// otpauth://totp/ISSUER:ACCOUNT?secret=...: what an authenticator reads from a QR code.
[[nodiscard]] std::string otpauth_uri(std::string_view issuer, std::string_view account, std::string_view secret);

}  // namespace radslag::staff
