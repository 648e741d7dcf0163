// Which key a checkpoint must be signed with: from the pinned one along `log-key` and `log-recovered` to the one that stands at its size.
#include <algorithm>

#include "crypto/encoding.hpp"
#include "ledger/audit/inspection.hpp"
#include "ledger/record/identity.hpp"
#include "ledger/record/key_chain.hpp"

namespace radslag::audit {
namespace {

/// Whether a signature claims to be that key's.
bool is_claimed(const std::string& note, const log::VerifierKey& key) {
  const auto parsed = log::parse_note(note);
  return parsed && std::any_of(parsed->signatures.begin(), parsed->signatures.end(),
                               [&](const auto& signature) { return signature.name == key.name && signature.id == key.id; });
}

}  // namespace

bool Inspection::may_be_of_later_key(const std::string& note) const {
  const auto claimed = claimed_by(note);
  return record::generation_of(claimed.origin, town_key_->name) > 0 && !is_claimed(note, *town_key_);
}

std::optional<Sentence> Inspection::trouble_with_key(const std::string& log, const std::string& note) const {
  const auto claimed = claimed_by(note);
  const auto all = record::identities_of(state(), log);
  const auto generation = record::generation_of(claimed.origin, record::founding_origin(state(), log));
  const auto* identity = record::identity_at(all, generation, claimed.size);
  if (all.empty() || generation > all.back().generation) return say("finding.generation-not-announced", {{"origin", claimed.origin}});
  if (generation == 0) return say("finding.checkpoint-of-other-log", {{"origin", claimed.origin}});
  if (generation < all.back().generation) {
    const auto next = std::find_if(all.begin(), all.end(), [&](const auto& x) { return x.generation == generation + 1; });
    return say("finding.generation-ended", {{"generation", generation}, {"entry", next->from}});
  }
  if (!identity) return say("finding.checkpoint-before-generation", {{"size", claimed.size}});
  const auto good = log::open_checkpoint(note, record::verifier_key(state(), log, *identity));
  if (good) return std::nullopt;
  for (const auto& earlier : all) {
    if (earlier.generation != generation || &earlier >= identity) continue;
    if (log::open_checkpoint(note, record::verifier_key(state(), log, earlier)))
      return say("finding.old-key", {{"size", claimed.size}, {"entry", identity->from}});
  }
  if (is_claimed(note, record::verifier_key(state(), log, *identity))) return refusal("finding.file-broken", good.error());
  return say("finding.key-not-announced", {{"key", crypto::to_hex(identity->key).substr(0, 16)}});
}

void Inspection::judge_town_key() {
  const auto trouble = trouble_with_key("town", heads_["town"].checkpoint);
  if (!trouble) {
    if (town_key_is_later_) ++report_.counts.checkpoint_signatures;
    return;
  }
  file_finding("town", "town/checkpoint", *trouble);
  town_unreadable_ = true;  // nobody has signed it: what was read is not the town's word
}

void Inspection::look_at_kept(const std::string& log, std::uint64_t size, const std::function<log::Hash()>& root) {
  for (const auto& recovery : state().town.recoveries) {
    const auto& row = recovery.row;
    if (row.log != log) continue;
    if (row.kept == size && root() != row.kept_root)
      file_finding(log, log + "/checkpoint", say("finding.kept-differs", {{"entry", recovery.index}, {"size", size}}));
    if (row.lost_size == size && row.lost_size <= row.kept && root() == row.lost_root)
      file_finding(log, log + "/checkpoint", say("finding.nothing-lost", {{"entry", recovery.index}, {"size", size}}));
  }
}

void Inspection::collect_succession() {
  for (const auto& recovery : state().town.recoveries) {
    const auto& row = recovery.row;
    report_.recoveries.push_back({row.log, row.generation, recovery.index, recovery.hour, row.kept, row.lost_size, recovery.shown.size(),
                                  recovery.counted(), recovery.reason});
  }
  const auto later = state().town.identities.find("town");
  if (later == state().town.identities.end()) return;
  auto generation = std::uint64_t{1};
  for (const auto& identity : later->second) {
    if (identity.generation == generation) report_.key_changes.push_back({identity.from, crypto::to_hex(identity.key)});
    generation = identity.generation;
  }
}

}  // namespace radslag::audit
