#include "ledger/trustee/reading.hpp"

#include <mutex>

#include "crypto/encoding.hpp"

namespace radslag::trustee {
namespace {

constexpr std::uint64_t max_blob_bytes = std::uint64_t{256} << 20;

Result<log::VerifierKey> town_key_of(const ReadOptions& options, const StateFolder& folder) {
  const auto& pinned = folder.town_key();
  if (!pinned && !options.town_key)
    return refuse(Errc::not_authorised, "the first time the town's public key is needed, from paper or another place than the site");
  if (pinned && options.town_key && *pinned != *options.town_key)
    return refuse(Errc::not_authorised, "this is another town's key than the one that was pinned the first time");
  return pinned ? *pinned : *options.town_key;
}

std::vector<log::Checkpoint> logs_of(const audit::Report& report) {
  std::vector<log::Checkpoint> logs;
  for (const auto& log : report.logs) logs.push_back({log.origin, log.size, log.root});
  return logs;
}

}  // namespace

record::BlobSource blobs_of(audit::Source& source, const std::string& round) {
  const auto mutex = std::make_shared<std::mutex>();
  return [&source, mutex, path = record::round_log_name(round) + "/blob/"](const record::Digest& digest) -> std::optional<std::string> {
    const std::lock_guard lock(*mutex);
    auto blob = source.get(path + crypto::to_hex(digest), max_blob_bytes);
    if (!blob) return std::nullopt;
    return std::move(*blob);
  };
}

Result<Reading> read_record(audit::Source& source, const ReadOptions& options, StateFolder& folder, std::vector<std::string>& why) {
  const auto key = town_key_of(options, folder);
  if (!key) return tl::make_unexpected(key.error());
  Reading reading;
  Result<> found = refuse(Errc::not_found, "the record has no round " + options.round);
  audit::Options wanted;
  wanted.key = *key;
  wanted.threads = options.threads;
  wanted.progress = options.progress;
  wanted.seen = folder.seen();
  wanted.replayed = [&](const record::Record& record) {
    const auto* round = record.state().round(options.round);
    if (!round) return;
    reading.round = *round;
    found = {};
    if (round->phase < record::Phase::closed || round->urns.empty()) return;
    auto counts = record.counts(options.round);
    if (counts) {
      reading.counts = std::move(*counts);
    } else {
      found = tl::make_unexpected(counts.error());
    }
  };
  reading.report = audit::audit(source, wanted);
  if (!reading.report.holds()) {
    for (const auto& finding : reading.report.findings) why.push_back(audit::finding_text(finding));
    return refuse(Errc::mismatch, "the record does not hold: nothing was made of it");
  }
  folder.remember(*key, logs_of(reading.report));
  if (!found) return tl::make_unexpected(found.error());
  return reading;
}

}  // namespace radslag::trustee
