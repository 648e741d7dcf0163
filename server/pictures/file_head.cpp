#include "server/pictures/file_head.hpp"

#include "server/pictures/big_endian.hpp"

namespace radslag::pictures {
namespace {

constexpr std::string_view kPng("\x89PNG\r\n\x1a\n", 8), kJpeg("\xff\xd8\xff", 3);

Result<FileHead> checked(FileHead head) {
  if (head.width == 0 || head.height == 0) return refuse(Errc::malformed, "the picture has no size");
  return head;
}

/// The first chunk is IHDR with thirteen bytes (PNG specification, section 11.2.2).
Result<FileHead> png_head(std::string_view bytes) {
  const auto width = number_at(bytes, 16, 4), height = number_at(bytes, 20, 4);
  if (number_at(bytes, 8, 4) != 13U || bytes.substr(12, 4) != "IHDR" || !width || !height)
    return refuse(Errc::malformed, "a PNG file without a header");
  return checked({Kind::png, *width, *height, 1});
}

/// Markers that begin a frame: SOF0 to SOF15, but not DHT, JPG and DAC, which stand among them (ITU-T T.81, table B.1).
bool is_frame(std::uint32_t marker) { return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc; }

/// Markers that no length follows, and reserved ones. They cannot stand before the first scan, and a decoder that steps over them otherwise
/// than we do would see another frame than we did.
bool is_out_of_place(std::uint32_t marker) { return marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd9); }

constexpr std::uint32_t kApp1 = 0xe1, kStartOfScan = 0xda;

void read_exif(std::string_view segment, FileHead& head) {
  constexpr std::string_view kExif("Exif\0\0", 6);
  if (segment.starts_with(kExif) && head.orientation == 1) head.orientation = exif_orientation(segment.substr(kExif.size()));
}

/// Segments up to the first scan. EXIF stands before the frame or, rarely, after it.
Result<FileHead> jpeg_head(std::string_view bytes) {
  FileHead head;
  for (std::size_t at = 2;;) {
    while (number_at(bytes, at, 2) == 0xffffU) ++at;  // fill bytes
    const auto marker = number_at(bytes, at, 2), length = number_at(bytes, at + 2, 2);
    const std::uint32_t kind = marker.value_or(0) & 0xff;
    if (!marker || !length || *marker >> 8 != 0xff || is_out_of_place(kind) || *length < 2 || bytes.size() - at - 2 < *length) {
      return refuse(Errc::malformed, "a JPEG file that ends or breaks before its picture");
    }
    if (kind == kStartOfScan) break;
    const std::string_view segment = bytes.substr(at + 4, *length - 2U);
    if (kind == kApp1) read_exif(segment, head);
    if (is_frame(kind)) {
      if (head.width != 0 || segment.size() < 6) return refuse(Errc::malformed, "a JPEG file with a strange frame");
      head.height = *number_at(segment, 1, 2);
      head.width = *number_at(segment, 3, 2);
    }
    at += 2 + *length;
  }
  return checked(head);
}

}  // namespace

Result<FileHead> read_head(std::string_view bytes) {
  if (bytes.starts_with(kPng)) return png_head(bytes);
  if (bytes.starts_with(kJpeg)) return jpeg_head(bytes);
  return refuse(Errc::unsupported, "neither a JPEG nor a PNG file");
}

}  // namespace radslag::pictures
