// The conditions of `blobs-withheld` and `matter-key-destroyed` (FORMAT.md section 4.8).
#include <algorithm>

#include "crypto/encoding.hpp"
#include "ledger/record/inside.hpp"
#include "ledger/record/withholding.hpp"

namespace radslag::record {
namespace {

std::string short_name(const Digest& digest) { return crypto::to_hex(digest).substr(0, 16) + "…"; }

std::array<std::uint8_t, 16> half(const Digest& digest) {
  std::array<std::uint8_t, 16> first{};
  std::copy_n(digest.begin(), first.size(), first.begin());
  return first;
}

/// What of a statement's blobs may be withheld, apart from names and ballots.
struct WithholdableOf {
  using Blobs = std::vector<Digest>;
  Blobs operator()(const InitiativeRaised& x) const { return {x.attested.subject}; }
  Blobs operator()(const ProjectProposed& x) const { return {x.attested.subject}; }
  Blobs operator()(const InitiativeRejected& x) const { return {x.content}; }
  Blobs operator()(const SetAside& x) const { return {x.content}; }
  Blobs operator()(const Restored& x) const { return {x.content}; }
  Blobs operator()(const InitiativeReport& x) const { return {x.content}; }
  Blobs operator()(const Feedback& x) const { return {x.content}; }
  Blobs operator()(const ProjectAssessed& x) const { return x.picture ? Blobs{*x.picture} : Blobs(); }
  Blobs operator()(const LogRecovered& x) const { return {x.content}; }
  Blobs operator()(const BlobsWithheld& x) const { return {x.content}; }
  Blobs operator()(const ReserveActivated& x) const { return {x.content}; }
  Blobs operator()(const CredentialBlocked& x) const { return {x.content}; }
  template <class Other>
  Blobs operator()(const Other&) const {
    return {};
  }
};

/// The hour of the entry that ended an initiative; nothing before.
std::optional<std::uint64_t> ended(const InitiativeState& initiative) {
  if (initiative.decided) return initiative.decided->hour;
  if (initiative.rejection) return initiative.rejection->hour;
  return initiative.expired_hour;
}

std::optional<std::uint64_t> ended(const RoundState* round) {
  return round && round->decision ? std::optional(round->decision->hour) : std::nullopt;
}

/// `over`: the first hour after it.
Result<> appeal_is_over(const std::string& what, std::optional<std::uint64_t> over, std::uint64_t hour) {
  if (!over) return refuse(Errc::out_of_order, what + " has not been decided: its appeal period has not begun");
  if (hour >= *over) return {};
  return refuse(Errc::out_of_order, "the appeal period of " + what + " is over at " + hour_text(*over));
}

}  // namespace

std::vector<Digest> withholdable_blobs(const Statement& statement) {
  if (const auto* signature = std::get_if<Signature>(&statement))
    return signature->name ? std::vector{*signature->name} : std::vector<Digest>();
  if (const auto* ballot = std::get_if<Ballot>(&statement)) return {ballot->ballot};
  if (const auto* ballot = std::get_if<SecretBallot>(&statement)) return {ballot->ballot};
  return std::visit(WithholdableOf{}, statement);
}

std::optional<std::uint64_t> appeal_ends(const State& state, MatterKind kind, const std::string& matter) {
  const auto* initiative = state.initiative(matter);
  if (kind == MatterKind::call && !state.town.calls.contains(matter)) return std::nullopt;
  const auto end = kind != MatterKind::initiative ? ended(state.round(matter)) : initiative ? ended(*initiative) : std::nullopt;
  return end ? std::optional(*end + appeal_hours) : std::nullopt;
}

Result<> Record::Inside::names_nothing_withheld(const Statement& statement) const {
  if (state.town.withheld->of.empty()) return {};
  for (const auto& blob : blobs_of(statement)) {
    if (const auto* decision = state.withheld(blob))
      return refuse(Errc::withheld, "the blob " + short_name(blob) + " that it names is " + withheld_text(*decision));
  }
  return {};
}

void Record::Inside::expect(const Digest& text, bool is_there) {
  if (!is_there && !state.withheld(text)) missing.push_back(text);
}

void Record::Inside::note_named(std::string_view log, std::uint64_t index, const Statement& statement) {
  const auto contents = std::visit(WithholdableOf{}, statement);
  const auto* signature = std::get_if<Signature>(&statement);
  const bool has_name = signature && signature->name;
  if (contents.empty() && missing.empty() && !has_name) return;
  auto& of = withholdable[std::string(log)];
  for (const auto& blob : contents) of.contents.insert(blob);
  if (has_name) of.names.push_back(half(*signature->name));
  for (const auto& blob : missing) of.absent.emplace(blob, index);
}

Result<> Record::Inside::may_withhold(const std::string& log, const Digest& blob, std::uint64_t hour) const {
  if (const auto* before = state.withheld(blob))
    return refuse(Errc::duplicate, "the blob " + short_name(blob) + " is " + withheld_text(*before));
  const auto* round = state.round(round_of_log(log));
  if (round) {
    const auto clear = urns.find(round->id);
    const auto of_round = secret.find(round->id);
    const bool is_clear = clear != urns.end() && clear->second.has(blob);
    const bool is_secret = of_round != secret.end() && std::any_of(of_round->second.urns.begin(), of_round->second.urns.end(),
                                                                   [&](const auto& urn) { return urn.ballots.has(blob); });
    if (is_clear || is_secret) return appeal_is_over("round " + round->id, appeal_ends(state, MatterKind::round, round->id), hour);
  }
  const auto of = withholdable.find(log);
  if (of != withholdable.end()) {
    if (of->second.contents.contains(blob)) return {};
    const auto& names = of->second.names;
    if (std::find(names.begin(), names.end(), half(blob)) != names.end()) return {};
  }
  return refuse(Errc::not_found, "no entry of the log " + log + " names a blob " + short_name(blob) + ", or it is one that the rules need");
}

Result<> Record::Inside::town(const BlobsWithheld& x, const Context& at) {
  const auto* round = state.round(round_of_log(x.log));
  if (x.log != "town" && !round) return refuse(Errc::not_found, "there is no log " + x.log);
  if (round && !round->ended_at)
    return refuse(Errc::out_of_order, "round " + round->id + " has not been ended: what its log names cannot be withheld yet");
  for (const auto& blob : x.blobs) {
    if (auto may = may_withhold(x.log, blob.digest, at.entry.hour); !may) return may;
  }
  auto reason = reason_text(x.content);
  if (!reason) return tl::make_unexpected(reason.error());
  // What has been published is never changed; a copy is made only where somebody holds it.
  auto next = state.town.withheld.use_count() == 1 ? std::const_pointer_cast<Withheld>(state.town.withheld)
                                                   : std::make_shared<Withheld>(*state.town.withheld);
  const auto place = static_cast<std::uint32_t>(next->decisions.size());
  next->decisions.push_back({at.index, at.entry.hour, x.log, x.ground, x.decision, std::move(*reason), x.content, x.blobs.size()});
  auto& absent = withholdable[x.log].absent;
  for (const auto& blob : x.blobs) {
    next->of.emplace(blob.digest, place);
    // What is sealed is handed out to nobody either.
    const bool was_absent = absent.erase(blob.digest) > 0 || state.town.sealed.contains(blob.digest);
    next->decisions.back().absent += was_absent ? 1 : 0;
  }
  for (auto& decision : next->decisions) {
    if (next->of.contains(decision.content)) decision.reason.clear();
  }
  state.town.withheld = std::move(next);
  forget(x);
  return {};
}

void Record::Inside::forget(const BlobsWithheld& x) {
  const auto is_gone = [&](const Digest& blob) {
    return std::binary_search(x.blobs.begin(), x.blobs.end(), BlobsWithheld::Blob{blob},
                              [](const auto& a, const auto& b) { return a.digest < b.digest; });
  };
  if (const auto found = state.rounds.find(round_of_log(x.log)); found != state.rounds.end()) {
    const auto of = withholdable.find(x.log);
    for (const auto& blob : x.blobs) {
      const bool reason = of != withholdable.end() && of->second.contents.contains(blob.digest);
      found->second.withheld_ballots += reason ? 0 : 1;
    }
    return;
  }
  for (auto& [id, initiative] : state.town.initiatives) {
    if (is_gone(initiative.subject)) initiative.content.reset();
    if (initiative.rejection && is_gone(initiative.rejection->row.content)) initiative.rejection->text.clear();
    for (auto& aside : initiative.asides) {
      if (is_gone(aside.content)) aside.text.clear();
    }
    for (auto& report : initiative.reports) {
      if (is_gone(report.row.content)) report.content = {};
    }
  }
  for (auto& [id, proposal] : state.town.proposals) {
    if (is_gone(proposal.subject)) proposal.content.reset();
  }
  for (auto& [id, dialogue] : state.town.dialogues) {
    for (auto& feedback : dialogue.feedback) {
      if (is_gone(feedback.row.content)) feedback.content = {};
    }
  }
  for (auto& recovery : state.town.recoveries) {
    if (is_gone(recovery.row.content)) recovery.reason.clear();
  }
}

Result<> Record::Inside::town(const MatterKeyDestroyed& x, const Context& at) {
  const auto name = std::string(word(x.matter_kind)) + " " + x.matter;
  if (state.town.destroyed_keys.contains({x.matter_kind, x.matter}))
    return refuse(Errc::duplicate, "the destruction of the keys of " + name + " is in the record already");
  const bool known = x.matter_kind == MatterKind::initiative ? state.town.initiatives.contains(x.matter)
                     : x.matter_kind == MatterKind::call     ? state.town.calls.contains(x.matter)
                                                             : state.rounds.contains(x.matter);
  if (!known) return refuse(Errc::not_found, "there is no " + name);
  if (auto over = appeal_is_over(name, appeal_ends(state, x.matter_kind, x.matter), at.entry.hour); !over) return over;
  state.town.destroyed_keys.emplace(std::pair(x.matter_kind, x.matter), DestroyedKey{at.index, at.entry.hour});
  return {};
}

}  // namespace radslag::record
