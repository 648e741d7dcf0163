// What the beginning of a picture's file says, before anything is decoded.
#pragma once

#include <cstdint>
#include <string_view>

#include "ledger/result.hpp"

namespace radslag::pictures {

enum class Kind { jpeg, png };

struct FileHead {
  Kind kind = Kind::jpeg;
  std::uint32_t width = 0, height = 0;  ///< as stored, at least 1
  int orientation = 1;                  ///< EXIF's, 1 to 8; 1 where there is none
};

/// By content alone. unsupported: neither JPEG nor PNG; malformed: cut off or inconsistent before the dimensions are known.
[[nodiscard]] Result<FileHead> read_head(std::string_view bytes);

/// The Orientation of TIFF data as EXIF has it; 1 for anything that is not right. `tiff` begins with "II" or "MM".
[[nodiscard]] int exif_orientation(std::string_view tiff);

}  // namespace radslag::pictures
