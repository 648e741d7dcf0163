#include "ledger/audit/audit.hpp"

#include "ledger/audit/inspection.hpp"

namespace radslag::audit {

Inspection::Inspection(Source& source, const Options& options)
    : source_(source),
      options_(options),
      workers_(options.threads),
      record_(sources()),
      town_tiles_(source, "town", [this](const FileTrouble& trouble) { file_finding("town", trouble); }) {}

Report Inspection::run() {
  report_.only = options_.only;
  watch_for_receipts();
  watch_for_seen();
  if (open_town()) {
    read_town(0);
    read_open_rounds();
    finish_town();
    judge_witnesses();
    collect_facts();
    collect_withheld();
    judge_finality();
    look_for_extra_files();
  }
  check_receipts();
  check_seen();
  say_what_was_not_checked();
  if (report_.holds() && options_.replayed) options_.replayed(record_);
  return std::move(report_);
}

record::Sources Inspection::sources() {
  record::Sources sources;
  sources.threads = options_.threads;
  sources.of_the_past = true;
  if (town_key_) sources.town_key = town_key_->key;
  sources.blob = [this](const record::Digest& digest) -> std::optional<std::string> {
    if (!current_ || !current_->entry) return std::nullopt;
    const auto named = record::blobs_of(current_->entry->statement);
    for (std::size_t i = 0; i < named.size(); ++i) {
      if (named[i] == digest && i < current_->blobs.size() && !current_->blobs[i].empty()) return std::string(current_->blobs.at(i));
    }
    return std::nullopt;
  };
  sources.root = [this](std::string_view log, std::uint64_t size) -> std::optional<log::Hash> {
    if (log == "town") return town_root(size);
    const auto known = round_roots_.find(log);
    if (known == round_roots_.end()) return std::nullopt;
    const auto found = known->second.find(size);
    return found == known->second.end() ? std::nullopt : std::optional(found->second);
  };
  return sources;
}

Result<> Inspection::admit(const std::string& log, const Item& item) {
  current_ = &item;
  const bool full = in_full(log, *item.entry);
  const auto scrutiny = full ? record::Scrutiny::full : record::Scrutiny::order;
  auto admitted = record_.admit(log, item.bytes, scrutiny, item.attested_by ? &*item.attested_by : nullptr);
  current_ = nullptr;
  if (admitted && full) count(item);
  return admitted;
}

bool Inspection::in_full(const std::string& log, const record::Entry& entry) const {
  const auto& only = options_.only;
  if (only.empty()) return true;
  if (log == "town") return only == "town" || !record::attestation_of(entry.statement);
  return only == record::round_of_log(log);
}

bool Inspection::is_left_out(const std::string& round) const { return !options_.only.empty() && options_.only != round; }

void Inspection::count(const Item& item) {
  report_.counts.seal_signatures += item.entry->seals.size();
  report_.counts.attestation_signatures += record::attestation_of(item.entry->statement) ? 1 : 0;
  for (const auto blob : item.blobs) report_.counts.blobs += blob.empty() ? 0 : 1;
}

void Inspection::file_finding(const std::string& log, const FileTrouble& trouble) {
  const bool missing = trouble.error.code == Errc::not_found;
  file_finding(log, trouble.path, refusal(missing ? "finding.file-missing" : "finding.file-broken", trouble.error),
               missing ? Severity::missing : Severity::broken);
}

void Inspection::file_finding(const std::string& log, const std::string& path, Sentence sentence, Severity severity) {
  finding({log, std::nullopt, path, severity, std::move(sentence)});
}

void Inspection::entry_finding(const std::string& log, std::uint64_t index, Sentence sentence, Severity severity) {
  finding({log, index, {}, severity, std::move(sentence)});
}

void Inspection::finding(Finding finding) {
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
