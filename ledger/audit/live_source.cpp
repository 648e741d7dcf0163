#include "ledger/audit/live_source.hpp"

#include "ledger/archive/publication.hpp"
#include "ledger/audit/log_stream.hpp"
#include "ledger/log/checkpoint.hpp"
#include "ledger/log/tile.hpp"
#include "ledger/record/entry.hpp"

namespace radslag::audit {
namespace {

constexpr std::string_view blobs_start = "blobs/";
constexpr std::size_t hash_bytes = std::tuple_size_v<log::Hash>;

/// A partial file: of a tile, a bundle, or a pack.
struct Partial {
  std::string log;
  log::TilePlace place;  ///< of a pack, its bundle's
  bool pack = false;

  [[nodiscard]] std::string path(std::uint64_t width) const {
    if (pack) return log + "/" + std::string(blobs_start) + log::tile_index_path(place.n, width);
    return log + "/" + log::TilePlace{place.level, place.n, width}.path();
  }
};

std::optional<Partial> partial_of(const std::string& path) {
  const auto parts = archive::split_log(path);
  if (!parts || path.find(".p/") == std::string::npos) return std::nullopt;
  if (parts->second.starts_with(blobs_start)) {
    const auto index = log::parse_tile_index_path(parts->second.substr(blobs_start.size()));
    if (!index) return std::nullopt;
    return Partial{parts->first, {std::nullopt, index->first, index->second}, true};
  }
  const auto place = log::TilePlace::parse(parts->second);
  if (!place) return std::nullopt;
  return Partial{parts->first, *place, false};
}

/// The length of the first `width` entries of a bundle; nothing where it has fewer.
std::optional<std::size_t> entries_length(std::string_view bundle, std::uint64_t width) {
  std::size_t at = 0;
  for (std::uint64_t i = 0; i < width; ++i) {
    if (bundle.size() - at < 2) return std::nullopt;
    const auto length = static_cast<std::size_t>(static_cast<unsigned char>(bundle[at]) << 8 | static_cast<unsigned char>(bundle[at + 1]));
    if (bundle.size() - at - 2 < length) return std::nullopt;
    at += 2 + length;
  }
  return at;
}

/// The length of the blobs of those entries; nothing where the pack has fewer, or an entry is not in the form that says how many it names.
std::optional<std::size_t> blobs_length(std::string_view pack, std::string_view entries, std::uint64_t width) {
  const auto bodies = log::split_bundle(entries, width);
  if (!bodies) return std::nullopt;
  std::string_view rest = pack;
  for (const auto body : *bodies) {
    const auto entry = record::parse_entry(body);
    if (!entry) return std::nullopt;
    for (auto blobs = blob_count(entry->statement); blobs > 0; --blobs)
      if (!take_blob(rest)) return std::nullopt;
  }
  return pack.size() - rest.size();
}

class LiveSource final : public Source {
 public:
  explicit LiveSource(std::unique_ptr<Source> site) : site_(std::move(site)) {}

  Result<std::string> get(const std::string& path, std::uint64_t max_bytes) override {
    auto found = site_->get(path, max_bytes);
    if (found || found.error().code != Errc::not_found) return found;
    const auto partial = partial_of(path);
    if (!partial) return found;
    for (const auto width : {log::tile_width, newest_width(*partial)}) {
      if (width <= partial->place.width) continue;
      auto wider = site_->get(partial->path(width), max_bytes);
      if (!wider) continue;
      const auto length = length_of(*partial, *wider);
      if (!length || *length > wider->size()) continue;
      wider->resize(*length);
      return wider;
    }
    return found;
  }

  std::optional<std::vector<std::string>> list() const override { return site_->list(); }
  bool is_live() const override { return site_->is_live(); }
  std::optional<std::uint64_t> length(const std::string& path) override { return site_->length(path); }

 private:
  /// As the log's checkpoint says now; nothing is verified here, since what is fetched is.
  std::uint64_t newest_width(const Partial& partial) {
    const auto note = site_->get(partial.log + "/checkpoint", max_checkpoint_bytes);
    const auto parsed = note ? log::parse_note(*note) : tl::make_unexpected(note.error());
    const auto checkpoint = parsed ? log::parse_checkpoint_text(parsed->text) : tl::make_unexpected(parsed.error());
    return checkpoint ? log::width_at(partial.place, checkpoint->size) : 0;
  }

  std::optional<std::size_t> length_of(const Partial& partial, const std::string& wider) {
    const auto width = partial.place.width;
    if (!partial.pack && partial.place.level) return width * hash_bytes;
    if (!partial.pack) return entries_length(wider, width);
    const auto entries = get(partial.log + "/" + partial.place.path(), max_entries_bytes);
    return entries ? blobs_length(wider, *entries, width) : std::nullopt;
  }

  std::unique_ptr<Source> site_;
};

}  // namespace

std::unique_ptr<Source> with_wider_files(std::unique_ptr<Source> site) { return std::make_unique<LiveSource>(std::move(site)); }

}  // namespace radslag::audit
