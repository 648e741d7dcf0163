// Pictures' files that the tests make themselves.
#pragma once

#include <gd.h>
#include <zlib.h>

#include <array>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace radslag::pictures::test {

using Canvas = std::unique_ptr<gdImage, void (*)(gdImagePtr)>;

inline Canvas canvas(int width, int height, int colour = gdTrueColor(40, 90, 160)) {
  Canvas made(gdImageCreateTrueColor(width, height), gdImageDestroy);
  if (!made) throw std::bad_alloc();
  gdImageAlphaBlending(made.get(), 0);
  gdImageFilledRectangle(made.get(), 0, 0, width - 1, height - 1, colour);
  return made;
}

inline std::string taken(void* bytes, int size) {
  if (!bytes) throw std::runtime_error("gd cannot encode");
  std::string all(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
  gdFree(bytes);
  return all;
}

inline std::string jpeg_of(const Canvas& picture, int quality = 95) {
  int size = 0;
  void* bytes = gdImageJpegPtr(picture.get(), &size, quality);
  return taken(bytes, size);
}

inline std::string png_of(const Canvas& picture) {
  int size = 0;
  void* bytes = gdImagePngPtr(picture.get(), &size);
  return taken(bytes, size);
}

inline Canvas opened(const std::string& jpeg) {
  std::string copy = jpeg;
  Canvas picture(gdImageCreateFromJpegPtr(static_cast<int>(copy.size()), copy.data()), gdImageDestroy);
  if (!picture) throw std::runtime_error("not a JPEG that gd reads");
  return picture;
}

inline std::string big_endian(std::uint32_t value, int bytes) {
  std::string all;
  for (int i = bytes - 1; i >= 0; --i) all += static_cast<char>(value >> 8 * i & 0xff);
  return all;
}

inline std::string png_chunk(const std::string& name, const std::string& data) {
  const std::string body = name + data;
  const auto sum = crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
  return big_endian(static_cast<std::uint32_t>(data.size()), 4) + body + big_endian(static_cast<std::uint32_t>(sum), 4);
}

/// Well-formed as far as its header goes, whatever it says of its size.
inline std::string png_claiming(std::uint32_t width, std::uint32_t height) {
  return "\x89PNG\r\n\x1a\n" + png_chunk("IHDR", big_endian(width, 4) + big_endian(height, 4) + std::string("\x08\x02\0\0\0", 5)) +
         png_chunk("IDAT", std::string("\x78\x9c\x03\0\0\0\0\x01", 8)) + png_chunk("IEND", "");
}

inline std::string jpeg_segment(int marker, const std::string& data) {
  return std::string{'\xff', static_cast<char>(marker)} + big_endian(static_cast<std::uint32_t>(data.size() + 2), 2) + data;
}

/// `segments` right after the file's first two bytes.
inline std::string jpeg_with(const std::string& jpeg, const std::string& segments) { return jpeg.substr(0, 2) + segments + jpeg.substr(2); }

/// The size in a JPEG's frame, overwritten. `jpeg` is gd's, with one frame.
inline std::string jpeg_claiming(std::string jpeg, std::uint32_t width, std::uint32_t height) {
  std::size_t frame = jpeg.find("\xff\xc0");
  if (frame == std::string::npos) frame = jpeg.find("\xff\xc2");
  return jpeg.replace(frame + 5, 4, big_endian(height, 2) + big_endian(width, 2));
}

/// EXIF in either byte order: an orientation, and a position in a directory of its own.
class Exif {
 public:
  explicit Exif(bool little) : little_(little) {}

  [[nodiscard]] std::string segment(std::uint32_t orientation) const {
    std::string tiff = (little_ ? "II" : "MM") + number(42, 2) + number(8, 4);
    tiff += number(3, 2);
    tiff += entry(0x010f, 2, 4, "Cam\0");
    tiff += entry(0x0112, 3, 1, little_ ? number(orientation, 4) : number(orientation, 2) + number(0, 2));
    tiff += entry(0x8825, 4, 1, number(8 + 2 + 3 * 12 + 4, 4));  // where the position stands: right after this directory
    tiff += number(0, 4);
    tiff += number(2, 2) + entry(1, 2, 2, std::string("N\0\0\0", 4)) + entry(2, 5, 3, number(8 + 2 + 3 * 12 + 4 + 2 + 2 * 12 + 4, 4)) +
            number(0, 4);
    for (const std::uint32_t part : kPosition) tiff += number(part, 4) + number(1, 4);
    return jpeg_segment(0xe1, std::string("Exif\0\0", 6) + tiff);
  }
  /// The bytes of the position, as they stand in the segment.
  [[nodiscard]] std::string position() const { return number(kPosition[0], 4) + number(1, 4) + number(kPosition[1], 4); }

 private:
  static constexpr std::array<std::uint32_t, 3> kPosition{59, 16, 27'391'002};

  [[nodiscard]] std::string number(std::uint32_t value, int bytes) const {
    std::string all = big_endian(value, bytes);
    return little_ ? std::string(all.rbegin(), all.rend()) : all;
  }
  [[nodiscard]] std::string entry(std::uint32_t tag, std::uint32_t type, std::uint32_t count, std::string_view value) const {
    std::string four(value);
    four.resize(4, '\0');
    return number(tag, 2) + number(type, 2) + number(count, 4) + four;
  }

  bool little_;
};

}  // namespace radslag::pictures::test
