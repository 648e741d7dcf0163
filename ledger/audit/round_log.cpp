// A round log: its checkpoint under the key that round-begun names, its entries, its ballots.
#include "ledger/audit/inspection.hpp"

namespace radslag::audit {

void Inspection::read_round(const std::string& id, std::optional<std::string> note) {
  rounds_read_.insert(id);
  const auto& round = *state().round(id);
  const auto name = record::round_log_name(id);
  const auto path = name + "/checkpoint";
  fetch_witnessed(name);
  if (!note) {
    auto found = source_.get(path, max_checkpoint_bytes);
    if (!found) {  // an ended round without a log is refused at its round-ended
      if (found.error().code != Errc::not_found) file_finding(name, {path, found.error()});
      return;
    }
    note = std::move(*found);
  }
  if (const auto trouble = trouble_with_key(name, *note)) {
    logs_without_size_.insert(name);
    return file_finding(name, path, *trouble);
  }
  const auto checkpoint = claimed_by(*note);
  ++report_.counts.checkpoint_signatures;
  heads_[name].checkpoint = *note;
  LogReport report{name, checkpoint.origin, checkpoint.size, checkpoint.root, false, true};
  read_round_entries(round, report);
  report_.logs.push_back(std::move(report));
}

void Inspection::read_round_entries(const record::RoundState& round, LogReport& report) {
  const auto watches = watches_of(round.origin);
  LogStream stream(source_, workers_, report.name, 0, report.size);
  TileCheck tiles(source_, report.name, [&](const FileTrouble& trouble) { file_finding(report.name, trouble); });
  Urn urn;
  bool readable = true;
  look_at_kept(report.name, 0, [&] { return tiles.root(); });
  while (const auto bundle = stream.next()) {
    if (bundle->entries_trouble) file_finding(report.name, *bundle->entries_trouble);
    if (bundle->blobs_trouble) file_finding(report.name, *bundle->blobs_trouble);
    readable &= !bundle->entries_trouble;
    for (const auto& item : bundle->items) {
      tiles.append(item.leaf);
      look_at_kept(report.name, tiles.size(), [&] { return tiles.root(); });
      look(watches, tiles.size() - 1, item, [&] { return tiles.root(); });
      // A lot rests on the head just after closing.
      if (item.entry && std::holds_alternative<record::RoundClosed>(item.entry->statement))
        round_roots_[report.name].emplace(tiles.size(), tiles.root());
    }
    report.replayed &= !bundle->entries_trouble && !bundle->blobs_trouble;
    if (report.replayed) replay_round_bundle(round.id, *bundle, stream, urn, report);
    if (!report.replayed) stream.read_ahead();
    report_.counts.entries += bundle->items.size();
    progress(report.name, tiles.size(), report.size);
  }
  if (readable) tiles.finish();
  report.intact = readable && tiles.root() == report.root;
  if (readable && !report.intact)
    file_finding(report.name, report.name + "/checkpoint", say("finding.root-differs", {{"size", report.size}}));
  if (readable) round_roots_[report.name].emplace(tiles.size(), tiles.root());
  if (report.replayed) judge_open_urn(round, urn, report);
  if (round.phase > record::Phase::open && !urn.absent.empty()) absent_ballots_[report.name] = std::move(urn.absent);
}

void Inspection::replay_round_bundle(const std::string& round, Bundle& bundle, LogStream& stream, Urn& urn, LogReport& report) {
  for (std::uint64_t i = 0; i < bundle.items.size() && report.replayed; ++i) {
    const auto index = bundle.first + i;
    const bool was_open = state().round(round)->frozen != nullptr;
    report.replayed = rests_on_replayed_town(report.name, bundle.items[i]) && replay_round_entry(report.name, index, bundle.items[i], urn);
    const auto frozen = state().round(round)->frozen;
    if (frozen && !was_open && is_left_out(round)) {
      stream.read_ahead();
    } else if (frozen && !was_open) {
      check_ballots(bundle, *frozen);
      stream.check_ballots_of(frozen);
    }
  }
}

/// A round that was opened, or whose ceremony was begun, after the entry where the town's replay stopped cannot be judged: its officers are
/// not known.
bool Inspection::rests_on_replayed_town(const std::string& log, const Item& item) {
  if (!town_stopped_at_ || !item.entry) return true;
  const auto* opened = std::get_if<record::RoundOpened>(&item.entry->statement);
  const auto* begun = std::get_if<record::CeremonyBegun>(&item.entry->statement);
  const auto town_size = opened ? opened->town_size : begun ? begun->town_size : 0;
  if (town_size <= *town_stopped_at_) return true;
  report_.unchecked.push_back(say("unchecked.rests-on-unreplayed", {{"log", log}, {"index", *town_stopped_at_}}));
  return false;
}

bool Inspection::replay_round_entry(const std::string& log, std::uint64_t index, const Item& item, Urn& urn) {
  if (!item.entry) {
    entry_finding(log, index, refusal("finding.entry-malformed", item.entry.error()));
    return false;
  }
  const auto ballot = cast_ballot(*item.entry);
  if (ballot && index > 0) return replay_ballot(log, index, item, *ballot, urn);
  if (auto admitted = admit(log, item); !admitted) {
    entry_finding(log, index, refusal("finding.entry-refused", admitted.error()));
    return false;
  }
  if (std::holds_alternative<record::SecretBallot>(item.entry->statement)) note_paper_ballot(log, index, item, urn);
  return true;
}

bool Inspection::replay_ballot(const std::string& log, std::uint64_t index, const Item& item, const record::BallotEntry& ballot, Urn& urn) {
  const auto refuse_it = [&](Sentence why) {
    entry_finding(log, index, std::move(why));
    return false;
  };
  if (!item.entry->seals.empty()) return refuse_it(say("finding.ballot-with-seals"));
  // Whether it may stand here is the first question; what is in it the second.
  if (auto placed = record_.would_admit(log, item.entry->hour, ballot); !placed)
    return refuse_it(refusal("finding.ballot-refused", placed.error()));
  const bool sealed = item.blobs[0].empty();
  if (sealed) {
    urn.absent.push_back({record::blob_of(ballot), index});
  } else {
    if (urn.shown++ == 0) urn.first_shown = index;
  }
  const auto* const checked = item.ballot_check ? &*item.ballot_check : nullptr;
  if (checked) {
    if (!*checked) return refuse_it(refusal("finding.ballot-refused", checked->error()));
    ++report_.counts.ballot_signatures;
    ++checked_ballots_[record::round_of_log(log)];
  }
  const auto admitted = record_.admit_ballot(log, item.entry->hour, ballot, checked ? &**checked : nullptr);
  if (!admitted) return refuse_it(refusal("finding.ballot-refused", admitted.error()));
  ++report_.counts.ballots;
  note_late(log, index, item);
  if (in_full(log, *item.entry)) count(item);
  return true;
}

/// A ballot on paper was admitted as an act of its two officers.
void Inspection::note_paper_ballot(const std::string& log, std::uint64_t index, const Item& item, Urn& urn) {
  ++report_.counts.ballots;
  if (item.blobs[0].empty()) {
    urn.absent.push_back({std::get<record::SecretBallot>(item.entry->statement).ballot, index});
    return;
  }
  if (in_full(log, *item.entry)) {
    ++report_.counts.ballot_signatures;
    ++checked_ballots_[record::round_of_log(log)];
  }
  const bool open = state().round(record::round_of_log(log))->phase == record::Phase::open;
  if (open && urn.shown++ == 0) urn.first_shown = index;
}

/// The announced hours inform and the entries decide, but people ought to know.
void Inspection::note_late(const std::string& log, std::uint64_t index, const Item& item) {
  const auto id = record::round_of_log(log);
  if (item.entry->hour < state().round(id)->frozen->definition.closes) return;
  auto& late = late_ballots_[id];
  if (late.first++ == 0) late.second = index;
}

void Inspection::judge_open_urn(const record::RoundState& round, const Urn& urn, const LogReport& report) {
  if (round.phase != record::Phase::open || urn.shown == 0) return;
  if (source_.is_live()) {  // it may have been closed since its checkpoint was taken
    const auto note = source_.get(report.name + "/checkpoint", max_checkpoint_bytes);
    const auto now =
        note ? log::open_checkpoint(*note, log::VerifierKey::of(round.origin, round.log_key)) : tl::make_unexpected(note.error());
    if (now && now->size > report.size) throw Unavailable("the round " + round.id + " was closed while its record was read: verify again");
  }
  entry_finding(report.name, urn.first_shown, say("finding.urn-was-open", {{"ballots", urn.shown}}));
}

}  // namespace radslag::audit
