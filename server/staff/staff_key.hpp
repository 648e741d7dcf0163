// The secret that lies beside the database, never in it: who has a copy of the database alone cannot make anybody's codes.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace radslag::staff {

/// The key file is missing, malformed, readable by others, or of another database: says which and what to do.
struct StaffKeyError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Wiped when destroyed.
class StaffKey {
 public:
  /// Makes a new key file, 0600, on disk before this returns. Throws StaffKeyError if there is one.
  static void create(const std::filesystem::path& path);
  [[nodiscard]] static StaffKey load(const std::filesystem::path& path);

  explicit StaffKey(const std::array<std::uint8_t, 32>& secret);
  ~StaffKey();
  StaffKey(StaffKey&& other) noexcept;
  StaffKey(const StaffKey&) = delete;
  StaffKey& operator=(const StaffKey&) = delete;

  /// crypto_secretbox with a random nonce. What was sealed for one `purpose` opens for no other.
  [[nodiscard]] std::string seal(std::string_view purpose, std::string_view secret) const;
  [[nodiscard]] std::optional<std::string> open(std::string_view purpose, std::string_view sealed) const;

  /// A keyed number in [0, 65536): the same text, the same number.
  [[nodiscard]] std::uint16_t bucket(std::string_view text) const;

 private:
  std::array<std::uint8_t, 32> secret_;
};

}  // namespace radslag::staff
