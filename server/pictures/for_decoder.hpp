// What of a picture's file a decoder shall see.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/pictures/file_head.hpp"

namespace radslag::pictures {

/// The picture from its beginning to its end, and nothing where the end is missing, which decoders take lightly. What follows it (a film,
/// an archive) stays outside, and of a PNG also the chunks that do not make the picture: texts, profiles. `bytes` has passed read_head.
[[nodiscard]] std::optional<std::string> for_decoder(std::string_view bytes, Kind kind);

/// How often a decoder may go over the picture, at most: a few bytes can ask for a pass, and each is as dear as the whole picture.
[[nodiscard]] std::uint32_t count_scans(std::string_view jpeg);

}  // namespace radslag::pictures
