// QR codes as pictures that a printer draws sharp: SVG, by libqrencode.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace radslag::qr {

inline constexpr std::size_t max_bytes = 2'953;  ///< of a code of version 40 with the least correction

/// A QR code (ISO/IEC 18004, byte mode) of exactly these bytes, as an `<svg>` element without width and height: the page's style says how
/// large. With the strongest correction of M and L that they fit with. `label`: what a screen reader says. Nothing where there are more
/// than `max_bytes`, or none. Throws std::bad_alloc where memory runs out.
[[nodiscard]] std::optional<std::string> svg(std::string_view bytes, std::string_view label);

}  // namespace radslag::qr
