// Witnesses: whose cosignatures count, which heads have a quorum of them, and what that makes final.
#include <ctime>

#include "ledger/audit/inspection.hpp"
#include "ledger/audit/instant.hpp"
#include "ledger/audit/lone_receipt.hpp"
#include "ledger/record/identity.hpp"

namespace radslag::audit {
namespace {

constexpr std::uint64_t seconds_an_hour = 3'600;
constexpr std::uint64_t clocks_differ = 900;  ///< seconds; more is told

log::Policy policy_of_record(const record::WitnessesAnnounced& announced) {
  std::vector<log::Policy::Witness> witnesses;
  for (const auto& witness : announced.witnesses) witnesses.push_back({witness.name, log::CosignerKey::of(witness.name, witness.key), {}});
  return log::Policy::of({}, std::move(witnesses), announced.quorum);
}

}  // namespace

QuorumReport quorum_of(const log::Policy& policy, QuorumReport::Source source) {
  QuorumReport report{source, 0, policy.witnesses.size(), {}};
  if (policy.quorum == "none") return report;
  const auto is_witness = [&](const std::string& name) {
    return std::any_of(policy.witnesses.begin(), policy.witnesses.end(), [&](const auto& witness) { return witness.name == name; });
  };
  if (is_witness(policy.quorum)) {
    report.needed = report.known = 1;
    return report;
  }
  for (const auto& group : policy.groups) {
    if (group.name != policy.quorum) continue;
    if (std::all_of(group.members.begin(), group.members.end(), is_witness)) {
      report.needed = group.threshold;
      report.known = group.members.size();
    } else {
      report.group = group.name;
    }
  }
  return report;
}

void Inspection::fetch_witnessed(const std::string& log) {
  const auto path = log + "/witnessed";
  auto note = source_.get(path, max_checkpoint_bytes);
  if (!note) {
    if (note.error().code != Errc::not_found) file_finding(log, {path, note.error()});
    return;
  }
  auto& heads = heads_[log];
  heads.witnessed = std::move(*note);
  const auto claimed = claimed_by(*heads.witnessed);
  heads.watch = claimed.size > 0 ? watch_for(claimed.origin, claimed.size - 1, claimed.size) : nullptr;
}

std::optional<KnownLog> Inspection::known_log(const std::string& origin) const {
  const auto look_at = [&](const std::string& name) -> std::optional<KnownLog> {
    KnownLog known{name, {}, nullptr};
    std::uint64_t generation = 0;
    for (const auto& identity : record::identities_of(state(), name)) {
      const auto key = record::verifier_key(state(), name, identity);
      if (key.name != origin) continue;
      generation = identity.generation;
      known.keys.push_back(key);
    }
    if (known.keys.empty()) return std::nullopt;
    for (const auto& recovery : state().town.recoveries) {
      if (recovery.row.log == name && recovery.row.generation == generation + 1) known.ended_by = &recovery;
    }
    return known;
  };
  if (auto known = look_at("town")) return known;
  for (const auto& [id, round] : state().rounds) {
    if (auto known = look_at(record::round_log_name(id))) return known;
  }
  if (town_key_ && town_key_->name == origin) return KnownLog{"town", {*town_key_}, nullptr};
  return std::nullopt;
}

void Inspection::judge_witnesses() {
  const auto& announced = state().town.witnesses;
  const bool own = options_.policy.has_value();
  if (!own && !announced) return;
  const auto policy = own ? *options_.policy : policy_of_record(announced->row);
  report_.quorum = quorum_of(policy, own ? QuorumReport::Source::policy : QuorumReport::Source::record);
  if (announced) {
    for (const auto& witness : announced->row.witnesses) who_[log::CosignerKey::of(witness.name, witness.key).text()] = witness.who;
  }
  for (const auto& log : report_.logs) judge_witnesses_of(log, policy);
}

void Inspection::judge_witnesses_of(const LogReport& log, const log::Policy& policy) {
  const auto found = heads_.find(log.name);
  if (found == heads_.end()) return;
  const auto& heads = found->second;
  WitnessedReport report{log.name, 0, log.size, {}, 0};
  const auto newest = cosignatures_of(log.name, log.name + "/checkpoint", heads.checkpoint, record_.last_hour(log.name), policy, report);
  report.cosignatures = newest.good;
  if (newest.quorum) {
    report.size = log.size;
  } else if (heads.witnessed && judge_witnessed_head(log, heads)) {
    const auto hour = heads.watch->hour.value_or(0);
    const auto older = cosignatures_of(log.name, log.name + "/witnessed", *heads.witnessed, hour, policy, report);
    if (older.quorum) {
      report.size = heads.watch->size;
      report.cosignatures = older.good;
    }
  }
  if (log.name == "town" && options_.policy && !report.final() && !report_.quorum.is_none()) {
    file_finding(log.name, log.name + "/checkpoint",
                 say("finding.below-quorum", {{"counted", report.cosignatures.size()}, {"quorum", std::vector{report_.quorum.sentence()}}}),
                 Severity::missing);
  }
  report_.witnessed.push_back(std::move(report));
}

/// A head that witnesses have seen has to be one of this record, whether or not its cosignatures count.
bool Inspection::judge_witnessed_head(const LogReport& log, const Heads& heads) {
  const auto path = log.name + "/witnessed";
  const auto claimed = claimed_by(*heads.witnessed);
  const auto known = known_log(claimed.origin);
  const auto head = known && known->log == log.name
                        ? log::open_checkpoint(*heads.witnessed, known->keys)
                        : Result<log::Checkpoint>(refuse(Errc::mismatch, "it is of another log: " + claimed.origin));
  if (!head) {
    file_finding(log.name, path, refusal("finding.witnessed-broken", head.error()));
    return false;
  }
  ++report_.counts.checkpoint_signatures;
  if (known->ended_by && head->size > known->ended_by->row.kept) return false;  // of an end that was lost: the record says so
  if (head->size > log.size) {
    file_finding(log.name, path, say("finding.witnessed-newer", {{"size", head->size}, {"have", log.size}}));
    return false;
  }
  if (!heads.watch || heads.watch->root != head->root) {
    file_finding(log.name, path, say("finding.witnessed-other", {{"size", head->size}}));
    return false;
  }
  return true;
}

Inspection::Cosigned Inspection::cosignatures_of(const std::string& log, const std::string& path, const std::string& note,
                                                 std::uint64_t newest_hour, const log::Policy& policy, WitnessedReport& report) {
  Cosigned cosigned;
  const auto parsed = log::parse_note(note);
  if (!parsed) return cosigned;  // it is a finding already
  const auto known = known_log(claimed_by(note).origin);
  const auto now = options_.now != 0 ? options_.now : static_cast<std::uint64_t>(std::time(nullptr));
  std::set<std::string> counted;
  for (const auto& signature : parsed->signatures) {
    const auto is_logs = [&](const auto& key) { return key.name == signature.name && key.id == signature.id; };
    if (known && std::any_of(known->keys.begin(), known->keys.end(), is_logs)) continue;
    const auto witness =
        std::find_if(policy.witnesses.begin(), policy.witnesses.end(), [&](const auto& other) { return is_logs(other.key); });
    if (witness == policy.witnesses.end()) {
      ++report.ignored;
      continue;
    }
    const auto name = witness_named(*witness);
    const auto time = log::verify_cosignature(parsed->text, signature, witness->key);
    if (!time) {
      file_finding(log, path, say("finding.cosignature-bad", {{"witness", name}}));
      continue;
    }
    ++report_.counts.cosignatures;
    const auto newest_entry = newest_hour * seconds_an_hour;
    switch (log::judge_time(*time, newest_entry, now, clocks_differ)) {
      case log::Timeliness::good:
        if (counted.insert(witness->name).second) cosigned.good.push_back({name, *time});
        break;
      case log::Timeliness::behind:
        file_finding(
            log, path,
            say("finding.cosignature-behind", {{"witness", name}, {"time", instant_text(*time)}, {"entry", instant_text(newest_entry)}}));
        break;
      case log::Timeliness::ahead:
        file_finding(log, path, say("finding.cosignature-ahead", {{"witness", name}, {"time", instant_text(*time)}}));
        break;
    }
  }
  cosigned.quorum = log::quorum_met(policy, counted);
  return cosigned;
}

std::string Inspection::witness_named(const log::Policy::Witness& witness) const {
  const auto who = who_.find(witness.key.text());
  return who == who_.end() ? witness.key.name : who->second + " (" + witness.key.name + ")";
}

void Inspection::judge_finality() {
  for (auto& round : report_.rounds) {
    const auto& ended_at = state().round(round.id)->ended_at;
    round.ended = ended_at.has_value();
    if (!ended_at) continue;
    for (const auto& log : report_.witnessed) {
      if (log.log != "town") continue;
      round.final = log.size > *ended_at;
      // Where the head with a quorum is older, how many have cosigned the newest is not known here; none of them is enough.
      round.cosigned = round.final || !log.final() ? log.cosignatures.size() : 0;
    }
  }
}

}  // namespace radslag::audit
