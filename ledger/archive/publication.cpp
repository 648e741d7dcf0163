#include "ledger/archive/publication.hpp"

#include "crypto/encoding.hpp"
#include "ledger/archive/bundle_writer.hpp"
#include "ledger/record/contents.hpp"
#include "ledger/record/withheld.hpp"

namespace radslag::archive {
namespace {

constexpr std::string_view rounds_start = "rounds/";
constexpr std::string_view blobs_start = "blobs/";
constexpr std::string_view blob_start = "blob/";

/// What an entry of the town log says of the blobs that it withholds.
std::string decision_in(const store::Store& store, std::uint64_t index) {
  const auto body = store.entry(town_log, index);
  const auto entry = body ? record::parse_entry(*body) : refuse(Errc::not_found, "");
  const auto* row = entry ? std::get_if<record::BlobsWithheld>(&entry->statement) : nullptr;
  if (row == nullptr) return "withheld by a decision";
  return record::withheld_text({index, entry->hour, row->log, row->ground, row->decision, {}, row->content, row->blobs.size()});
}

tl::unexpected<Error> no_file(std::string_view path) { return refuse(Errc::not_found, "no file " + std::string(path) + " below /log/"); }

/// The hash of a complete subtree over 256^level leaves.
log::Hash subtree(const store::Store& store, const store::LogName& log, std::size_t level, std::uint64_t index) {
  const auto leaves = std::uint64_t{1} << (8 * level);
  log::Frontier frontier;
  store.scan(log, index * leaves, (index + 1) * leaves,
             [&](std::uint64_t, std::string_view, const store::Digest& leaf) { frontier.append(leaf); });
  return frontier.root();
}

}  // namespace

std::optional<std::pair<store::LogName, std::string_view>> split_log(std::string_view path) {
  auto end = path.find('/');
  if (path.starts_with(rounds_start)) end = path.find('/', rounds_start.size());
  if (end == std::string_view::npos) return std::nullopt;
  return std::pair(std::string(path.substr(0, end)), path.substr(end + 1));
}

Publication::Publication(const store::Store& store, std::string vkey, Beside beside)
    : store_(store),
      seals_(store),
      closings_(store),
      announcements_(store, vkey),
      packs_(store, seals_),
      vkey_(std::move(vkey)),
      beside_(std::move(beside)) {}

std::optional<std::string> Publication::newest(const store::LogName& log) const {
  return beside_.newest ? beside_.newest(log) : store_.checkpoint(log);
}

bool Publication::is_unsealed(const store::LogName& log) const {
  if (log == town_log) return true;
  const auto note = newest(log);
  if (!note) return false;
  return closings_.closed(log, signed_size(*note));
}

Result<std::string> Publication::blob(const store::LogName& log, const store::Digest& digest) const {
  auto bytes = store_.blob(digest);
  if (!bytes) return refuse(Errc::not_found, "no such blob");
  if (bytes->empty()) return refuse(Errc::withheld, "the blob was erased by decision");
  // A ballot's idempotency key is its digest, that of a secret one its tracker: the digest of what follows the random bytes. So a ballot is
  // found wherever it stands, whatever log was asked.
  auto place = store_.find(digest);
  if (!place) place = store_.find(crypto::sha256(record::blob_content(*bytes).value_or("")));
  if (place) {
    if (place->log != log) return refuse(Errc::not_found, "no such blob in log " + log);
    if (!is_unsealed(place->log)) return refuse(Errc::sealed, "ballots stay sealed until closing");
  }
  // The log is looked at after the blob: it names all that there is, whatever is written meanwhile.
  const auto town_size = store_.size(town_log);
  if (const auto entry = seals_.withheld_by(digest, town_size)) return refuse(Errc::withheld, decision_in(store_, *entry));
  if (bytes->empty()) return refuse(Errc::not_found, "the blob is not here any more");
  if (seals_.sealed(digest, town_size)) return refuse(Errc::sealed, "the text stays sealed until an officer has looked at it");
  return std::move(*bytes);
}

Result<std::string> Publication::file(std::string_view path) const {
  if (path == "town/vkey") return vkey_ + "\n";
  if (path == "policy") {
    const auto note = newest(town_log);
    if (!note) return no_file(path);
    return policy(signed_size(*note));
  }
  const auto parts = split_log(path);
  if (!parts) return no_file(path);
  return log_file(parts->first, parts->second, path);
}

Result<std::string> Publication::log_file(const store::LogName& log, std::string_view rest, std::string_view path) const {
  if (rest.starts_with(blob_start)) {
    const auto digest = crypto::array_from_hex<32>(rest.substr(blob_start.size()));
    if (!digest) return no_file(path);
    return blob(log, *digest);
  }
  const auto note = newest(log);
  if (!note) return no_file(path);
  if (rest == "checkpoint") return with_cosignatures(log, *note);
  const auto size = signed_size(*note);
  if (rest == "witnessed") {
    auto head = witnessed(log, size);
    if (!head) return no_file(path);
    return std::move(*head);
  }
  if (rest.starts_with(blobs_start)) {
    const auto place = log::parse_tile_index_path(rest.substr(blobs_start.size()));
    if (!place || place->second > log::bundle_entries(place->first, size)) return no_file(path);
    const auto entries = packs_.entries(log, place->first, place->second);
    return packs_.blobs(entries.bytes, place->second, {is_unsealed(log), store_.size(town_log)});
  }
  const auto place = log::TilePlace::parse(rest);
  if (!place || place->width > log::width_at(*place, size)) return no_file(path);
  return tile(log, *place);
}

Result<std::string> Publication::tile(const store::LogName& log, const log::TilePlace& place) const {
  if (!place.level) return packs_.entries(log, place.n, place.width).bytes;
  if (beside_.tile) return beside_.tile(log, *place.level, place.n, place.width);
  std::string bytes;
  for (std::uint64_t i = 0; i < place.width; ++i) bytes += crypto::view(subtree(store_, log, *place.level, place.n * log::tile_width + i));
  return bytes;
}

std::string Publication::with_cosignatures(const store::LogName& log, const std::string& note) const {
  return beside_.with_cosignatures ? beside_.with_cosignatures(log, note) : note;
}

std::optional<std::string> Publication::witnessed(const store::LogName& log, std::uint64_t size) const {
  auto note = beside_.witnessed ? beside_.witnessed(log) : std::nullopt;
  if (note && signed_size(*note) > size) return std::nullopt;  // of a commit after the one that is asked about
  return note;
}

void Publication::bundle(const std::function<bool(std::string_view)>& sink, const std::function<void(std::uint64_t)>& progress) const {
  const auto heads = heads_of(store_, beside_.newest);
  const auto town_size = heads[0].size;
  BundleWriter writer(packs_, sink, progress);
  for (const auto& head : heads) {
    if (head.size == 0) continue;
    // Not is_unsealed: the log may have been closed since its size was taken.
    const bool ballots = head.log == town_log || closings_.closed(head.log, head.size);
    writer.add_log(head.log, head.size, with_cosignatures(head.log, head.checkpoint), {ballots, town_size});
    const auto note = witnessed(head.log, head.size);
    if (note && announcements_.has_quorum(*note, town_size)) writer.add(head.log + "/witnessed", *note);
  }
  if (town_size > 0) writer.add("policy", policy(town_size));
  writer.add("town/vkey", vkey_ + "\n");
  writer.finish();
}

}  // namespace radslag::archive
