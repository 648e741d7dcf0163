// Pictures that people hand in, made into pictures that may be shown: read, scaled down, written anew. Nothing of the file but what can be
// seen goes on: no position, no camera, no second file hidden behind the picture.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/result.hpp"

namespace radslag::pictures {

struct Limits {
  std::size_t bytes = 8 * 1024 * 1024;  ///< of the file
  std::uint64_t pixels = 40'000'000;    ///< before scaling; up to twelve bytes of memory each while it is read
  std::uint32_t side = 20'000;          ///< pixels, before scaling
  std::uint32_t scans = 40;             ///< passes over a progressive JPEG: few bytes can ask for many, each as dear as the whole picture
  std::uint32_t shown_side = 1'600;     ///< the longer side of what comes out; smaller pictures keep their size
  int quality = 82;                     ///< of the JPEG that comes out, 1 to 100
  std::size_t shown_bytes = 1'000'000;  ///< a JPEG over that is written again coarser, and then smaller (the record takes 1 MiB: FORMAT.md)
  int wait_seconds = 5;                 ///< for the picture that is being read before this one
};

/// What may be shown.
struct Picture {
  std::string jpeg;  ///< progressive, without anything of the file that was handed in but its pixels; the same file gives the same bytes
  std::uint32_t width = 0, height = 0;
};

/// Reads a JPEG or PNG, whatever its name says. A turned photograph (EXIF orientation) is turned upright, transparency becomes white.
/// Errors: unsupported (neither JPEG nor PNG), too_large (bytes, pixels, sides, scans), malformed (begins as a picture but is cut off or
/// damaged), busy (another one is being read; try again).
///
/// Any thread. One picture is decoded at a time in the whole process, so that memory stays within that of one: about half a gigabyte at
/// worst with these limits, given back at once.
[[nodiscard]] Result<Picture> take_in(std::string_view bytes, const Limits& limits = {});

}  // namespace radslag::pictures
