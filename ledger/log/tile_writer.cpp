#include "ledger/log/tile_writer.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <span>

namespace radslag::log {

namespace {

std::string_view bytes_of(const std::vector<Hash>& hashes) {
  return {reinterpret_cast<const char*>(hashes.data()), hashes.size() * sizeof(Hash)};
}

/// MTH over hashes of subtrees of one size, of which the last may be smaller. 1 to 256 hashes.
Hash fold(std::vector<Hash> hashes) {
  while (hashes.size() > 1) {
    std::size_t out = 0;
    for (std::size_t i = 0; i < hashes.size(); i += 2)
      hashes[out++] = i + 1 < hashes.size() ? node_hash(hashes[i], hashes[i + 1]) : hashes[i];
    hashes.resize(out);
  }
  return hashes.front();
}

}  // namespace

TileWriter::TileWriter(Emit emit) : emit_(std::move(emit)) {}

Result<TileWriter> TileWriter::resume(std::uint64_t size, const Hash& root, const Read& read, Emit emit) {
  TileWriter writer(std::move(emit));
  writer.size_ = size;
  for (std::size_t level = 0; level < tile_levels; ++level) {
    const std::uint64_t hashes = size >> 8 * level;
    if (hashes % tile_width == 0) continue;
    const TilePlace place{level, hashes / tile_width, hashes % tile_width};
    const auto bytes = read(place);
    if (!bytes) return tl::make_unexpected(bytes.error());
    if (bytes->size() != place.width * sizeof(Hash)) return refuse(Errc::malformed, place.path() + " is not of its width");
    std::vector<Hash>& row = writer.edge_[level];
    row.resize(place.width);
    std::memcpy(row.data(), bytes->data(), bytes->size());
  }
  if (writer.root() != root)
    return refuse(Errc::mismatch, "the tiles at the right edge of " + std::to_string(size) + " entries do not give its root");
  return writer;
}

void TileWriter::append(const Hash& leaf) {
  ++size_;
  Hash hash = leaf;
  for (std::size_t level = 0; level < tile_levels; ++level) {
    std::vector<Hash>& row = edge_[level];
    row.push_back(hash);
    if (row.size() < tile_width) return;
    const std::uint64_t n = (size_ >> 8 * level) / tile_width - 1;
    emit_({level, n, tile_width}, bytes_of(row));
    hash = fold(row);
    row.clear();
  }
}

void TileWriter::emit_partial() const {
  for (std::size_t level = 0; level < tile_levels; ++level) {
    const std::vector<Hash>& row = edge_[level];
    if (!row.empty()) emit_({level, (size_ >> 8 * level) / tile_width, row.size()}, bytes_of(row));
  }
}

Hash TileWriter::root() const {
  std::vector<Hash> last;  // of what the levels below have to the right of their last full tile
  for (const std::vector<Hash>& row : edge_) {
    std::vector<Hash> hashes = row;
    hashes.insert(hashes.end(), last.begin(), last.end());
    if (!hashes.empty()) last = {fold(std::move(hashes))};
  }
  return last.empty() ? empty_root() : last.front();
}

}  // namespace radslag::log
