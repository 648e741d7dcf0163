// Numbers in a file, with the end of the file in mind.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace radslag::pictures {

/// `count` bytes at `at`, the most significant first. Nothing beyond the end.
[[nodiscard]] inline std::optional<std::uint32_t> number_at(std::string_view bytes, std::size_t at, std::size_t count) {
  if (at > bytes.size() || bytes.size() - at < count) return std::nullopt;
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

}  // namespace radslag::pictures
