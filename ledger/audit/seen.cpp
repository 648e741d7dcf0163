// Heads that were seen elsewhere: the record has to continue them.
#include "ledger/audit/inspection.hpp"

namespace radslag::audit {

log::Checkpoint claimed_by(std::string_view note) {
  const auto parsed = log::parse_note(note);
  const auto checkpoint = parsed ? log::parse_checkpoint_text(parsed->text) : tl::make_unexpected(parsed.error());
  return checkpoint ? *checkpoint : log::Checkpoint{};
}

void Inspection::watch_for_seen() {
  const auto watch = [&](const log::Checkpoint& seen) { return watch_for(seen.origin, seen.size == 0 ? 0 : seen.size - 1, seen.size); };
  for (const auto& seen : options_.seen) trusted_watches_.push_back(watch(seen));
  for (const auto& seen : options_.seen_heads) seen_watches_.push_back(watch(claimed_by(seen.note)));
}

void Inspection::check_seen() {
  for (std::size_t i = 0; i < options_.seen.size(); ++i) check_seen(options_.seen[i], *trusted_watches_[i]);
  for (std::size_t i = 0; i < options_.seen_heads.size(); ++i)
    report_.seen.push_back(seen_report(options_.seen_heads[i], *seen_watches_[i]));
}

/// A log that was seen has to be there, at least as long, and with the root that it had.
void Inspection::check_seen(const log::Checkpoint& seen, const Watch& watch) {
  if (seen.size == 0 || watch.root == seen.root) return;
  // An end that was lost is gone by the record's own word; but no other may be put in its place, and no more be gone than it says.
  const auto known = known_log(seen.origin);
  if (known && known->ended_by && seen.size > known->ended_by->row.kept) {
    const auto& row = known->ended_by->row;
    if (seen.size < row.lost_size || (seen.size == row.lost_size && seen.root == row.lost_root)) return;
    return finding({known->log,
                    std::nullopt,
                    {},
                    Severity::broken,
                    seen.size == row.lost_size
                        ? say("finding.other-than-seen", {{"seen", seen.size}})
                        : say("finding.more-lost", {{"seen", seen.size}, {"said", row.lost_size}, {"entry", known->ended_by->index}})});
  }
  for (const auto& log : report_.logs) {
    if (log.origin != watch.origin) continue;
    return finding({log.name,
                    std::nullopt,
                    {},
                    Severity::broken,
                    log.size < seen.size ? say("finding.shorter-than-seen", {{"seen", seen.size}, {"size", log.size}})
                                         : say("finding.other-than-seen", {{"seen", seen.size}})});
  }
  finding({{}, std::nullopt, watch.origin, Severity::missing, say("finding.seen-log-is-gone", {{"seen", seen.size}})});
}

SeenReport Inspection::seen_report(const NamedHead& seen, const Watch& watch) {
  const auto claimed = claimed_by(seen.note);
  SeenReport report{seen.name, claimed.origin, claimed.size, claimed.root, false, std::nullopt, std::nullopt};
  const auto is_none = [&](Sentence why) {
    report.invalid = std::move(why);
    return report;
  };
  const auto known = known_log(claimed.origin);
  if (!known) return is_none(say("seen.of-other-log"));
  if (!log::open_checkpoint(seen.note, known->keys)) return is_none(say("seen.bad-signature"));
  ++report_.counts.checkpoint_signatures;
  if (known->ended_by && claimed.size > known->ended_by->row.kept) {
    report.lost_with = known->ended_by->index;
    const auto& row = known->ended_by->row;
    if (claimed.size > row.lost_size)
      finding({known->log, std::nullopt, seen.name, Severity::broken,
               say("finding.more-lost", {{"seen", claimed.size}, {"said", row.lost_size}, {"entry", known->ended_by->index}})});
    if (claimed.size == row.lost_size && claimed.root != row.lost_root)
      finding({known->log, std::nullopt, seen.name, Severity::broken, say("finding.other-than-seen", {{"seen", claimed.size}})});
    return report;
  }
  report.holds = claimed.size == 0 || watch.root == claimed.root;
  if (report.holds) return report;
  const auto* log = log_report(known->log);
  const auto what = !log                       ? say("finding.seen-log-is-gone", {{"seen", claimed.size}})
                    : log->size < claimed.size ? say("finding.shorter-than-seen", {{"seen", claimed.size}, {"size", log->size}})
                                               : say("finding.other-than-seen", {{"seen", claimed.size}});
  finding({known->log, std::nullopt, seen.name, log ? Severity::broken : Severity::missing, what});
  return report;
}

}  // namespace radslag::audit
