// What a bundle or a directory has beside the files that were read: partial files of earlier sizes and single blobs, which are looked at
// here, and what does not belong there.
#include <algorithm>

#include "crypto/encoding.hpp"
#include "ledger/archive/publication.hpp"
#include "ledger/audit/inspection.hpp"
#include "ledger/log/tile.hpp"
#include "ledger/record/contents.hpp"

namespace radslag::audit {
namespace {

constexpr std::size_t most_extra_files = 20;
constexpr std::string_view blobs_start = "blobs/";
constexpr std::string_view blob_start = "blob/";
constexpr std::string_view temporary_start = ".part/";  // of a static export that is being written

/// The file of a log of `size` entries that `rest` is, or is the beginning of; empty where there is none such.
std::string newest_of(std::string_view rest, std::uint64_t size) {
  if (rest.starts_with(blobs_start)) {
    const auto index = log::parse_tile_index_path(rest.substr(blobs_start.size()));
    const auto width = index ? log::bundle_entries(index->first, size) : 0;
    return width == 0 || width < index->second ? "" : std::string(blobs_start) + log::tile_index_path(index->first, width);
  }
  auto place = log::TilePlace::parse(rest);
  const auto width = place ? log::width_at(*place, size) : 0;
  if (width == 0 || width < place->width) return "";
  place->width = width;
  return place->path();
}

/// Where a tile, bundle or pack of any size stands.
bool is_place(std::string_view rest) {
  if (rest.starts_with(blobs_start)) return log::parse_tile_index_path(rest.substr(blobs_start.size())).has_value();
  return log::TilePlace::parse(rest).has_value();
}

}  // namespace

bool Inspection::belongs(const std::string& path, bool unfinished) {
  if (path == "town/vkey" || path == "policy" || path.starts_with(temporary_start)) return true;
  const auto parts = archive::split_log(path);
  if (!parts) return false;
  const auto& [name, rest] = *parts;
  if (logs_without_size_.contains(name)) return true;
  if (unfinished && is_place(rest)) return true;
  const auto* log = log_report(name);
  // Where the town log was not judged to its end, it is not known which rounds there are.
  if (!log) return town_stopped_at_.has_value();
  if (rest == "checkpoint" || rest == "witnessed") return true;
  if (rest.starts_with(blob_start)) return is_blob(path, std::string(rest.substr(blob_start.size())));
  const auto newest = newest_of(rest, log->size);
  return !newest.empty() && (newest == rest || is_beginning(path, name + "/" + newest));
}

/// A blob's name is its digest.
bool Inspection::is_blob(const std::string& path, const std::string& name) {
  const auto bytes = source_.get(path, max_blobs_bytes);
  return bytes && crypto::to_hex(record::blob_digest(*bytes)) == name;
}

/// A partial file of an earlier size is the beginning of the newest.
bool Inspection::is_beginning(const std::string& path, const std::string& newest) {
  const auto old = source_.get(path, max_blobs_bytes);
  const auto whole = source_.get(newest, max_blobs_bytes);
  return old && (!whole || whole->starts_with(*old));  // where the newest is missing that is a finding already
}

void Inspection::look_for_extra_files() {
  const auto paths = source_.list();
  if (!paths) return;
  // Somebody is writing there, or was interrupted: more may be there than the checkpoints cover.
  const bool unfinished = std::any_of(paths->begin(), paths->end(), [](const auto& path) { return path.starts_with(temporary_start); });
  if (unfinished) report_.unchecked.push_back(say("unchecked.unfinished-folder"));
  std::vector<std::string> extra;
  std::copy_if(paths->begin(), paths->end(), std::back_inserter(extra),
               [&](const std::string& path) { return !belongs(path, unfinished); });
  for (std::size_t i = 0; i < std::min(extra.size(), most_extra_files); ++i)
    finding({{}, std::nullopt, extra[i], Severity::broken, say("finding.extra-file")});
  if (extra.size() > most_extra_files)
    finding({{}, std::nullopt, {}, Severity::broken, say("finding.more-extra-files", {{"files", extra.size() - most_extra_files}})});
}

}  // namespace radslag::audit
