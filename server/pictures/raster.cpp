#include "server/pictures/raster.hpp"

#include <gd.h>

#include <algorithm>
#include <cstdarg>
#include <new>
#include <utility>

namespace radslag::pictures {
namespace {

/// What the decoders say of a damaged file is nothing for the server's standard error.
void say_nothing(int, const char*, std::va_list) {}

Raster made(int width, int height) {
  Raster raster(gdImageCreateTrueColor(width, height));
  if (!raster) throw std::bad_alloc();
  return raster;
}

/// The longer side `side` at most, the other in proportion and at least one pixel.
std::pair<int, int> fitted(std::int64_t width, std::int64_t height, std::int64_t side) {
  const std::int64_t longer = std::max({width, height, side});
  const auto fit = [&](std::int64_t length) { return static_cast<int>(std::max<std::int64_t>(1, (length * side + longer / 2) / longer)); };
  return {fit(width), fit(height)};
}

/// Where the pixel that shall stand at (x, y) lies in a picture of these sides (Exif 2.32, section 4.6.4).
std::pair<int, int> source_of(int x, int y, int width, int height, int orientation) {
  switch (orientation) {
    case 2: return {width - 1 - x, y};
    case 3: return {width - 1 - x, height - 1 - y};
    case 4: return {x, height - 1 - y};
    case 5: return {y, x};
    case 6: return {y, height - 1 - x};
    case 7: return {width - 1 - y, height - 1 - x};
    case 8: return {width - 1 - y, x};
    default: return {x, y};
  }
}

}  // namespace

void DestroyRaster::operator()(gdImageStruct* raster) const noexcept { gdImageDestroy(raster); }

Raster decode(std::string_view bytes, Kind kind) {
  [[maybe_unused]] static const bool quiet = (gdSetErrorMethod(&say_nothing), true);
  const int size = static_cast<int>(bytes.size());
  void* data = const_cast<char*>(bytes.data());  // gd's interface; it only reads
  return Raster(kind == Kind::png ? gdImageCreateFromPngPtr(size, data) : gdImageCreateFromJpegPtr(size, data));
}

std::uint32_t width_of(const Raster& raster) { return static_cast<std::uint32_t>(gdImageSX(raster)); }
std::uint32_t height_of(const Raster& raster) { return static_cast<std::uint32_t>(gdImageSY(raster)); }

Raster scaled(const Raster& raster, std::uint32_t side) {
  const int width = gdImageSX(raster), height = gdImageSY(raster);
  const auto [new_width, new_height] = fitted(width, height, side);
  Raster small = made(new_width, new_height);
  gdImageFilledRectangle(small.get(), 0, 0, new_width - 1, new_height - 1, gdTrueColor(255, 255, 255));
  gdImageCopyResampled(small.get(), raster.get(), 0, 0, 0, 0, new_width, new_height, width, height);
  return small;
}

Raster upright(Raster raster, int orientation) {
  if (orientation == 1) return raster;
  const int width = gdImageSX(raster), height = gdImageSY(raster);
  const bool turned = orientation >= 5;
  Raster result = made(turned ? height : width, turned ? width : height);
  for (int y = 0; y < gdImageSY(result); ++y)
    for (int x = 0; x < gdImageSX(result); ++x) {
      const auto [from_x, from_y] = source_of(x, y, width, height, orientation);
      gdImageTrueColorPixel(result, x, y) = gdImageTrueColorPixel(raster, from_x, from_y);
    }
  return result;
}

std::string encode_jpeg(const Raster& raster, int quality) {
  gdImageInterlace(raster.get(), 1);  // a slow line shows the whole picture early
  int size = 0;
  const std::unique_ptr<void, void (*)(void*)> bytes(gdImageJpegPtr(raster.get(), &size, quality), gdFree);
  if (!bytes) throw std::bad_alloc();
  return {static_cast<const char*>(bytes.get()), static_cast<std::size_t>(size)};
}

}  // namespace radslag::pictures
