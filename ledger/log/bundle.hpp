// Entry bundles and their paths: c2sp.org/tlog-tiles. A bundle holds 256 entries, each big-endian uint16 length || bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/result.hpp"

namespace radslag::log {

inline constexpr std::uint64_t bundle_width = 256;
inline constexpr std::size_t max_entry_bytes = 65'535;

/// "x001/x234/067" for 1234067; with width < 256 also ".p/W". 1 <= width <= 256.
[[nodiscard]] std::string tile_index_path(std::uint64_t n, std::uint64_t width = bundle_width);
/// The reverse, canonical forms only. Gives (n, width).
[[nodiscard]] Result<std::pair<std::uint64_t, std::uint64_t>> parse_tile_index_path(std::string_view path);

/// How many entries bundle `n` has in a log of `size` entries: 0 to 256.
[[nodiscard]] std::uint64_t bundle_entries(std::uint64_t n, std::uint64_t size);

void append_to_bundle(std::string& bundle, std::string_view entry);
/// Exactly `width` entries and nothing after them. The views point into `bundle`.
[[nodiscard]] Result<std::vector<std::string_view>> split_bundle(std::string_view bundle, std::uint64_t width);

}  // namespace radslag::log
