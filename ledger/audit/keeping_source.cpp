#include "ledger/audit/keeping_source.hpp"

#include <algorithm>

#include "ledger/archive/publication.hpp"
#include "ledger/log/tile.hpp"

namespace radslag::audit {
namespace {

constexpr std::string_view blobs_start = "blobs/";
constexpr std::string_view partial_end = ".p";
constexpr const char* town_checkpoint = "town/checkpoint";

enum class Kind { head, immutable, pack };

Kind kind_of(const std::string& path) {
  const auto parts = archive::split_log(path);
  if (!parts) return Kind::head;
  if (parts->second.starts_with(blobs_start)) return Kind::pack;
  return parts->second.starts_with("tile/") ? Kind::immutable : Kind::head;
}

/// Paths of the partial files that the folder has of a log.
void find_partials(const archive::ExportFolder& folder, const std::string& under, std::vector<std::string>& found) {
  for (const auto& name : folder.names(under)) {
    const auto path = under + "/" + name;
    if (under.ends_with(partial_end)) {
      found.push_back(path);
    } else if (!folder.size(path)) {
      find_partials(folder, path, found);
    }
  }
}

/// Whether a log of `size` entries has the partial file whose path goes on so below the log.
bool is_partial_of(std::string_view rest, std::uint64_t size) {
  if (rest.starts_with(blobs_start)) {
    const auto index = log::parse_tile_index_path(rest.substr(blobs_start.size()));
    return index && log::bundle_entries(index->first, size) == index->second;
  }
  const auto place = log::TilePlace::parse(rest);
  return place && log::width_at(*place, size) == place->width;
}

}  // namespace

KeepingSource::KeepingSource(Source& site, archive::ExportFolder& folder, bool believe, std::function<bool()> stop)
    : site_(site), folder_(folder), believe_(believe), stop_(std::move(stop)) {
  if (!folder_.is_new() && !folder_.size(town_checkpoint))
    throw NoInput(folder_.root().string() + " is not empty and holds no record: name a folder that is, or a new one");
}

std::optional<std::string> KeepingSource::at_hand(const std::string& path, std::uint64_t max_bytes) {
  const auto kind = kind_of(path);
  if (!believe_ || kind == Kind::head) return std::nullopt;
  const auto size = folder_.size(path);
  if (!size || *size > max_bytes) return std::nullopt;
  // A pack changes where its urn or a text is opened, or a blob is withheld: each changes its size.
  if (kind == Kind::pack && site_.length(path) != size) return std::nullopt;
  return folder_.read(path);
}

Result<std::string> KeepingSource::get(const std::string& path, std::uint64_t max_bytes) {
  if (stop_ && stop_()) throw Stopped("stopped; the same command goes on from here");
  if (auto bytes = at_hand(path, max_bytes)) {
    ++reused_;
    return std::move(*bytes);
  }
  auto bytes = site_.get(path, max_bytes);
  if (!bytes) return bytes;
  ++fetched_;
  if (kind_of(path) == Kind::head) {
    heads_[path] = *bytes;
  } else if (const auto there = folder_.read(path); !there) {
    added_.push_back(path);
    folder_.write(path, *bytes);
  } else if (*there != *bytes) {
    folder_.stage(path, *bytes);
  }
  return bytes;
}

void KeepingSource::keep(const Report& report) {
  folder_.settle();
  if (folder_.has_staged()) {
    folder_.show_staged();
    folder_.settle();
  }
  for (const auto& [path, bytes] : heads_)
    if (path != town_checkpoint) folder_.write_durably(path, bytes);
  if (const auto town = heads_.find(town_checkpoint); town != heads_.end()) folder_.write_durably(town->first, town->second);
  remove_old_partials(report);
  folder_.finish();
  folder_.settle();
}

void KeepingSource::undo() {
  folder_.forget_staged();
  for (const auto& path : added_) folder_.remove(path);
  added_.clear();
  folder_.finish();
}

void KeepingSource::remove_old_partials(const Report& report) {
  for (const auto& log : report.logs) {
    std::vector<std::string> partials;
    for (const auto* part : {"/tile", "/blobs"}) find_partials(folder_, log.name + part, partials);
    for (const auto& path : partials)
      if (!is_partial_of(std::string_view(path).substr(log.name.size() + 1), log.size)) folder_.remove(path);
  }
}

std::vector<NamedHead> kept_heads(const archive::ExportFolder& folder) {
  std::vector<std::string> logs{"town"};
  for (const auto& round : folder.names("rounds")) logs.push_back("rounds/" + round);
  std::sort(logs.begin() + 1, logs.end());
  std::vector<NamedHead> heads;
  for (const auto& log : logs) {
    for (const auto* file : {"/checkpoint", "/witnessed"}) {
      auto note = folder.read(log + file);
      if (note) heads.push_back({(folder.root() / (log + file)).string(), std::move(*note)});
    }
  }
  return heads;
}

KeptReport audit_and_keep(Source& site, const std::filesystem::path& path, Options options, std::function<bool()> stop) {
  archive::ExportFolder folder(path);
  for (auto& head : kept_heads(folder)) options.seen_heads.push_back(std::move(head));
  const bool first = folder.is_new();
  KeepingSource believing(site, folder, true, stop);
  KeptReport result{audit(believing, options), believing.reused(), believing.fetched()};
  // A record that does not hold is kept where there is nothing to lose: whoever has it can show why.
  if (result.report.holds() || (first && believing.reused() == 0)) {
    believing.keep(result.report);
    return result;
  }
  if (believing.reused() > 0) {  // what the folder has may be what is wrong
    folder.forget_staged();
    KeepingSource anew(site, folder, false, std::move(stop));
    result = {audit(anew, options), 0, anew.fetched()};
    if (result.report.holds() || first) {
      anew.keep(result.report);
      return result;
    }
    anew.undo();
  }
  believing.undo();
  return result;
}

}  // namespace radslag::audit
