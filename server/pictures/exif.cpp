#include <optional>

#include "server/pictures/file_head.hpp"

namespace radslag::pictures {
namespace {

constexpr std::uint32_t kOrientation = 0x0112, kShort = 3;
constexpr std::size_t kEntryBytes = 12;

/// TIFF 6.0: numbers in the byte order that its first two bytes name.
class Tiff {
 public:
  explicit Tiff(std::string_view bytes) : bytes_(bytes), little_(bytes.starts_with("II")) {}

  [[nodiscard]] std::optional<std::uint32_t> number(std::size_t at, std::size_t count) const {
    if (at > bytes_.size() || bytes_.size() - at < count) return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i) value = value << 8 | static_cast<unsigned char>(bytes_[at + (little_ ? count - 1 - i : i)]);
    return value;
  }

 private:
  std::string_view bytes_;
  bool little_;
};

}  // namespace

int exif_orientation(std::string_view bytes) {
  constexpr std::uint32_t kMagic = 42;
  if (!bytes.starts_with("II") && !bytes.starts_with("MM")) return 1;
  const Tiff tiff(bytes);
  const auto directory = tiff.number(4, 4);
  if (tiff.number(2, 2) != kMagic || !directory) return 1;
  const auto entries = tiff.number(*directory, 2);
  if (!entries) return 1;
  for (std::size_t i = 0; i < *entries; ++i) {
    const std::size_t entry = std::size_t{*directory} + 2 + i * kEntryBytes;
    const auto tag = tiff.number(entry, 2);
    if (!tag) return 1;
    if (*tag != kOrientation) continue;
    const auto value = tiff.number(entry + 8, 2);
    const bool right = tiff.number(entry + 2, 2) == kShort && tiff.number(entry + 4, 4) == 1U && value && *value >= 1 && *value <= 8;
    return right ? static_cast<int>(*value) : 1;
  }
  return 1;
}

}  // namespace radslag::pictures
