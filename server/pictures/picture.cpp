#include "server/pictures/picture.hpp"

#include <algorithm>
#include <chrono>
#include <mutex>

#include "server/pictures/file_head.hpp"
#include "server/pictures/for_decoder.hpp"
#include "server/pictures/raster.hpp"

namespace radslag::pictures {
namespace {

Result<> check(const FileHead& head, const Limits& limits) {
  const std::string size = std::to_string(head.width) + " x " + std::to_string(head.height) + " pixels";
  if (head.width > limits.side || head.height > limits.side || std::uint64_t{head.width} * head.height > limits.pixels) {
    return refuse(Errc::too_large, size + " are more than the " + std::to_string(limits.pixels) + " that are taken");
  }
  return {};
}

/// Coarser twice, then three quarters as wide and high, until it is short enough: noise on 1,600 pixels is.
Picture written(Raster raster, const Limits& limits) {
  while (true) {
    for (const int quality : {limits.quality, limits.quality * 4 / 5, limits.quality * 3 / 5}) {
      std::string jpeg = encode_jpeg(raster, quality);
      const bool smallest = width_of(raster) == 1 && height_of(raster) == 1;
      if (jpeg.size() <= limits.shown_bytes || smallest) return {std::move(jpeg), width_of(raster), height_of(raster)};
    }
    raster = scaled(raster, std::max(width_of(raster), height_of(raster)) * 3 / 4);
  }
}

/// Two large pictures at once would take twice the memory: they wait for each other.
std::timed_mutex one_at_a_time;

}  // namespace

Result<Picture> take_in(std::string_view bytes, const Limits& limits) {
  if (bytes.size() > limits.bytes) return refuse(Errc::too_large, "a picture's file over " + std::to_string(limits.bytes) + " bytes");
  const auto head = read_head(bytes);
  if (!head) return tl::make_unexpected(head.error());
  if (auto fits = check(*head, limits); !fits) return tl::make_unexpected(fits.error());
  const auto whole = for_decoder(bytes, head->kind);
  if (!whole) return refuse(Errc::malformed, "the picture is cut off");
  if (head->kind == Kind::jpeg && count_scans(*whole) > limits.scans) {
    return refuse(Errc::too_large, "a JPEG file of more than " + std::to_string(limits.scans) + " scans");
  }

  const std::unique_lock turn(one_at_a_time, std::chrono::seconds(limits.wait_seconds));
  if (!turn) return refuse(Errc::busy, "another picture is being read");
  Raster raster = decode(*whole, head->kind);
  if (!raster) return refuse(Errc::malformed, "the picture is damaged");
  raster = scaled(raster, limits.shown_side);
  return written(upright(std::move(raster), head->orientation), limits);
}

}  // namespace radslag::pictures
