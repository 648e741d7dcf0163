// Receipts against the record: the entry stands there, and the record still is one that the receipt's checkpoint was taken of.
#include <algorithm>

#include "ledger/audit/inspection.hpp"

namespace radslag::audit {
namespace {

/// Whether the one is a checkpoint's origin of the log with the other: the same, or that of a later generation.
bool is_origin_of(std::string_view checkpoint, std::string_view log) {
  if (!checkpoint.starts_with(log)) return false;
  checkpoint.remove_prefix(log.size());
  if (checkpoint.empty()) return true;
  return checkpoint.size() > 1 && checkpoint[0] == '/' &&
         std::all_of(checkpoint.begin() + 1, checkpoint.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

void Inspection::watch_for_receipts() {
  for (const auto& given : options_.receipts) {
    const auto checkpoint = claimed_by(given.receipt.checkpoint);
    receipt_watches_.push_back(watch_for(checkpoint.origin, given.receipt.index, checkpoint.size));
  }
}

Watch* Inspection::watch_for(const std::string& origin, std::uint64_t index, std::uint64_t size) {
  return &watches_.emplace_back(Watch{origin, index, size, std::nullopt, std::nullopt});
}

std::vector<Watch*> Inspection::watches_of(const std::string& origin) {
  std::vector<Watch*> found;
  for (auto& watch : watches_) {
    if (is_origin_of(watch.origin, origin)) found.push_back(&watch);
  }
  return found;
}

void Inspection::look(const std::vector<Watch*>& watches, std::uint64_t index, const Item& item, const std::function<log::Hash()>& root) {
  for (auto* watch : watches) {
    if (watch->index == index) watch->leaf = item.leaf;
    if (watch->size != index + 1) continue;
    watch->root = root();
    if (item.entry) watch->hour = item.entry->hour;
  }
}

void Inspection::check_receipts() {
  for (std::size_t i = 0; i < options_.receipts.size(); ++i) {
    const auto& given = options_.receipts[i];
    const auto& watch = *receipt_watches_[i];
    ReceiptReport report{given.name, {}, watch.index, watch.size, false, std::nullopt};
    const auto trouble = trouble_with(given.receipt, watch, report);
    report.holds = !trouble && !report.invalid;
    if (trouble)
      finding({report.log, report.log.empty() ? std::nullopt : std::optional(watch.index), given.name, Severity::broken, *trouble});
    report_.receipts.push_back(std::move(report));
  }
}

std::optional<Sentence> Inspection::trouble_with(const log::Receipt& receipt, const Watch& watch, ReceiptReport& report) {
  const auto is_none = [&](Sentence why) {
    report.invalid = std::move(why);
    return std::nullopt;
  };
  const auto known = known_log(watch.origin);
  if (!known) return is_none(say("receipt.of-other-log", {{"origin", watch.origin}}));
  report.log = known->log;
  if (!receipt.extra) return is_none(say("receipt.without-entry"));
  const auto checkpoint = log::verify_receipt(receipt, *receipt.extra, known->keys, log::Policy{});
  if (!checkpoint) return is_none(refusal("receipt.refused", checkpoint.error()));
  ++report_.counts.checkpoint_signatures;
  const auto& head = checkpoint->checkpoint;
  if (known->ended_by && watch.index >= known->ended_by->row.kept) {
    report.lost_with = known->ended_by->index;
    const auto shown = known->ended_by->shown.find(watch.index);
    report.shown_again = shown != known->ended_by->shown.end();
    const auto& row = known->ended_by->row;
    if (head.size == row.lost_size && head.root != row.lost_root) return say("finding.receipt-other-history", {{"size", head.size}});
    return std::nullopt;
  }
  const auto* log = log_report(report.log);
  if (!log) return say("finding.receipt-of-unread-log", {{"log", report.log}});
  // Of an end that was lost only the entry can be compared.
  if (!known->ended_by || head.size <= known->ended_by->row.kept) {
    if (head.size > log->size) return say("finding.receipt-newer", {{"receipt", head.size}, {"size", log->size}});
    if (!watch.root) return say("finding.receipt-of-unread-log", {{"log", report.log}});
    if (*watch.root != head.root) return say("finding.receipt-other-history", {{"size", head.size}});
  }
  if (!watch.leaf || *watch.leaf != log::leaf_hash(*receipt.extra)) return say("finding.receipt-other-entry", {{"index", watch.index}});
  return std::nullopt;
}

}  // namespace radslag::audit
