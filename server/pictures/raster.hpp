// A decoded picture.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "server/pictures/file_head.hpp"

struct gdImageStruct;

namespace radslag::pictures {

struct DestroyRaster {
  void operator()(gdImageStruct* raster) const noexcept;
};

/// Never null where a function below gives it, but for `decode`. Those that make one throw std::bad_alloc.
using Raster = std::unique_ptr<gdImageStruct, DestroyRaster>;

/// Null for what the decoder cannot read.
[[nodiscard]] Raster decode(std::string_view bytes, Kind kind);

[[nodiscard]] std::uint32_t width_of(const Raster& raster);
[[nodiscard]] std::uint32_t height_of(const Raster& raster);

/// On white, with at most `side` pixels on the longer side: the mean of what falls into each.
[[nodiscard]] Raster scaled(const Raster& raster, std::uint32_t side);

/// As a person holds it, who took it with EXIF's `orientation`, 1 to 8.
[[nodiscard]] Raster upright(Raster raster, int orientation);

[[nodiscard]] std::string encode_jpeg(const Raster& raster, int quality);

}  // namespace radslag::pictures
