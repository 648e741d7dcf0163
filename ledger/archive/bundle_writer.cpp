#include "ledger/archive/bundle_writer.hpp"

#include "ledger/log/tile_writer.hpp"

namespace radslag::archive {

BundleWriter::BundleWriter(const Packs& packs, const std::function<bool(std::string_view)>& sink,
                           const std::function<void(std::uint64_t)>& progress)
    : packs_(packs), progress_(progress), tar_([this, &sink](std::string_view bytes) { wanted_ = wanted_ && sink(bytes); }, 0) {}

void BundleWriter::add(const std::string& path, std::string_view bytes) {
  if (wanted_) tar_.add(path, bytes);
}

void BundleWriter::add_log(const store::LogName& log, std::uint64_t size, std::string_view checkpoint, const Shown& shown) {
  add(log + "/checkpoint", checkpoint);
  log::TileWriter tiles([&](const log::TilePlace& place, std::string_view bytes) { add(log + "/" + place.path(), bytes); });
  for (const auto& place : log::bundles_of(size)) {
    if (!wanted_) return;
    const auto entries = packs_.entries(log, place.n, place.width);
    add(log + "/" + place.path(), entries.bytes);
    add(log + "/blobs/" + log::tile_index_path(place.n, place.width), packs_.blobs(entries.bytes, place.width, shown));
    for (const auto& leaf : entries.leaves) tiles.append(leaf);
    if (progress_) progress_(done_ += place.width);
  }
  tiles.emit_partial();
}

void BundleWriter::finish() {
  if (wanted_) tar_.finish();
}

}  // namespace radslag::archive
