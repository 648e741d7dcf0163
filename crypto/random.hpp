// Random bytes from the operating system, by libsodium.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace radslag::crypto {

void fill_random(void* out, std::size_t size);

template <std::size_t N>
[[nodiscard]] std::array<std::uint8_t, N> random_bytes() {
  std::array<std::uint8_t, N> bytes;
  fill_random(bytes.data(), bytes.size());
  return bytes;
}

/// A uniform integer in [0, bound). `bound` 0 gives 0.
[[nodiscard]] std::uint32_t random_below(std::uint32_t bound);

}  // namespace radslag::crypto
