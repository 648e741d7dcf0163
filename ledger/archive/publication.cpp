#include "ledger/archive/publication.hpp"

#include <algorithm>

#include "crypto/encoding.hpp"
#include "ledger/archive/tar.hpp"
#include "ledger/log/bundle.hpp"
#include "ledger/log/checkpoint.hpp"
#include "ledger/record/contents.hpp"
#include "ledger/record/state.hpp"

namespace radslag::archive {
namespace {

constexpr std::string_view town = "town";
constexpr std::string_view entries_part = "/tile/entries/";
constexpr std::string_view blobs_part = "/blobs/";
constexpr std::string_view blob_part = "/blob/";

void append_big_endian(std::string& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>((value >> shift) & 0xff);
}

/// Splits "rounds/r1/blobs/000" at the part: ("rounds/r1", "000").
std::optional<std::pair<std::string, std::string>> split(std::string_view path, std::string_view part) {
  const auto at = path.find(part);
  if (at == std::string_view::npos) return std::nullopt;
  return std::pair(std::string(path.substr(0, at)), std::string(path.substr(at + part.size())));
}

tl::unexpected<Error> no_file(std::string_view path) { return refuse(Errc::not_found, "no file " + std::string(path) + " below /log/"); }

bool is_ballot(const record::Statement& statement) {
  return std::holds_alternative<record::Ballot>(statement) || std::holds_alternative<record::SecretBallot>(statement);
}

bool is_resident_text(const record::Statement& statement) {
  return std::holds_alternative<record::InitiativeRaised>(statement) || std::holds_alternative<record::ProjectProposed>(statement);
}

/// The size that a checkpoint of our own signs.
std::uint64_t signed_size(const std::string& note) {
  const auto parsed = log::parse_note(note);
  const auto checkpoint = parsed ? log::parse_checkpoint_text(parsed->text) : tl::make_unexpected(parsed.error());
  return checkpoint ? checkpoint->size : 0;
}

}  // namespace

bool Publication::is_unsealed(const store::LogName& log) const {
  if (log == town) return true;
  const auto note = store_.checkpoint(log);
  if (!note) return false;
  return closings_.closed(log, signed_size(*note));
}

Result<std::string> Publication::blob(const store::LogName& log, const store::Digest& digest) const {
  auto bytes = store_.blob(digest);
  if (!bytes) return refuse(Errc::not_found, "no such blob");
  // A ballot's idempotency key is its digest, that of a secret one its tracker: the digest of what follows the random bytes. So a ballot is
  // found wherever it stands, whatever log was asked.
  auto place = store_.find(digest);
  if (!place) place = store_.find(crypto::sha256(record::blob_content(*bytes).value_or("")));
  if (place) {
    if (place->log != log) return refuse(Errc::not_found, "no such blob in log " + log);
    if (!is_unsealed(place->log)) return refuse(Errc::sealed, "ballots stay sealed until closing");
  }
  // The log is looked at after the blob: it names all that there is, whatever is written meanwhile.
  if (seals_.sealed(digest, store_.size(std::string(town))))
    return refuse(Errc::sealed, "the text stays sealed until an officer has looked at it");
  return std::move(*bytes);
}

Result<std::string> Publication::file(std::string_view path) const {
  if (path == "town/vkey") return vkey_ + "\n";
  if (path.ends_with("/checkpoint")) {
    auto note = store_.checkpoint(std::string(path.substr(0, path.rfind('/'))));
    if (!note) return no_file(path);
    return std::move(*note);
  }
  if (const auto parts = split(path, blob_part)) {
    const auto digest = crypto::array_from_hex<32>(parts->second);
    if (!digest) return no_file(path);
    return blob(parts->first, *digest);
  }
  const bool wants_entries = path.find(entries_part) != std::string_view::npos;
  const auto parts = split(path, wants_entries ? entries_part : blobs_part);
  if (!parts) return no_file(path);
  const auto place = log::parse_tile_index_path(parts->second);
  if (!place) return no_file(path);
  const auto note = store_.checkpoint(parts->first);
  if (!note || place->second > log::bundle_entries(place->first, signed_size(*note))) return no_file(path);
  if (wants_entries) return entries(parts->first, place->first, place->second);
  return blobs(parts->first, place->first, place->second, is_unsealed(parts->first), store_.size(std::string(town)));
}

std::string Publication::entries(const store::LogName& log, std::uint64_t bundle, std::uint64_t width) const {
  std::string out;
  const auto begin = bundle * log::bundle_width;
  store_.scan(log, begin, begin + width,
              [&](std::uint64_t, std::string_view body, const store::Digest&) { log::append_to_bundle(out, body); });
  return out;
}

std::string Publication::blobs(const store::LogName& log, std::uint64_t bundle, std::uint64_t width, bool unsealed,
                               std::uint64_t town_size) const {
  std::string out;
  const auto begin = bundle * log::bundle_width;
  store_.scan(log, begin, begin + width, [&](std::uint64_t, std::string_view body, const store::Digest&) {
    const auto entry = record::parse_entry(body);
    if (!entry) return;
    const bool in_urn = !unsealed && is_ballot(entry->statement);
    for (const auto& digest : record::blobs_of(entry->statement)) {
      const bool sealed = in_urn || (is_resident_text(entry->statement) && seals_.sealed(digest, town_size));
      const auto bytes = sealed ? std::nullopt : store_.blob(digest);
      append_big_endian(out, bytes ? static_cast<std::uint32_t>(bytes->size()) : 0);
      if (bytes) out += *bytes;
    }
  });
  return out;
}

std::vector<Publication::LogSize> Publication::sizes() const {
  const auto head = [this](const store::LogName& log) {
    auto note = store_.checkpoint(log).value_or("");
    return LogSize{log, signed_size(note), note};
  };
  std::vector<LogSize> all{{std::string(town), 0, {}}};
  while (true) {
    // The town's comes last, so that it covers what the rounds' logs rest on; and again if it then ends a round, or names a new one.
    for (auto& log : all) {
      if (log.log != town) log = head(log.log);
    }
    auto next = head(std::string(town));
    bool settled = true;
    store_.scan(std::string(town), all[0].size, next.size, [&](std::uint64_t, std::string_view body, const store::Digest&) {
      if (body.find("\nradslag/v1/round-") == std::string_view::npos) return;
      settled = false;
      const auto entry = record::parse_entry(body);
      const auto* begun = entry ? std::get_if<record::RoundBegun>(&entry->statement) : nullptr;
      if (begun) all.push_back({record::round_log_name(begun->round), 0, {}});
    });
    all[0] = std::move(next);
    if (settled) return all;
  }
}

void Publication::bundle(const std::function<bool(std::string_view)>& sink, const std::function<void(std::uint64_t)>& progress) const {
  bool wanted = true;
  TarWriter tar([&](std::string_view bytes) { wanted = wanted && sink(bytes); }, 0);
  std::uint64_t done = 0;
  const auto all = sizes();
  const auto town_size = all[0].size;
  for (const auto& [log, size, checkpoint] : all) {
    if (log == town) tar.add("town/vkey", vkey_ + "\n");
    if (size == 0) continue;
    // Not is_unsealed: the log may have been closed since its size was taken.
    const bool unsealed = log == town || closings_.closed(log, size);
    tar.add(log + "/checkpoint", checkpoint);
    for (std::uint64_t n = 0; n * log::bundle_width < size && wanted; ++n) {
      const auto width = log::bundle_entries(n, size);
      const auto name = log::tile_index_path(n, width);
      tar.add(log + std::string(entries_part) + name, entries(log, n, width));
      tar.add(log + std::string(blobs_part) + name, blobs(log, n, width, unsealed, town_size));
      if (progress) progress(done += width);
    }
  }
  if (wanted) tar.finish();
}

}  // namespace radslag::archive
