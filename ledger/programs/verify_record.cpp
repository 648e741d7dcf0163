#include "ledger/programs/verify_record.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>

#include "ledger/audit/belenios.hpp"
#include "ledger/audit/keeping_source.hpp"
#include "ledger/audit/lone_receipt.hpp"
#include "ledger/programs/command.hpp"
#include "ledger/programs/read_key.hpp"
#include "ledger/progress/progress.hpp"

namespace radslag::programs {
namespace {

/// How far each log's reading has come.
class Meter {
 public:
  explicit Meter(bool quiet) : quiet_(quiet) {}

  void show(const audit::Progress& step) {
    if (step.log != log_) progress_.emplace("Verifying " + step.log, step.size, quiet_);
    log_ = step.log;
    progress_->update(step.done, step.size);
  }
  void end() { progress_.reset(); }

 private:
  bool quiet_;
  std::string log_;
  std::optional<progress::Progress> progress_;
};

template <class Report>
void write(const Report& report, const VerifyArguments& arguments) {
  if (!arguments.report.empty()) {
    std::ofstream file(arguments.report, std::ios::binary | std::ios::trunc);
    file << audit::render_html(report, arguments.language) << std::flush;
    if (!file) throw Stop(cannot_create, "cannot write the report to " + arguments.report);
  }
  std::cout << (arguments.json ? audit::render_json(report, arguments.language) : audit::render_text(report, arguments.language))
            << std::flush;
}

/// A Belenios archive, ours or another's, holds by itself: there is no key to it, and no receipt.
int verify_belenios(const VerifyArguments& arguments) {
  const bool more = !arguments.key.empty() || !arguments.policy.empty() || !arguments.receipts.empty() || !arguments.seen.empty() ||
                    !arguments.only.empty() || !arguments.report.empty();
  if (more) throw Stop(usage, "a Belenios archive is verified without --key, --policy, --receipt, --seen, --only and --report");
  Meter meter(arguments.quiet);
  const auto report = audit::audit_belenios([&] { return audit::open_belenios_file(arguments.place); },
                                            {.threads = arguments.threads, .progress = [&](const std::string& what, auto done, auto all) {
                                               meter.show({what, done, all});
                                             }});
  meter.end();
  std::cout << (arguments.json ? audit::render_json(report) : audit::render_text(report)) << std::flush;
  return report.holds() ? good : bad;
}

/// The policy's key for the record at hand: the first of that log's, which is the oldest where the key was changed.
std::optional<log::VerifierKey> key_in_policy(const log::Policy& policy, audit::Source& source) {
  if (policy.logs.empty()) return std::nullopt;
  const auto origin = audit::town_origin(source);
  for (const auto& log : policy.logs) {
    if (origin == log.key.name || origin.starts_with(log.key.name + "/")) return log.key;
  }
  return policy.logs.front().key;  // so that the report says that this is another log
}

audit::Options options_of(const VerifyArguments& arguments) {
  audit::Options options;
  options.threads = arguments.threads;
  options.only = arguments.only;
  if (!arguments.key.empty()) options.key = read_key(arguments.key);
  if (!arguments.policy.empty()) options.policy = read_policy(arguments.policy);
  for (const auto& path : arguments.receipts) options.receipts.push_back(read_receipt(path));
  for (const auto& path : arguments.seen) {
    for (auto& head : read_seen(path)) options.seen_heads.push_back(std::move(head));
  }
  return options;
}

/// Mirrors the site while it is verified. Ctrl-C ends it between two files.
audit::Report verify_and_keep(const VerifyArguments& arguments, audit::Source& source, const audit::Options& options) {
  if (!source.is_live()) throw Stop(usage, "--keep mirrors a site: give the address of one");
  const progress::Interrupt interrupt;
  try {
    auto kept = audit::audit_and_keep(source, arguments.keep, options, progress::Interrupt::asked);
    if (!arguments.quiet)
      std::cerr << arguments.keep << ": " << kept.fetched << " files fetched, " << kept.reused << " were there already\n";
    return std::move(kept.report);
  } catch (const std::filesystem::filesystem_error& error) {
    throw Stop(cannot_create, error.path1().string() + ": " + error.code().message());
  }
}

int exit_code(const audit::Report& report) {
  if (!report.holds()) return bad;
  const auto is_valid = [](const auto& given) { return !given.invalid; };
  if (!std::all_of(report.receipts.begin(), report.receipts.end(), is_valid) ||
      !std::all_of(report.seen.begin(), report.seen.end(), is_valid))
    return data_error;
  return report.verdict() == audit::Verdict::withheld ? withheld : good;
}

}  // namespace

int verify_record(const VerifyArguments& arguments) {
  if (arguments.place.ends_with(".bel") || audit::is_belenios_file(arguments.place)) return verify_belenios(arguments);
  auto options = options_of(arguments);
  Meter meter(arguments.quiet);
  options.progress = [&](const audit::Progress& progress) { meter.show(progress); };
  const auto source = audit::open_source(arguments.place);
  if (options.policy && !options.key) {
    options.key = key_in_policy(*options.policy, *source);
    options.key_by_policy = options.key.has_value();
  }
  const auto report = arguments.keep.empty() ? audit::audit(*source, options) : verify_and_keep(arguments, *source, options);
  meter.end();
  const auto is_it = [&](const auto& round) { return round.id == arguments.only; };
  if (!arguments.only.empty() && arguments.only != "town" && report.holds() &&
      std::none_of(report.rounds.begin(), report.rounds.end(), is_it))
    throw Stop(data_error, "--only: the record has no round " + arguments.only);
  write(report, arguments);
  return exit_code(report);
}

int verify_receipt_alone(const std::string& file, const VerifyArguments& arguments) {
  if (arguments.key.empty() && arguments.policy.empty())
    throw Stop(usage, "a receipt alone is verified with the log's key (--key) or a policy (--policy); or name the record too");
  const auto report = audit::judge_alone(read_receipt(file), options_of(arguments));
  write(report, arguments);
  if (!report.genuine()) return bad;
  return arguments.policy.empty() || report.final ? good : bad;
}

}  // namespace radslag::programs
