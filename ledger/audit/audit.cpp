#include "ledger/audit/audit.hpp"

#include "ledger/audit/inspection.hpp"
#include "ledger/audit/sentences.hpp"

namespace radslag::audit {

Inspection::Inspection(Source& source, const Options& options)
    : source_(source), options_(options), workers_(options.threads), record_(sources()) {}

Report Inspection::run() {
  watch_for_receipts();
  if (open_town()) {
    read_town(0);
    read_open_rounds();
    finish_town();
    collect_facts();
    look_for_extra_files();
  }
  check_receipts();
  say_what_was_not_checked();
  if (report_.holds() && options_.replayed) options_.replayed(record_);
  return std::move(report_);
}

record::Sources Inspection::sources() {
  record::Sources sources;
  sources.threads = options_.threads;
  sources.blob = [this](const record::Digest& digest) -> std::optional<std::string> {
    if (!current_ || !current_->entry) return std::nullopt;
    const auto named = record::blobs_of(current_->entry->statement);
    for (std::size_t i = 0; i < named.size(); ++i) {
      if (named[i] == digest && i < current_->blobs.size() && !current_->blobs[i].empty()) return std::string(current_->blobs.at(i));
    }
    return std::nullopt;
  };
  sources.root = [this](std::string_view log, std::uint64_t size) -> std::optional<log::Hash> {
    if (log == "town") return size <= town_.size() ? std::optional(town_.root(size)) : std::nullopt;
    const auto end = round_ends_.find(log);
    return end != round_ends_.end() && end->second.first == size ? std::optional(end->second.second) : std::nullopt;
  };
  return sources;
}

Result<> Inspection::admit(const std::string& log, const Item& item) {
  current_ = &item;
  auto admitted = record_.admit(log, item.bytes, record::Scrutiny::full, item.attested_by ? &*item.attested_by : nullptr);
  current_ = nullptr;
  if (admitted) count(item);
  return admitted;
}

void Inspection::count(const Item& item) {
  report_.counts.seal_signatures += item.entry->seals.size();
  report_.counts.attestation_signatures += record::attestation_of(item.entry->statement) ? 1 : 0;
  for (const auto blob : item.blobs) report_.counts.blobs += blob.empty() ? 0 : 1;
}

void Inspection::file_finding(const std::string& log, const FileTrouble& trouble) {
  const bool missing = trouble.error.code == Errc::not_found;
  finding({log, std::nullopt, trouble.path, missing ? Severity::missing : Severity::broken, trouble.error.detail});
}

void Inspection::entry_finding(const std::string& log, std::uint64_t index, std::string sentence, Severity severity) {
  finding({log, index, {}, severity, std::move(sentence)});
}

void Inspection::finding(Finding finding) {
  finding.sentence = printable(finding.sentence);
  finding.place = printable(finding.place);
  report_.findings.push_back(std::move(finding));
}

void Inspection::progress(const std::string& log, std::uint64_t done, std::uint64_t size) const {
  if (options_.progress) options_.progress({log, done, size});
}

const LogReport* Inspection::log_report(const std::string& name) const {
  for (const auto& log : report_.logs) {
    if (log.name == name) return &log;
  }
  return nullptr;
}

Report audit(Source& source, const Options& options) { return Inspection(source, options).run(); }

}  // namespace radslag::audit
