#include "ledger/archive/static_export.hpp"

#include <algorithm>

#include "crypto/encoding.hpp"
#include "ledger/log/bundle.hpp"

namespace radslag::archive {
namespace {

constexpr std::string_view round_ended = "\nradslag/v1/round-ended\n";

}  // namespace

StaticExport::StaticExport(const store::Store& store, std::string vkey, Beside beside, std::filesystem::path folder)
    : store_(store),
      seals_(store),
      closings_(store),
      announcements_(store, vkey),
      packs_(store, seals_),
      vkey_(std::move(vkey)),
      beside_(std::move(beside)),
      folder_(std::move(folder)) {}

LogExport& StaticExport::log(const store::LogName& name) {
  auto& found = logs_[name];
  if (!found) found = std::make_unique<LogExport>(folder_, store_, packs_, name);
  return *found;
}

/// All logs, before anything is written.
Result<> StaticExport::check(const Heads& heads) {
  if (heads[0].size == 0) return refuse(Errc::not_found, "there is no record yet");
  if (!folder_.is_new() && !folder_.size("town/checkpoint"))
    return refuse(Errc::mismatch, folder_.root().string() + " is not empty and holds no record: name a folder that is, or a new one");
  for (const auto& head : heads) {
    if (auto may = log(head.log).may_grow_to(head); !may) return may;
  }
  return {};
}

/// Of those that the folder has already.
std::set<std::uint64_t> StaticExport::changed_packs(const LogHead& head, const Shown& shown, const std::vector<SealChange>& changes) {
  std::set<std::uint64_t> packs;
  const auto before = log(head.log).size_before();
  if (before == 0) return packs;
  if (head.log != town_log && shown.ballots && !closings_.closed(head.log, before)) {
    for (std::uint64_t n = 0; n * log::bundle_width < before; ++n) packs.insert(n);
    return packs;
  }
  std::set<std::string> sought;  // digests as entries write them
  for (const auto& change : changes) {
    if (change.log != head.log) continue;
    if (!change.entry) sought.insert(crypto::to_hex(change.blob));
    if (change.entry && *change.entry < before) packs.insert(*change.entry / log::bundle_width);
  }
  if (sought.empty()) return packs;
  store_.scan(head.log, 0, before, [&](std::uint64_t index, std::string_view body, const store::Digest&) {
    const bool named = std::any_of(sought.begin(), sought.end(), [&](const auto& digest) { return body.find(digest) != body.npos; });
    if (named) packs.insert(index / log::bundle_width);
  });
  return packs;
}

std::set<store::LogName> StaticExport::ended(std::uint64_t from, std::uint64_t to) const {
  std::set<store::LogName> rounds;
  store_.scan(town_log, from, to, [&](std::uint64_t, std::string_view body, const store::Digest&) {
    if (body.find(round_ended) == body.npos) return;
    const auto entry = record::parse_entry(body);
    const auto* row = entry ? std::get_if<record::RoundEnded>(&entry->statement) : nullptr;
    if (row) rounds.insert("rounds/" + row->round);
  });
  return rounds;
}

Result<Exported> StaticExport::run(const ExportOptions& options) {
  const auto heads = heads_of(store_);
  if (auto good = check(heads); !good) return tl::make_unexpected(good.error());
  Exported result;
  const auto files_before = folder_.written();
  const auto town_size = heads[0].size;
  const auto changes = seals_.changes(log(town_log).size_before(), town_size);
  std::uint64_t done = 0;
  for (const auto& head : heads) {
    result.entries += head.size;
    result.added += head.size - log(head.log).size_before();
  }
  const std::function<bool(std::uint64_t)> go_on = [&](std::uint64_t entries) {
    done += entries;
    return !options.progress || options.progress(done, result.entries);
  };
  for (const auto& head : heads) {
    if (head.size == 0) continue;
    const Shown shown{head.log == town_log || closings_.closed(head.log, head.size), town_size};
    const LogStep step{head, shown, changed_packs(head, shown, changes), options.each_blob, go_on};
    const auto whole = log(head.log).write(step);
    if (!whole) return tl::make_unexpected(whole.error());
    result.finished = *whole;
    if (!result.finished) return result;
  }
  show(heads);
  result.written = folder_.written() - files_before;
  return result;
}

/// What was changed in place, then the checkpoints: of a round that the town's says has ended before the town's, of all others after it.
/// So whatever a reader fetches, in the order in which they lean on each other, has what it leans on.
void StaticExport::show(const Heads& heads) {
  const bool first = log(town_log).size_before() == 0;
  const auto rounds_first = first ? std::set<store::LogName>() : ended(log(town_log).size_before(), heads[0].size);
  put_beside(heads);
  folder_.settle();
  if (folder_.has_staged()) {
    folder_.show_staged();
    folder_.settle();
  }
  const auto is_first = [&](const LogHead& head) { return head.log != town_log && (first || rounds_first.contains(head.log)); };
  for (const auto& head : heads)
    if (is_first(head)) put_head(head, heads[0].size);
  put_head(heads[0], heads[0].size);
  for (const auto& head : heads)
    if (head.log != town_log && !is_first(head)) put_head(head, heads[0].size);
  for (const auto& head : heads)
    if (head.size > 0) log(head.log).written(head);
  folder_.finish();
  folder_.settle();
}

void StaticExport::put_beside(const Heads& heads) {
  put_if_other("town/vkey", vkey_ + "\n");
  put_if_other("policy", announcements_.policy(heads[0].size).text());
}

void StaticExport::put_head(const LogHead& head, std::uint64_t town_size) {
  if (head.size == 0) return;
  put_if_other(head.log + "/checkpoint",
               beside_.with_cosignatures ? beside_.with_cosignatures(head.log, head.checkpoint) : head.checkpoint);
  const auto path = head.log + "/witnessed";
  const auto note = beside_.witnessed ? beside_.witnessed(head.log) : std::nullopt;
  if (!note || !announcements_.has_quorum(*note, town_size)) return;  // what was witnessed stays so
  const auto there = folder_.read(path);
  const auto size = signed_size(*note);
  if (size <= head.size && (!there || signed_size(*there) <= size)) put_if_other(path, *note);
}

void StaticExport::put_if_other(const std::string& path, const std::string& bytes) {
  if (folder_.read(path) != bytes) folder_.write_durably(path, bytes);
}

}  // namespace radslag::archive
