#include "server/pictures/for_decoder.hpp"

#include <set>

#include "server/pictures/big_endian.hpp"

namespace radslag::pictures {
namespace {

constexpr std::size_t kSignature = 8, kAround = 12;  // a chunk's length, name and checksum

/// Header, palette and transparency once each, and the pixels (PNG specification, section 11).
std::optional<std::string> png_for_decoder(std::string_view bytes) {
  std::string kept(bytes.substr(0, kSignature));
  std::set<std::string_view> seen;
  for (std::size_t at = kSignature;;) {
    const auto length = number_at(bytes, at, 4);
    if (!length || bytes.size() - at < kAround || bytes.size() - at - kAround < *length) return std::nullopt;
    const std::string_view chunk = bytes.substr(at, kAround + *length), name = chunk.substr(4, 4);
    const bool once = name == "IHDR" || name == "PLTE" || name == "tRNS" || name == "IEND";
    if (name == "IDAT" || (once && seen.insert(name).second)) kept += chunk;
    if (name == "IEND") return kept;
    at += chunk.size();
  }
}

/// From picture data to the next marker; 0xff00 and restart markers belong to the data (ITU-T T.81, section B.1.1.2).
std::size_t skip_picture_data(std::string_view bytes, std::size_t at) {
  for (at = bytes.find('\xff', at); at != std::string_view::npos && at + 1 < bytes.size(); at = bytes.find('\xff', at + 1)) {
    const auto marker = static_cast<unsigned char>(bytes[at + 1]);
    if (marker != 0 && marker != 0xff && (marker < 0xd0 || marker > 0xd7)) return at;
  }
  return bytes.size();
}

std::optional<std::string> jpeg_for_decoder(std::string_view bytes) {
  constexpr std::uint32_t kStartOfScan = 0xffda, kEndOfImage = 0xffd9;
  for (std::size_t at = 2;;) {
    while (number_at(bytes, at, 2) == 0xffffU) ++at;
    const auto marker = number_at(bytes, at, 2);
    if (marker == kEndOfImage) return std::string(bytes.substr(0, at + 2));
    const auto length = number_at(bytes, at + 2, 2);
    if (!marker || *marker < 0xffc0 || !length) return std::nullopt;
    at += 2 + *length;
    if (marker == kStartOfScan) at = skip_picture_data(bytes, at);
  }
}

}  // namespace

std::optional<std::string> for_decoder(std::string_view bytes, Kind kind) {
  return kind == Kind::png ? png_for_decoder(bytes) : jpeg_for_decoder(bytes);
}

/// However a decoder finds its way, each scan begins with these two bytes, and in a scan's data they cannot stand.
std::uint32_t count_scans(std::string_view jpeg) {
  std::uint32_t scans = 0;
  for (std::size_t at = jpeg.find("\xff\xda"); at != std::string_view::npos; at = jpeg.find("\xff\xda", at + 2)) ++scans;
  return scans;
}

}  // namespace radslag::pictures
