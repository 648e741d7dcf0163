#include "ledger/audit/log_stream.hpp"

#include <algorithm>

#include "ledger/log/bundle.hpp"

namespace radslag::audit {
namespace {

constexpr std::string_view entries_part = "/tile/entries/";
constexpr std::string_view blobs_part = "/blobs/";

void find_blobs(Bundle& bundle) {
  if (bundle.blobs_trouble) return;
  const auto trouble = [&](const std::string& what) { bundle.blobs_trouble = FileTrouble{bundle.blobs_path, {Errc::malformed, what}}; };
  std::string_view pack = bundle.blobs;
  for (std::size_t i = 0; i < bundle.items.size(); ++i) {
    auto& item = bundle.items[i];
    if (!item.entry) return;  // what it names is not known; it is a finding by itself
    const auto count = blob_count(item.entry->statement);
    for (std::size_t k = 0; k < count; ++k) {
      const auto blob = take_blob(pack);
      if (!blob) return trouble("the pack ends before the blobs of entry " + std::to_string(bundle.first + i));
      item.blobs.push_back(*blob);
    }
  }
  if (!pack.empty()) trouble("the pack has bytes after its last blob");
}

void parse(Bundle& bundle) {
  const auto entries = log::split_bundle(bundle.entries, bundle.width);
  if (!entries) {
    bundle.entries_trouble = FileTrouble{bundle.entries_path, entries.error()};
    return;
  }
  bundle.items.reserve(entries->size());
  for (const auto bytes : *entries) bundle.items.push_back({bytes, log::leaf_hash(bytes), record::parse_entry(bytes), {}, {}});
  find_blobs(bundle);
}

/// What fails here is left to the record, which says why.
void check_attestations(Bundle& bundle, std::optional<record::PublicKey> registrar) {
  for (auto& item : bundle.items) {
    if (!item.entry) continue;
    if (const auto* announced = std::get_if<record::RegistrarAnnounced>(&item.entry->statement)) registrar = announced->registrar;
    const auto* attestation = record::attestation_of(item.entry->statement);
    if (attestation && registrar && record::check_attestation(*attestation, item.entry->statement_text, *registrar)) {
      item.attested_by = registrar;
    }
  }
}

}  // namespace

std::optional<record::BallotEntry> cast_ballot(const record::Entry& entry) {
  if (const auto* ballot = std::get_if<record::Ballot>(&entry.statement)) return *ballot;
  const auto* ballot = std::get_if<record::SecretBallot>(&entry.statement);
  return ballot && entry.seals.empty() ? std::optional<record::BallotEntry>(*ballot) : std::nullopt;
}

void check_ballots(Bundle& bundle, const record::Frozen& round) {
  for (auto& item : bundle.items) {
    if (!item.entry || item.blobs.empty() || item.blobs[0].empty()) continue;
    if (const auto ballot = cast_ballot(*item.entry)) item.ballot_check = record::open_ballot(round, *ballot, item.blobs[0]);
  }
}

LogStream::LogStream(Source& source, Workers& workers, std::string name, std::uint64_t begin, std::uint64_t size)
    : source_(source), workers_(workers), name_(std::move(name)), next_bundle_(begin / log::bundle_width), size_(size) {}

void LogStream::check_ballots_of(std::shared_ptr<const record::Frozen> round) {
  round_ = std::move(round);
  ahead_ = true;
}

void LogStream::start_one() {
  const auto width = log::bundle_entries(next_bundle_, size_);
  auto bundle = std::make_unique<Bundle>();
  bundle->first = next_bundle_ * log::bundle_width;
  bundle->width = width;
  bundle->entries_path = entries_path(name_, next_bundle_, width);
  bundle->blobs_path = blobs_path(name_, next_bundle_, width);
  ++next_bundle_;
  auto entries = source_.get(bundle->entries_path, max_entries_bytes);
  if (entries) {
    bundle->entries = std::move(*entries);
    auto blobs = source_.get(bundle->blobs_path, max_blobs_bytes);
    if (blobs) {
      bundle->blobs = std::move(*blobs);
    } else {
      bundle->blobs_trouble = FileTrouble{bundle->blobs_path, blobs.error()};
    }
  } else {
    bundle->entries_trouble = FileTrouble{bundle->entries_path, entries.error()};
    ended_ = true;
  }
  auto* const work = bundle.get();
  auto done = workers_.submit([work, round = round_, registrar = registrar_] {
    if (work->entries_trouble) return;
    parse(*work);
    if (round) {
      check_ballots(*work, *round);
    } else {
      check_attestations(*work, registrar);
    }
  });
  under_way_.push_back({std::move(bundle), std::move(done)});
}

/// What is under way is not wanted any more, but its work must end before its bytes go.
void LogStream::forget_rest() {
  for (auto& other : under_way_) other.done.wait();
  under_way_.clear();
}

std::unique_ptr<Bundle> LogStream::next() {
  const std::size_t depth = ahead_ ? workers_.depth() : 1;
  while (!ended_ && under_way_.size() < depth && next_bundle_ * log::bundle_width < size_) start_one();
  if (under_way_.empty()) return nullptr;
  auto first = std::move(under_way_.front());
  under_way_.pop_front();
  first.done.get();
  if (first.bundle->entries_trouble) {
    ended_ = true;
    forget_rest();
  }
  return std::move(first.bundle);
}

std::string entries_path(const std::string& log, std::uint64_t bundle, std::uint64_t width) {
  return log + std::string(entries_part) + log::tile_index_path(bundle, width);
}

std::string blobs_path(const std::string& log, std::uint64_t bundle, std::uint64_t width) {
  return log + std::string(blobs_part) + log::tile_index_path(bundle, width);
}

std::size_t blob_count(const record::Statement& statement) {
  const bool ballot = std::holds_alternative<record::Ballot>(statement) || std::holds_alternative<record::SecretBallot>(statement);
  return ballot ? 1 : record::blobs_of(statement).size();
}

std::optional<std::string_view> take_blob(std::string_view& pack) {
  if (pack.size() < 4) return std::nullopt;
  std::size_t length = 0;
  for (int i = 0; i < 4; ++i) length = length << 8 | static_cast<unsigned char>(pack[static_cast<std::size_t>(i)]);
  if (pack.size() - 4 < length) return std::nullopt;
  const auto blob = pack.substr(4, length);
  pack.remove_prefix(4 + length);
  return blob;
}

}  // namespace radslag::audit
