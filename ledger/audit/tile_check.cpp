#include "ledger/audit/tile_check.hpp"

#include <algorithm>

namespace radslag::audit {
namespace {

constexpr std::size_t hash_bytes = std::tuple_size_v<log::Hash>;
constexpr std::uint64_t max_tile_bytes = log::tile_width * hash_bytes;

/// Which entries the hash stands for: "entry 17", "entries 512 to 767".
std::string entries_text(const log::TilePlace& place, std::uint64_t hash) {
  const auto each = std::uint64_t{1} << (8 * *place.level);
  const auto first = (place.n * log::tile_width + hash) * each;
  if (each == 1) return "entry " + std::to_string(first);
  return "entries " + std::to_string(first) + " to " + std::to_string(first + each - 1);
}

}  // namespace

TileCheck::TileCheck(Source& source, std::string log, std::function<void(const FileTrouble&)> trouble)
    : source_(source),
      log_(std::move(log)),
      trouble_(std::move(trouble)),
      tiles_([this](const log::TilePlace& place, std::string_view good) { check(place, good); }) {}

void TileCheck::check(const log::TilePlace& place, std::string_view good) {
  if (troubles_ >= most_troubles) return;
  const auto path = log_ + "/" + place.path();
  const auto bytes = source_.get(path, max_tile_bytes);
  if (!bytes) return tell(path, bytes.error());
  if (*bytes == good) return;
  if (bytes->size() != good.size())
    return tell(path, {Errc::malformed, std::to_string(bytes->size()) + " bytes instead of " + std::to_string(good.size())});
  const auto at = std::mismatch(good.begin(), good.end(), bytes->begin()).first - good.begin();
  const auto hash = static_cast<std::uint64_t>(at) / hash_bytes;
  tell(path, {Errc::mismatch, "its hash " + std::to_string(hash) + " is not the one that " + entries_text(place, hash) + " give"});
}

void TileCheck::tell(const std::string& path, Error error) {
  trouble_({path, std::move(error)});
  if (++troubles_ == most_troubles)
    trouble_({log_ + "/tile", {Errc::mismatch, "more than these tiles may be missing or wrong: the rest was not looked at"}});
}

}  // namespace radslag::audit
