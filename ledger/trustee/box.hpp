// Sealing with a key of 32 bytes: XSalsa20-Poly1305 (libsodium's secretbox), a random nonce first.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace radslag::trustee {

/// Wiped when it goes.
class BoxKey {
 public:
  BoxKey() = default;
  explicit BoxKey(const std::array<std::uint8_t, 32>& bytes) : bytes_(bytes) {}
  ~BoxKey();
  BoxKey(const BoxKey&) = default;
  BoxKey& operator=(const BoxKey&) = default;

  [[nodiscard]] const std::uint8_t* data() const { return bytes_.data(); }
  [[nodiscard]] std::uint8_t* data() { return bytes_.data(); }

 private:
  std::array<std::uint8_t, 32> bytes_{};
};

[[nodiscard]] std::string close_box(std::string_view text, const BoxKey& key);
/// Nothing where another key closed it, or where a byte has changed.
[[nodiscard]] std::optional<std::string> open_box(std::string_view box, const BoxKey& key);

/// Overwrites what a string holds, also beyond its end.
void wipe(std::string& text);

}  // namespace radslag::trustee
