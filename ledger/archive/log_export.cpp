#include "ledger/archive/log_export.hpp"

#include <algorithm>

#include "crypto/encoding.hpp"
#include "ledger/log/bundle.hpp"
#include "ledger/log/text.hpp"

namespace radslag::archive {
namespace {

std::optional<log::Checkpoint> parse(const std::string& note) {
  const auto parsed = log::parse_note(note);
  const auto checkpoint = parsed ? log::parse_checkpoint_text(parsed->text) : tl::make_unexpected(parsed.error());
  return checkpoint ? std::optional(*checkpoint) : std::nullopt;
}

std::string head_text(const log::Checkpoint& head) {
  return head.origin + " at " + std::to_string(head.size) + " entries with root " + log::hash_text(head.root);
}

}  // namespace

LogExport::LogExport(ExportFolder& folder, const store::Store& store, const Packs& packs, store::LogName log)
    : folder_(folder),
      store_(store),
      packs_(packs),
      log_(std::move(log)),
      tiles_([this](const log::TilePlace& place, std::string_view bytes) { put_tile(place, bytes); }) {
  const auto note = folder_.read(log_ + "/checkpoint");
  if (note) before_ = parse(*note);
  unreadable_ = note && !before_;
}

Error LogExport::other_history(const LogHead& head) const {
  const auto ours = parse(head.checkpoint);
  return {Errc::mismatch, folder_.root().string() + " has " + head_text(*before_) + "; the record here has " +
                              (ours ? head_text(*ours) : "no entries of " + log_) + ", which does not continue it"};
}

Result<> LogExport::may_grow_to(const LogHead& head) const {
  if (unreadable_) return refuse(Errc::mismatch, (folder_.root() / log_ / "checkpoint").string() + " is no checkpoint");
  if (!before_) return {};
  const auto ours = parse(head.checkpoint);
  const bool other = !ours || ours->origin != before_->origin || ours->size < before_->size ||
                     (ours->size == before_->size && ours->root != before_->root);
  if (other) return tl::make_unexpected(other_history(head));
  return {};
}

bool LogExport::append_leaves(std::uint64_t n, const EntryBundle& entries) {
  for (std::uint64_t i = 0; i < entries.leaves.size(); ++i) {
    if (n * log::bundle_width + i < tiles_.size()) continue;
    if (before_ && tiles_.size() == before_->size && tiles_.root() != before_->root) return false;
    tiles_.append(entries.leaves[i]);
  }
  return true;
}

/// What is published for the first time is what was hashed.
void LogExport::check_bodies(std::uint64_t n, std::uint64_t width, const EntryBundle& entries) const {
  const auto bodies = log::split_bundle(entries.bytes, width);
  for (std::uint64_t i = 0; i < width; ++i) {
    if (!bodies || log::leaf_hash((*bodies)[i]) != entries.leaves[i])
      throw store::StoreUnusable("entry " + std::to_string(n * log::bundle_width + i) + " of " + log_ + " is not the one that was hashed");
  }
}

Result<bool> LogExport::write(const LogStep& step) {
  const auto size = step.head.size;
  const auto first = tiles_.size() / log::bundle_width;
  for (auto n = first; n * log::bundle_width < size; ++n) {
    const auto width = log::bundle_entries(n, size);
    const auto entries = packs_.entries(log_, n, width);
    if (!append_leaves(n, entries)) return tl::make_unexpected(other_history(step.head));
    if (n * log::bundle_width + width > size_before()) check_bodies(n, width, entries);
    put_bundle(n, width, entries);
    put_pack(n, width, entries, step);
    if (step.each_blob) put_blobs(width, entries, step);
    if (!step.go_on(width)) return false;
  }
  if (before_ && before_->size == tiles_.size() && tiles_.root() != before_->root) return tl::make_unexpected(other_history(step.head));
  const auto ours = parse(step.head.checkpoint);
  if (!ours || tiles_.root() != ours->root)
    throw store::StoreUnusable("the entries of " + log_ + " do not give the root that their checkpoint signs");
  tiles_.emit_partial();
  for (const auto n : step.changed) {
    if (n >= first) continue;
    const auto entries = packs_.entries(log_, n, log::bundle_width);
    put_pack(n, log::bundle_width, entries, step);
    if (step.each_blob) put_blobs(log::bundle_width, entries, step);
  }
  return true;
}

void LogExport::outdate_partial(const std::string& path) {
  const auto partial = path + ".p";
  if (!folder_.names(partial).empty()) outdated_.push_back(partial);
}

void LogExport::put_tile(const log::TilePlace& place, std::string_view bytes) {
  const auto path = log_ + "/" + place.path();
  const bool was_there = log::width_at(place, size_before()) == place.width;
  if (!was_there || folder_.size(path) != bytes.size()) folder_.write(path, bytes);
  if (place.width == log::tile_width) outdate_partial(path);
}

void LogExport::put_bundle(std::uint64_t n, std::uint64_t width, const EntryBundle& entries) {
  const auto path = log_ + "/" + log::TilePlace{std::nullopt, n, width}.path();
  const bool was_there = log::bundle_entries(n, size_before()) == width;
  if (!was_there || folder_.size(path) != entries.bytes.size()) folder_.write(path, entries.bytes);
  if (width == log::bundle_width) outdate_partial(path);
}

void LogExport::put_pack(std::uint64_t n, std::uint64_t width, const EntryBundle& entries, const LogStep& step) {
  const auto path = log_ + "/blobs/" + log::tile_index_path(n, width);
  const bool was_there = log::bundle_entries(n, size_before()) == width && folder_.size(path);
  const bool changed = step.changed.contains(n);
  if (!was_there) {
    folder_.write(path, packs_.blobs(entries.bytes, width, step.shown));
  } else if (changed) {
    folder_.stage(path, packs_.blobs(entries.bytes, width, step.shown));
  }
  clear_old_packs(n, width, changed);
}

/// Of a pack that is not full yet the newest and the one before stay, for readers who have begun with the checkpoint before. Where a blob
/// was opened or withheld since, none of the old ones does.
void LogExport::clear_old_packs(std::uint64_t n, std::uint64_t width, bool changed) {
  const auto partial = log_ + "/blobs/" + log::tile_index_path(n) + ".p";
  const auto before = log::bundle_entries(n, size_before());
  if (changed && width == log::bundle_width) folder_.remove(partial);
  for (const auto& name : folder_.names(partial)) {
    if (name == std::to_string(width)) continue;
    if (changed) {
      folder_.remove(partial + "/" + name);
    } else if (width == log::bundle_width || name != std::to_string(before)) {
      outdated_.push_back(partial + "/" + name);
    }
  }
  if (width == log::bundle_width) outdate_partial(log_ + "/blobs/" + log::tile_index_path(n));
}

void LogExport::put_blobs(std::uint64_t width, const EntryBundle& entries, const LogStep& step) {
  packs_.each_blob(entries.bytes, width, step.shown, [&](const store::Digest& digest, bool is_shown) {
    const auto path = log_ + "/blob/" + crypto::to_hex(digest);
    const bool is_there = folder_.size(path).has_value();
    const auto bytes = is_shown && !is_there ? store_.blob(digest) : std::nullopt;
    if (bytes && !bytes->empty()) folder_.write(path, *bytes);
    if (!is_shown && is_there) folder_.remove(path);
  });
}

void LogExport::written(const LogHead& head) {
  before_ = parse(head.checkpoint);
  for (const auto& path : outdated_) folder_.remove(path);
  outdated_.clear();
}

}  // namespace radslag::archive
