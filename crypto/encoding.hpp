// Hex and base64 in their one possible form. Decoders refuse everything that the encoder would not have written.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace radslag::crypto {

/// Lower-case hex.
[[nodiscard]] std::string to_hex(std::string_view bytes);
/// Accepts lower-case hex of even length only.
[[nodiscard]] std::optional<std::string> from_hex(std::string_view hex);
/// The same into given bytes, which the hex must fill exactly; if not, false, and what they hold then means nothing.
[[nodiscard]] bool hex_into(std::string_view hex, std::span<std::uint8_t> bytes);

/// Standard base64 (RFC 4648 section 4) with padding.
[[nodiscard]] std::string to_base64(std::string_view bytes);
/// Accepts canonical base64 only: full padding, zero trailing bits, no white space.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

template <std::size_t N>
[[nodiscard]] std::string to_hex(const std::array<std::uint8_t, N>& bytes) {
  return to_hex(std::string_view(reinterpret_cast<const char*>(bytes.data()), N));
}

/// Exactly N bytes as lower-case hex, or nothing.
template <std::size_t N>
[[nodiscard]] std::optional<std::array<std::uint8_t, N>> array_from_hex(std::string_view hex) {
  std::array<std::uint8_t, N> bytes;
  if (!hex_into(hex, bytes)) return std::nullopt;
  return bytes;
}

}  // namespace radslag::crypto
