// The town log: its key, its checkpoint, its entries; and the order in which the round logs are read.
#include "ledger/audit/inspection.hpp"

namespace radslag::audit {
namespace {

constexpr const char* town = "town";
constexpr const char* checkpoint_path = "town/checkpoint";
constexpr const char* vkey_path = "town/vkey";
constexpr std::uint64_t max_vkey_bytes = 1'024;

Result<log::VerifierKey> read_vkey(Source& source) {
  auto text = source.get(vkey_path, max_vkey_bytes);
  if (!text) return tl::make_unexpected(text.error());
  if (!text->ends_with('\n')) return refuse(Errc::malformed, "the key file is not one line");
  text->pop_back();
  return log::VerifierKey::parse(*text);
}

}  // namespace

std::string town_origin(Source& source) {
  const auto note = source.get(checkpoint_path, max_checkpoint_bytes);
  return note ? claimed_by(*note).origin : std::string();
}

bool Inspection::choose_key() {
  report_.pinned = options_.key.has_value();
  report_.by_policy = options_.key_by_policy;
  town_key_ = options_.key;
  if (!town_key_) {
    auto key = read_vkey(source_);
    if (!key) {
      file_finding(town, {vkey_path, key.error()});
      return false;
    }
    town_key_ = std::move(*key);
  }
  report_.vkey = town_key_->text();
  record_ = record::Record(sources());  // which is told the key
  return true;
}

bool Inspection::open_town() {
  if (!choose_key()) return false;
  fetch_witnessed(town);
  return take_town_checkpoint();
}

/// Again after the round logs' checkpoints were taken: it may have grown, nothing else.
bool Inspection::take_town_checkpoint() {
  const auto note = source_.get(checkpoint_path, max_checkpoint_bytes);
  if (!note && note.error().code == Errc::not_found)
    throw NoInput("there is no record here: " + std::string(checkpoint_path) + " is missing");
  auto checkpoint = note ? log::open_checkpoint(*note, *town_key_) : tl::make_unexpected(note.error());
  // Which later key it must be signed with the entries say: it is judged when they have been read.
  town_key_is_later_ = !checkpoint && note && may_be_of_later_key(*note);
  if (town_key_is_later_) checkpoint = claimed_by(*note);
  if (!checkpoint) {
    file_finding(town, {checkpoint_path, checkpoint.error()});
    return false;
  }
  if (checkpoint->size == 0) {
    file_finding(town, checkpoint_path, say("finding.empty-town-log"));
    return false;
  }
  const bool forked = checkpoint->size == town_checkpoint_.size && checkpoint->root != town_checkpoint_.root;
  if (checkpoint->size < town_checkpoint_.size || forked) {
    file_finding(town, checkpoint_path, say("finding.checkpoint-went-back"));
    return false;
  }
  if (*checkpoint != town_checkpoint_ && !town_key_is_later_) ++report_.counts.checkpoint_signatures;
  town_checkpoint_ = std::move(*checkpoint);
  heads_[town].checkpoint = *note;
  return true;
}

void Inspection::read_town(std::uint64_t begin) {
  const auto watches = watches_of(town_key_->name);
  LogStream stream(source_, workers_, town, begin, town_checkpoint_.size);
  stream.read_ahead();
  const auto tell_registrar = [&] {
    if (state().town.registrar && (options_.only.empty() || options_.only == town))
      stream.check_attestations_by(state().town.registrar->row.registrar);
  };
  tell_registrar();
  while (const auto bundle = stream.next()) {
    const bool whole = !bundle->entries_trouble && !bundle->blobs_trouble;
    if (bundle->entries_trouble) file_finding(town, *bundle->entries_trouble);
    if (bundle->blobs_trouble) file_finding(town, *bundle->blobs_trouble);
    if (!whole && !town_stopped_at_) town_stopped_at_ = std::max(begin, bundle->first);
    town_unreadable_ |= bundle->entries_trouble.has_value();
    for (std::uint64_t i = 0; i < bundle->items.size(); ++i) {
      const auto index = bundle->first + i;
      const auto& item = bundle->items[i];
      if (index < begin) {
        if (index >= town_.edge_begin() && item.leaf != town_.edge().leaf(index - town_.edge_begin()))
          entry_finding(town, index, say("finding.changed-while-read"));
        continue;
      }
      if (!town_stopped_at_) replay_town_entry(index, item);
      town_.append(item.leaf);
      town_tiles_.append(item.leaf);
      look(watches, index, item, [&] { return town_.root(); });
      ++report_.counts.entries;
    }
    tell_registrar();
    progress(town, town_.size(), town_checkpoint_.size);
  }
  if (!town_unreadable_ && town_.root() != town_checkpoint_.root) {
    file_finding(town, checkpoint_path, say("finding.root-differs", {{"size", town_checkpoint_.size}}));
  }
}

std::optional<log::Hash> Inspection::town_root(std::uint64_t size) {
  return town_.root(size, [this](std::uint64_t bundle) -> std::optional<std::vector<log::Hash>> {
    const auto bytes = source_.get(entries_path(town, bundle, log::bundle_width), max_entries_bytes);
    const auto entries = bytes ? log::split_bundle(*bytes, log::bundle_width) : tl::make_unexpected(bytes.error());
    if (!entries) return std::nullopt;
    std::vector<log::Hash> leaves;
    for (const auto entry : *entries) leaves.push_back(log::leaf_hash(entry));
    return leaves;
  });
}

void Inspection::replay_town_entry(std::uint64_t index, const Item& item) {
  const auto stop = [&](Sentence why) {
    entry_finding(town, index, std::move(why));
    town_stopped_at_ = index;
  };
  if (!item.entry) return stop(refusal("finding.entry-malformed", item.entry.error()));
  // A round's end is judged against the round log, so that is read before it.
  if (const auto* ended = std::get_if<record::RoundEnded>(&item.entry->statement)) {
    if (state().round(ended->round) && !rounds_read_.contains(ended->round)) read_round(ended->round, std::nullopt);
    const auto* log = log_report(record::round_log_name(ended->round));
    if (log && !log->replayed) {  // the finding is there already; the end of such a round cannot be judged, nor what rests on it
      town_stopped_at_ = index;
      return;
    }
  }
  if (source_.is_live()) expect_text_of(index, item.entry->statement);
  if (auto admitted = admit(town, item); !admitted) return stop(refusal("finding.entry-refused", admitted.error()));
  note_blobs(index, item);
  if (index == 0 && state().town.origin != town_key_->name)
    stop(say("finding.other-origin", {{"stated", state().town.origin}, {"signing", town_key_->name}}));
}

/// The checkpoints of rounds that have not ended, then the town's again, so that the town log covers what they rest on, and the openings
/// of texts that were shown.
void Inspection::read_open_rounds() {
  std::map<std::string, std::optional<std::string>> notes;
  for (bool found = true; found && !town_unreadable_;) {
    const bool texts = source_.is_live() && must_read_on_for_texts(), decisions = source_.is_live() && must_read_on_for_decisions();
    found = texts || decisions;
    for (const auto& [id, round] : state().rounds) {
      if (rounds_read_.contains(id) || notes.contains(id)) continue;
      const auto path = record::round_log_name(id) + "/checkpoint";
      auto note = source_.get(path, max_checkpoint_bytes);
      if (!note && note.error().code != Errc::not_found) file_finding(record::round_log_name(id), {path, note.error()});
      notes[id] = note ? std::optional(std::move(*note)) : std::nullopt;
      found = true;
    }
    const auto read = town_checkpoint_.size;
    if (found && (!take_town_checkpoint() || town_checkpoint_.size == read)) break;
    if (found) read_town(read);
  }
  for (auto& [id, note] : notes) {
    if (note && !rounds_read_.contains(id)) read_round(id, std::move(note));
  }
}

void Inspection::finish_town() {
  judge_town_key();
  const bool intact = !town_unreadable_ && town_.size() == town_checkpoint_.size && town_.root() == town_checkpoint_.root;
  if (!town_unreadable_) town_tiles_.finish();
  if (!town_stopped_at_ && intact) {
    judge_hand_over();
    judge_texts();
    judge_absent();
  }
  report_.town_sound = intact && !town_stopped_at_;
  report_.logs.insert(report_.logs.begin(),
                      LogReport{town, town_checkpoint_.origin, town_checkpoint_.size, town_checkpoint_.root, intact, !town_stopped_at_});
}

}  // namespace radslag::audit
