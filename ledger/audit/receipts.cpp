// Receipts against the record: the entry stands there, and the record still is one that the receipt's checkpoint was taken of.
#include "ledger/audit/inspection.hpp"
#include "ledger/audit/sentences.hpp"

namespace radslag::audit {
namespace {

/// What the receipt's checkpoint says, not yet verified: where to look.
log::Checkpoint claimed(const log::Receipt& receipt) {
  const auto note = log::parse_note(receipt.checkpoint);
  const auto checkpoint = note ? log::parse_checkpoint_text(note->text) : tl::make_unexpected(note.error());
  return checkpoint ? *checkpoint : log::Checkpoint{};
}

}  // namespace

void Inspection::watch_for_receipts() {
  for (const auto& given : options_.receipts) {
    const auto checkpoint = claimed(given.receipt);
    watches_.push_back({&given, nullptr, checkpoint.origin, given.receipt.index, checkpoint.size, std::nullopt, std::nullopt});
  }
  for (const auto& seen : options_.seen) {
    if (seen.size > 0) watches_.push_back({nullptr, &seen, seen.origin, seen.size - 1, seen.size, std::nullopt, std::nullopt});
  }
}

std::vector<Watch*> Inspection::watches_of(const std::string& origin) {
  std::vector<Watch*> found;
  for (auto& watch : watches_) {
    if (watch.origin == origin) found.push_back(&watch);
  }
  return found;
}

void Inspection::look(const std::vector<Watch*>& watches, std::uint64_t index, const log::Hash& leaf,
                      const std::function<log::Hash()>& root) {
  for (auto* watch : watches) {
    if (watch->index == index) watch->leaf = leaf;
    if (watch->size == index + 1) watch->root = root();
  }
}

void Inspection::check_receipts() {
  for (const auto& watch : watches_) {
    if (watch.seen) {
      check_seen(watch);
      continue;
    }
    ReceiptReport report{watch.given->name, {}, watch.index, watch.size, false, {}};
    const auto trouble = trouble_with(watch, report);
    report.holds = !trouble && report.invalid.empty();
    if (trouble) {
      finding({report.log, report.log.empty() ? std::nullopt : std::optional(watch.index), watch.given->name, Severity::broken, *trouble});
    }
    report_.receipts.push_back(std::move(report));
  }
}

/// A log that was seen has to be there, at least as long, and with the root that it had.
void Inspection::check_seen(const Watch& watch) {
  if (watch.root == watch.seen->root) return;
  for (const auto& log : report_.logs) {
    if (log.origin != watch.origin) continue;
    const bool shorter = log.size < watch.seen->size;
    return finding({log.name,
                    std::nullopt,
                    {},
                    Severity::broken,
                    shorter ? shorter_than_seen(watch.seen->size, log.size) : other_than_seen(watch.seen->size)});
  }
  finding({{}, std::nullopt, watch.origin, Severity::missing, seen_log_is_gone(watch.seen->size)});
}

std::optional<std::string> Inspection::trouble_with(const Watch& watch, ReceiptReport& report) {
  std::optional<log::VerifierKey> key;
  if (town_key_ && watch.origin == town_key_->name) {
    key = town_key_;
    report.log = "town";
  }
  for (const auto& [id, round] : state().rounds) {
    if (round.origin != watch.origin) continue;
    key = log::VerifierKey::of(round.origin, round.log_key);
    report.log = record::round_log_name(id);
  }
  const auto is_none = [&](std::string why) {
    report.invalid = printable(why);
    return std::nullopt;
  };
  if (!key) return is_none(receipt_of_other_log(watch.origin));
  const auto& receipt = watch.given->receipt;
  if (!receipt.extra) return is_none(receipt_without_entry());
  const auto checkpoint = log::verify_receipt(receipt, *receipt.extra, *key);
  if (!checkpoint) return is_none(checkpoint.error().detail);
  ++report_.counts.checkpoint_signatures;
  const auto* log = log_report(report.log);
  if (!log) return receipt_of_unread_log(report.log);
  if (checkpoint->size > log->size) return receipt_newer_than_record(checkpoint->size, log->size);
  if (!watch.root) return receipt_of_unread_log(report.log);
  if (*watch.root != checkpoint->root) return receipt_of_other_history(checkpoint->size);
  if (!watch.leaf || *watch.leaf != log::leaf_hash(*receipt.extra)) return receipt_of_other_entry(watch.index);
  return std::nullopt;
}

}  // namespace radslag::audit
